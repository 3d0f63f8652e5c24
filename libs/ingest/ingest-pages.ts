import type { DataSource } from 'typeorm';
import { deriveProfile } from '#libs/domain/card.js';
import { keyType, keyValue } from '#libs/domain/identity-keys.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { assign, keptKeys, type Assignment } from './assign.js';
import { isCounted, takeCensus } from './census.js';
import { advance } from './count.js';
import { readErasures, withoutErased, type Erasures, type Sifted } from './erased.js';
import { isStillOurs, passFence } from './fence.js';
import { linkWaiting } from './link-waiting.js';
import { findKnownKeys, readCounter, findOpenRejects, findStored, findUnchanged } from './look-up.js';
import type { IngestPage, IngestResult, PartContext, PartProgress } from './page.js';
import { everyKey, judge, prepareAll, type Judged } from './prepare.js';
import { recomputeCards } from './recompute-cards.js';
import { noteRoutes } from './note-routes.js';
import { IngestSession, isTransient } from './session.js';
import { excludedDependents, rememberAbsent, writeSideEffects } from './side-effects.js';
import { ADD_KEYS, FIND_PROFILE_RECORDS, LOCK_CARDS, LOCK_EXCLUSIVE, LOCK_SHARED, RAISE_COUNTER, UPDATE_PROFILES } from './statements.js';
import { linkedTicketKeys, newTicketKeys } from './tickets/page-tickets.js';
import { placeByKeys } from './tickets/place-tickets.js';
import { wakeSearches } from './wake-searches.js';
import { writeConsents } from './write-consents.js';
import { RaceLost, writeAssigned } from './write-page.js';

/** Pages for which a part keeps the exclusive lock after losing a race: one loser is usually followed by more. */
const EXCLUSIVE_PAGES = 16;
const TRIES = 12;

type Batch = Sifted & { readonly prepared: ReturnType<typeof prepareAll>; readonly done: boolean; readonly erasures: Erasures };

const batchOf = (sifted: Sifted, erasures: Erasures, context: PartContext): Batch => ({ ...sifted, erasures, prepared: prepareAll(sifted.pages, context), done: sifted.pages.at(-1)?.done ?? false });

const isOlderWithNewKeys = (copy: Judged): boolean => {
  const had = new Set(copy.stored?.keys ?? []);
  return (copy.verdict === 'older' || copy.verdict === 'identical') && keptKeys(copy.record, [...everyKey(copy.keys), ...copy.formerKeys]).some((key) => !had.has(key));
};

/** Cards whose name may have changed although no key did. */
async function refreshProfiles(session: IngestSession, context: PartContext, assignment: Assignment): Promise<void> {
  const created = new Set(assignment.newCards.map((card) => card.id));
  const cards = [...new Set(assignment.plain.flatMap((row) => (row.profileRank !== null && row.customerId !== null && !created.has(row.customerId) ? [row.customerId] : [])))];
  if (cards.length === 0) return;
  await session.query(LOCK_CARDS, [cards]);
  const found = await session.query<{ customer_id: string; id: string; integration_id: string; body: string }>(FIND_PROFILE_RECORDS, [cards]);
  const rows = cards.map((card) => {
    const sources = found.rows
      .filter((row) => row.customer_id === card)
      .map((row) => ({ recordId: row.id, integrationId: row.integration_id, record: JSON.parse(row.body) as NeutralRecord }));
    const { profile, recordId } = deriveProfile(sources, context.addresses.allegroDomains);
    return { id: card, display_name: profile.displayName, email: profile.email, company: profile.company, search_text: profile.searchText, profile_record_id: recordId };
  });
  await session.query(UPDATE_PROFILES, [JSON.stringify(rows)]);
}

/** Owners whose key is new on a card: records waiting for them can be linked now. */
function newOwners(assignment: Assignment, integrationId: string): string[] {
  const prefix = `${integrationId}/`;
  return assignment.newIdentities
    .filter((row) => keyType(row.key) === 'shop_id' && keyValue(row.key).startsWith(prefix))
    .map((row) => keyValue(row.key).slice(prefix.length))
    .sort();
}

async function writeBatch(session: IngestSession, context: PartContext, progress: PartProgress, batch: Batch, unchanged: ReadonlySet<string>, exclusive: boolean): Promise<IngestResult | 'exclusive'> {
  const open = batch.prepared.records.filter((copy) => !unchanged.has(copy.record.externalId));
  const losers = batch.prepared.losers;
  const ids = batch.pages.flatMap((page) => page.records.map((record) => record.externalId));
  const rejects = await findOpenRejects(session, ids, context);
  if (exclusive) {
    await session.plain('begin');
    await session.query(LOCK_EXCLUSIVE, [context.workspaceId]);
  }
  const { counter: readUnder, hasRulings, erasures } = await readCounter(session, context);
  // Behind this the counter tells of every erasure.
  if (erasures !== batch.erasures.count) throw new RaceLost('erasure');
  const judged = judge(open, losers, await findStored(session, open, context), context, batch.returned);
  const toWrite = judged.filter((copy) => copy.verdict === 'new' || copy.verdict === 'changed' || copy.verdict === 'reapplied');
  const keyed = judged.filter(isOlderWithNewKeys);
  const known = await findKnownKeys(session, toWrite, context, hasRulings);
  const assignment = assign(toWrite, known, context.integrationId);
  if (!exclusive && (assignment.unclear.length > 0 || keyed.length > 0)) return 'exclusive';
  if (!exclusive) {
    await session.plain('begin');
    await session.query(LOCK_SHARED, [context.workspaceId]);
  }
  let counter = readUnder;
  await writeAssigned(session, assignment, context);
  await writeConsents(session, context, [...assignment.plain, ...assignment.unclear]);
  await wakeSearches(session, context, [...assignment.plain, ...assignment.unclear]);
  await noteRoutes(session, context, [...assignment.plain, ...assignment.unclear]);
  const linked = await linkWaiting(session, context, newOwners(assignment, context.integrationId));
  await refreshProfiles(session, context, assignment);
  await placeByKeys(session, context.workspaceId, [...new Set([...newTicketKeys(assignment, context.addresses), ...linkedTicketKeys(linked, context.addresses)])].sort());
  const seeds = [...assignment.unclear.map((row) => row.recordId), ...keyed.map((copy) => copy.stored?.id ?? '')];
  if (seeds.length > 0) {
    if (keyed.length > 0) await session.query(ADD_KEYS, [JSON.stringify(keyed.map((copy) => ({ id: copy.stored?.id, keys: [...new Set([...(copy.stored?.keys ?? []), ...keptKeys(copy.record, [...everyKey(copy.keys), ...copy.formerKeys])])].sort() })))]);
    await recomputeCards(session, context.workspaceId, seeds, context.addresses);
    counter = (await session.query<{ counter: string }>(RAISE_COUNTER, [context.workspaceId])).rows[0]?.counter ?? counter;
  }
  const good = new Set(judged.filter((copy) => copy.verdict !== 'older').map((copy) => copy.record.externalId));
  const closeRejects = rejects.filter((row) => good.has(row.external_id) || unchanged.has(row.external_id)).map((row) => row.id);
  await writeSideEffects(session, context, batch.pages, { closeRejects, written: [...assignment.plain, ...assignment.unclear] });
  const exclusiveFor = exclusive ? Math.max(0, progress.exclusiveFor - 1) : 0;
  const { end, cursor } = await takeCensus(session, context, batch.pages, batch.done);
  const next = { ...advance(progress, batch.pages, { unchanged: unchanged.size, duplicates: batch.prepared.duplicates, judged, exclusiveFor }), cursor };
  if (!(await passFence(session, context, next, end, counter))) {
    await session.plain('rollback');
    // Still ours means that only the counter moved: cards joined or parted meanwhile, so look again with the same pages.
    if (await isStillOurs(session, context, progress)) throw new RaceLost('identity counter');
    return { status: 'left' };
  }
  await session.plain('commit');
  return { status: 'committed', progress: next };
}

/** The cheap way for a batch in which nothing changed: one look-up and the fence; a transaction only for ids to remember. */
async function tryUnchanged(session: IngestSession, context: PartContext, progress: PartProgress, batch: Batch, unchanged: ReadonlySet<string>): Promise<IngestResult | null> {
  const { prepared, pages } = batch;
  const quiet = pages.every((page) => page.rejects.length === 0 && (page.missing ?? []).length === 0);
  if (!quiet || unchanged.size !== prepared.records.length || prepared.losers.length > 0 || context.lane === 'by-id') return null;
  if ((await findOpenRejects(session, [...unchanged], context)).length > 0) return null;
  const excluded = excludedDependents(context, pages);
  const more = isCounted(pages) || excluded.length > 0;
  if (more) await session.plain('begin');
  await rememberAbsent(session, context, excluded);
  const { end, cursor } = await takeCensus(session, context, pages, batch.done);
  const next = { ...advance(progress, pages, { unchanged: unchanged.size, duplicates: 0, judged: [], exclusiveFor: progress.exclusiveFor }), cursor };
  const moved = await passFence(session, context, next, end, null);
  if (more) await session.plain(moved ? 'commit' : 'rollback');
  return moved ? { status: 'committed', progress: next } : { status: 'left' };
}

/**
 * Writes pages of one part in one transaction and moves the part behind them; all or nothing.
 *
 * Cards are created under the workspace's shared lock, guarded by the unique key of joining identities; cards that may
 * join or part are grouped under the exclusive lock. A lost race rolls everything back and starts again, exclusively.
 * @returns `left` when the fence refused: the caller must read the part row again before doing anything else.
 */
export async function ingestPages(dataSource: DataSource, context: PartContext, progress: PartProgress, pages: readonly IngestPage[]): Promise<IngestResult> {
  const session = await IngestSession.open(dataSource);
  let current = progress;
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const erasures = await readErasures(session, context.workspaceId);
        const batch = batchOf(await withoutErased(session, context, pages, erasures), erasures, context);
        const unchanged: ReadonlySet<string> = batch.prepared.records.length === 0 ? new Set() : await findUnchanged(session, batch.prepared.records, batch.prepared.losers, context);
        const quiet = await tryUnchanged(session, context, current, batch, unchanged);
        if (quiet !== null) return quiet;
        const result = await writeBatch(session, context, current, batch, unchanged, current.exclusiveFor > 0);
        if (result !== 'exclusive') return result;
        current = { ...current, exclusiveFor: 1 };
      } catch (error) {
        await session.abandon();
        if (attempt >= TRIES || !(error instanceof RaceLost || isTransient(error))) throw error;
        current = { ...current, exclusiveFor: EXCLUSIVE_PAGES };
      }
    }
  } finally {
    await session.release();
  }
}

