import { setImmediate } from 'node:timers/promises';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../../test/support/house.js';
import { allegroOrder, customer, page, put, subscriber } from '../../../test/support/small-records.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { ingestPages } from '../ingest-pages.js';
import { IngestSession, type Statement } from '../session.js';
import { LOCK_SHARED } from '../statements.js';
import { postTickets } from './post-tickets.js';
import { FIND_TICKETS } from './statements-tickets.js';
import { INSERT_TICKETS } from './statements-store.js';

/** Specs about two connections that meet: each is held where it matters until the other one waits for it at a lock. */
let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});

beforeEach(async () => {
  await emptyHouse(house);
  await house.dataSource.query(`update workspace set settings = '{"allegro": {}}'`);
  shop = await addShop(house, 'PS1');
});

const original = IngestSession.prototype.query;
afterEach(() => {
  IngestSession.prototype.query = original;
});

/**
 * Runs two at once: the first is held behind `statement` until the second waits for a lock, or has ended because there was none to
 * wait for.
 */
async function meet(statement: Statement, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  const ended = new AbortController();
  const { promise: arrived, resolve } = Promise.withResolvers<null>();
  IngestSession.prototype.query = async function held(this: IngestSession, asked, values) {
    const answer = await original.call(this, asked, values);
    if (asked.name !== statement.name) return answer;
    IngestSession.prototype.query = original;
    resolve(null);
    while (!ended.signal.aborted && !(await somebodyWaits())) await setImmediate();
    return answer;
  } as typeof original;
  const one = first();
  await arrived;
  await Promise.all([one, second().finally(() => ended.abort())]);
}

async function somebodyWaits(): Promise<boolean> {
  const rows = await house.dataSource.query<unknown[]>(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length > 0;
}

const write = async (record: NeutralRecord, stream: 'customers' | 'orders' | 'subscribers'): Promise<void> => {
  const part = await openPart(house, shop, stream);
  expect((await ingestPages(house.dataSource, part.context, part.progress, [page([record])])).status).toBe('committed');
};
const post = (sender: string): Promise<unknown> => postTickets(house.dataSource, house.workspaceId, [{ source: 'desk', externalId: '1', sender }]);
const assigned = (): Promise<unknown> => house.dataSource.query(`select customer_id is not null as assigned, cardinality(candidates)::int as candidates from ticket`);

const card = (): Promise<unknown> => write(customer(1, 'a@example.pl'), 'customers');
const ticket = (): Promise<unknown> => post('a@example.pl');

describe('a ticket and its card at the same moment', () => {
  it.each<[string, Statement, () => Promise<unknown>, () => Promise<unknown>]>([
    ['the card is under way first', LOCK_SHARED, card, ticket],
    ['the card has looked for tickets already', FIND_TICKETS, card, ticket],
    ['the ticket is under way first', INSERT_TICKETS, ticket, card],
  ])('find each other when %s', async (_title, statement, first, second) => {
    await meet(statement, first, second);
    expect(await assigned()).toEqual([{ assigned: true, candidates: 0 }]);
  });
});

describe('two pages that claim one ticket at the same moment', () => {
  const sale = (): Promise<void> => write(allegroOrder(7, null, ['h1+2@allegromail.pl']), 'orders');
  const entry = (): Promise<void> => write(subscriber(1, 'h1+1@allegromail.pl', 0, 1), 'subscribers');

  it.each([['the buyer comes first', sale, entry], ['the other card comes first', entry, sale]])('make a proposal of it, when %s', async (_title, first, second) => {
    await put(house, shop, [customer(1, null)]);
    await post('h1+1@allegromail.pl');
    await meet(FIND_TICKETS, first, second);
    expect(await assigned()).toEqual([{ assigned: false, candidates: 2 }]);
  });
});
