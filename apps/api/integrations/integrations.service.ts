import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, type EntityManager } from 'typeorm';
import { waitingOf } from '#libs/delivery/desk/cancel-waiting.js';
import { closeRoutes } from '#libs/delivery/desk/close-routes.js';
import { newId } from '#libs/domain/ids.js';
import type { RunKind } from '#libs/domain/words.js';
import { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { ownerOf } from '../destinations/destination.finder.js';
import { deliveriesWaiting } from '../destinations/destination.problems.js';
import { HookIntake } from '../hooks/intake/hook-intake.service.js';
import { decodeCursor, ID_PATTERN, type PageQuery } from '../http/page.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { wishForIntegration } from '../runs/run-wish.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { AllegroSwitch, type SwitchChange, type Switched } from './allegro-switch.service.js';
import { changeIntegration } from './allegro-value.js';
import { findIntegration, refOf } from './integration.finder.js';
import type { CreateIntegration } from './integration.schemas.js';

/** What a deletion kept, switched off and cancelled. */
export type DeletedIntegration = { readonly integration: IntegrationEntity; readonly records: number; readonly routes: number; readonly cancelled: number; readonly switched: Switched | null };
type Closed = { readonly destinations: readonly DestinationEntity[]; readonly routes: number; readonly cancelled: number };

/** Making, reading and deleting integrations. */
@Injectable()
export class IntegrationsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(HookIntake) private readonly intake: HookIntake,
    @Inject(AllegroSwitch) private readonly allegro: AllegroSwitch,
  ) {}

  /** Newest first; one row more than the page holds. */
  async list(caller: Principal, page: PageQuery): Promise<IntegrationEntity[]> {
    const after = decodeCursor(page.cursor, [ID_PATTERN])?.[0];
    return await this.dataSource.manager.find(IntegrationEntity, {
      where: { workspaceId: caller.workspaceId, deletedAt: IsNull(), ...(after === undefined ? {} : { id: LessThan(after) }) },
      order: { id: 'DESC' },
      take: page.limit + 1,
    });
  }

  async read(caller: Principal, id: string): Promise<IntegrationEntity> {
    return await findIntegration(this.dataSource.manager, caller.workspaceId, id);
  }

  async create(caller: Principal, body: CreateIntegration): Promise<IntegrationEntity> {
    this.catalog.of(body.platform);
    return await this.dataSource.transaction(async (manager) => {
      const id = newId();
      const code = await freeCode(manager, caller.workspaceId, body.platform);
      await manager.query(`insert into integration (id, workspace_id, platform, code, name, state) values ($1, $2, $3, $4, $5, 'draft')`, [
        id,
        caller.workspaceId,
        body.platform,
        code,
        body.name,
      ]);
      await this.audit.record(manager, caller, { action: 'integration.create', objectId: id, detail: { platform: body.platform, code } });
      return await findIntegration(manager, caller.workspaceId, id);
    });
  }

  /**
   * Cards and orders stay; the ID field becomes free; credentials are forgotten. The webhook address is kept as a hash, so that
   * what still arrives is recognised and counted. Its routes go off, and what they had still to deliver is cancelled.
   * @throws ApiProblem 409 `deliveries_waiting` with their number, unless the caller has seen it
   */
  async delete(caller: Principal, id: string, cancel: boolean): Promise<DeletedIntegration> {
    let kinds: RunKind[] = [];
    let change: SwitchChange | null = null;
    const found = await this.read(caller, id);
    const { integration, destinations, ...counts } = await changeIntegration(this.dataSource, found, async (manager) => {
      const locked = await findIntegration(manager, caller.workspaceId, id, true);
      const ends = await this.closeRoutes(manager, id, cancel);
      kinds = await wishForIntegration(manager, id, 'stop');
      // The orders stay on their cards, and with them what they say: a date of the last order only grows.
      await manager.query(`delete from custom_field_use where integration_id = $1 and role = 'id'`, [id]);
      await manager.query(`delete from secret where owner_kind = 'integration' and owner_id = $1`, [id]);
      await manager.query(`update integration set deleted_at = now(), updated_at = now(), state = 'stopped' where id = $1`, [id]);
      const [kept] = await manager.query<{ count: string }[]>(`select count(*) as count from source_record where integration_id = $1`, [id]);
      const detail = { records: Number(kept?.count ?? 0), routes: ends.routes, cancelled: ends.cancelled };
      await this.audit.record(manager, caller, { action: 'integration.delete', objectId: id, detail });
      change = await this.allegro.settle(manager, caller, locked);
      return { integration: locked, destinations: ends.destinations, ...detail };
    });
    this.intake.forget();
    const ref = refOf(integration);
    const woken = destinations.map((destination) => this.temporal.wakeDelivery(ownerOf(destination)));
    await Promise.all([this.temporal.setFollowing(ref, null), ...kinds.map((kind) => this.temporal.wakeRun(ref, kind)), ...woken]);
    return { integration, ...counts, switched: await this.allegro.follow(change) };
  }

  private async closeRoutes(manager: EntityManager, id: string, cancel: boolean): Promise<Closed> {
    const routes = await manager.query<{ id: string; state: string; destination: string }[]>(
      `select id, state, destination_id as destination from route where integration_id = $1 and deleted_at is null order by id for update`, [id],
    );
    const ids = routes.map((route) => route.id);
    const waiting = await waitingOf(manager, { owner: 'route_id', ids });
    if (waiting > 0 && !cancel) throw deliveriesWaiting(waiting);
    const { cancelled } = await closeRoutes(manager, ids, 'integration_deleted');
    const destinations = await manager.find(DestinationEntity, { where: { id: In(routes.map((route) => route.destination)), deletedAt: IsNull() } });
    return { destinations, cancelled, routes: routes.filter((route) => route.state === 'on').length };
  }
}

/** `prestashop-1`, `prestashop-2` …: codes of deleted integrations are never given again. */
async function freeCode(manager: EntityManager, workspaceId: string, platform: string): Promise<string> {
  // Two people creating at once must not count the same.
  await manager.query(`select 1 from workspace where id = $1 for update`, [workspaceId]);
  const [row] = await manager.query<{ count: string }[]>(`select count(*) as count from integration where workspace_id = $1 and platform = $2`, [workspaceId, platform]);
  return `${platform}-${String(Number(row?.count ?? 0) + 1)}`;
}
