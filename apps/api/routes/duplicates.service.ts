import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { decideDuplicate, type DuplicateDecision } from '#libs/delivery/duplicates/decide.js';
import { isId } from '#libs/domain/ids.js';
import { AuditService } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { ownerOf } from '../destinations/destination.finder.js';
import { notFound } from '../http/problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { endsOfOne, findRoute } from './route.finder.js';
import { notHeld } from './route.problems.js';

/** What people decide about suspected duplicates. */
@Injectable()
export class DuplicatesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** The same decision again changes nothing. @throws ApiProblem 404 for an order that is not one of the route's integration · 409 `not_held` */
  async decide(caller: Principal, routeId: string, recordId: string, decision: DuplicateDecision): Promise<void> {
    const destination = await this.dataSource.transaction(async (manager) => {
      const route = await findRoute(manager, caller.workspaceId, routeId);
      if (!isId(recordId)) throw notFound();
      const [record] = await manager.query<unknown[]>(`select 1 from source_record where id = $1 and integration_id = $2`, [recordId, route.integrationId]);
      if (record === undefined) throw notFound();
      const outcome = await decideDuplicate(manager, { routeId, recordId, decision, by: actorOf(caller) });
      if (outcome === 'not_held') throw notHeld();
      if (outcome === 'decided') await this.audit.record(manager, caller, { action: `route.duplicate_${decision}`, objectId: routeId, detail: { recordId } });
      return (await endsOfOne(manager, route)).destination;
    });
    await this.temporal.wakeDelivery(ownerOf(destination));
  }
}
