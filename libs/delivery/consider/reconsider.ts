import type { Queryable } from '#libs/security/queryable.js';
import type { ChangedSource } from '#libs/domain/relay/refuse-order.js';

/**
 * Only our own settings have changed, so nothing may start at the destination because of it; an event goes by the date of its
 * order, as ever. Orders from before the route say nothing, and are left in peace.
 */
const note = (orders: string): string => `insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq)
  select x.route_id, x.record_id, x.workspace_id, 'order', true, nextval('route_change_seq') from (
    select distinct r.id as route_id, s.id as record_id, r.workspace_id from ${orders}
      and r.deleted_at is null and r.started_at is not null and s.kind = 'order' and s.gone_at is null and s.placed_at >= coalesce(r.events_from, r.started_at)
    order by 1, 2) x
  on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now(), wait_for = null, not_before = null`;

const OF_SOURCES = note(`route r join source_record s on s.integration_id = r.integration_id
    where r.id = $1 and exists (select 1 from jsonb_to_recordset($2::jsonb) as m(type text, account text)
      where m.type = s.body::jsonb #>> '{origin,type}' and (m.account is null or m.account = s.body::jsonb #>> '{origin,account}'))`);

/** Looks once more at the orders of some sources: whether they are orders on the route may have changed. */
export async function reconsiderSources(db: Queryable, routeId: string, sources: readonly ChangedSource[]): Promise<void> {
  if (sources.length > 0) await db.query(OF_SOURCES, [routeId, JSON.stringify(sources)]);
}

/** The mapping looks at what the destination has from elsewhere; a route that ends with these has nothing to look at any more. */
const OF_MAPPED = note(`route o join route r on r.destination_id = o.destination_id and not r.id = any($1::uuid[])
      cross join lateral jsonb_to_recordset(r.options->'sources') as m(type text, account text, "integrationId" text)
      join source_record s on s.integration_id = r.integration_id and m.type = s.body::jsonb #>> '{origin,type}' and m.account = s.body::jsonb #>> '{origin,account}'
    where o.id = any($1::uuid[]) and m."integrationId" = o.integration_id::text`);

/** Looks once more at the orders other routes have left to these, which were switched on or off. */
export async function reconsiderMapped(db: Queryable, routeIds: readonly string[]): Promise<void> {
  if (routeIds.length > 0) await db.query(OF_MAPPED, [[...routeIds]]);
}
