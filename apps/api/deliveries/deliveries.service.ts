import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { asFailure } from '../http/failure-problem.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { reasonText } from '../routes/reason.texts.js';
import { deliverySteps } from './delivery.problems.js';
import type { DeliveryQuery, DeliveryView } from './delivery.schemas.js';

type Times = { readonly notBefore: Date | null; readonly sentAt: Date | null; readonly settledAt: Date | null; readonly createdAt: Date; readonly updatedAt: Date };
type Derived = 'route' | 'destination' | 'nextSteps' | 'reasonText' | 'problem' | 'remote' | 'ledger';
export type DeliveryRow = Omit<DeliveryView, Derived | keyof Times> & Times & {
  readonly routeId: string;
  readonly routeName: string;
  readonly destinationId: string;
  readonly destinationName: string;
  readonly destinationKind: string;
  readonly problem: unknown;
  readonly contactId: string | null;
  readonly remoteId: string | null;
  readonly jobId: string | null;
} & DeliveryView['ledger'];

const SELECT = `
  select d.id, d.route_id as "routeId", r.name as "routeName", d.destination_id as "destinationId", t.name as "destinationName", t.kind as "destinationKind", d.kind, d.key, d.address,
    d.record_id as "recordId", d.order_id as "orderId", d.event_type as "eventType", d.silent, d.state, d.again, d.reason, d.problem, d.notes, d.attempts, d.checks, d.version,
    d.sent_version as "sentVersion", d.contact_id as "contactId", d.remote_id as "remoteId", d.job_id as "jobId", d.queued, d.delivered, d.failed, d.cancelled,
    d.not_before as "notBefore", d.sent_at as "sentAt", d.settled_at as "settledAt", d.created_at as "createdAt", d.updated_at as "updatedAt"
  from delivery d join route r on r.id = d.route_id join destination t on t.id = d.destination_id`;
const LIST = `${SELECT}
  where d.workspace_id = $1 and ($2::uuid is null or d.id < $2) and ($3::text is null or d.state = $3) and ($4::text is null or d.kind = $4)
    and ($5::uuid is null or d.route_id = $5) and ($6::uuid is null or d.destination_id = $6) and ($7::text is null or d.address = $7) and ($8::text is null or d.order_id = $8)
  order by d.id desc limit $9`;

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

function deliveryViewOf(row: DeliveryRow, language: Language): DeliveryView {
  const { routeId, routeName, destinationId, destinationName, destinationKind, contactId, remoteId, jobId, queued, delivered, failed, cancelled, ...rest } = row;
  const failure = asFailure(row.problem);
  return {
    ...rest,
    route: { id: routeId, name: routeName },
    destination: { id: destinationId, name: destinationName, kind: destinationKind },
    nextSteps: deliverySteps(row),
    // The destination's own words say more than its code.
    reasonText: row.reason === null ? null : failure?.code === row.reason ? failure.text[language] : reasonText(row.reason, language),
    problem: failure === null ? null : { code: failure.code, message: failure.text[language], fix: failure.fix?.[language] ?? null },
    remote: { contactId, eventId: remoteId, jobId },
    ledger: { queued, delivered, failed, cancelled },
    notBefore: iso(row.notBefore),
    sentAt: iso(row.sentAt),
    settledAt: iso(row.settledAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What is to be done, was done or could not be done at destinations. */
@Injectable()
export class DeliveriesService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(caller: Principal, query: DeliveryQuery, language: Language): Promise<ListPage<DeliveryView>> {
    for (const id of [query.routeId, query.destinationId]) if (id !== undefined && !isId(id)) throw notFound();
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const filters = [query.state, query.kind, query.routeId, query.destinationId, query.address, query.orderId].map((value) => value ?? null);
    const rows = await this.dataSource.query<DeliveryRow[]>(LIST, [caller.workspaceId, before, ...filters, query.limit + 1]);
    return toPage(rows, query.limit, (row) => [row.id], (row) => deliveryViewOf(row, language));
  }

  async read(caller: Principal, id: string, language: Language): Promise<DeliveryView> {
    return deliveryViewOf(await this.find(caller, id), language);
  }

  /** @throws ApiProblem 404 */
  async find(caller: Principal, id: string): Promise<DeliveryRow> {
    const [row] = isId(id) ? await this.dataSource.query<DeliveryRow[]>(`${SELECT} where d.id = $1 and d.workspace_id = $2`, [id, caller.workspaceId]) : [];
    if (row === undefined) throw notFound();
    return row;
  }
}
