import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { cancelDelivery, retryDelivery, retryFailed } from '#libs/delivery/desk/retry.js';
import { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { ownerOf } from '../destinations/destination.finder.js';
import { findRoute } from '../routes/route.finder.js';
import { endDeleted, routeDeleted } from '../routes/route.problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { DeliveriesService } from './deliveries.service.js';
import { deliveryState, duplicatePossible, isUnclear } from './delivery.problems.js';
import type { RetryMany } from './delivery.schemas.js';

/** What people decide about single deliveries. */
@Injectable()
export class DeliveryDeskService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeliveriesService) private readonly deliveries: DeliveriesService,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 409 `duplicate_possible`, `delivery_state`, `delivery_under_way`, and when there is nowhere to send it any more */
  async retry(caller: Principal, id: string, acceptDuplicate: boolean): Promise<{ readonly wasUnclear: boolean }> {
    const found = await this.deliveries.find(caller, id);
    const destination = await this.dataSource.transaction(async (manager) => {
      const open = await openEnd(manager, found.routeId);
      if (!(await retryDelivery(manager, id, acceptDuplicate))) return null;
      await this.audit.record(manager, caller, { action: 'delivery.retry', objectId: id, detail: { from: found.state } });
      return open;
    });
    if (destination === null) return await this.explain(caller, id, acceptDuplicate);
    await this.temporal.wakeDelivery(ownerOf(destination));
    return { wasUnclear: isUnclear(found) };
  }

  /** All failed deliveries of a route, or those that failed for one reason; returns how many wait again. */
  async retryMany(caller: Principal, { routeId, reason }: RetryMany): Promise<number> {
    const { destination, count } = await this.dataSource.transaction(async (manager) => {
      await findRoute(manager, caller.workspaceId, routeId);
      const open = await openEnd(manager, routeId);
      const queued = await retryFailed(manager, routeId, reason ?? null);
      await this.audit.record(manager, caller, { action: 'delivery.retry_many', objectId: routeId, detail: { reason: reason ?? null, queued } });
      return { destination: open, count: queued };
    });
    await this.temporal.wakeDelivery(ownerOf(destination));
    return count;
  }

  /** @throws ApiProblem 409 for one that does not wait */
  async cancel(caller: Principal, id: string): Promise<void> {
    await this.deliveries.find(caller, id);
    const cancelled = await this.dataSource.transaction(async (manager) => {
      if (!(await cancelDelivery(manager, id, actorOf(caller)))) return false;
      await this.audit.record(manager, caller, { action: 'delivery.cancel', objectId: id });
      return true;
    });
    if (!cancelled) await this.explain(caller, id, true);
  }

  /** By the state it has now: it may have moved since it was looked at. */
  private async explain(caller: Principal, id: string, acceptDuplicate: boolean): Promise<never> {
    const found = await this.deliveries.find(caller, id);
    throw isUnclear(found) && !acceptDuplicate ? duplicatePossible() : deliveryState(found);
  }
}

/** The destination of a route, held so that neither is deleted meanwhile. @throws ApiProblem 409 when one is gone */
async function openEnd(manager: EntityManager, routeId: string): Promise<DestinationEntity> {
  const lock = { mode: 'pessimistic_read' } as const;
  const route = await manager.findOneOrFail(RouteEntity, { where: { id: routeId }, lock });
  const destination = await manager.findOneOrFail(DestinationEntity, { where: { id: route.destinationId }, lock });
  if (destination.deletedAt !== null) throw endDeleted('destination');
  if (route.deletedAt !== null) throw routeDeleted();
  return destination;
}
