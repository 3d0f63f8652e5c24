import { In, IsNull, type EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { notFound } from '../http/problems.js';
import { servedBeside } from './route-sources.js';

/** A route with both of its ends, which may be deleted. */
export type RouteEnds = {
  readonly route: RouteEntity; readonly integration: IntegrationEntity; readonly destination: DestinationEntity;
  /** Integrations with another route, switched on, to the same destination. */
  readonly served: readonly string[];
};

/** @throws ApiProblem 404 for an unknown, deleted or foreign id. `lock`: the row is held until the transaction ends. */
export async function findRoute(manager: EntityManager, workspaceId: string, id: string, lock = false): Promise<RouteEntity> {
  if (!isId(id)) throw notFound();
  const found = await manager.findOne(RouteEntity, {
    where: { id, workspaceId, deletedAt: IsNull() },
    ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
  });
  if (found === null) throw notFound();
  return found;
}

/** The ends of many routes, and what else feeds these destinations, in three statements. */
export async function endsOf(manager: EntityManager, routes: readonly RouteEntity[]): Promise<RouteEnds[]> {
  const integrations = await manager.find(IntegrationEntity, { where: { id: In(routes.map((route) => route.integrationId)) } });
  const destinations = await manager.find(DestinationEntity, { where: { id: In(routes.map((route) => route.destinationId)) } });
  const served = await servedBeside(manager, routes);
  return routes.map((route) => {
    const integration = integrations.find(({ id }) => id === route.integrationId);
    const destination = destinations.find(({ id }) => id === route.destinationId);
    if (integration === undefined || destination === undefined) throw new Error('a route has both of its ends');
    return { route, integration, destination, served: served.get(route.id) ?? [] };
  });
}

export async function endsOfOne(manager: EntityManager, route: RouteEntity): Promise<RouteEnds> {
  const [ends] = await endsOf(manager, [route]);
  if (ends === undefined) throw new Error('one route gives one pair of ends');
  return ends;
}
