import type { JsonObject } from '#libs/domain/words.js';
import type { PartContext, PartProgress } from './page.js';
import type { IngestSession } from './session.js';
import { FENCE, PART_STATE } from './statements-steer.js';

/** What becomes of a part with a page: it goes on, is finished, or is left with a reason. */
export type PartEnd = { readonly state: 'open' | 'done' | 'incomplete'; readonly outcome: JsonObject | null };

export const endOf = (done: boolean): PartEnd => ({ state: done ? 'done' : 'open', outcome: null });

/**
 * Moves the part to `next`. False: another worker, a pause, new settings or a join came between; roll back and leave.
 * `counter` is the identity counter the page was resolved under, null when it touched no card.
 */
export async function passFence(session: IngestSession, context: PartContext, next: PartProgress, end: PartEnd, counter: string | null): Promise<boolean> {
  const { counts } = next;
  const result = await session.query<{ moved: number }>(FENCE, [
    context.partId, next.seq - 1, JSON.stringify(next.cursor), end.state,
    counts.read, counts.written, counts.reapplied, counts.identical, counts.older, counts.duplicate, counts.excluded, counts.rejected,
    JSON.stringify(next.excludedReasons), next.pages, next.swept, next.queued, context.settingsVersion, counter, end.outcome === null ? null : JSON.stringify(end.outcome),
  ]);
  return result.rows[0]?.moved === 1;
}

/** True when the part stands where this worker left it, may go on and has the same settings. */
export async function isStillOurs(session: IngestSession, context: PartContext, progress: PartProgress): Promise<boolean> {
  const result = await session.query(PART_STATE, [context.partId, progress.seq, context.settingsVersion]);
  return result.rowCount === 1;
}
