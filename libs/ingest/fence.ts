import type { PartContext, PartProgress } from './page.js';
import type { IngestSession } from './session.js';
import { FENCE, PART_STATE } from './statements-steer.js';

/**
 * Moves the part to `next`. False: another worker, a pause, new settings or a join came between; roll back and leave.
 * `counter` is the identity counter the page was resolved under, null when it touched no card.
 */
export async function passFence(session: IngestSession, context: PartContext, next: PartProgress, done: boolean, counter: string | null): Promise<boolean> {
  const { counts } = next;
  const result = await session.query<{ moved: number }>(FENCE, [
    context.partId, next.seq - 1, JSON.stringify(next.cursor), done,
    counts.read, counts.written, counts.reapplied, counts.identical, counts.older, counts.duplicate, counts.excluded, counts.rejected,
    JSON.stringify(next.excludedReasons), next.pages, next.swept, next.queued, context.settingsVersion, counter,
  ]);
  return result.rows[0]?.moved === 1;
}

/** True when the part stands where this worker left it, may go on and has the same settings. */
export async function isStillOurs(session: IngestSession, context: PartContext, progress: PartProgress): Promise<boolean> {
  const result = await session.query(PART_STATE, [context.partId, progress.seq, context.settingsVersion]);
  return result.rowCount === 1;
}
