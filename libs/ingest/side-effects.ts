import { hash } from 'node:crypto';
import { ownerOf } from '#libs/domain/identity-keys.js';
import { newId } from '#libs/domain/ids.js';
import type { Assigned } from './assign.js';
import type { IngestPage, PartContext } from './page.js';
import { settled, type IngestSession } from './session.js';
import { CLOSE_MISSING_REJECTS, CLOSE_REJECTS, MARK_GONE, QUEUE_OWNERS, REMEMBER_ABSENT, SETTLE_INBOX, UPSERT_REJECTS } from './statements-steer.js';

/** Rows without a usable id are keyed by what they held: the same row comes on other pages of other lanes. */
function rejectId(reject: IngestPage['rejects'][number]): string {
  return reject.externalId ?? `page:${hash('sha256', JSON.stringify([reject.reason, reject.original]), 'hex').slice(0, 32)}`;
}

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

/** Asks for owners that linked nothing: backfills read them anyway, every other lane would wait for the next full pass. */
async function queueOwners(session: IngestSession, context: PartContext, unlinked: readonly Assigned[]): Promise<void> {
  if (context.lane === 'backfill' || context.lane === 'reapply') return;
  const owners = [...new Set(unlinked.flatMap((row) => ownerOf(row.record) ?? []))].sort();
  if (owners.length === 0) return;
  await session.query(QUEUE_OWNERS, [context.workspaceId, context.integrationId, JSON.stringify(owners.map((owner) => ({ id: newId(), owner_id: owner })))]);
}

async function settleById(session: IngestSession, context: PartContext, pages: readonly IngestPage[]): Promise<void> {
  if (context.lane !== 'by-id') return;
  for (const page of pages) {
    const missing = page.missing ?? [];
    // What is excluded will not be stored either: asking for it again whenever an order names it would never end.
    const unstored = [...missing, ...page.excluded.map((entry) => entry.externalId)];
    if (unstored.length === 0) continue;
    await settled([
      session.query(MARK_GONE, [context.integrationId, context.kind, missing, page.requestedMs]),
      session.query(CLOSE_MISSING_REJECTS, [context.integrationId, context.stream, [...missing]]),
      rememberAbsent(session, context, unstored),
    ]);
  }
  if (pages.at(-1)?.done === true) await session.query(SETTLE_INBOX, [context.partId]);
}

/** Excluded owners: orders that name them would else ask for each of them by id, although its row has just been here. */
export const excludedOwners = (context: PartContext, pages: readonly IngestPage[]): string[] =>
  context.stream !== 'customers' || context.lane === 'by-id' ? [] : [...new Set(pages.flatMap((page) => page.excluded.map((entry) => entry.externalId)))].sort();

export async function rememberAbsent(session: IngestSession, context: PartContext, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await session.query(REMEMBER_ABSENT, [context.integrationId, context.stream, [...new Set(ids)].sort()]);
}

/** Everything a batch writes beside records and cards. */
export async function writeSideEffects(
  session: IngestSession,
  context: PartContext,
  pages: readonly IngestPage[],
  input: { readonly closeRejects: readonly string[]; readonly unlinked: readonly Assigned[] },
): Promise<void> {
  await writeRejects(session, context, pages);
  if (input.closeRejects.length > 0) await session.query(CLOSE_REJECTS, [input.closeRejects, `run:${context.runId}`]);
  await queueOwners(session, context, input.unlinked);
  await rememberAbsent(session, context, excludedOwners(context, pages));
  await settleById(session, context, pages);
}
