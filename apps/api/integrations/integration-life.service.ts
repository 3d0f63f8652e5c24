import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { nextIntegrationState, type IntegrationCall } from '#libs/domain/integration-state.js';
import type { RunKind } from '#libs/domain/words.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { HookIntake } from '../hooks/intake/hook-intake.service.js';
import { stopForIntegration, wishForIntegration } from '../runs/run-wish.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { followingOf, TemporalGateway } from '../temporal/temporal.gateway.js';
import { AllegroSwitch, type SwitchChange, type Switched } from './allegro-switch.service.js';
import { changeIntegration } from './allegro-value.js';
import { findIntegration, refOf } from './integration.finder.js';
import { wrongState } from './integration.problems.js';

/** Moves a locked integration along the table of legal changes. @throws ApiProblem 409 with the legal next steps */
export async function move(manager: EntityManager, integration: IntegrationEntity, call: IntegrationCall): Promise<void> {
  const next = nextIntegrationState(integration.state, call, integration.priorState);
  if (next === null) throw wrongState(integration.state);
  integration.state = next;
  integration.priorState = null;
  integration.updatedAt = new Date();
  await manager.save(integration);
}

/** An integration after a call, and what that changed for others. */
export type Moved = { readonly integration: IntegrationEntity; readonly switched: Switched | null };

/** Start, stop, pause and resume of whole integrations. */
@Injectable()
export class IntegrationLifeService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(HookIntake) private readonly intake: HookIntake,
    @Inject(AllegroSwitch) private readonly allegro: AllegroSwitch,
  ) {}

  /** Following begins at this moment, whether or not a first sync was made. @throws ApiProblem 409, 503 when Temporal is away */
  async start(caller: Principal, id: string): Promise<Moved> {
    const found = await this.refuseEarly(caller, id, 'start');
    await this.temporal.ping();
    const { integration, change } = await changeIntegration(this.dataSource, found, async (manager) => {
      const started = await this.startLocked(manager, caller, id);
      return { integration: started, change: await this.allegro.settle(manager, caller, started) };
    });
    await this.follow(integration);
    return { integration, switched: await this.allegro.follow(change) };
  }

  /** The database half of `start`, for calls that do more in the same transaction. */
  async startLocked(manager: EntityManager, caller: Principal, id: string): Promise<IntegrationEntity> {
    const integration = await findIntegration(manager, caller.workspaceId, id, true);
    integration.followedSince ??= await databaseNow(manager);
    await move(manager, integration, 'start');
    await wishForIntegration(manager, id, 'run');
    await this.audit.record(manager, caller, { action: 'integration.start', objectId: id });
    return integration;
  }

  async follow(integration: IntegrationEntity): Promise<void> {
    this.intake.forget();
    const ref = refOf(integration);
    await this.temporal.setFollowing(ref, followingOf(this.catalog.of(integration.platform)));
    // A first sync that was held by a stop goes on.
    const held = await this.dataSource.query<{ kind: RunKind }[]>(`select kind from run where integration_id = $1 and state in ('queued', 'running', 'waiting') and planned_at is not null`, [integration.id]);
    await Promise.all(held.map(({ kind }) => this.temporal.wakeRun(ref, kind)));
  }

  /** Works with Temporal down: the database is told first, and that is what every page asks. */
  async pause(caller: Principal, id: string): Promise<Moved> {
    return await this.wish(caller, id, 'pause', 'pause');
  }

  async resume(caller: Principal, id: string): Promise<Moved> {
    return await this.wish(caller, id, 'resume', 'run');
  }

  async stop(caller: Principal, id: string): Promise<Moved> {
    return await this.wish(caller, id, 'stop', 'stop');
  }

  private async wish(caller: Principal, id: string, call: 'pause' | 'resume' | 'stop', desired: 'run' | 'pause' | 'stop'): Promise<Moved> {
    let kinds: RunKind[] = [];
    let change: SwitchChange | null = null;
    const found = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    const integration = await changeIntegration(this.dataSource, found, async (manager) => {
      const locked = await findIntegration(manager, caller.workspaceId, id, true);
      await move(manager, locked, call);
      kinds = desired === 'stop' ? await stopForIntegration(manager, id) : await wishForIntegration(manager, id, desired);
      await this.audit.record(manager, caller, { action: `integration.${call}`, objectId: id });
      change = await this.allegro.settle(manager, caller, locked);
      return locked;
    });
    this.intake.forget();
    const ref = refOf(integration);
    const following = desired === 'run' ? followingOf(this.catalog.of(integration.platform)) : null;
    // Both are helped along by the reconciler, so the caller does not wait for one after the other.
    await Promise.all([this.temporal.setFollowing(ref, following), ...kinds.map((kind) => this.temporal.wakeRun(ref, kind))]);
    return { integration, switched: await this.allegro.follow(change) };
  }

  /** An illegal call answers 409 even when Temporal is away. The integration as it is now. */
  async refuseEarly(caller: Principal, id: string, call: IntegrationCall): Promise<IntegrationEntity> {
    const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    if (nextIntegrationState(integration.state, call, integration.priorState) === null) throw wrongState(integration.state);
    return integration;
  }
}

/** The database clock: the one all cursors are compared with. */
async function databaseNow(manager: EntityManager): Promise<Date> {
  const rows = await manager.query<{ now: Date }[]>('select now() as now');
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the database has no clock');
  return now;
}
