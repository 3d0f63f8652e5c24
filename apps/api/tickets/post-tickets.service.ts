import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { postTickets } from '#libs/ingest/tickets/post-tickets.js';
import type { Told, ToldTicket } from '#libs/ingest/tickets/store-tickets.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { ApiProblem } from '../http/problem.js';
import { fieldProblems } from '../http/validation.pipe.js';
import { ticketBody, type PostedTicket, type PostedTickets, type RefusedTicket, type TicketBody } from './ticket.schemas.js';
import { INVALID, REFUSED } from './ticket.texts.js';
import { TicketsService } from './tickets.service.js';

const DEFAULT_SOURCE = 'api';

function toldOf({ source, externalId, ...rest }: TicketBody): ToldTicket {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { source: source ?? DEFAULT_SOURCE, externalId: externalId ?? null, ...given };
}

/** Takes tickets in and answers for each where it went. */
@Injectable()
export class PostTicketsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TicketsService) private readonly tickets: TicketsService,
  ) {}

  /** @throws ApiProblem 422 when the ticket must not be stored */
  async one(caller: Principal, body: TicketBody, language: Language): Promise<PostedTicket> {
    const [told] = await postTickets(this.dataSource, caller.workspaceId, [toldOf(body)]);
    if (told === undefined || told.outcome === 'refused') throw new ApiProblem({ status: 422, code: told?.code ?? 'ticket_refused', message: REFUSED });
    return { outcome: told.outcome, ticket: await this.tickets.read(caller, told.id, language) };
  }

  /** Every ticket is taken or refused by itself. */
  async many(caller: Principal, bodies: readonly unknown[], language: Language): Promise<PostedTickets> {
    const parsed = bodies.map((body) => ticketBody.safeParse(body, { reportInput: true }));
    const good = parsed.flatMap((result) => (result.success ? [toldOf(result.data)] : []));
    const told = await postTickets(this.dataSource, caller.workspaceId, good);
    const ids = told.flatMap((one) => (one.outcome === 'refused' ? [] : [one.id]));
    const views = new Map((await this.tickets.views(caller.workspaceId, [...new Set(ids)], language)).map((view) => [view.id, view]));
    let next = 0;
    const items = parsed.map((result): PostedTicket | RefusedTicket => {
      if (!result.success) return { outcome: 'refused', code: 'validation_failed', message: INVALID[language], errors: fieldProblems(result.error.issues).map(({ message, ...field }) => ({ ...field, message: message[language] })) };
      const one: Told = told[next++] ?? { outcome: 'refused', code: 'ticket_refused' };
      const ticket = one.outcome === 'refused' ? undefined : views.get(one.id);
      if (one.outcome === 'refused' || ticket === undefined) return { outcome: 'refused', code: one.outcome === 'refused' ? one.code : 'ticket_refused', message: REFUSED[language], errors: [] };
      return { outcome: one.outcome, ticket };
    });
    const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
    return { items, counts: { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), refused: count('refused') } };
  }
}
