import type { DeliveryEngine } from '../engine.js';
import type { Effect } from '../consider/effects.js';
import { lockPlanning } from '../consider/lock-planning.js';
import { writeEffects } from '../consider/write-effects.js';
import { addressVerdict, contactEffect } from '../people/judge-person.js';
import { loadPeople } from '../people/load-people.js';
import { prepareJudging } from '../people/prepare-judging.js';
import { routeRelatives } from '../people/relatives.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import { cartEffect } from './cart-event.js';
import { nextCarts, noteCarts } from './find-carts.js';

const BATCH = 50;

/** Considers baskets that are new or have changed: each becomes one CART event, which is replaced under its own id. */
export async function considerCarts(engine: DeliveryEngine, destination: DestinationRow, route: RouteRow): Promise<number> {
  const { dataSource, nowMs } = engine.sync;
  const carts = await nextCarts(dataSource, route, BATCH);
  if (carts.length === 0) return 0;
  const [connector, definition] = [engine.sync.connectors(route.platform), engine.destinations(destination.kind)];
  await dataSource.transaction(async (manager) => {
    await lockPlanning(manager, route.id);
    await routeRelatives(manager, route, connector, carts.map((one) => one.recordId));
    const routed = await manager.query<{ record_id: string; external_id: string; address: string | null }[]>(`select record_id, external_id, address from routed_record where route_id = $1 and record_id = any($2::uuid[])`, [route.id, carts.map((one) => one.recordId)]);
    const owners = new Map(routed.map((row) => [row.record_id, row]));
    const people = await loadPeople(manager, route, routed.flatMap((row) => row.address ?? []));
    const more = { orderIds: carts.map((one) => one.cart.cartId), productIds: carts.flatMap((one) => one.cart.lines.flatMap((line) => line.productId ?? [])) };
    const judging = await prepareJudging(manager, { route, account: destination.account ?? '', destination: definition, connector, nowMs: nowMs(), more }, people);
    const effects = carts.flatMap((stored): Effect[] => {
      const owner = owners.get(stored.recordId);
      const loaded = owner?.address === null || owner === undefined ? undefined : people.get(owner.address);
      const record = loaded?.records.find((one) => one.recordId === stored.recordId);
      if (owner === undefined || loaded === undefined || record === undefined) return [];
      const verdict = addressVerdict(judging, loaded.person);
      return [contactEffect(judging, { person: loaded.person, record, silent: false }, verdict, null), cartEffect(judging, loaded.person.address, stored, owner.external_id, verdict)];
    });
    if (effects.length > 0) await writeEffects(manager, route, effects);
    await noteCarts(manager, route, carts);
  });
  return carts.length;
}
