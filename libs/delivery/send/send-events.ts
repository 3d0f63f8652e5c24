import { isFailure, type Failure } from '#libs/domain/failure.js';
import { findCarts, type StoredCart } from '../carts/find-carts.js';
import type { Held } from '../duplicates/find-held.js';
import { holdClaims } from '../duplicates/hold-claims.js';
import { noteHeld } from '../duplicates/note-held.js';
import { claimFacts, dropFacts, settleFacts } from './claim-facts.js';
import { mayGoOn, type SendContext } from './context.js';
import { contactsOf, dueEvents, type EventRow } from './due-events.js';
import { judgePeople, loadRouted, readRemote } from './look-at-people.js';
import { planEvent, type EventPlan } from './plan-event.js';
import { closeRejects, openRejects } from './rejects.js';
import { findKnowledge } from './remote-knowledge.js';
import { awaitOutcome, cancelPending, claim, lockWaiting, release, settleArrived, settleFailed } from './settle.js';

type Going = Extract<EventPlan, { to: 'send' }>;

/** An event whose contact is not there yet waits this long, ms. */
const WAIT_MS = 60_000;

const sentOf = ({ id, version }: EventRow): { id: string; sentVersion: number } => ({ id, sentVersion: version });

async function planEvents(context: SendContext, rows: readonly EventRow[]): Promise<EventPlan[]> {
  const { dataSource } = context.engine.sync;
  const addresses = rows.map((row) => row.address);
  const [contacts, remote] = [await contactsOf(dataSource, context.destination.id, addresses), await readRemote(context, addresses)];
  const knowledge = await findKnowledge(dataSource, context.account, addresses);
  const plans: EventPlan[] = [];
  for (const [routeId, own] of Map.groupBy(rows, (row) => row.routeId)) {
    const people = await loadRouted(context, routeId, own.map((row) => row.address));
    const route = context.routes.get(routeId);
    const carts = route === undefined ? new Map<string, StoredCart>() : await findCarts(dataSource, route, own.filter((row) => row.type === 'CART').map((row) => row.orderId));
    const more = { orderIds: [...carts.keys()], productIds: [...carts.values()].flatMap(({ cart }) => cart.lines.flatMap((line) => line.productId ?? [])) };
    const judging = await judgePeople(context, routeId, people, more);
    for (const row of own) {
      const known = knowledge.get(row.address);
      if (judging === null || known === undefined) continue;
      plans.push(planEvent({ judging, row, loaded: people.get(row.address) ?? null, remote: remote.get(row.address) ?? null, knowledge: known, contact: contacts.get(`${routeId}\n${row.address}`) ?? null, cart: row.type === 'CART' ? (carts.get(row.orderId) ?? null) : null }));
    }
  }
  return plans;
}

async function putAside({ engine }: SendContext, plans: readonly EventPlan[]): Promise<void> {
  const { dataSource } = engine.sync;
  await noteHeld(dataSource, plans.filter((plan) => plan.to === 'cancel' && plan.reason === 'held'));
  await cancelPending(dataSource, plans.flatMap((plan) => (plan.to === 'cancel' ? [{ id: plan.row.id, version: plan.row.version, reason: plan.reason }] : [])));
  const waiting = plans.flatMap((plan) => (plan.to === 'wait' ? [{ id: plan.row.id, reason: plan.reason }] : []));
  if (waiting.length === 0) return;
  await dataSource.query(
    `update delivery d set not_before = now() + make_interval(secs => $2), reason = x.reason from jsonb_to_recordset($1::jsonb) as x(id uuid, reason text) where d.id = x.id and d.state = 'pending'`,
    [JSON.stringify(waiting), WAIT_MS / 1000],
  );
}

/** Commits that these events are being sent, and by us alone. */
async function claimEvents({ engine, account, routes }: SendContext, going: readonly Going[]): Promise<Going[]> {
  return engine.sync.dataSource.transaction(async (manager) => {
    // Before the facts: a fact that another worker sends under must not be taken for ours, nor dropped.
    const waiting = await lockWaiting(manager, going.map(({ row }) => row));
    const ours = new Set<string>();
    const held = new Map<string, Held>();
    for (const [routeId, own] of Map.groupBy(going.filter((plan) => waiting.has(plan.row.id)), (plan) => plan.row.routeId)) {
      const route = routes.get(routeId);
      if (route === undefined) continue;
      for (const [id, one] of await holdClaims(manager, account, route, own.filter((plan) => plan.remoteId === null).map(({ row }) => row))) held.set(id, one);
      const claims = own.filter(({ row }) => !held.has(row.id)).map(({ row, event }) => ({ deliveryId: row.id, orderId: row.orderId, type: row.type, externalId: event.externalId }));
      for (const id of await claimFacts(manager, account, route, claims)) ours.add(id);
    }
    await noteHeld(manager, going.flatMap(({ row }) => (held.get(row.id)?.reason === 'held' ? [{ row, ...held.get(row.id) }] : [])));
    await cancelPending(manager, going.filter((plan) => !ours.has(plan.row.id)).map(({ row }) => ({ id: row.id, version: row.version, reason: held.get(row.id)?.reason ?? 'already_sent_elsewhere' })));
    const claimed = await claim(manager, going.filter((plan) => ours.has(plan.row.id)).map(({ row, hash, notes }) => ({ id: row.id, version: row.version, hash, creates: false, notes })));
    return going.filter((plan) => claimed.has(plan.row.id));
  });
}

async function settleFailure(context: SendContext, plan: Going, failure: Failure): Promise<Failure | null> {
  const { engine, open } = context;
  const sent = [sentOf(plan.row)];
  if (failure.kind === 'outcome_unknown') {
    // An event that is replaced under its own id may simply be replaced again.
    if (plan.remoteId === null) await awaitOutcome(engine.sync.dataSource, sent, { state: 'unknown', waitMs: open.quietMs, jobId: null });
    else await release(engine.sync.dataSource, sent, open.quietMs, true);
    return null;
  }
  const refused = failure.kind === 'destination_rejected' || failure.kind === 'record_invalid';
  await engine.sync.dataSource.transaction(async (manager) => {
    await dropFacts(manager, [plan.row.id]);
    if (!refused) return release(manager, sent, 0);
    await settleFailed(manager, sent.map((one) => ({ ...one, reason: failure.code, problem: failure })));
    await openRejects(manager, [plan.row.id], failure);
  });
  return refused ? null : failure;
}

async function sendEvent(context: SendContext, plan: Going, untilMs: number): Promise<{ readonly plan: Going; readonly remoteId: string | null } | Failure | null> {
  // A process that stood still for a lease has been taken for dead: whoever took over looks for this event and may send it.
  if (context.engine.sync.nowMs() > untilMs) return null;
  try {
    if (plan.remoteId === null) {
      const { remoteId } = await context.open.live.addEvent(plan.event, context.signal);
      context.engine.failpoint?.('sent');
      return { plan, remoteId };
    }
    await context.open.live.updateEvent(plan.remoteId, plan.event, context.signal);
    return { plan, remoteId: plan.remoteId };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return settleFailure(context, plan, error);
  }
}

async function sendChunk(context: SendContext, chunk: readonly Going[]): Promise<Failure | null> {
  const untilMs = context.engine.sync.nowMs() + context.engine.tuning.leaseMs / 2;
  const going = await claimEvents(context, chunk);
  context.engine.failpoint?.('claimed');
  const results = await Promise.all(going.map((plan) => sendEvent(context, plan, untilMs)));
  const arrived = results.flatMap((result) => (result !== null && !isFailure(result) ? [result] : []));
  await context.engine.sync.dataSource.transaction(async (manager) => {
    await settleFacts(manager, arrived.map(({ plan, remoteId }) => ({ deliveryId: plan.row.id, remoteId, hash: plan.hash, value: plan.value, atMs: plan.event.atMs })));
    await settleArrived(manager, arrived.map(({ plan, remoteId }) => ({ ...sentOf(plan.row), contactId: plan.event.contactId, remoteId })));
    await closeRejects(manager, arrived.map(({ plan }) => plan.row.id));
  });
  context.engine.failpoint?.('settled');
  return results.find((result) => isFailure(result)) ?? null;
}

/**
 * Sends due events one by one: their ids come back only so, and without one an event could not be changed later.
 * @returns how many were dealt with, and the failure that stops the destination, if any
 */
export async function sendEvents(context: SendContext, most: number): Promise<{ readonly done: number; readonly stop: Failure | null }> {
  const rows = await dueEvents(context.engine.sync.dataSource, context.destination.id, most);
  if (rows.length === 0) return { done: 0, stop: null };
  const plans = await planEvents(context, rows);
  await putAside(context, plans);
  const going = plans.filter((plan) => plan.to === 'send');
  const { chunk } = context.open;
  for (let at = 0; at < going.length && (await mayGoOn(context)); at += chunk) {
    const stop = await sendChunk(context, going.slice(at, at + chunk));
    if (stop !== null) return { done: rows.length, stop };
  }
  return { done: rows.length, stop: null };
}
