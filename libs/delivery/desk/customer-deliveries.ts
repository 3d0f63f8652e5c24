import type { Queryable } from '#libs/security/queryable.js';

/** One thing that was delivered about a person, or was left out. */
export type CustomerEffect = {
  readonly at: Date;
  /** `at` as the database has it: its microseconds would be lost in a Date. */
  readonly moment: string;
  readonly key: string;
  readonly outcome: 'delivery' | 'excluded';
  readonly routeId: string;
  readonly routeName: string;
  readonly destinationId: string;
  readonly destinationName: string;
  readonly destinationKind: string;
  readonly integrationId: string;
  readonly effect: string;
  readonly address: string | null;
  readonly orderId: string | null;
  readonly externalId: string | null;
  readonly deliveryId: string | null;
  readonly state: string | null;
  readonly reason: string | null;
  readonly settledAt: Date | null;
};

export type CustomerPage = { readonly workspaceId: string; readonly customerId: string; readonly before: readonly [moment: string, key: string] | null; readonly limit: number };

/**
 * Deliveries are found by the addresses the card's records lead to or were ever seen with, and by its orders: both have an
 * index, while the record a delivery was made for has none, and may lead elsewhere by now.
 */
const STATEMENT = `
  with record as (
    select id, kind, external_id, integration_id from source_record where customer_id = $1 and workspace_id = $2
  ), way as (
    select r.id, r.name, r.integration_id, r.destination_id from route r where r.workspace_id = $2 and r.integration_id in (select integration_id from record)
  ), place as (
    select p.route_id, p.address from routed_record p join record on record.id = p.record_id where p.address is not null
    union
    select way.id, i.value from way, identity i where i.customer_id = $1 and i.workspace_id = $2 and i.type = 'email'
    union
    select way.id, h.value from way, hint h where h.customer_id = $1 and h.workspace_id = $2 and h.type = 'email_seen'
  ), sent as (
    select d.id from place p join delivery d on d.route_id = p.route_id and d.address = p.address
    union
    select d.id from record o join way on way.integration_id = o.integration_id join delivery d on d.route_id = way.id and d.order_id = o.external_id where o.kind = 'order'
  ), effect as (
    select d.created_at as at, d.id::text as key, 'delivery' as outcome, d.route_id, d.key as effect, d.address, d.order_id, null as external_id, d.id as delivery_id, d.state, d.reason, d.settled_at
    from sent join delivery d on d.id = sent.id where d.workspace_id = $2
    union all
    select x.excluded_at, x.record_id || ' ' || x.effect || ' ' || x.route_id, 'excluded', x.route_id, x.effect, x.address, null, x.external_id, null, null, x.reason, null
    from route_exclusion x join record on record.id = x.record_id join way on way.id = x.route_id
  )
  select e.at, to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment, e.key, e.outcome, e.route_id as "routeId", r.name as "routeName", r.destination_id as "destinationId",
    t.name as "destinationName", t.kind as "destinationKind", r.integration_id as "integrationId", e.effect, e.address, e.order_id as "orderId", e.external_id as "externalId",
    e.delivery_id as "deliveryId", e.state, e.reason, e.settled_at as "settledAt"
  from effect e join route r on r.id = e.route_id join destination t on t.id = r.destination_id
  where $3::timestamptz is null or (e.at, e.key) < ($3::timestamptz, $4::text)
  order by e.at desc, e.key desc limit $5`;

/** What was delivered about the person of a card, and what was left out, newest first. */
export async function customerEffects(database: Queryable, { workspaceId, customerId, before, limit }: CustomerPage): Promise<CustomerEffect[]> {
  return await database.query<CustomerEffect[]>(STATEMENT, [customerId, workspaceId, before?.[0] ?? null, before?.[1] ?? null, limit]);
}
