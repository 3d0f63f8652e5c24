import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { missingTicks, type CheckReport } from '#libs/connectors/sdk/check.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { isFailure } from '#libs/domain/failure.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { asFailure, failureProblem } from '../http/failure-problem.js';
import { ApiProblem } from '../http/problem.js';
import { ADDRESS_GUARD } from '../tokens.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { wishForIntegration } from '../runs/run-wish.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { otherAccount, permissionMissing, credentialsInvalid } from './authenticate.problems.js';
import { findIntegration, refOf } from './integration.finder.js';
import { move } from './integration-life.service.js';
import type { Authenticate } from './integration.schemas.js';
import { wakeWaitingRuns } from './wake-waiting-runs.js';

/** Result of the checkConnection workflow. */
type Checked = { readonly failure: unknown; readonly report: CheckReport | null; readonly sameAccount: 'yes' | 'no' | 'unknown'; readonly accountKey: string | null; readonly address: string | null };

/** The code of a refusal; null when nothing was decided, because a part of the service was away. */
function refusalOf(thrown: unknown): string | null {
  return thrown instanceof ApiProblem && thrown.init.status < 500 ? thrown.init.code : null;
}

export type Authenticated = { readonly integration: IntegrationEntity; readonly report: CheckReport };

/** First credentials and new ones. Nothing of the integration changes before they are accepted. */
@Injectable()
export class AuthenticateService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
  ) {}

  async authenticate(caller: Principal, id: string, body: Authenticate): Promise<Authenticated> {
    const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    const credentials = await this.parse(this.catalog.of(integration.platform), body.credentials);
    // Each attempt has a candidate of its own, so that two people trying at once do not check each other's key.
    const attempt = newId();
    const candidate = { ownerKind: 'integration', ownerId: id, name: `candidate-${attempt}` } as const;
    await this.forgetOld(id);
    await this.secrets.put({ workspaceId: caller.workspaceId, ...candidate, value: credentials });
    try {
      const checked = (await this.temporal.checkConnection(refOf(integration), attempt, candidate.name)) as Checked;
      const report = this.judge(integration, checked, body.confirmMove);
      return { integration: await this.promote(caller, id, credentials, checked, report), report };
    } catch (thrown) {
      const code = refusalOf(thrown);
      if (code !== null) await this.audit.record(this.dataSource.manager, caller, { action: 'integration.authenticate_refused', objectId: id, detail: { code } });
      throw thrown;
    } finally {
      await this.secrets.remove(candidate);
    }
  }

  /** Candidates of attempts whose API process was killed half way. */
  private async forgetOld(id: string): Promise<void> {
    await this.dataSource.query(`delete from secret where owner_kind = 'integration' and owner_id = $1 and name like 'candidate-%' and created_at < now() - interval '10 minutes'`, [id]);
  }

  /** The address that will be asked is checked here as well as in the worker: a forbidden one is refused even while no worker runs. */
  private async parse(definition: ConnectorDefinition, given: Record<string, unknown>): Promise<JsonObject> {
    const parsed = definition.credentials.safeParse(given, { reportInput: true });
    if (!parsed.success) throw credentialsInvalid(parsed.error);
    const address = definition.calledAddress?.(parsed.data) ?? definition.address(parsed.data);
    if (address !== null) await this.refuseForbidden(address, definition.calledAddress !== undefined);
    return parsed.data as JsonObject;
  }

  /** An address nobody typed that does not exist is the connector's to explain: what was typed is something else. */
  private async refuseForbidden(address: string, derived: boolean): Promise<void> {
    try {
      await this.guard.checkUrl(address);
    } catch (error) {
      if (!(derived && isFailure(error) && error.code === 'host_not_found')) throw error;
    }
  }

  private judge(integration: IntegrationEntity, checked: Checked, confirmMove: boolean): CheckReport {
    const failure = asFailure(checked.failure);
    if (failure !== null) throw failureProblem(failure);
    const { report } = checked;
    if (report === null) throw new Error('the check gave neither a failure nor a report');
    const missing = missingTicks(report);
    if (missing.length > 0) throw permissionMissing(missing);
    const moved = integration.accountKey !== null && integration.accountKey !== this.accountOf(integration, checked);
    // Records of two shops under the same numbers can never be told apart again: no confirmation helps here.
    if (checked.sameAccount === 'no') throw otherAccount(integration.address, checked.address, false);
    // A new token of the same account moves nothing.
    const renewed = checked.sameAccount === 'yes' && integration.address === checked.address;
    if (moved && !renewed && !confirmMove) throw otherAccount(integration.address, checked.address, true);
    return report;
  }

  private accountOf(integration: IntegrationEntity, checked: Checked): string {
    if (checked.accountKey === null) throw new Error('an accepted account has a key');
    return hashAccount(integration.platform, checked.accountKey);
  }

  /** Nothing proves that this is the shop that was planned for: ranges and positions of the other one must not be read here. */
  private async beginAgain(manager: EntityManager, integration: IntegrationEntity): Promise<void> {
    await wishForIntegration(manager, integration.id, 'stop');
    await manager.query(`delete from lane where integration_id = $1`, [integration.id]);
    if (integration.followedSince !== null) integration.followedSince = new Date();
  }

  private async promote(caller: Principal, id: string, credentials: JsonObject, checked: Checked, report: CheckReport): Promise<IntegrationEntity> {
    const integration = await this.dataSource.transaction(async (manager) => {
      const locked = await findIntegration(manager, caller.workspaceId, id, true);
      await this.secrets.put({ workspaceId: caller.workspaceId, ownerKind: 'integration', ownerId: id, name: 'credentials', value: credentials }, manager);
      if (locked.accountKey !== null && locked.accountKey !== this.accountOf(locked, checked) && checked.sameAccount !== 'yes') await this.beginAgain(manager, locked);
      locked.address = checked.address;
      locked.accountKey = this.accountOf(locked, checked);
      locked.checkReport = report;
      locked.checkedAt = new Date();
      locked.problem = null;
      await move(manager, locked, 'accept');
      await this.audit.record(manager, caller, { action: 'integration.authenticate', objectId: id });
      return locked;
    });
    await wakeWaitingRuns(this.dataSource.manager, this.temporal, integration);
    return integration;
  }
}
