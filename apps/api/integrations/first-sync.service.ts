import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { readsNothing } from '#libs/connectors/sdk/streams-read.js';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { RunStarter, unfinishedRun } from '../runs/run-starter.service.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { findIntegration, refOf } from './integration.finder.js';
import { IntegrationLifeService } from './integration-life.service.js';
import { nothingToRead, rangeInverted, runUnfinished, streamUnknown, wrongState } from './integration.problems.js';
import type { InitialSync, Reread } from './integration.schemas.js';

/** What following a journal costs beside its looks. */
export type JournalCost = {
  readonly pollSeconds: number;
  /** Records read by one request. */
  readonly recordsEach: number | null;
  /** Null: no route looks for e-mails by phone. */
  readonly lookUps: { readonly requestsEach: number; readonly atMost: number | null } | null;
};

/** What the estimate workflow answers. */
export type Estimated = {
  readonly streams: readonly { readonly stream: string; readonly records: number | null; readonly precision: string; readonly requests: number | null }[];
  readonly requests: number | null;
  readonly seconds: number | null;
  readonly writes: Localized;
  /** Absent in answers of workers of the version before. */
  readonly requestsPerMonth?: number;
  readonly usedThisMonth?: number;
  readonly journal?: JournalCost | null;
};

/** Large reads asked for by a person: first sync, reread, one more look now. */
@Injectable()
export class FirstSyncService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(RunStarter) private readonly runs: RunStarter,
    @Inject(IntegrationLifeService) private readonly life: IntegrationLifeService,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  /** @throws ApiProblem 409 before authentication · 503 · what the shop answered */
  async estimate(caller: Principal, id: string, since: string | undefined): Promise<Estimated> {
    const integration = await this.source(caller, id);
    if (integration.state === 'draft' || integration.state === 'needs_authentication') throw wrongState(integration.state);
    return (await this.temporal.estimate(refOf(integration), newId(), since === undefined ? null : Date.parse(since))) as Estimated;
  }

  /**
   * The first sync. What changes while it reads belongs to following, so a saved integration starts following as well.
   * @throws ApiProblem 409 `run_unfinished` with the run's id · 409 `integration_state` · 503
   */
  async initial(caller: Principal, id: string, body: InitialSync): Promise<{ readonly runId: string; readonly integration: IntegrationEntity }> {
    await this.mayRead(this.dataSource.manager, await this.source(caller, id));
    // Before anything is changed: a start that is answered 503 leaves the integration as it was.
    await this.temporal.ping();
    let following = false;
    const { integration, runId } = await this.dataSource.transaction(async (manager) => {
      let locked = await findIntegration(manager, caller.workspaceId, id, true);
      await this.mayRead(manager, locked);
      if (locked.state === 'saved') {
        locked = await this.life.startLocked(manager, caller, id);
        following = true;
      }
      const request: JsonObject = body.since === undefined ? {} : { since: new Date(body.since).toISOString() };
      return { integration: locked, runId: await this.insert(manager, caller, locked, 'initial', request) };
    });
    await this.runs.start(integration, runId, 'initial');
    if (following) await this.life.follow(integration);
    return { runId, integration };
  }

  /** @throws ApiProblem 404 · 409 `nothing_to_read` for a platform without streams */
  private async source(caller: Principal, id: string): Promise<IntegrationEntity> {
    const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    if (readsNothing(this.catalog.of(integration.platform))) throw nothingToRead(integration.name);
    return integration;
  }

  private async mayRead(manager: EntityManager, integration: IntegrationEntity): Promise<void> {
    const other = await unfinishedRun(manager, integration.id, 'initial');
    if (other !== null) throw runUnfinished(other);
    if (integration.state !== 'saved' && integration.state !== 'running') throw wrongState(integration.state);
  }

  /** Reads again whatever was asked for; raising the epoch makes these copies newer than all before. */
  async reread(caller: Principal, id: string, body: Reread): Promise<string> {
    await this.source(caller, id);
    const { integration, runId } = await this.dataSource.transaction(async (manager) => {
      const locked = await findIntegration(manager, caller.workspaceId, id, true);
      const other = await unfinishedRun(manager, id, 'reread');
      if (other !== null) throw runUnfinished(other);
      if (locked.state !== 'running') throw wrongState(locked.state);
      this.readable(locked, body);
      locked.epoch += 1;
      await manager.query(`update integration set epoch = $2, updated_at = now() where id = $1`, [id, locked.epoch]);
      const request: JsonObject = {
        ...(body.streams === undefined ? {} : { streams: body.streams }),
        ...(body.from === undefined ? {} : { since: new Date(body.from).toISOString() }),
        ...(body.to === undefined ? {} : { until: new Date(body.to).toISOString() }),
      };
      return { integration: locked, runId: await this.insert(manager, caller, locked, 'reread', request) };
    });
    await this.runs.start(integration, runId, 'reread');
    return runId;
  }

  /** @throws ApiProblem 422 for a stream the platform does not have or a range that ends before it begins */
  private readable(integration: IntegrationEntity, body: Reread): void {
    const { streams } = this.catalog.of(integration.platform).info;
    const unknown = (body.streams ?? []).filter((stream) => !streams.includes(stream));
    if (unknown.length > 0) throw streamUnknown(unknown, streams);
    if (body.from !== undefined && body.to !== undefined && Date.parse(body.from) >= Date.parse(body.to)) throw rangeInverted();
  }

  /** @throws ApiProblem 409 unless the integration is running · 503 */
  async syncNow(caller: Principal, id: string): Promise<void> {
    const integration = await this.source(caller, id);
    if (integration.state !== 'running') throw wrongState(integration.state);
    await this.temporal.syncNow(refOf(integration), this.catalog.of(integration.platform).journal === undefined ? 'recurring' : 'journal');
    await this.audit.record(this.dataSource.manager, caller, { action: 'integration.sync_now', objectId: id });
  }

  private async insert(manager: EntityManager, caller: Principal, integration: IntegrationEntity, kind: 'initial' | 'reread', request: JsonObject): Promise<string> {
    const runId = await this.runs.insert(manager, caller, integration, { kind, request });
    await this.audit.record(manager, caller, { action: `integration.${kind}`, objectId: integration.id, detail: { runId, ...request } });
    return runId;
  }
}
