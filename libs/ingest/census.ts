import type { JsonObject } from '#libs/domain/words.js';
import { endOf, type PartEnd } from './fence.js';
import type { IngestPage, PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

const SEE: Statement = { name: 'census_see', text: `insert into part_seen (part_id, external_id) select $1::uuid, x from unnest($2::text[]) as x on conflict do nothing` };
const COUNT: Statement = { name: 'census_count', text: `select count(*)::int as seen from part_seen where part_id = $1` };
const FORGET: Statement = { name: 'census_forget', text: `delete from part_seen where part_id = $1` };

/** Where the part stands behind a batch: how it ends, and the cursor it goes on from. */
export type Standing = { readonly end: PartEnd; readonly cursor: JsonObject | null };

export const isCounted = (pages: readonly IngestPage[]): boolean => pages.some((page) => page.census !== undefined);

function leftMoving(seen: number, total: number): PartEnd {
  return {
    state: 'incomplete',
    outcome: {
      kind: 'platform_defect', code: 'rows_kept_moving', seen, total,
      text: {
        pl: `Lista zmieniała się podczas każdego czytania: platforma podaje ${String(total)} rekordów, a różnych odczytano ${String(seen)}.`,
        en: `The list kept changing while it was read: the platform tells of ${String(total)} records, and ${String(seen)} different ones were read.`,
      },
      fix: { pl: 'Odczytaj ten strumień ponownie (reread) w spokojniejszej porze.', en: 'Read this stream again (reread) at a quieter time.' },
    },
  };
}

/**
 * Remembers the ids of counted pages and, at the end of a pass, compares them with the total: fewer means that rows moved
 * past the reader. Runs inside the batch's transaction, so that an id counts exactly when its page is committed.
 */
export async function takeCensus(session: IngestSession, context: PartContext, pages: readonly IngestPage[], done: boolean): Promise<Standing> {
  const cursor = pages.at(-1)?.cursor ?? null;
  if (!isCounted(pages)) return { end: endOf(done), cursor };
  await session.query(SEE, [context.partId, [...new Set(pages.flatMap((page) => page.census?.ids ?? []))].sort()]);
  const end = pages.at(-1)?.census?.end ?? null;
  if (end === null) return { end: endOf(done), cursor };
  const seen = (await session.query<{ seen: number }>(COUNT, [context.partId])).rows[0]?.seen ?? 0;
  if (seen < end.total && end.again !== null) return { end: endOf(false), cursor: end.again };
  await session.query(FORGET, [context.partId]);
  if (seen < end.total) return { end: leftMoving(seen, end.total), cursor };
  return { end: endOf(end.next === null), cursor: end.next ?? cursor };
}
