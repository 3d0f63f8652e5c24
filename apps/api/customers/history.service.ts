import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { AddressBook } from '../records/address-book.js';
import { orderSummaryOf } from '../records/order-views.js';
import { ShowingService } from '../records/showing.service.js';
import { recordsOf, STORED_COLUMNS, type StoredRow } from '../records/stored-record.js';
import type { HistoryEntry, HistoryQuery } from './customer.schemas.js';
import { findCustomer } from './customer.finder.js';

const MOMENT = /^\d+$/u;
/** Orders without a date come last. Microseconds as text: a JavaScript date would lose what the comparison needs. */
const AT = `coalesce((extract(epoch from s.placed_at) * 1000000)::bigint, 0)`;
const ORDERS = `
  select ${STORED_COLUMNS}, ${AT}::text as at from source_record s
  where s.customer_id = $1 and s.workspace_id = $2 and s.kind = 'order' and ($3::bigint is null or (${AT}, s.id) < ($3::bigint, $4::uuid))
  order by ${AT} desc, s.id desc limit $5`;

/** Contact history of a card. */
@Injectable()
export class HistoryService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ShowingService) private readonly showing: ShowingService,
  ) {}

  /** Newest first. Tickets come with the first source that has any. */
  async read(caller: Principal, id: string, query: HistoryQuery): Promise<ListPage<HistoryEntry>> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    const after = decodeCursor(query.cursor, [MOMENT, ID_PATTERN]);
    if (query.section === 'TICKETS') return { items: [], nextCursor: null };
    const values = [customer.id, caller.workspaceId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1];
    const rows = await this.dataSource.query<(StoredRow & { readonly at: string })[]>(ORDERS, values);
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
}
