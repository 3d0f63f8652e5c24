import type { EntityManager } from 'typeorm';
import type { RunView } from './run.schemas.js';

/** What a journal told in the run of a day. */
export type RunJournal = NonNullable<RunView['journal']>;

const JOURNALS = `select run_id as "runId", min(range->>'day') as day, sum(pages)::float8 as polls, sum(swept)::float8 as entries, sum(queued)::float8 as records
  from part where run_id = any($1::uuid[]) and lane = 'journal' group by 1`;

/** Of many runs in one statement; runs of other kinds have none. */
export async function journalsOf(manager: EntityManager, runIds: readonly string[]): Promise<ReadonlyMap<string, RunJournal>> {
  const rows = await manager.query<(RunJournal & { readonly runId: string })[]>(JOURNALS, [runIds]);
  return new Map(rows.map(({ runId, ...told }) => [runId, told]));
}
