import type { EntityManager } from 'typeorm';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { sourceMappingIdle, sourceMappingUnknown } from './route.problems.js';

/** An account orders come from, as the last check has told. */
export type GatheredSource = { readonly type: string; readonly account: string; readonly name: string };

const textOf = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null);

/** Accounts the platform gathers orders from; empty where it does not tell. */
export function sourcesOf(integration: IntegrationEntity): GatheredSource[] {
  const told = (integration.checkReport?.['facts'] as JsonObject | undefined)?.['sources'];
  if (!Array.isArray(told)) return [];
  return (told as unknown[]).flatMap((entry): GatheredSource[] => {
    const { type, account, name } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const [a, b] = [textOf(type), textOf(account)];
    return a === null || b === null ? [] : [{ type: a, account: b, name: textOf(name) ?? b }];
  });
}

const SERVED = `select r.id, array(select distinct o.integration_id::text from route o
    where o.destination_id = r.destination_id and o.integration_id <> r.integration_id and o.state = 'on' and o.deleted_at is null) as served
  from route r where r.id = any($1::uuid[])`;

/** Integrations that have another route, switched on, to the same destination, by route. */
export async function servedBeside(manager: EntityManager, routes: readonly RouteEntity[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await manager.query<{ id: string; served: string[] }[]>(SERVED, [routes.map((route) => route.id)]);
  return new Map(rows.map((row) => [row.id, row.served]));
}

const KNOWN = `select i.id::text as id, i.name, exists (select 1 from route o where o.integration_id = i.id and o.destination_id = $3 and o.state = 'on' and o.deleted_at is null) as served
  from integration i where i.workspace_id = $1 and i.id::text = any($2::text[]) and i.deleted_at is null`;

/**
 * A mapping that does nothing is refused: its owner would believe that orders go elsewhere, and they would go from here, or nowhere.
 * @throws ApiProblem 422 `source_mapping_unknown` · `source_mapping_idle`
 */
export async function refuseMapping(manager: EntityManager, integration: IntegrationEntity, destinationId: string, { sources }: RouteOptions): Promise<void> {
  if (sources.length === 0) return;
  const rows = await manager.query<{ id: string; name: string; served: boolean }[]>(KNOWN, [integration.workspaceId, [...new Set(sources.map((one) => one.integrationId))], destinationId]);
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const source of sources) {
    const other = known.get(source.integrationId);
    if (other === undefined || other.id === integration.id) throw sourceMappingUnknown(source);
    if (!other.served) throw sourceMappingIdle(source, other.name);
  }
}

const RELYING = `select count(*)::int as count from route r join route o on o.destination_id = r.destination_id and o.id <> r.id
  where o.id = $1 and r.deleted_at is null and r.state = 'on' and r.options->'sources' @> jsonb_build_array(jsonb_build_object('integrationId', o.integration_id::text))`;

/** Routes that leave orders to this one. */
export async function relyingOn(manager: EntityManager, routeId: string): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(RELYING, [routeId]);
  return row?.count ?? 0;
}
