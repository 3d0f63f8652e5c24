import type { Queryable } from '#libs/security/queryable.js';

/** Orders of a route whose e-mail is looked for by phone, and what the platform of its integration was asked for that. */
export type SearchCounts = { readonly orders: number; readonly found: number; readonly due: number; readonly lookUps: number; readonly hits: number };

export const NO_SEARCHES: SearchCounts = { orders: 0, found: 0, due: 0, lookUps: 0, hits: 0 };

const COUNT = `select r.id, coalesce(s.orders, 0) as orders, coalesce(s.found, 0) as found, coalesce(p.due, 0) as due, coalesce(p.looks, 0) as "lookUps", coalesce(p.hits, 0) as hits
  from route r
    left join lateral (select count(distinct record_id)::int as orders, count(distinct record_id) filter (where address is not null)::int as found from email_search e where e.route_id = r.id) s on true
    left join lateral (select count(*) filter (where state = 'due')::int as due, sum(looks)::int as looks, sum(hits)::int as hits from phone_lookup l where l.integration_id = r.integration_id) p on true
  where r.id = any($1::uuid[])`;

/** A look-up costs a request, or two, and one more for each order that is found and not stored yet. */
export async function searchCounts(database: Queryable, routeIds: readonly string[]): Promise<ReadonlyMap<string, SearchCounts>> {
  const rows = await database.query<(SearchCounts & { id: string })[]>(COUNT, [routeIds]);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** Orders held as suspected duplicates until a person decides, by route; a route without any is absent. */
export async function heldCounts(database: Queryable, routeIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ id: string; count: number }[]>(`select route_id as id, count(*)::int as count from route_exclusion where route_id = any($1::uuid[]) and reason = 'held' group by 1`, [routeIds]);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
