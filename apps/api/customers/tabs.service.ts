import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { notFound } from '../http/problems.js';
import { AddressBook } from '../records/address-book.js';
import { orderSummaryOf } from '../records/order-views.js';
import { addressRecordOf, customerRecordOf, listedAddressesOf, subscriberRecordOf, type Showing } from '../records/record-views.js';
import { ShowingService } from '../records/showing.service.js';
import { recordsOf, STORED_COLUMNS, type StoredRow } from '../records/stored-record.js';
import { consentViewsOf, statementsOn, type Statement } from './card-consents.js';
import type { TabView } from './customer.schemas.js';

/** Orders shown in a tab of the card, and in a tab opened by itself; the history pages through all of them. */
const IN_CARD = 10;
const IN_TAB = 100;
const MOST_PEOPLE = 200;

type Counted = StoredRow & { readonly orders: number; readonly lastOrderAt: Date | null };

/** The stored text is what JSON.stringify gives, and quotes inside its strings are escaped: this is the member itself. */
const MERGED = `position('"merged":true' in s.body) > 0`;

const ROWS = `
  select * from (
    select ${STORED_COLUMNS},
      row_number() over (partition by s.integration_id, s.kind order by s.placed_at desc nulls last, s.external_id desc)::int as n,
      (count(*) filter (where s.kind = 'order' and not ${MERGED}) over (partition by s.integration_id))::int as orders,
      max(s.placed_at) over (partition by s.integration_id) as "lastOrderAt"
    from source_record s
    where s.customer_id = $1 and s.workspace_id = $2 and ($3::uuid is null or s.integration_id = $3)
  ) numbered where n <= case when kind = 'order' then $4::int else ${String(MOST_PEOPLE)} end order by n`;

function tabOf(rows: readonly Counted[], showing: Showing, book: AddressBook, consents: readonly Statement[]): TabView {
  const customers = recordsOf(rows, 'customer');
  return {
    integration: showing.integration,
    customers: customers.map((row) => customerRecordOf(row, showing)),
    addresses: [...recordsOf(rows, 'address').map((row) => addressRecordOf(row, showing)), ...customers.flatMap((row) => listedAddressesOf(row, showing))],
    subscribers: recordsOf(rows, 'subscriber').map((row) => subscriberRecordOf(row, showing)),
    consents: consentViewsOf(consents, showing),
    orders: recordsOf(rows, 'order').map((row) => orderSummaryOf(row, showing, book)),
    orderCount: rows[0]?.orders ?? 0,
    lastOrderAt: rows[0]?.lastOrderAt?.toISOString() ?? null,
  };
}

/** What each integration knows of a person. */
@Injectable()
export class TabsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ShowingService) private readonly showing: ShowingService,
  ) {}

  async all(workspaceId: string, customerId: string): Promise<TabView[]> {
    return await this.read(workspaceId, customerId, null, IN_CARD);
  }

  /** @throws ApiProblem 404 when the integration has nothing on this card */
  async one(workspaceId: string, customerId: string, integrationId: string): Promise<TabView> {
    if (!isId(integrationId)) throw notFound();
    const [tab] = await this.read(workspaceId, customerId, integrationId, IN_TAB);
    if (tab === undefined) throw notFound();
    return tab;
  }

  private async read(workspaceId: string, customerId: string, integrationId: string | null, orders: number): Promise<TabView[]> {
    const rows = await this.dataSource.query<Counted[]>(ROWS, [customerId, workspaceId, integrationId, orders]);
    const showings = await this.showing.of(workspaceId, rows.map((row) => row.integrationId));
    const book = await AddressBook.of(this.dataSource.manager, recordsOf(rows, 'order'));
    const statements = await statementsOn(this.dataSource.manager, workspaceId, customerId);
    const of = <Row extends { readonly integrationId: string }>(all: readonly Row[], id: string): Row[] => all.filter((row) => row.integrationId === id);
    return [...showings].map(([id, showing]) => tabOf(of(rows, id), showing, book, of(statements, id)));
  }
}
