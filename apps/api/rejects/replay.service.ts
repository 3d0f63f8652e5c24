import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, newId } from '#libs/domain/ids.js';
import type { JsonObject, StreamName } from '#libs/domain/words.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';
import { findIntegration, refOf } from '../integrations/integration.finder.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import type { ReplayFilter } from './reject.schemas.js';
import { hasId, RejectsService } from './rejects.service.js';

type Replayable = { readonly integrationId: string; readonly platform: string; readonly stream: StreamName; readonly externalId: string };
export type Replayed = { readonly queued: number; readonly skipped: number; readonly woken: boolean };

const BATCH = 1_000;
const OPEN = `
  select r.integration_id as "integrationId", i.platform, r.stream, r.external_id as "externalId" from reject r join integration i on i.id = r.integration_id and i.deleted_at is null
  where r.workspace_id = $1 and r.closed_at is null and r.stage <> 'deliver' and ($2::uuid is null or r.integration_id = $2)
    and ($3::text is null or r.stream = $3) and ($4::text is null or r.reason = $4)`;
/** A hint that is waiting already is made due at once. */
const QUEUE = `
  insert into inbox (id, workspace_id, integration_id, stream, external_id, origin)
  select x.id, $1, x.integration, x.stream, x.external, 'replay' from jsonb_to_recordset($2::jsonb) as x(id uuid, integration uuid, stream text, external text)
  on conflict (integration_id, stream, external_id) where part_id is null and applied_at is null do update set not_before = null`;

function withoutId(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'reject_without_id',
    message: { pl: 'Ten wiersz nie ma identyfikatora, więc nie da się go odczytać osobno.', en: 'This row has no id, so it cannot be read by itself.' },
    fix: { pl: 'Po usunięciu przyczyny odczytaj ponownie jego strumień (reread).', en: 'Reread its stream once the cause is gone.' },
  });
}

/** The platform has no question for one record of this stream: to the caller that is the same as a row without an id. */
function streamOnly(stream: StreamName): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'reject_without_id',
    message: { pl: `Platforma nie pozwala odczytać pojedynczego rekordu strumienia „${stream}”.`, en: `The platform has no way to read a single record of the stream "${stream}".` },
    fix: { pl: 'Po usunięciu przyczyny odczytaj ponownie jego strumień (reread).', en: 'Reread its stream once the cause is gone.' },
  });
}

/** The record was read well; a destination refused what was made of it. */
function ofDelivery(deliveryId: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'reject_of_delivery',
    message: { pl: 'Ten wpis dotyczy dostawy, a nie odczytu ze sklepu.', en: 'This is about a delivery, not about reading from the shop.' },
    fix: { pl: 'Po usunięciu przyczyny ponów dostawę: POST /deliveries/{id}/retry.', en: 'Send the delivery again once the cause is gone: POST /deliveries/{id}/retry.' },
    extra: { deliveryId },
  });
}

/** Reads rejected records again, by id, once the cause is gone. The waiting rows are kept even while Temporal is away. */
@Injectable()
export class ReplayService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RejectsService) private readonly rejects: RejectsService,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  /** @throws ApiProblem 404 · 409 for a row without an id, of a delivery, or of a stream that is read as a whole only */
  async one(caller: Principal, id: string): Promise<Replayed> {
    const reject = await this.rejects.find(caller, id);
    if (reject.stage === 'deliver') throw ofDelivery(reject.externalId);
    if (!hasId(reject.externalId)) throw withoutId();
    const { platform } = await findIntegration(this.dataSource.manager, caller.workspaceId, reject.integrationId);
    if (!this.catalog.isReadById(platform, reject.stream)) throw streamOnly(reject.stream);
    return await this.replay(caller, [{ ...reject, platform }], { rejectId: id });
  }

  /** All open rejects that fit. */
  async many(caller: Principal, filter: ReplayFilter): Promise<Replayed> {
    if (filter.integrationId !== undefined) {
      if (!isId(filter.integrationId)) throw notFound();
      await findIntegration(this.dataSource.manager, caller.workspaceId, filter.integrationId);
    }
    const rows = await this.dataSource.query<Replayable[]>(OPEN, [caller.workspaceId, filter.integrationId ?? null, filter.stream ?? null, filter.reason ?? null]);
    return await this.replay(caller, rows, { ...filter });
  }

  private async replay(caller: Principal, rows: readonly Replayable[], detail: { readonly rejectId?: string } & ReplayFilter): Promise<Replayed> {
    const readable = rows.filter((row) => hasId(row.externalId) && this.catalog.isReadById(row.platform, row.stream));
    const unique = new Map(readable.map((row) => [`${row.integrationId} ${row.stream} ${row.externalId}`, row]));
    const queued = [...unique.values()];
    await this.dataSource.transaction(async (manager) => {
      await this.queue(manager, caller, queued);
      await this.audit.record(manager, caller, { action: 'reject.replay', objectId: detail.rejectId ?? '*', detail: JSON.parse(JSON.stringify({ ...detail, queued: queued.length })) as JsonObject });
    });
    const woken = await this.wake(caller, [...new Set(queued.map((row) => row.integrationId))]);
    return { queued: queued.length, skipped: rows.length - readable.length, woken };
  }

  private async queue(manager: EntityManager, caller: Principal, rows: readonly Replayable[]): Promise<void> {
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.slice(from, from + BATCH).map((row) => ({ id: newId(), integration: row.integrationId, stream: row.stream, external: row.externalId }));
      await manager.query(QUEUE, [caller.workspaceId, JSON.stringify(batch)]);
    }
  }

  private async wake(caller: Principal, integrationIds: readonly string[]): Promise<boolean> {
    let woken = true;
    for (const id of integrationIds) {
      const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
      const told = integration.state === 'running' && (await this.temporal.wakeInbox(refOf(integration)).then(() => true, () => false));
      woken &&= told;
    }
    return woken;
  }
}
