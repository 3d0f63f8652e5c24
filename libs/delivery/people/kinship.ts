import type { Queryable } from '#libs/security/queryable.js';
import { kinVerdict, type KinLink, type KinVerdict } from '#libs/domain/relay/kin.js';
import type { Fact } from '../consider/facts.js';
import type { RouteRow } from '../rows.js';

/** Families are small; a template that was copied for years is not read as a whole. */
const MOST_LINKS = 20_000;

/**
 * Everything an order was born from, back to the first; the orders it was merged into, with what those were born from; and of the
 * others born from it the latest.
 */
const LINKS = `with recursive whole(id) as (
    select unnest($2::text[]) union select k.child_id from whole w join order_kin k on k.integration_id = $1 and k.parent_id = w.id and k.kin = 'merge'
  ), origin(id) as (
    select id from whole union select k.parent_id from origin o join order_kin k on k.integration_id = $1 and k.child_id = o.id
  ), found as (
    select k.parent_id, k.child_id, k.kin, k.received_at from origin o join order_kin k on k.integration_id = $1 and k.child_id = o.id
    union select k.parent_id, k.child_id, k.kin, k.received_at from whole w join order_kin k on k.integration_id = $1 and k.parent_id = w.id and k.kin = 'merge'
    union (select distinct on (k.parent_id) k.parent_id, k.child_id, k.kin, k.received_at from order_kin k where k.integration_id = $1 and k.parent_id = any($2::text[]) order by k.parent_id, k.received_at desc)
  ) select parent_id as parent, child_id as child, kin, (extract(epoch from received_at) * 1000)::float8 as "atMs" from found limit ${String(MOST_LINKS)}`;

/** Orders that are gone, or are known to lead to nobody, tell of nothing. */
const DEAD = `select s.external_id from source_record s left join routed_record t on t.route_id = $3 and t.record_id = s.id
    where s.integration_id = $1 and s.kind = 'order' and s.external_id = any($2::text[]) and (s.gone_at is not null or t.record_id is not null and t.address is null)
  union select external_id from absent_record where integration_id = $1 and stream = 'orders' and external_id = any($2::text[])`;

export type Kinship = { readonly links: readonly KinLink[]; readonly dead: ReadonlySet<string> };

export const NO_KIN: Kinship = { links: [], dead: new Set() };

/** What the platform has told of the births of some orders. */
export async function findKinship(db: Queryable, route: RouteRow, orderIds: readonly string[]): Promise<Kinship> {
  if (orderIds.length === 0) return NO_KIN;
  const links = await db.query<KinLink[]>(LINKS, [route.integration_id, [...new Set(orderIds)]]);
  if (links.length === 0) return NO_KIN;
  const dead = await db.query<{ external_id: string }[]>(DEAD, [route.integration_id, namedIn({ links }), route.id]);
  return { links, dead: new Set(dead.map((row) => row.external_id)) };
}

/** Orders that links name. */
export const namedIn = ({ links }: Pick<Kinship, 'links'>): string[] => [...new Set(links.flatMap(({ parent, child }) => [parent, child]))];

/** What becomes of an order because of its birth. */
export function verdictOfKin({ links, dead }: Kinship, facts: ReadonlyMap<string, Fact>, orderId: string): KinVerdict | null {
  return links.length === 0 ? null : kinVerdict(orderId, { links, sentMs: (id) => facts.get(`PURCHASE:${id}`)?.firstMs ?? null, lives: (id) => !dead.has(id) });
}
