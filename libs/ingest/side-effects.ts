import { DEPENDENT_KINDS, dependentsOf, type Dependent } from '#libs/domain/dependents.js';
import { newId } from '#libs/domain/ids.js';
import type { Assigned } from './assign.js';
import { withoutBuried } from './erased.js';
import { rejectId, type IngestPage, type PartContext } from './page.js';
import { settled, type IngestSession } from './session.js';
import { CLOSE_MISSING_REJECTS, CLOSE_REJECTS, MARK_GONE, MARK_READ, QUEUE_DEPENDENTS, REMEMBER_ABSENT, SETTLE_INBOX, UPSERT_REJECTS } from './statements-steer.js';
import { wakeKin } from './wake-kin.js';
import { wakeByGone } from './wake-searches.js';

export async function writeRejects(session: IngestSession, context: PartContext, pages: readonly IngestPage[]): Promise<void> {
  for (const page of pages) {
    if (page.rejects.length === 0) continue;
    // Twice the same id in one page would be two changes of one row in one statement.
    const rows = new Map(page.rejects.map((reject) => {
      const externalId = rejectId(reject);
      return [externalId, { id: newId(), external_id: externalId, reason: reject.reason, message: reject.message, fix: reject.fix, original: reject.original }];
    }));
    await session.query(UPSERT_REJECTS, [
      context.workspaceId, context.integrationId, context.stream, context.runId, context.partId,
      JSON.stringify(page.cursor), JSON.stringify(context.range), JSON.stringify([...rows.values()]),
    ]);
  }
}

/** Rows of `QUEUE_DEPENDENTS`, each record once, in the order in which everybody writes them. */
export function dependentRows(dependents: readonly Dependent[]): { readonly id: string; readonly stream: string; readonly kind: string; readonly external_id: string }[] {
  const rows = new Map(dependents.flatMap(({ stream, externalId }) => {
    const kind = DEPENDENT_KINDS.get(stream);
    return kind === undefined ? [] : [[`${stream} ${externalId}`, { id: newId(), stream, kind, external_id: externalId }] as const];
  }));
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Asks for what written records name: backfills read it anyway, every other lane would wait for the next full pass. */
async function queueDependents(session: IngestSession, context: PartContext, written: readonly Assigned[]): Promise<void> {
  if (context.lane === 'backfill' || context.lane === 'reapply') return;
  const rows = await withoutBuried(session, context, dependentRows(written.flatMap((row) => dependentsOf(row.record)).filter(({ stream }) => context.askable.has(stream))));
  if (rows.length > 0) await session.query(QUEUE_DEPENDENTS, [context.workspaceId, context.integrationId, JSON.stringify(rows)]);
}

async function settleById(session: IngestSession, context: PartContext, pages: readonly IngestPage[]): Promise<void> {
  if (context.lane !== 'by-id') return;
  for (const page of pages) {
    const missing = page.missing ?? [];
    if (context.kind === 'order') await session.query(MARK_READ, [context.integrationId, page.records.map((record) => record.externalId).sort(), page.requestedMs]);
    // What is excluded will not be stored either: asking for it again whenever an order names it would never end.
    const unstored = [...missing, ...page.excluded.map((entry) => entry.externalId)];
    if (unstored.length === 0) continue;
    await settled([
      session.query(MARK_GONE, [context.integrationId, context.kind, missing, page.requestedMs]),
      session.query(CLOSE_MISSING_REJECTS, [context.integrationId, context.stream, [...missing]]),
      rememberAbsent(session, context, unstored),
    ]);
    await wakeByGone(session, context, missing);
    await wakeKin(session, context, missing);
  }
  if (pages.at(-1)?.done === true) await session.query(SETTLE_INBOX, [context.partId]);
}

/** Excluded owners and products: orders that name them would else ask for each of them by id, although its row has just been here. */
export const excludedDependents = (context: PartContext, pages: readonly IngestPage[]): string[] =>
  !DEPENDENT_KINDS.has(context.stream) || context.lane === 'by-id' ? [] : [...new Set(pages.flatMap((page) => page.excluded.map((entry) => entry.externalId)))].sort();

export async function rememberAbsent(session: IngestSession, context: PartContext, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await session.query(REMEMBER_ABSENT, [context.integrationId, context.stream, [...new Set(ids)].sort()]);
}

/** Everything a batch writes beside records and cards. */
export async function writeSideEffects(
  session: IngestSession,
  context: PartContext,
  pages: readonly IngestPage[],
  input: { readonly closeRejects: readonly string[]; readonly written: readonly Assigned[] },
): Promise<void> {
  await writeRejects(session, context, pages);
  if (input.closeRejects.length > 0) await session.query(CLOSE_REJECTS, [input.closeRejects, `run:${context.runId}`]);
  await queueDependents(session, context, input.written);
  await rememberAbsent(session, context, excludedDependents(context, pages));
  await settleById(session, context, pages);
}
