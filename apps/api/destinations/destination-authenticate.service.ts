import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { missingTicks, type CheckReport } from '#libs/connectors/sdk/check.js';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import type { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { violates } from '../http/database-errors.js';
import { asFailure, failureProblem } from '../http/failure-problem.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';
import { credentialsInvalid } from '../integrations/authenticate.problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { ADDRESS_GUARD } from '../tokens.js';
import { DestinationCatalog } from './destination-catalog.js';
import { findDestination, ownerOf } from './destination.finder.js';
import { checkFailed, destinationExists, otherDestinationAccount } from './destination.problems.js';

/** Answer of the workflow to the question `check`. */
type Checked = { readonly failure: unknown; readonly report: CheckReport | null; readonly accountKey: string | null; readonly address: string | null };
type Accepted = { readonly report: CheckReport; readonly account: string; readonly address: string | null };

export type AuthenticatedDestination = { readonly destination: DestinationEntity; readonly report: CheckReport };

/** First credentials and new ones. Nothing of the destination changes before they are accepted. */
@Injectable()
export class DestinationAuthenticateService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
  ) {}

  /** @throws ApiProblem 409 `other_account`, `destination_exists` · 422 · 503 · 504 */
  async authenticate(caller: Principal, id: string, given: Record<string, unknown>): Promise<AuthenticatedDestination> {
    const destination = await findDestination(this.dataSource.manager, caller.workspaceId, id);
    const credentials = await this.parse(destination.kind, given);
    // Each attempt has a candidate of its own, so that two people trying at once do not check each other's key.
    const attempt = newId();
    const candidate = { ownerKind: 'destination', ownerId: id, name: `candidate-${attempt}` } as const;
    await this.forgetOld(id);
    await this.secrets.put({ workspaceId: caller.workspaceId, ...candidate, value: credentials });
    try {
      const checked = (await this.temporal.askDestination(ownerOf(destination), attempt, { secretName: candidate.name, question: 'check' })) as Checked;
      const accepted = judge(destination.kind, checked);
      return { destination: await this.promote(caller, id, credentials, accepted), report: accepted.report };
    } catch (thrown) {
      const code = thrown instanceof ApiProblem && thrown.init.status < 500 ? thrown.init.code : null;
      if (code !== null) await this.audit.record(this.dataSource.manager, caller, { action: 'destination.authenticate_refused', objectId: id, detail: { code } });
      throw thrown;
    } finally {
      await this.secrets.remove(candidate);
    }
  }

  /** Candidates of attempts whose API process was killed half way. */
  private async forgetOld(id: string): Promise<void> {
    await this.dataSource.query(`delete from secret where owner_kind = 'destination' and owner_id = $1 and name like 'candidate-%' and created_at < now() - interval '10 minutes'`, [id]);
  }

  /** The address is checked here as well as in the worker: a forbidden one is refused even while no worker runs. */
  private async parse(kind: string, given: Record<string, unknown>): Promise<JsonObject> {
    const definition = this.catalog.of(kind);
    const parsed = definition.credentials.safeParse(given, { reportInput: true });
    if (!parsed.success) throw credentialsInvalid(parsed.error);
    await this.guard.checkUrl(definition.address(parsed.data));
    return parsed.data as JsonObject;
  }

  private async promote(caller: Principal, id: string, credentials: JsonObject, accepted: Accepted): Promise<DestinationEntity> {
    const destination = await this.dataSource
      .transaction(async (manager) => {
        const locked = await findDestination(manager, caller.workspaceId, id, true);
        await refuseOther(manager, locked, accepted);
        await this.secrets.put({ workspaceId: caller.workspaceId, ownerKind: 'destination', ownerId: id, name: 'credentials', value: credentials }, manager);
        // The e-shops last seen are those of the account: another one has its own.
        const shops = locked.account === accepted.account ? { shops: locked.checkReport?.['shops'] ?? null } : {};
        await manager.query(
          `update destination set state = 'ready', account = $2, address = $3, check_report = $4, checked_at = now(), problem = null, updated_at = now() where id = $1`,
          [id, accepted.account, accepted.address, JSON.stringify({ ...accepted.report, ...shops })],
        );
        await this.audit.record(manager, caller, { action: 'destination.authenticate', objectId: id });
        return await findDestination(manager, caller.workspaceId, id);
      })
      .catch((thrown: unknown) => {
        throw violates(thrown, 'destination_account') ? destinationExists(null) : thrown;
      });
    await this.temporal.wakeDelivery(ownerOf(destination));
    return destination;
  }
}

/** @throws ApiProblem for what the account refused or lacks */
function judge(kind: string, checked: Checked): Accepted {
  const failure = asFailure(checked.failure);
  if (failure !== null) throw failureProblem(failure);
  const { report, accountKey, address } = checked;
  // The worker does not find what was deleted meanwhile.
  if (report === null || accountKey === null) throw notFound();
  const missing = missingTicks(report);
  if (missing.length > 0) throw checkFailed(missing);
  return { report, address, account: hashAccount(kind, accountKey) };
}

const DELIVERED = `
  select exists (select 1 from delivery where destination_id = $1)
    or exists (select 1 from route_ledger l join route r on r.id = l.route_id where r.destination_id = $1 and l.pruned_queued > 0) as any`;

/** @throws ApiProblem 409 for another account than that of the deliveries, or one that is a destination already */
async function refuseOther(manager: EntityManager, destination: DestinationEntity, accepted: Accepted): Promise<void> {
  if (destination.account === accepted.account) return;
  const [delivered] = await manager.query<{ any: boolean }[]>(DELIVERED, [destination.id]);
  if (destination.account !== null && delivered?.any === true) throw otherDestinationAccount(destination.address, accepted.address);
  const [other] = await manager.query<{ id: string; name: string }[]>(
    `select id, name from destination where workspace_id = $1 and account = $2 and id <> $3 and deleted_at is null`,
    [destination.workspaceId, accepted.account, destination.id],
  );
  if (other !== undefined) throw destinationExists(other);
}
