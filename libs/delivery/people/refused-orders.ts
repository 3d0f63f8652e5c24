import type { Queryable } from '#libs/security/queryable.js';
import type { ExclusionReason } from '#libs/domain/relay/exclusion-texts.js';
import { mappedTo, refuseOrder } from '#libs/domain/relay/refuse-order.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';
import type { StoredRecord, Way } from './routing.js';

/**
 * Orders the shop's own route has told, by the number they have there. It may be off by now: told is told, and whoever gathers the
 * same order must not tell it again.
 */
const TOLD = `select x.record_id from jsonb_to_recordset($2::jsonb) as x(record_id uuid, integration_id uuid, number text)
  where exists (select 1 from route o join destination d on d.id = o.destination_id
    join delivered_fact f on f.account = d.account and f.source_account = o.source_account and f.event_type = 'PURCHASE'
      and f.order_id = any (array(select x.number union select s.external_id from source_record s where s.workspace_id = o.workspace_id and s.order_number = x.number and s.integration_id = x.integration_id and s.kind = 'order'))
    where o.destination_id = $1 and o.integration_id = x.integration_id)`;

async function toldByShops(db: Queryable, route: RouteRow, orders: readonly (readonly [string, OrderRecord])[]): Promise<ReadonlySet<string>> {
  const asked = orders.flatMap(([recordId, order]) => {
    const number = order.origin?.number ?? null;
    return number === null ? [] : mappedTo(order, route.options.sources).map((integrationId) => ({ record_id: recordId, integration_id: integrationId, number }));
  });
  if (asked.length === 0) return new Set();
  const rows = await db.query<{ record_id: string }[]>(TOLD, [route.destination_id, JSON.stringify(asked)]);
  return new Set(rows.map((row) => row.record_id));
}

/** Orders that are none on a route, with the reason, by record id. */
export async function refusedOrders(db: Queryable, route: RouteRow, records: readonly StoredRecord[]): Promise<ReadonlyMap<string, ExclusionReason>> {
  const orders = records.flatMap(({ recordId, record }): [string, OrderRecord][] => (record.kind === 'order' ? [[recordId, record]] : []));
  const refused = new Map<string, ExclusionReason>();
  for (const [recordId, order] of orders) {
    const reason = refuseOrder(order, route.options, route.served);
    if (reason !== null) refused.set(recordId, reason);
  }
  const told = await toldByShops(db, route, orders.filter(([recordId]) => !refused.has(recordId)));
  for (const recordId of told) refused.set(recordId, 'source_has_own_route');
  return refused;
}

const CANCEL = `update delivery d set state = 'cancelled', cancelled = d.cancelled + 1, reason = x.reason, settled_at = now(), updated_at = now()
  from jsonb_to_recordset($2::jsonb) as x(record_id uuid, order_id text, reason text, address text)
  where d.route_id = $1 and d.state = 'pending' and (
    d.kind = 'event' and d.order_id = x.order_id and d.event_type <> 'CART'
    or d.kind = 'contact' and d.address = x.address and not exists (select 1 from routed_record t where t.route_id = $1 and t.address = x.address))`;

export type Refused = { readonly recordId: string; readonly orderId: string; readonly reason: ExclusionReason; /** Where the order has led before, if it did. */ readonly former: string | null };

export function refusedAmong(records: readonly StoredRecord[], ways: ReadonlyMap<string, Way>, former: ReadonlyMap<string, string>): Refused[] {
  return records.flatMap(({ kind, recordId, externalId }): Refused[] => {
    const way = ways.get(recordId);
    return kind === 'order' && way?.to === 'nobody' ? [{ recordId, orderId: externalId, reason: way.reason, former: former.get(recordId) ?? null }] : [];
  });
}

/** What waits because of orders that are none any more goes to nobody, and says why; ledgers stay as they are: it was considered. */
export async function cancelRefused(db: Queryable, routeId: string, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return;
  await db.query(CANCEL, [routeId, JSON.stringify(refused.map((one) => ({ record_id: one.recordId, order_id: one.orderId, reason: one.reason, address: one.former })))]);
}
