import { createDataSource } from '#libs/persistence/data-source.js';
import { addShop, buildHouse, type House } from '../../../../test/support/house.js';
import { MOST_UNSEEN, storeDeliveries, type Delivery } from './store-deliveries.js';

describe('storeDeliveries', () => {
  let house: House;
  let shop: string;
  let other: string;

  beforeEach(async () => {
    house = await buildHouse();
    [shop, other] = [(await addShop(house, 'A')).id, (await addShop(house, 'B')).id];
    for (const [n, id] of [shop, other].entries()) await sql(`insert into hook (integration_id, workspace_id, token_hash) values ($1, $2, $3)`, [id, house.workspaceId, Buffer.from([n])]);
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, values);
  const delivery = (integrationId: string, ...ids: string[]): Delivery => ({ workspaceId: house.workspaceId, integrationId, kind: 'hints', hints: ids.map((externalId) => ({ stream: 'orders', externalId })), carts: [] });
  const nothing = (integrationId: string, kind: 'ignored' | 'unreadable' | 'late'): Delivery => ({ workspaceId: house.workspaceId, integrationId, kind, hints: [], carts: [] });
  const waiting = async (id: string): Promise<string[]> => (await sql<{ x: string }>(`select external_id as x from inbox where integration_id = $1 order by 1`, [id])).map((row) => row.x);
  const day = async (id: string): Promise<unknown> => (await sql(`select received::int, stored::int, collapsed::int, ignored::int, unreadable::int, late::int from hook_count where integration_id = $1`, [id]))[0];

  it('counts so that it adds up, for each integration by itself', async () => {
    await storeDeliveries(house.dataSource, [delivery(shop, '1', '2'), delivery(shop, '2', '3'), delivery(other, '1'), nothing(shop, 'ignored'), nothing(other, 'unreadable'), nothing(other, 'late')]);
    await storeDeliveries(house.dataSource, [delivery(shop, '3', '4')]);
    expect([await waiting(shop), await waiting(other)]).toEqual([['1', '2', '3', '4'], ['1']]);
    expect(await day(shop)).toEqual({ received: 4, stored: 4, collapsed: 2, ignored: 1, unreadable: 0, late: 0 });
    expect(await day(other)).toEqual({ received: 3, stored: 1, collapsed: 0, ignored: 0, unreadable: 1, late: 1 });
  });

  it('notes the first and the last delivery that named a record, and the last late one', async () => {
    const times = (): Promise<unknown[]> => sql(`select first_at is not null as first, last_at > first_at as later, last_late_at is not null as late from hook where integration_id = $1`, [shop]);
    await storeDeliveries(house.dataSource, [nothing(shop, 'ignored'), nothing(shop, 'unreadable')]);
    expect(await times()).toEqual([{ first: false, later: null, late: false }]);
    await storeDeliveries(house.dataSource, [delivery(shop, '1')]);
    expect(await times()).toEqual([{ first: true, later: false, late: false }]);
    await storeDeliveries(house.dataSource, [delivery(shop, '1'), nothing(shop, 'late')]);
    expect(await times()).toEqual([{ first: true, later: true, late: true }]);
  });

  it('is all or nothing', async () => {
    await sql(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`);
    await sql(`create trigger refuse before insert or update on hook_count for each row execute function refuse()`);
    await expect(storeDeliveries(house.dataSource, [delivery(shop, '1'), delivery(other, '2')])).rejects.toThrow('refused');
    expect([await waiting(shop), await waiting(other)]).toEqual([[], []]);
    expect(await sql(`select 1 from hook where first_at is not null`)).toEqual([]);
  });

  it('leaves a row that is due already as it is', async () => {
    await storeDeliveries(house.dataSource, [delivery(shop, '1')]);
    const [before] = await sql<{ xmin: string }>(`select xmin::text from inbox`);
    await storeDeliveries(house.dataSource, [delivery(shop, '1')]);
    expect(await sql(`select xmin::text from inbox`)).toEqual([before]);
  });

  it('can be done by several processes at once, in any order of the same records', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => String(n));
    await Promise.all(Array.from({ length: 8 }, (_, n) => storeDeliveries(house.dataSource, (n % 2 === 0 ? [shop, other] : [other, shop]).map((id) => delivery(id, ...(n % 3 === 0 ? ids : ids.toReversed()))))));
    expect([(await waiting(shop)).length, (await waiting(other)).length]).toEqual([30, 30]);
    expect(await day(shop)).toMatchObject({ received: 8, stored: 30, collapsed: 210 });
  });

  it('is tried again when somebody else was in the way, not when the statement is wrong', async () => {
    // A sequence counts on, whatever is rolled back.
    await sql(`create sequence tries`);
    await sql(`create function refuse() returns trigger language plpgsql as $$ begin if nextval('tries') < 3 then raise exception 'in the way' using errcode = new.origin; end if; return new; end $$`);
    await sql(`create function as_code() returns trigger language plpgsql as $$ begin new.origin := new.external_id; return new; end $$`);
    await sql(`create trigger a_code before insert on inbox for each row execute function as_code()`);
    await sql(`create trigger b_refuse before insert on inbox for each row execute function refuse()`);
    await storeDeliveries(house.dataSource, [delivery(shop, '40P01')]);
    expect(await sql(`select nextval('tries')::int as tries`)).toEqual([{ tries: 4 }]);
    await sql(`alter sequence tries restart`);
    await expect(storeDeliveries(house.dataSource, [delivery(shop, '22003')])).rejects.toThrow('in the way');
    expect(await sql(`select nextval('tries')::int as tries`)).toEqual([{ tries: 2 }]);
  });

  it('is given up when the database does not answer, and leaves no connection behind that is still busy', async () => {
    // One connection, of the kind the API has.
    const api = await createDataSource({ url: house.url, poolSize: 1 }).initialize();
    const holder = await createDataSource({ url: house.url }).initialize();
    const runner = holder.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`lock table hook_count in exclusive mode`);
      await expect(storeDeliveries(api, [delivery(shop, '1')], 50)).rejects.toThrow('Connection terminated');
      expect(await api.query(`select 1 as n`)).toEqual([{ n: 1 }]);
      await runner.rollbackTransaction();
      await storeDeliveries(api, [delivery(shop, '2')]);
      expect(await waiting(shop)).toContain('2');
    } finally {
      await runner.release();
      await Promise.all([api.destroy(), holder.destroy()]);
    }
  });

  describe('of ids no record is stored of', () => {
    const numbers = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => String(from + n));
    const know = (id: string): Promise<unknown> =>
      sql(
        `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys)
         values (gen_random_uuid(), $1, $2, 'order', $3, '{}', '\\x00', '', 0, now(), now(), '{}')`,
        [house.workspaceId, shop, id],
      );

    it('keeps only so many waiting at once, and every one that is known', async () => {
      await know('7');
      await storeDeliveries(house.dataSource, [delivery(other, '1')]);
      await storeDeliveries(house.dataSource, [delivery(shop, ...numbers(1_000, MOST_UNSEEN - 1))]);
      await storeDeliveries(house.dataSource, [delivery(shop, ...numbers(5_000, 3), '7', '1000')]);
      expect(await waiting(shop)).toHaveLength(MOST_UNSEEN + 1);
      expect(await waiting(shop)).toEqual(expect.arrayContaining(['5000', '7']));
      expect(await waiting(other)).toEqual(['1']);
      expect(await day(shop)).toEqual({ received: 2, stored: MOST_UNSEEN + 1, collapsed: 1, ignored: 2, unreadable: 0, late: 0 });
      expect(await sql(`select external_id from inbox where not unseen`)).toEqual([{ external_id: '7' }]);
    });

    it('takes further ones once those before are being read', async () => {
      await storeDeliveries(house.dataSource, [delivery(shop, ...numbers(1_000, MOST_UNSEEN))]);
      await sql(`update inbox set part_id = gen_random_uuid() where external_id in ('1000', '1001')`);
      await storeDeliveries(house.dataSource, [delivery(shop, '1', '2', '3')]);
      expect((await waiting(shop)).filter((id) => id.length === 1)).toEqual(['1', '2']);
    });
  });
});
