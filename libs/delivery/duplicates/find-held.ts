import type { Queryable } from '#libs/security/queryable.js';
import { isBefore } from '#libs/domain/relay/moment.js';
import { isTwin } from '#libs/domain/relay/twin.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';
import { twinText } from './twin-text.js';

/** An order whose purchase is about to be told. */
export type Asked = { readonly recordId: string; readonly address: string; readonly order: OrderRecord };

/** Why the purchase of an order is not told; `detail` names the order it looks like, see `twinOf`. */
export type Held = { readonly send: false; readonly reason: 'held' | 'duplicate_dismissed'; readonly detail?: string };

/** Routes of other integrations to the same outside account, deleted ones as well: what they have sent is there. */
const RIVALS = `select r.id, r.source_account as account from route r join destination d on d.id = r.destination_id
  where d.workspace_id = $1 and d.account = $2 and r.integration_id <> $3 and r.started_at is not null and r.source_account is distinct from $4`;

const DECIDED = `select record_id as "recordId", decision from duplicate_decision where route_id = $1 and record_id = any($2::uuid[])`;

/** Held once, held until a person decides: later edits of either order may hide the likeness. */
const HELD = `select record_id as "recordId", detail from route_exclusion where route_id = $1 and record_id = any($2::uuid[]) and effect = 'event:PURCHASE' and reason in ('held', 'duplicate_dismissed')`;

/**
 * Orders of the same addresses and days on other routes whose purchase was told or is on its way, or waits. Of two that wait the
 * older goes, so that two routes that planned at the same moment do not hold each other. An order a person has released is no
 * duplicate of anything.
 */
export const TWINS = `select a.record_id as "recordId", t.route_id as "routeId", s.external_id as "externalId", s.body
  from jsonb_to_recordset($1::jsonb) as a(record_id uuid, address text, order_id text, placed_at timestamptz)
  left join lateral (select d.id from delivery d where d.route_id = $2 and d.order_id = a.order_id and d.event_type = 'PURCHASE' and d.state = 'pending' order by d.id limit 1) own on true
  cross join rows from (unnest($3::uuid[]), unnest($4::text[])) as r(id, account)
  join routed_record t on t.route_id = r.id and t.address = a.address and t.kind = 'order'
  join source_record s on s.id = t.record_id and s.placed_at between a.placed_at - interval '26 hours' and a.placed_at + interval '26 hours'
  where (exists (select 1 from delivered_fact f where f.account = $5 and f.source_account = r.account and f.order_id = s.external_id and f.event_type = 'PURCHASE')
      or exists (select 1 from delivery d where d.route_id = r.id and d.order_id = s.external_id and d.event_type = 'PURCHASE' and d.state = 'pending' and (own.id is null or d.id < own.id)))
    and not exists (select 1 from duplicate_decision o where o.route_id = r.id and o.record_id = s.id and o.decision = 'released')
  order by t.route_id, s.external_id`;

type Rival = { readonly id: string; readonly account: string };
type TwinRow = { readonly recordId: string; readonly routeId: string; readonly externalId: string; readonly body: string };

/** Routes whose purchases may be the same as this one's. */
export function findRivals(db: Queryable, route: RouteRow, account: string): Promise<Rival[]> {
  return account === '' ? Promise.resolve([]) : db.query<Rival[]>(RIVALS, [route.workspace_id, account, route.integration_id, route.source_account]);
}

async function findTwins(db: Queryable, route: RouteRow, account: string, rivals: readonly Rival[], asked: readonly Asked[]): Promise<Map<string, string>> {
  const rows = asked.map(({ recordId, address, order }) => ({ record_id: recordId, address, order_id: order.externalId, placed_at: order.placedAt?.utc }));
  const found = await db.query<TwinRow[]>(TWINS, [JSON.stringify(rows), route.id, rivals.map((one) => one.id), rivals.map((one) => one.account), account]);
  const orders = new Map(asked.map((one) => [one.recordId, one.order]));
  const twins = new Map<string, string>();
  for (const row of found) {
    const order = orders.get(row.recordId);
    if (order === undefined || twins.has(row.recordId) || !isTwin(order, JSON.parse(row.body) as OrderRecord)) continue;
    twins.set(row.recordId, twinText(row.routeId, row.externalId));
  }
  return twins;
}

/**
 * Orders whose purchase looks like one another route tells the same account, or has told: by the order's id. Orders that tell no
 * purchase anyway are not looked at. Without another route to the account nothing is asked.
 */
export async function findHeld(db: Queryable, { route, account }: { readonly route: RouteRow; readonly account: string }, orders: readonly Asked[]): Promise<Map<string, Held>> {
  const asked = orders.filter(({ order }) => isBefore(order.placedAt, order.zone, route.events_from_ms) === false);
  const rivals = asked.length === 0 ? [] : await findRivals(db, route, account);
  if (rivals.length === 0) return new Map();
  const ids = asked.map((one) => one.recordId);
  const decided = new Map((await db.query<{ recordId: string; decision: string }[]>(DECIDED, [route.id, ids])).map((row) => [row.recordId, row.decision]));
  const before = new Map((await db.query<{ recordId: string; detail: string | null }[]>(HELD, [route.id, ids])).map((row) => [row.recordId, row.detail]));
  const open = asked.filter(({ recordId }) => !decided.has(recordId) && !before.has(recordId));
  const twins = open.length === 0 ? new Map<string, string>() : await findTwins(db, route, account, rivals, open);
  return new Map(asked.flatMap(({ recordId, order }): [string, Held][] => {
    const decision = decided.get(recordId);
    if (decision === 'released') return [];
    const detail = before.get(recordId) ?? twins.get(recordId);
    if (decision === undefined && !before.has(recordId) && detail === undefined) return [];
    return [[order.externalId, { send: false, reason: decision === 'dismissed' ? 'duplicate_dismissed' : 'held', ...(detail === undefined ? {} : { detail }) }]];
  }));
}
