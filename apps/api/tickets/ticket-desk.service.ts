import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assignTicket, releaseTicket } from '#libs/ingest/tickets/person-decides.js';
import { underLock } from '#libs/ingest/tickets/under-lock.js';
import type { Language } from '#libs/domain/words.js';
import { AuditService } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { findCustomer } from '../customers/customer.finder.js';
import type { TicketView } from './ticket.schemas.js';
import { TicketsService } from './tickets.service.js';

/** What people decide about tickets. */
@Injectable()
export class TicketDeskService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(TicketsService) private readonly tickets: TicketsService,
  ) {}

  /** @throws ApiProblem 404 for an unknown ticket or card */
  async assign(caller: Principal, id: string, customerId: string | null, language: Language): Promise<TicketView> {
    const before = await this.tickets.read(caller, id, language);
    await underLock(this.dataSource, caller.workspaceId, async (session) => {
      // Under the lock: the card may have been joined into another while we waited.
      const card = customerId === null ? null : (await findCustomer(session.manager, caller.workspaceId, customerId)).id;
      await assignTicket(session, caller.workspaceId, id, card, actorOf(caller));
      await this.audit.record(session.manager, caller, { action: 'ticket.assign', objectId: id, detail: { customerId: card, before: before.customer?.id ?? null } });
    });
    return await this.tickets.read(caller, id, language);
  }

  /** @throws ApiProblem 404 */
  async release(caller: Principal, id: string, language: Language): Promise<TicketView> {
    const before = await this.tickets.read(caller, id, language);
    if (before.assignedBy !== 'person') return before;
    await underLock(this.dataSource, caller.workspaceId, async (session) => {
      await releaseTicket(session, caller.workspaceId, id);
      await this.audit.record(session.manager, caller, { action: 'ticket.release', objectId: id, detail: { before: before.customer?.id ?? null } });
    });
    return await this.tickets.read(caller, id, language);
  }
}
