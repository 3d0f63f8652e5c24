import { tombstoneHash } from '#libs/domain/tombstones.js';
import { addShop, buildHouse, emptyHouse, type House, type Shop } from '../../../test/support/house.js';
import { allegroOrder, customer, put as putInto } from '../../../test/support/small-records.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { batchesOf, postTickets } from './post-tickets.js';
import type { RefuseTickets } from './store-tickets.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});

const settings = (value: object): Promise<unknown> => house.dataSource.query(`update workspace set settings = $1`, [JSON.stringify(value)]);
const rows = <Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> => house.dataSource.query<Row[]>(sql, values);
const put = (records: readonly NeutralRecord[]): Promise<void> => putInto(house, shop, records);
const names = async (): Promise<(string | null)[]> => (await rows<{ who: string | null }>(`select c.display_name as who from ticket t left join customer c on c.id = t.customer_id`)).map((row) => row.who);

beforeEach(async () => {
  await emptyHouse(house);
  await settings({ allegro: {} });
  shop = await addShop(house, 'PS1');
});

describe('a ticket told again', () => {
  const tell = async (fields: object): Promise<string> => (await postTickets(house.dataSource, house.workspaceId, [{ source: 'desk', externalId: '1', ...fields }]))[0]?.outcome ?? '';

  it('changes what is told, keeps what is left out, and is looked for again by a new sender', async () => {
    await put([customer(1, 'a@example.pl'), customer(2, 'b@example.pl')]);
    expect(await tell({ sender: 'a@example.pl', subject: 'Paczka', status: 'new', openedAt: '2026-01-01T10:00:00+01:00' })).toBe('created');
    expect(await tell({ status: 'open', url: 'https://desk.example/1' })).toBe('updated');
    const row = { subject: 'Paczka', status: 'open', url: 'https://desk.example/1', opened: '2026-01-01T09:00:00.000Z' };
    const read = `select subject, status, url, to_char(opened_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as opened from ticket`;
    expect(await rows(read)).toEqual([row]);
    expect(await names()).toEqual(['Jan1 Wzór0']);
    expect(await tell({ status: 'open' })).toBe('unchanged');
    expect(await tell({ sender: 'Jan <A@example.pl>' })).toBe('updated');
    expect(await names()).toEqual(['Jan1 Wzór0']);
    expect(await tell({ sender: 'b@example.pl', subject: null })).toBe('updated');
    expect(await names()).toEqual(['Jan2 Wzór0']);
    expect(await rows(read)).toEqual([{ ...row, subject: null }]);
    expect(await tell({ sender: null })).toBe('updated');
    expect(await names()).toEqual([null]);
  });

  it('is not kept on the card of its former sender while Allegro is off', async () => {
    await put([allegroOrder(7, null, ['h1+1@allegromail.pl'])]);
    await tell({ sender: 'h1+1@allegromail.pl' });
    await settings({});
    await tell({ sender: 'h2+1@allegromail.pl' });
    expect(await names()).toEqual([null]);
  });

  it('may come twice in one list, and is one ticket; without a number each is one of its own', async () => {
    const list = [{ source: 'desk', externalId: '1', status: 'new' }, { source: 'desk', externalId: '1', status: 'open' }, { source: 'other', externalId: '1' }, { source: 'desk', externalId: null }, { source: 'desk', externalId: null }];
    expect(batchesOf(list).map((batch) => batch.length)).toEqual([1, 4]);
    expect((await postTickets(house.dataSource, house.workspaceId, list)).map((one) => one.outcome)).toEqual(['created', 'updated', 'created', 'created', 'created']);
    expect(await rows(`select count(*)::int as n, count(*) filter (where status = 'open')::int as open from ticket`)).toEqual([{ n: 4, open: 1 }]);
  });

  it('is not stored when somebody refuses it, and the others are', async () => {
    const refuse: RefuseTickets = (_session, _workspaceId, read) => Promise.resolve(read.map(({ key }) => (key.address === 'erased@example.pl' ? 'erased' : null)));
    const told = await postTickets(house.dataSource, house.workspaceId, ['erased@example.pl', 'a@example.pl'].map((sender, index) => ({ source: 'desk', externalId: String(index), sender })), refuse);
    expect(told).toMatchObject([{ outcome: 'refused', code: 'erased' }, { outcome: 'created' }]);
    expect(await rows(`select sender from ticket`)).toEqual([{ sender: 'a@example.pl' }]);
  });
});

describe('a ticket of an erased person', () => {
  it('is not stored, unless it was opened later', async () => {
    const salt = Buffer.from('invented');
    await rows(`update workspace set tombstone_salt = $1`, [salt]);
    await rows(`insert into tombstone (workspace_id, hash, erased_at) values ($1, $2, '2026-02-01T00:00:00Z')`, [house.workspaceId, tombstoneHash(salt, 'allegro_address:h1@allegromail.pl')]);
    const tell = (externalId: string, sender: string, openedAt: string | null) => ({ source: 'desk', externalId, sender, openedAt });
    const told = await postTickets(house.dataSource, house.workspaceId, [
      tell('1', 'h1+1@allegromail.pl', '2026-01-31T23:00:00Z'), tell('2', 'h1+2@allegromail.pl', null), tell('3', 'h1+3@allegromail.pl', '2026-02-02T00:00:00Z'), tell('4', 'h2+1@allegromail.pl', null),
    ]);
    expect(told.map((one) => (one.outcome === 'refused' ? one.code : one.outcome))).toEqual(['erased', 'erased', 'created', 'created']);
    await rows(`update workspace set tombstone_salt = null`);
  });
});
