import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import { waitingOf } from '#libs/delivery/desk/cancel-waiting.js';
import { closeRoutes } from '#libs/delivery/desk/close-routes.js';
import { readsNothing } from '#libs/connectors/sdk/streams-read.js';
import { isId, newId } from '#libs/domain/ids.js';
import { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { newCallbackToken, newFeedToken, routeTokenHash } from '#libs/security/route-tokens.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { CallbackIntake } from '../callbacks/callback-intake.service.js';
import { findDestination, ownerOf } from '../destinations/destination.finder.js';
import { deliveriesWaiting } from '../destinations/destination.problems.js';
import { OfferFeedService } from '../feeds/offer-feed.service.js';
import { violates } from '../http/database-errors.js';
import { decodeCursor, ID_PATTERN } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { findIntegration } from '../integrations/integration.finder.js';
import { nothingToRead } from '../integrations/integration.problems.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { endsOfOne, findRoute } from './route.finder.js';
import { readOptions } from './route-options.js';
import { refuseMapping } from './route-sources.js';
import { routeExists } from './route.problems.js';
import type { CreateRoute, RouteQuery } from './route.schemas.js';
import { newSecurityParameter } from './security-parameter.js';

const INSERT = `insert into route (id, workspace_id, integration_id, destination_id, name, options, callback_hash, feed_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Making, reading and deleting routes. */
@Injectable()
export class RoutesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(ConnectorCatalog) private readonly connectors: ConnectorCatalog,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(CallbackIntake) private readonly callbacks: CallbackIntake,
    @Inject(OfferFeedService) private readonly feeds: OfferFeedService,
  ) {}

  /** Newest first; one row more than the page holds. */
  async list(caller: Principal, query: RouteQuery): Promise<RouteEntity[]> {
    for (const id of [query.integrationId, query.destinationId]) if (id !== undefined && !isId(id)) throw notFound();
    const after = decodeCursor(query.cursor, [ID_PATTERN])?.[0];
    return await this.dataSource.manager.find(RouteEntity, {
      where: {
        workspaceId: caller.workspaceId,
        deletedAt: IsNull(),
        ...(query.integrationId === undefined ? {} : { integrationId: query.integrationId }),
        ...(query.destinationId === undefined ? {} : { destinationId: query.destinationId }),
        ...(after === undefined ? {} : { id: LessThan(after) }),
      },
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
  }

  async read(caller: Principal, id: string): Promise<RouteEntity> {
    return await findRoute(this.dataSource.manager, caller.workspaceId, id);
  }

  /**
   * A new route, switched off. Its addresses for the destination exist from the first moment, so that they can be pasted before
   * anything is sent. @throws ApiProblem 404 · 409 `route_exists` · 422 for options that cannot work
   */
  async create(caller: Principal, body: CreateRoute): Promise<RouteEntity> {
    const id = newId();
    const addresses = { callbackToken: newCallbackToken(), feedToken: newFeedToken(), securityParameter: newSecurityParameter() };
    return await this.dataSource
      .transaction(async (manager) => {
        const integration = await findIntegration(manager, caller.workspaceId, body.integrationId);
        if (readsNothing(this.connectors.of(integration.platform))) throw nothingToRead(integration.name);
        // Held, so that the destination is not deleted before its routes can be seen.
        const destination = await findDestination(manager, caller.workspaceId, body.destinationId, true);
        const options = await readOptions(manager, integration, this.connectors.of(integration.platform), body.options);
        await refuseMapping(manager, integration, destination.id, options);
        await manager.query(INSERT, [
          id, caller.workspaceId, integration.id, destination.id, body.name ?? `${integration.name} → ${destination.name}`, JSON.stringify(options),
          routeTokenHash(addresses.callbackToken), routeTokenHash(addresses.feedToken),
        ]);
        await this.secrets.put({ workspaceId: caller.workspaceId, ownerKind: 'route', ownerId: id, name: 'addresses', value: addresses }, manager);
        await this.audit.record(manager, caller, { action: 'route.create', objectId: id, detail: { integrationId: integration.id, destinationId: destination.id } });
        return await findRoute(manager, caller.workspaceId, id);
      })
      .catch(async (thrown: unknown) => {
        if (!violates(thrown, 'route_pair')) throw thrown;
        const [other] = await this.dataSource.query<{ id: string }[]>(`select id from route where integration_id = $1 and destination_id = $2 and deleted_at is null`, [body.integrationId, body.destinationId]);
        throw routeExists(other?.id ?? null);
      });
  }

  /** Cancels what waits; returns how much. @throws ApiProblem 409 `deliveries_waiting` with their number, unless the caller has seen it */
  async delete(caller: Principal, id: string, cancel: boolean): Promise<number> {
    const { destination, cancelled } = await this.dataSource.transaction(async (manager) => {
      const route = await findRoute(manager, caller.workspaceId, id, true);
      const waiting = await waitingOf(manager, { owner: 'route_id', ids: [id] });
      if (waiting > 0 && !cancel) throw deliveriesWaiting(waiting);
      const closed = await closeRoutes(manager, [id], 'route_deleted');
      await manager.query(`update route set deleted_at = now() where id = $1`, [id]);
      await manager.query(`delete from secret where owner_kind = 'route' and owner_id = $1`, [id]);
      await this.audit.record(manager, caller, { action: 'route.delete', objectId: id, detail: { cancelled: closed.cancelled } });
      return { cancelled: closed.cancelled, destination: (await endsOfOne(manager, route)).destination };
    });
    this.callbacks.forget();
    this.feeds.forget();
    await this.temporal.wakeDelivery(ownerOf(destination));
    return cancelled;
  }
}
