import type { DeliveryEngine } from '../engine.js';
import { addressVerdict, consentEffects, contactEffect, orderEffects, type ConsentNow, type Judging } from '../people/judge-person.js';
import { loadPeople, type Loaded } from '../people/load-people.js';
import { prepareJudging } from '../people/prepare-judging.js';
import { cancelRefused, refusedAmong } from '../people/refused-orders.js';
import { routeRelatives } from '../people/relatives.js';
import { findWays, putWays, type Way } from '../people/routing.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import type { Effect } from './effects.js';
import { lockPlanning } from './lock-planning.js';
import { awaitingProducts } from './missing-products.js';
import { nobodyEffect } from './nobody-effect.js';
import { putConsents } from './put-consents.js';
import { dropChanges, hasChanges, putOff, releaseOrphans, releaseWaiting, takeChanges, type Change } from './take-changes.js';
import { writeEffects } from './write-effects.js';

const BATCH = 200;

/** A change of a record, with what it may lead to. The contact is told of once a person, however many of their records have changed. */
function effectsOf(judging: Judging, people: ReadonlyMap<string, Loaded>, changes: readonly Change[], ways: ReadonlyMap<string, Way>, former: ReadonlyMap<string, string>): { readonly effects: Effect[]; readonly now: ConsentNow[] } {
  const effects: Effect[] = [];
  const now = new Map<string, ConsentNow>();
  for (const change of changes) {
    const way = ways.get(change.recordId);
    const record = { recordId: change.recordId, kind: change.record.kind as 'customer' | 'order' | 'subscriber', externalId: change.externalId };
    if (way?.to !== 'address') {
      effects.push(nobodyEffect(change, way, change.silent));
      continue;
    }
    const loaded = people.get(way.address);
    if (loaded === undefined) continue;
    const subject = { person: loaded.person, record, silent: change.silent };
    const verdict = addressVerdict(judging, loaded.person);
    effects.push(contactEffect(judging, subject, verdict, change.kind === 'customer' ? (former.get(change.recordId) ?? null) : null));
    const consents = consentEffects(judging, subject, verdict);
    // Several changed records of one person see the same change of mind.
    if (!consents.effects.some((one) => effects.some((other) => other.key === one.key && other.address === one.address))) effects.push(...consents.effects);
    for (const one of consents.now) now.set(`${one.address}\n${one.channel}`, one);
    if (change.kind === 'order') effects.push(...orderEffects(judging, subject, verdict));
  }
  return { effects, now: [...now.values()] };
}

/**
 * Considers the next changed records of a route: finds whom they are about, decides what is to be delivered, and takes them off
 * the list, all in one transaction.
 * @returns how many records were dealt with; 0: nothing is waiting that could be decided now
 */
export async function considerChanges(engine: DeliveryEngine, destination: DestinationRow, route: RouteRow): Promise<number> {
  const { dataSource, nowMs } = engine.sync;
  await releaseOrphans(dataSource, route.id);
  if (!(await hasChanges(dataSource, route.id))) return 0;
  const [connector, definition] = [engine.sync.connectors(route.platform), engine.destinations(destination.kind)];
  const taken = await dataSource.transaction(async (manager) => {
    await lockPlanning(manager, route.id);
    const changes = await takeChanges(manager, route.id, BATCH);
    const early = await awaitingProducts(manager, route, changes, nowMs(), engine.tuning.productsMs);
    const ready = changes.filter((change) => !early.has(change));
    const ways = await findWays(manager, route, connector, ready);
    const waiting = ready.flatMap((change) => {
      const way = ways.get(change.recordId);
      return way?.to === 'owner' ? [{ change, waitFor: way.ownerId, notBefore: null }] : [];
    });
    // Customers first: an order of the same batch must find its customer's new address, and the wish to rename comes with the customer.
    const decided = ready.filter((change) => ways.get(change.recordId)?.to !== 'owner').sort((a, b) => Number(b.kind === 'customer') - Number(a.kind === 'customer'));
    const former = await putWays(manager, route, decided, ways, true);
    await cancelRefused(manager, route.id, refusedAmong(decided, ways, former));
    await routeRelatives(manager, route, connector, decided.map((change) => change.recordId));
    const addresses = decided.flatMap((change) => {
      const way = ways.get(change.recordId);
      return way?.to === 'address' ? [way.address] : [];
    });
    const people = await loadPeople(manager, route, addresses);
    const judging = await prepareJudging(manager, { route, account: destination.account ?? '', destination: definition, connector, nowMs: nowMs() }, people);
    const { effects, now } = effectsOf(judging, people, decided, ways, former);
    await writeEffects(manager, route, effects);
    await putConsents(manager, route, now);
    await putOff(manager, route.id, [...waiting, ...[...early].map(([change, notBefore]) => ({ change, waitFor: null, notBefore }))]);
    await releaseWaiting(manager, route.id, decided.filter((change) => change.kind === 'customer').map((change) => change.externalId));
    await dropChanges(manager, route.id, decided);
    return changes.length;
  });
  engine.failpoint?.('considered');
  return taken;
}
