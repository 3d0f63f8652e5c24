import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { lockPlanning } from '#libs/delivery/consider/lock-planning.js';
import { LOCK_EXCLUSIVE } from '#libs/ingest/statements.js';
import type { SecretStore } from '#libs/security/secret-store.js';
import { bury, ticketsOf } from './bury.js';
import { findPerson } from './find-person.js';
import { keepOptOuts } from './keep-opt-outs.js';
import { asJson, type Receipt } from './receipt.js';
import { cancelDeliveries, findDeliveries, giveUpDeliveries, handOver, heldThere, removeDeliveries, sharedDeliveries } from './remove-deliveries.js';
import { mentioningRejects, removeMentions, type Traces } from './remove-mentions.js';
import { addCounts, removeRows } from './remove-rows.js';
import { lockErasure, type ErasureRow } from './rows.js';
import { tracesPlace } from './traces-place.js';
import type { ErasureTuning } from './tuning.js';

/** What the engine of erasures needs from outside. */
export type ErasureEngine = {
  readonly dataSource: DataSource;
  readonly secrets: SecretStore;
  readonly tuning: ErasureTuning;
  readonly failpoint?: (name: ErasureFailpoint) => void;
};

/** Places at which a test kills the process. */
export type ErasureFailpoint = 'erase-removing' | 'erase-removed' | 'erase-searched';

/** `wait`: something of the person is under way to a destination; look again after `waitMs`. */
export type RemoveStep = { readonly status: 'removed' | 'wait' | 'closed'; readonly waitMs: number };

/** Pages that were resolved before this are written again by their lanes, which then find the tombstones. */
const RAISE = `update workspace set tombstone_salt = coalesce(tombstone_salt, $2), erasures = erasures + 1, identity_counter = identity_counter + 1 where id = $1 returning tombstone_salt as salt`;

/** Everybody who writes records, and then everybody who decides about deliveries, waits for the end of this transaction. */
async function lockAll(manager: EntityManager, workspaceId: string): Promise<void> {
  await manager.query(LOCK_EXCLUSIVE.text, [workspaceId]);
  const routes = await manager.query<{ id: string }[]>(`select id from route where workspace_id = $1 order by id`, [workspaceId]);
  for (const route of routes) await lockPlanning(manager, route.id);
}

/** A person was named; a card that was joined or parted since may be another one. Nothing is left to do where all of it is gone. */
const isOther = (row: ErasureRow, cards: readonly string[]): boolean => cards.length > 0 && cards.join() !== row.cards.join();

async function remove(engine: ErasureEngine, manager: EntityManager, row: ErasureRow): Promise<RemoveStep> {
  const { tuning } = engine;
  const { workspace_id: workspaceId } = row;
  await lockAll(manager, workspaceId);
  const [clock] = await manager.query<{ now: Date; waited: number }[]>(`select clock_timestamp() as now, (extract(epoch from clock_timestamp() - requested_at) * 1000)::float8 as waited from erasure where id = $1`, [row.id]);
  const [erasedAt, waited] = [clock?.now ?? new Date(), clock?.waited ?? 0];
  const person = await findPerson(manager, workspaceId, row.customer_id);
  if (isOther(row, person.cards)) {
    await manager.query(`update erasure set state = 'stopped', finished_at = clock_timestamp() where id = $1`, [row.id]);
    return { status: 'closed', waitMs: 0 };
  }
  const found = await findDeliveries(manager, person, tuning.leaseMs);
  const cancelled = (row.receipt.deliveries?.cancelled ?? 0) + (await cancelDeliveries(manager, found.ids));
  if (found.calling > 0 || (found.open > 0 && waited < tuning.patienceMs)) {
    await manager.query(`update erasure set receipt = receipt || $2::jsonb where id = $1`, [row.id, JSON.stringify({ deliveries: { cancelled, unclear: 0 } })]);
    return { status: 'wait', waitMs: tuning.waitMs };
  }
  const unclear = await giveUpDeliveries(manager, found.ids);
  const destinations = await heldThere(manager, person, [...found.ids, ...(await sharedDeliveries(manager, person))]);
  const elsewhere = { rejects: await mentioningRejects(manager, workspaceId, person.words), tickets: await ticketsOf(manager, person) };
  const traces: Traces = { words: person.words, addresses: person.addresses, accounts: person.accounts, cards: person.cards };
  await keepOptOuts(manager, workspaceId, person.addresses);
  const deliveries = await removeDeliveries(manager, found.ids);
  await handOver(manager, person);
  const counts: Record<string, number> = { delivery: deliveries, ...(await removeRows(manager, person)) };
  for (const [table, count] of Object.entries(await removeMentions(manager, workspaceId, traces, erasedAt))) addCounts(counts, table, count);
  engine.failpoint?.('erase-removing');
  const [workspace] = (await manager.query<[{ salt: Buffer }[], number]>(RAISE, [workspaceId, randomBytes(32)]))[0];
  if (workspace === undefined) throw new Error('the workspace is gone');
  const tombstones = await bury(manager, workspace.salt, person, elsewhere, erasedAt);
  await engine.secrets.put({ workspaceId, ...tracesPlace(row.id), value: { ...traces } }, manager);
  const receipt: Receipt = { removed: counts, tombstones, shared: person.shared, deliveries: { cancelled, unclear }, destinations };
  await manager.query(`update erasure set state = 'removed', removed_at = clock_timestamp(), receipt = receipt || $2::jsonb where id = $1`, [row.id, JSON.stringify(asJson(receipt))]);
  return { status: 'removed', waitMs: 0 };
}

/**
 * Takes a person out of everything, in one transaction: all of it or nothing. Repeating it changes nothing. What the search
 * afterwards needs is kept sealed until it is over.
 */
export async function removePerson(engine: ErasureEngine, erasureId: string): Promise<RemoveStep> {
  let removedNow = false;
  const step = await engine.dataSource.transaction(async (manager): Promise<RemoveStep> => {
    // Sessions that write pages never read a whole table; here some must be.
    await manager.query(`set local enable_seqscan = on`);
    const row = await lockErasure(manager, erasureId);
    if (row === null || row.state === 'done' || row.state === 'stopped') return { status: 'closed', waitMs: 0 };
    if (row.state === 'removed') return { status: 'removed', waitMs: 0 };
    const made = await remove(engine, manager, row);
    removedNow = made.status === 'removed';
    return made;
  });
  if (removedNow) engine.failpoint?.('erase-removed');
  return step;
}
