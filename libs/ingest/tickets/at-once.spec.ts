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

/** The first connection that has run `statement` goes on only when another one waits for a lock. Resolves when it has arrived there. */
function holdBehind(statement: Statement): Promise<void> {
  return new Promise((arrived) => {
    IngestSession.prototype.query = async function held(this: IngestSession, asked, values) {
      const answer = await original.call(this, asked, values);
      if (asked.name === statement.name) {
        IngestSession.prototype.query = original;
        arrived();
        await untilSomebodyWaits();
      }
      return answer;
    } as typeof original;
  });
}

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await house.dataSource.query<{ n: number }[]>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    if ((row?.n ?? 0) > 0) return;
  }
}

const write = async (record: NeutralRecord, stream: 'customers' | 'orders' | 'subscribers'): Promise<void> => {
  const part = await openPart(house, shop, stream);
  expect((await ingestPages(house.dataSource, part.context, part.progress, [page([record])])).status).toBe('committed');
};
const post = (sender: string): Promise<unknown> => postTickets(house.dataSource, house.workspaceId, [{ source: 'desk', externalId: '1', sender }]);
const assigned = (): Promise<unknown> => house.dataSource.query(`select customer_id is not null as assigned, cardinality(candidates)::int as candidates from ticket`);

describe('a ticket and its card at the same moment', () => {
  it('find each other when the card is under way first', async () => {
    const arrived = holdBehind(LOCK_SHARED);
    const card = write(customer(1, 'a@example.pl'), 'customers');
    await arrived;
    await Promise.all([card, post('a@example.pl')]);
    expect(await assigned()).toEqual([{ assigned: true, candidates: 0 }]);
  });

  it('find each other when the card has looked for tickets already', async () => {
    const arrived = holdBehind(FIND_TICKETS);
    const card = write(customer(1, 'a@example.pl'), 'customers');
    await arrived;
    await Promise.all([card, post('a@example.pl')]);
    expect(await assigned()).toEqual([{ assigned: true, candidates: 0 }]);
  });

  it('find each other when the ticket is under way first', async () => {
    const arrived = holdBehind(INSERT_TICKETS);
    const ticket = post('a@example.pl');
    await arrived;
    await Promise.all([ticket, write(customer(1, 'a@example.pl'), 'customers')]);
    expect(await assigned()).toEqual([{ assigned: true, candidates: 0 }]);
  });
});

describe('two pages that claim one ticket at the same moment', () => {
  it.each(['orders', 'subscribers'] as const)('make a proposal of it, when %s come first', async (first) => {
    await put(house, shop, [customer(1, null)]);
    await post('h1+1@allegromail.pl');
    const sale = (): Promise<void> => write(allegroOrder(7, null, ['h1+2@allegromail.pl']), 'orders');
    const entry = (): Promise<void> => write(subscriber(1, 'h1+1@allegromail.pl', 0, 1), 'subscribers');
    const arrived = holdBehind(FIND_TICKETS);
    const one = first === 'orders' ? sale() : entry();
    await arrived;
    await Promise.all([one, first === 'orders' ? entry() : sale()]);
    expect(await assigned()).toEqual([{ assigned: false, candidates: 2 }]);
  });
});
