import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { RouteExportEntity } from '#libs/persistence/entities/route-export.entity.js';
import type { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { ownerOf } from '../destinations/destination.finder.js';
import { notFound } from '../http/problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import type { CreateExport, ExportState } from './export.schemas.js';
import { exportNotCounted, exportRunning, exportState, historyInFuture, optionsChanged } from './export.problems.js';
import { exportSteps } from './export.view.js';
import { waitingFor, type FoundExport } from './found-export.js';
import { endsOfOne, findRoute } from './route.finder.js';
import { routeOff } from './route.problems.js';

export type ExportCall = 'pause' | 'resume' | 'cancel';

/** Whoever has seen the numbers decides: events reach back as far as was confirmed, never less than before. */
const CONFIRM = `update route_export set state = 'running', desired = 'run', confirmed_at = now(), confirmed_by = $2 where id = $1`;
const EXPORTED = `
  update route set exported_from = coalesce(exported_from, now()), updated_at = now(),
    events_from = case when $2::timestamptz is null then events_from else least(events_from, $2::timestamptz) end
  where id = $1`;
const CALLS: Record<ExportCall, string> = {
  pause: `update route_export set desired = 'pause' where id = $1`,
  resume: `update route_export set desired = 'run' where id = $1`,
  cancel: `update route_export set desired = 'stop', state = 'cancelled', ended_at = now() where id = $1`,
};

/** First exports of routes: counted, confirmed by a person, then handed over at the pace. */
@Injectable()
export class ExportsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 404 */
  async read(caller: Principal, routeId: string, id: string): Promise<FoundExport> {
    const { manager } = this.dataSource;
    const route = await findRoute(manager, caller.workspaceId, routeId);
    return found(manager, route, await findExport(manager, route, id));
  }

  /**
   * Lets the delivering flow count what an export would send; nothing is sent. One that was counted and never confirmed gives way.
   * @throws ApiProblem 409 `route_off`, `export_running` · 422 for a history that begins in the future
   */
  async create(caller: Principal, routeId: string, body: CreateExport): Promise<FoundExport> {
    const since = body.historySince === undefined ? null : new Date(body.historySince);
    if (since !== null && since.getTime() > Date.now()) throw historyInFuture();
    const id = newId();
    return await this.change(caller, routeId, 'create', async (manager, route) => {
      await refuseIdle(manager, route, null);
      await manager.query(`update route_export set state = 'cancelled', desired = 'stop', ended_at = now() where route_id = $1 and state in ('counting', 'counted')`, [routeId]);
      await manager.query(`insert into route_export (id, workspace_id, route_id, state, history_since, options_version) values ($1, $2, $3, 'counting', $4, $5)`, [
        id, caller.workspaceId, routeId, since, route.optionsVersion,
      ]);
      return { exportId: id, historySince: since?.toISOString() ?? null };
    }, id);
  }

  /** @throws ApiProblem 409 `export_not_counted`, `options_changed`, `export_running`, `export_state`, `route_off` */
  async confirm(caller: Principal, routeId: string, id: string): Promise<FoundExport> {
    return await this.change(caller, routeId, 'confirm', async (manager, route) => {
      const row = await findExport(manager, route, id);
      const state = row.state as ExportState;
      if (state === 'counting') throw exportNotCounted();
      if (state !== 'counted') throw exportState(state, exportSteps(state, row.desired));
      await refuseIdle(manager, route, id);
      if (row.optionsVersion !== route.optionsVersion) throw optionsChanged();
      await manager.query(CONFIRM, [id, actorOf(caller)]);
      await manager.query(EXPORTED, [routeId, row.historySince]);
      return { exportId: id, total: row.total, historySince: row.historySince?.toISOString() ?? null };
    }, id);
  }

  /** Works with Temporal down: every page that is handed over asks the row. @throws ApiProblem 409 `export_state` */
  async call(caller: Principal, routeId: string, id: string, call: ExportCall): Promise<FoundExport> {
    return await this.change(caller, routeId, call, async (manager, route) => {
      const row = await findExport(manager, route, id);
      const steps = exportSteps(row.state as ExportState, row.desired);
      if (!steps.includes(call)) throw exportState(row.state, steps);
      await manager.query(CALLS[call], [id]);
      return { exportId: id };
    }, id);
  }

  /** Under the lock of the route, so that two people do not confirm two exports. */
  private async change(caller: Principal, routeId: string, call: string, apply: (manager: EntityManager, route: RouteEntity) => Promise<JsonObject>, id: string): Promise<FoundExport> {
    const changed = await this.dataSource.transaction(async (manager) => {
      const detail = await apply(manager, await findRoute(manager, caller.workspaceId, routeId, true));
      await this.audit.record(manager, caller, { action: `route.export_${call}`, objectId: routeId, detail });
      const route = await findRoute(manager, caller.workspaceId, routeId);
      return found(manager, route, await findExport(manager, route, id));
    });
    await this.temporal.wakeDelivery(ownerOf(changed.ends.destination));
    return changed;
  }
}

async function found(manager: EntityManager, route: RouteEntity, row: RouteExportEntity): Promise<FoundExport> {
  return { row, ends: await endsOfOne(manager, route), waiting: await waitingFor(manager, row) };
}

async function findExport(manager: EntityManager, route: RouteEntity, id: string): Promise<RouteExportEntity> {
  const row = isId(id) ? await manager.findOne(RouteExportEntity, { where: { id, routeId: route.id } }) : null;
  if (row === null) throw notFound();
  return row;
}

/** @throws ApiProblem 409 for a route that is off, or on which another export runs */
async function refuseIdle(manager: EntityManager, route: RouteEntity, own: string | null): Promise<void> {
  if (route.state !== 'on') throw routeOff();
  const [running] = await manager.query<{ id: string }[]>(`select id from route_export where route_id = $1 and state = 'running' and id is distinct from $2::uuid`, [route.id, own]);
  if (running !== undefined) throw exportRunning(running.id);
}
