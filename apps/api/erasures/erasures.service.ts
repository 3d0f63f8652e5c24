import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { cardsOf } from '#libs/erasure/find-person.js';
import { previewErasure } from '#libs/erasure/preview.js';
import { isId, newId } from '#libs/domain/ids.js';
import type { Language } from '#libs/domain/words.js';
import { AuditService } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { findCustomer } from '../customers/customer.finder.js';
import { violates } from '../http/database-errors.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { erasureUnfinished, notConfirmed } from './erasure.problems.js';
import type { EraseBody, ErasureView, PreviewView } from './erasure.schemas.js';
import { erasureViewOf, previewViewOf, type StoredErasure } from './erasure.view.js';

const COLUMNS = `id, customer_id as "customerId", state, requested_by as "requestedBy", requested_at as "requestedAt", removed_at as "removedAt", finished_at as "finishedAt", receipt`;

/** Asks for erasures and shows what became of them; the work is a flow's. */
@Injectable()
export class ErasuresService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 404 */
  async preview(caller: Principal, id: string, language: Language): Promise<PreviewView> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    return previewViewOf(customer, await previewErasure(this.dataSource, caller.workspaceId, customer.id), language);
  }

  /** The row comes first, then the flow; with Temporal away the reconciler starts it. @throws ApiProblem 404, 409 `erasure_unfinished`, 422 `erasure_not_confirmed` */
  async erase(caller: Principal, id: string, { confirm, note }: EraseBody, language: Language): Promise<ErasureView> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    // An id that leads to another card now is none of this one: whoever repeats it has not seen what would go.
    if (![customer.id, customer.name.trim()].filter((text) => text !== '').includes(confirm)) throw notConfirmed();
    const erasureId = newId();
    try {
      await this.dataSource.transaction(async (manager) => {
        await manager.query(`insert into erasure (id, workspace_id, customer_id, cards, state, requested_by, receipt) values ($1, $2, $3, $6, 'queued', $4, $5)`, [
          erasureId, caller.workspaceId, customer.id, actorOf(caller), JSON.stringify(note === undefined ? {} : { note }), await cardsOf(manager, caller.workspaceId, customer.id),
        ]);
        await this.audit.record(manager, caller, { action: 'customer.erase', objectId: customer.id, detail: { erasureId } });
      });
    } catch (thrown) {
      if (!violates(thrown, 'erasure_unfinished')) throw thrown;
      const [other] = await this.dataSource.query<{ id: string }[]>(`select id from erasure where workspace_id = $1 and customer_id = $2 and state in ('queued', 'removed')`, [caller.workspaceId, customer.id]);
      throw erasureUnfinished(other?.id ?? '');
    }
    await this.temporal.startErasure({ workspaceId: caller.workspaceId, erasureId });
    return await this.read(caller, erasureId, language);
  }

  /** @throws ApiProblem 404 */
  async read(caller: Principal, id: string, language: Language): Promise<ErasureView> {
    const [row] = isId(id) ? await this.dataSource.query<StoredErasure[]>(`select ${COLUMNS} from erasure where id = $1 and workspace_id = $2`, [id, caller.workspaceId]) : [];
    if (row === undefined) throw notFound();
    return erasureViewOf(row, language);
  }

  async list(caller: Principal, page: PageQuery, language: Language): Promise<ListPage<ErasureView>> {
    const before = decodeCursor(page.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<StoredErasure[]>(`select ${COLUMNS} from erasure where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`, [caller.workspaceId, before, page.limit + 1]);
    return toPage(rows, page.limit, (row) => [row.id], (row) => erasureViewOf(row, language));
  }
}
