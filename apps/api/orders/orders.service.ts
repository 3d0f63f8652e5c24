import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { AddressBook } from '../records/address-book.js';
import { orderOf, orderSummaryOf } from '../records/order-views.js';
import type { OrderView } from '../records/record.schemas.js';
import { ShowingService } from '../records/showing.service.js';
import { recordsOf, STORED_COLUMNS, type StoredRow } from '../records/stored-record.js';
import type { FoundOrder, OrderQuery } from './order.schemas.js';

const FIND = `select ${STORED_COLUMNS} from source_record s where s.id = $1 and s.workspace_id = $2 and s.kind = 'order'`;
/** The number a buyer quotes, in any case, or the shop's own id of the order. */
const BY_NUMBER = `
  select ${STORED_COLUMNS} from source_record s
  where s.workspace_id = $1 and s.kind = 'order' and ($3::uuid is null or s.id < $3)
    and (s.order_number = any($2::text[])
      or s.id in (select o.id from source_record o join integration i on i.id = o.integration_id where i.workspace_id = $1 and o.kind = 'order' and o.external_id = any($2::text[])))
  order by s.id desc limit $4`;

/** Orders as they are stored, with names and links. */
@Injectable()
export class OrdersService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ShowingService) private readonly showing: ShowingService,
  ) {}

  async byNumber(caller: Principal, query: OrderQuery): Promise<ListPage<FoundOrder>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<StoredRow[]>(BY_NUMBER, [caller.workspaceId, [query.number, query.number.toUpperCase()], before, query.limit + 1]);
    const showings = await this.showing.of(caller.workspaceId, rows.map((row) => row.integrationId));
    const orders = recordsOf(rows, 'order');
    const addresses = await AddressBook.of(this.dataSource.manager, orders);
    const page = toPage(orders, query.limit, (row) => [row.id], (row): FoundOrder | null => {
      const showing = showings.get(row.integrationId);
      return showing === undefined ? null : { ...orderSummaryOf(row, showing, addresses), integration: showing.integration, customerId: row.customerId };
    });
    return { ...page, items: page.items.filter((item) => item !== null) };
  }

  /** @throws ApiProblem 404 */
  async read(caller: Principal, id: string): Promise<OrderView> {
    if (!isId(id)) throw notFound();
    const [order] = recordsOf(await this.dataSource.query<StoredRow[]>(FIND, [id, caller.workspaceId]), 'order');
    const showing = order === undefined ? undefined : (await this.showing.of(caller.workspaceId, [order.integrationId])).get(order.integrationId);
    if (order === undefined || showing === undefined) throw notFound();
    return orderOf(order, showing, await AddressBook.of(this.dataSource.manager, [order]));
  }
}
