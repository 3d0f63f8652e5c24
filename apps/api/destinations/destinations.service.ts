import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, type EntityManager } from 'typeorm';
import { cancelWaiting, waitingOf, type Cancelled } from '#libs/delivery/desk/cancel-waiting.js';
import { closeRoutes } from '#libs/delivery/desk/close-routes.js';
import { newId } from '#libs/domain/ids.js';
import { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { violates } from '../http/database-errors.js';
import { decodeCursor, ID_PATTERN, type PageQuery } from '../http/page.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { DestinationCatalog } from './destination-catalog.js';
import { findDestination, ownerOf } from './destination.finder.js';
import { codeTaken, deliveriesWaiting } from './destination.problems.js';
import type { CreateDestination } from './destination.schemas.js';

export type Deleted = Cancelled & { readonly routes: number };

/** Making, reading and deleting destinations. */
@Injectable()
export class DestinationsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** Newest first; one row more than the page holds. */
  async list(caller: Principal, page: PageQuery): Promise<DestinationEntity[]> {
    const after = decodeCursor(page.cursor, [ID_PATTERN])?.[0];
    return await this.dataSource.manager.find(DestinationEntity, {
      where: { workspaceId: caller.workspaceId, deletedAt: IsNull(), ...(after === undefined ? {} : { id: LessThan(after) }) },
      order: { id: 'DESC' },
      take: page.limit + 1,
    });
  }

  async read(caller: Principal, id: string): Promise<DestinationEntity> {
    return await findDestination(this.dataSource.manager, caller.workspaceId, id);
  }

  /** @throws ApiProblem 422 for an unknown kind · 409 for a code that is taken */
  async create(caller: Principal, body: CreateDestination): Promise<DestinationEntity> {
    this.catalog.of(body.kind);
    try {
      return await this.dataSource.transaction(async (manager) => {
        const id = newId();
        const code = body.code ?? (await freeCode(manager, caller.workspaceId, body.kind));
        await manager.query(`insert into destination (id, workspace_id, kind, code, name, state) values ($1, $2, $3, $4, $5, 'draft')`, [id, caller.workspaceId, body.kind, code, body.name]);
        await this.audit.record(manager, caller, { action: 'destination.create', objectId: id, detail: { kind: body.kind, code } });
        return await findDestination(manager, caller.workspaceId, id);
      });
    } catch (thrown) {
      if (body.code !== undefined && violates(thrown, 'destination_workspace_id_code_key')) throw codeTaken(body.code);
      throw thrown;
    }
  }

  /**
   * Frees the outside account, forgets the credentials, switches routes off and cancels what waits. What was delivered, and that
   * it was, stays. @throws ApiProblem 409 `deliveries_waiting` with their number, unless the caller has seen it
   */
  async delete(caller: Principal, id: string, cancel: boolean): Promise<Deleted> {
    const { destination, deleted } = await this.dataSource.transaction(async (manager) => {
      const locked = await findDestination(manager, caller.workspaceId, id, true);
      const scope = { owner: 'destination_id', ids: [id] } as const;
      const waiting = await waitingOf(manager, scope);
      if (waiting > 0 && !cancel) throw deliveriesWaiting(waiting);
      const routes = await manager.query<{ id: string; state: string }[]>(`select id, state from route where destination_id = $1 and deleted_at is null order by id for update`, [id]);
      await manager.query(`update destination set deleted_at = now(), updated_at = now(), desired = 'stop' where id = $1`, [id]);
      await manager.query(`delete from secret where owner_kind = 'destination' and owner_id = $1`, [id]);
      const closed = await closeRoutes(manager, routes.map((route) => route.id), 'destination_deleted');
      // Of routes that were deleted before: what had left then may still have been under way.
      const rest = await cancelWaiting(manager, scope, 'destination_deleted', true);
      const counts = { cancelled: closed.cancelled + rest.cancelled, unknown: closed.unknown + rest.unknown, routes: routes.filter((route) => route.state === 'on').length };
      await this.audit.record(manager, caller, { action: 'destination.delete', objectId: id, detail: counts });
      return { destination: locked, deleted: counts };
    });
    await this.temporal.wakeDelivery(ownerOf(destination));
    return deleted;
  }
}

/** `salesmanago-1`, `salesmanago-2` …: codes of deleted destinations are never given again. */
async function freeCode(manager: EntityManager, workspaceId: string, kind: string): Promise<string> {
  // Two people creating at once must not find the same.
  await manager.query(`select 1 from workspace where id = $1 for update`, [workspaceId]);
  const taken = new Set((await manager.query<{ code: string }[]>(`select code from destination where workspace_id = $1`, [workspaceId])).map((row) => row.code));
  let number = 1;
  while (taken.has(`${kind}-${String(number)}`)) number += 1;
  return `${kind}-${String(number)}`;
}
