import type { Queryable } from '#libs/security/queryable.js';
import type { OrderRecord } from '#libs/domain/records.js';

/** A phone that thousands of orders bear is nobody's; the newest say enough. */
const MOST_ORDERS = 1_000;

/**
 * Present orders that bear a phone and tell an e-mail, over the cards the phone hints at: an order that tells one always has a card.
 * Keys once seen are kept on a record, so whoever uses an order compares what it says now. `offset 0` keeps the planner from reading
 * all orders of an integration instead of those of the card.
 */
export const ORDERS_BY_PHONE = `select p.phone, s.external_id as "externalId", s.body from unnest($3::text[]) as p(phone) cross join lateral (
    select s.external_id, s.body from hint h cross join lateral (select * from source_record c where c.customer_id = h.customer_id and c.kind = 'order' offset 0) s
    where h.workspace_id = $2 and h.type = 'phone' and h.value = p.phone and s.integration_id = $1 and s.gone_at is null and s.keys @> array['phone:' || p.phone]
      and exists (select 1 from unnest(s.keys) k where k like 'email:%')
    order by s.placed_at desc nulls last, s.id desc limit ${String(MOST_ORDERS)}
  ) s`;

type Row = { readonly phone: string; readonly externalId: string; readonly body: string };

/** Stored orders of an integration by the phones they bear or once bore. */
export async function ordersByPhone(db: Queryable, place: { readonly integration_id: string; readonly workspace_id: string }, phones: readonly string[]): Promise<Map<string, OrderRecord[]>> {
  const rows = await db.query<Row[]>(ORDERS_BY_PHONE, [place.integration_id, place.workspace_id, [...new Set(phones)].sort()]);
  const parsed = new Map(rows.map((row) => [row.externalId, JSON.parse(row.body) as OrderRecord]));
  return new Map([...Map.groupBy(rows, (row) => row.phone)].map(([phone, own]) => [phone, own.flatMap((row) => parsed.get(row.externalId) ?? [])]));
}
