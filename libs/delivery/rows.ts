import type { DataSource } from 'typeorm';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Desired, JsonObject } from '#libs/domain/words.js';

export type DestinationRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly kind: string;
  readonly code: string;
  readonly state: 'draft' | 'ready' | 'needs_authentication';
  readonly desired: Desired;
  /** Hash of what names the outside account; null before it was authenticated. */
  readonly account: string | null;
  readonly settings: JsonObject;
  readonly problem: JsonObject | null;
};

export type RouteRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly integration_id: string;
  readonly destination_id: string;
  readonly state: 'off' | 'on';
  readonly options: RouteOptions;
  readonly options_version: number;
  /** First start, ms since 1970. */
  readonly started_ms: number;
  readonly events_from_ms: number;
  readonly source_code: string;
  readonly source_account: string;
  readonly platform: string;
  /** Address of the shop as people see it; null before it was authenticated. */
  readonly shop_address: string | null;
  readonly source_settings: JsonObject;
  /** The workspace's own generic addresses. */
  readonly generic: readonly string[] | null;
  /** Domains at which Allegro masks buyers, as the workspace lists them; null: the known ones. */
  readonly allegro_domains: readonly string[] | null;
  /** Integrations with another route, switched on, to the same destination. */
  readonly served: readonly string[];
};

export async function findDestination(dataSource: DataSource, id: string): Promise<DestinationRow | null> {
  const [row] = await dataSource.query<DestinationRow[]>(
    `select id, workspace_id, kind, code, state, desired, account, settings, problem from destination where id = $1 and deleted_at is null`,
    [id],
  );
  return row ?? null;
}

/** Moments by whole seconds, as platforms date their orders: one placed in the second a route is started is not from before it. */
const ROUTE = `select r.id, r.workspace_id, r.integration_id, r.destination_id, r.state, r.options, r.options_version,
    floor(extract(epoch from r.started_at))::float8 * 1000 as started_ms, floor(extract(epoch from coalesce(r.events_from, r.started_at)))::float8 * 1000 as events_from_ms,
    coalesce(r.source_code, i.code) as source_code, coalesce(r.source_account, i.id::text) as source_account, i.platform, i.address as shop_address,
    i.settings as source_settings, w.settings->'genericAddresses' as generic, w.settings->'allegro'->'domains' as allegro_domains,
    array(select distinct o.integration_id::text from route o where o.destination_id = r.destination_id and o.integration_id <> r.integration_id and o.state = 'on' and o.deleted_at is null) as served
  from route r join integration i on i.id = r.integration_id join workspace w on w.id = r.workspace_id`;

/** Routes to a destination that were started once, whether on or off. */
export function findRoutes(dataSource: DataSource, destinationId: string): Promise<RouteRow[]> {
  return dataSource.query<RouteRow[]>(`${ROUTE} where r.destination_id = $1 and r.deleted_at is null and r.started_at is not null order by r.id`, [destinationId]);
}

/** A route, started or not: for previews, a route that was not is looked at as if it started now. */
export async function findRoute(dataSource: DataSource, id: string): Promise<RouteRow | null> {
  type Unstarted = Omit<RouteRow, 'started_ms' | 'events_from_ms'> & { readonly started_ms: number | null; readonly events_from_ms: number | null };
  const [row] = await dataSource.query<Unstarted[]>(`${ROUTE} where r.id = $1 and r.deleted_at is null`, [id]);
  return row === undefined ? null : { ...row, started_ms: row.started_ms ?? Date.now(), events_from_ms: row.events_from_ms ?? Date.now() };
}
