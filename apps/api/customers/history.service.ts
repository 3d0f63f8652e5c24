import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { AddressBook } from '../records/address-book.js';
import { orderSummaryOf } from '../records/order-views.js';
import { ShowingService } from '../records/showing.service.js';
import { recordsOf, STORED_COLUMNS, type StoredRow } from '../records/stored-record.js';
import { TICKET_COLUMNS, ticketViewOf, type TicketRow } from '../tickets/ticket-views.js';
import { TicketsService } from '../tickets/tickets.service.js';
import type { HistoryEntry, HistoryQuery } from './customer.schemas.js';
import { findCustomer } from './customer.finder.js';

/** Microseconds since 1970, below zero for what is older; no longer than the database counts them. */
const MOMENT = /^-?\d{1,18}$/u;
/** Orders without a date come last. Microseconds as text: a JavaScript date would lose what the comparison needs. */
const AT = `coalesce((extract(epoch from s.placed_at) * 1000000)::bigint, 0)`;
const ORDERS = `
  select ${STORED_COLUMNS}, ${AT}::text as at from source_record s
  where s.customer_id = $1 and s.workspace_id = $2 and s.kind = 'order' and ($3::bigint is null or (${AT}, s.id) < ($3::bigint, $4::uuid))
  order by ${AT} desc, s.id desc limit $5`;

/** A ticket whose opening nobody told is as old as our knowledge of it. */
const OPENED = `(extract(epoch from coalesce(t.opened_at, t.received_at)) * 1000000)::bigint`;
const TICKETS = `
  select ${TICKET_COLUMNS}, ${OPENED}::text as at from ticket t
  where t.customer_id = $1 and t.workspace_id = $2 and ($3::bigint is null or (${OPENED}, t.id) < ($3::bigint, $4::uuid))
  order by ${OPENED} desc, t.id desc limit $5`;

/** Contact history of a card. */
@Injectable()
export class HistoryService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ShowingService) private readonly showing: ShowingService,
    @Inject(TicketsService) private readonly ticketRules: TicketsService,
  ) {}

  /** One section, newest first. */
  async read(caller: Principal, id: string, query: HistoryQuery, language: Language): Promise<ListPage<HistoryEntry>> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    const after = decodeCursor(query.cursor, [MOMENT, ID_PATTERN]);
    const values = [customer.id, caller.workspaceId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1];
    return query.section === 'TICKETS' ? await this.tickets(caller, values, query, language) : await this.orders(caller, values, query);
  }

  private async orders(caller: Principal, values: readonly unknown[], query: HistoryQuery): Promise<ListPage<HistoryEntry>> {
    const rows = await this.dataSource.query<(StoredRow & { readonly at: string })[]>(ORDERS, [...values]);
    const showings = await this.showing.of(caller.workspaceId, rows.map((row) => row.integrationId));
    const page = toPage(rows, query.limit, (row) => [row.at, row.id], (row) => row);
    const orders = recordsOf(page.items, 'order');
    const addresses = await AddressBook.of(this.dataSource.manager, orders);
    const items = orders.flatMap((row): HistoryEntry[] => {
      const showing = showings.get(row.integrationId);
      return showing === undefined ? [] : [{ section: 'ORDERS', at: row.record.placedAt?.utc ?? null, integration: showing.integration, order: orderSummaryOf(row, showing, addresses) }];
    });
    return { items, nextCursor: page.nextCursor };
  }

  private async tickets(caller: Principal, values: readonly unknown[], query: HistoryQuery, language: Language): Promise<ListPage<HistoryEntry>> {
    const rows = await this.dataSource.query<(TicketRow & { readonly at: string })[]>(TICKETS, [...values]);
    const rules = await this.ticketRules.rules(caller.workspaceId);
    return toPage(rows, query.limit, (row) => [row.at, row.id], ({ at: _at, ...row }): HistoryEntry => {
      const ticket = ticketViewOf(row, rules, language);
      return { section: 'TICKETS', at: ticket.openedAt ?? ticket.receivedAt, ticket };
    });
  }
}
