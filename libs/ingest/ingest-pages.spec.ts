import fc from 'fast-check';
import type { NeutralRecord } from '#libs/domain/records.js';
import { addsUp } from '#libs/domain/ledger.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../test/support/house.js';
import { customer, order, page, put as putInto, subscriber } from '../../test/support/small-records.js';
import { ingestPages } from './ingest-pages.js';
import { linkAllWaiting } from './link-waiting.js';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});

const empty = (): Promise<void> => emptyHouse(house);

const put = (shop: Shop, records: readonly NeutralRecord[], requestedMs?: number): Promise<void> => putInto(house, shop, records, requestedMs);

const rows = async (sql: string): Promise<Record<string, unknown>[]> => house.dataSource.query<Record<string, unknown>[]>(sql);

describe('ingest of one page', () => {
  beforeEach(empty);

  it('creates a card with keys, ID field and the orders that waited for their customer', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [order(7, 3), order(8, 3)]);
    expect(await rows('select count(*)::int as n from customer')).toEqual([{ n: 0 }]);
    await put(shop, [customer(3, 'Jan.Wzor@Example.PL')]);
    expect(await rows('select display_name, email from customer')).toEqual([{ display_name: 'Jan3 Wzór0', email: 'Jan.Wzor@Example.PL' }]);
    expect(await rows(`select count(*)::int as n from source_record where customer_id is not null`)).toEqual([{ n: 3 }]);
    expect(await rows(`select number_value::text as id from customer_field_value`)).toEqual([{ id: '3' }]);
    expect(await rows(`select type, value from identity order by type`)).toEqual([{ type: 'email', value: 'jan.wzor@example.pl' }, { type: 'shop_id', value: `${shop.id}/3` }]);
  });

  it('counts every record once and touches no data row when nothing changed', async () => {
    const shop = await addShop(house, 'PS1');
    const records = [customer(1, 'a@example.pl'), customer(2, 'b@example.pl'), customer(2, 'b@example.pl')];
    const first = await openPart(house, shop, 'customers');
    await ingestPages(house.dataSource, first.context, first.progress, [page(records)]);
    const before = await rows(`select xmin::text, ctid::text from source_record union all select xmin::text, ctid::text from customer union all select xmin::text, ctid::text from identity order by 1, 2`);
    const second = await openPart(house, shop, 'customers');
    const result = await ingestPages(house.dataSource, second.context, second.progress, [page([customer(1, 'a@example.pl'), customer(2, 'b@example.pl')], Date.UTC(2026, 2, 1))]);
    expect(await rows(`select xmin::text, ctid::text from source_record union all select xmin::text, ctid::text from customer union all select xmin::text, ctid::text from identity order by 1, 2`)).toEqual(before);
    expect(result.status === 'committed' && result.progress.counts).toMatchObject({ read: 2, identical: 2, written: 0 });
    const parts = await rows('select read::int, written::int, duplicate::int from part order by created_at');
    expect(parts).toEqual([{ read: 3, written: 2, duplicate: 1 }, { read: 2, written: 0, duplicate: 0 }]);
  });

  it('never lets an older copy win, and still keeps the keys it carried', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [customer(1, 'new@example.pl', 50)]);
    await put(shop, [customer(1, 'old@example.pl', 10)]);
    expect(await rows('select email from customer')).toEqual([{ email: 'new@example.pl' }]);
    expect(await rows(`select value from identity where type = 'email' order by value`)).toEqual([{ value: 'new@example.pl' }, { value: 'old@example.pl' }]);
    expect(await rows('select older::int from part order by created_at desc limit 1')).toEqual([{ older: 1 }]);
  });

  it('keeps the keys of an older copy that comes in one batch with the copy that is stored already', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [customer(1, 'new@example.pl', 50)]);
    const part = await openPart(house, shop, 'customers');
    await ingestPages(house.dataSource, part.context, part.progress, [page([customer(1, 'old@example.pl', 10), customer(1, 'new@example.pl', 50)])]);
    expect(await rows(`select value from identity where type = 'email' order by value`)).toEqual([{ value: 'new@example.pl' }, { value: 'old@example.pl' }]);
    expect(await rows('select read::int, identical::int, duplicate::int from part where id = \'' + part.context.partId + '\'')).toEqual([{ read: 2, identical: 1, duplicate: 1 }]);
  });

  it('leaves when the part was paused, moved on or has other settings, and writes nothing', async () => {
    const shop = await addShop(house, 'PS1');
    for (const change of [`desired = 'pause'`, `seq = 5`, `settings_version = 9`, `state = 'done'`]) {
      const part = await openPart(house, shop, 'customers');
      await house.dataSource.query(`update part set ${change} where id = $1`, [part.context.partId]);
      expect(await ingestPages(house.dataSource, part.context, part.progress, [page([customer(1, 'a@example.pl')])])).toEqual({ status: 'left' });
    }
    expect(await rows('select count(*)::int as n from source_record')).toEqual([{ n: 0 }]);
  });

  it('keeps one open reject a record, closed by the next good read', async () => {
    const shop = await addShop(house, 'PS1');
    const bad = { externalId: '9', reason: 'total_not_a_number', message: { pl: 'x', en: 'x' }, fix: { pl: 'x', en: 'x' }, original: {} };
    for (let round = 0; round < 2; round += 1) {
      const part = await openPart(house, shop, 'orders');
      const result = await ingestPages(house.dataSource, part.context, part.progress, [{ ...page([order(1, 1)]), rejects: [bad] }]);
      expect(result.status === 'committed' && result.progress.counts).toMatchObject({ read: 2, rejected: 1 });
    }
    expect(await rows('select external_id, occurrences, closed_at from reject')).toEqual([{ external_id: '9', occurrences: 2, closed_at: null }]);
    await put(shop, [order(9, 1)]);
    expect(await rows('select count(*)::int as n from reject where closed_at is null')).toEqual([{ n: 0 }]);
  });
});

describe('who is who', () => {
  beforeEach(empty);

  it('opens a card by an order that speaks for its owner, gives it the number of the owner, and takes the owner onto it', async () => {
    const shop = await addShop(house, 'IDEA1');
    const speaking = (id: number, owner: number | null): NeutralRecord => order(id, owner, 0, { speaksForOwner: true, contact: { email: null, firstName: 'Jan', lastName: 'Wzór', company: null, phones: [] } });
    await put(shop, [speaking(7, 30), speaking(8, 30), speaking(9, null)]);
    expect(await rows(`select display_name, (select number_value::text from customer_field_value where customer_id = c.id) as id from customer c`)).toEqual([{ display_name: 'Jan Wzór', id: '30' }]);
    expect(await rows(`select external_id as id from source_record where customer_id is null`)).toEqual([{ id: '9' }]);
    await put(shop, [customer(30, 'jan@example.pl', 0, { standing: 'alias' }), customer(4, 'jan@example.pl', 0, { standing: 'alias' })]);
    expect(await rows(`select c.email, v.number_value::text as id from customer c join customer_field_value v on v.customer_id = c.id where c.merged_into is null`)).toEqual([{ email: 'jan@example.pl', id: '4' }]);
    await put(shop, [speaking(8, 31)], Date.UTC(2026, 2, 1));
    expect(await rows(`select number_value::text as id from customer_field_value order by 1`)).toEqual([{ id: '31' }, { id: '4' }]);
  });

  it('joins one person over two shops by e-mail, and an Allegro buyer by the part before "+"', async () => {
    const one = await addShop(house, 'PS1');
    const two = await addShop(house, 'PS2');
    await put(one, [customer(1, 'q7hx2m9d4k+5c1e08a7b@allegromail.pl'), customer(2, 'anna@example.pl')]);
    await put(two, [customer(11, 'q7hx2m9d4k+1f0932d@allegromail.pl'), customer(12, 'ANNA@example.pl')]);
    expect(await rows('select count(distinct customer_id)::int as n from source_record')).toEqual([{ n: 2 }]);
    expect(await rows(`select value from hint where type = 'email_seen' order by value`)).toEqual([{ value: 'q7hx2m9d4k+1f0932d@allegromail.pl' }, { value: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' }]);
  });

  it('parts two accounts when one takes over the former e-mail of the other', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [customer(1, 'shared@example.pl', 1)]);
    await put(shop, [customer(1, 'own@example.pl', 2)]);
    await put(shop, [customer(2, 'shared@example.pl', 3)]);
    expect(await rows('select count(distinct customer_id)::int as n from source_record')).toEqual([{ n: 2 }]);
    expect(await rows(`select c.display_name from identity i join customer c on c.id = i.customer_id where i.value = 'shared@example.pl'`)).toEqual([{ display_name: 'Jan2 Wzór3' }]);
  });

  it('does not join the people whose orders one technical customer inherits, or an account takes over', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [customer(1, 'a@example.pl'), customer(2, 'b@example.pl'), customer(9, 'c@example.pl')]);
    await put(shop, [order(11, 1, 1), order(12, 2, 1)]);
    await put(shop, [order(11, 9, 2), order(12, 9, 2)]);
    expect(await rows(`select count(distinct customer_id)::int as cards from source_record`)).toEqual([{ cards: 3 }]);
    expect(await rows(`select count(*)::int as n from source_record r join identity i on i.customer_id = r.customer_id where r.kind = 'order' and i.value like '%/9'`)).toEqual([{ n: 2 }]);
  });
});

/** A small world in which everything collides: few e-mails, few owners, guests, Allegro buyers, newsletter lists, two shops. */
const copies = fc.array(
  fc.record({
    shop: fc.constantFrom(0, 1),
    what: fc.constantFrom('account', 'alias', 'order', 'market', 'speaking', 'stranger', 'listed'),
    id: fc.integer({ min: 1, max: 5 }),
    email: fc.constantFrom(null, 'a@example.pl', 'b@example.pl', 'c@example.pl', 'h1+1@allegromail.pl', 'h1+2@allegromail.pl'),
    second: fc.integer({ min: 0, max: 6 }),
  }),
  { minLength: 1, maxLength: 14 },
);

function recordOf(copy: { what: string; id: number; email: string | null; second: number }): NeutralRecord {
  if (copy.what === 'account') return customer(copy.id, copy.email, copy.second);
  if (copy.what === 'stranger') return subscriber(copy.id, copy.email ?? 'a@example.pl', copy.second, null);
  if (copy.what === 'listed') return subscriber(copy.id, copy.email, copy.second, copy.id);
  if (copy.what === 'alias') return customer(copy.id + 100, copy.email, copy.second, { standing: 'alias' });
  const marketplace = copy.what === 'market' ? { name: 'allegro' as const, login: copy.second % 3 === 0 ? null : `login${String(copy.second)}`, emails: copy.email === null ? [] : [copy.email] } : null;
  const own = copy.what === 'speaking' ? { speaksForOwner: true } : {};
  return order(copy.id + (copy.what === 'market' ? 50 : copy.what === 'speaking' ? 80 : 0), (copy.id + copy.second) % 2 === 0 ? copy.id : copy.id + 100, copy.second, { marketplace, ...own });
}

describe('any order, partition and parallelism of the same records', () => {
  it('gives the same cards', async () => {
    await fc.assert(
      fc.asyncProperty(copies, fc.array(fc.nat(), { minLength: 400, maxLength: 400 }), async (list, numbers) => {
        let drawn = 0;
        const noise = (): number => numbers[(drawn += 1) % numbers.length] ?? 0;
        // One version of a record has one content, as at the source.
        const unique = [...new Map(list.map((copy) => [`${String(copy.shop)}${copy.what}${String(copy.id)}${String(copy.second)}`, copy])).values()];
        const results: string[] = [];
        for (const parallel of [1, 1, 3]) {
          await empty();
          const shops = [await addShop(house, 'PS1', ['id', 'last_order_date', 'allegro_login']), await addShop(house, 'PS2', ['id', 'last_order_date', 'allegro_login'])];
          const shuffled = unique.map((copy) => ({ copy, key: noise() })).sort((a, b) => a.key - b.key);
          const lanes = Array.from({ length: parallel }, (_, lane) => shuffled.filter((_entry, index) => index % parallel === lane));
          await Promise.all(lanes.map(async (lane) => {
            for (let at = 0; at < lane.length; ) {
              const size = 1 + (noise() % 4);
              const slice = lane.slice(at, at + size);
              at += size;
              for (const shop of shops) await put(shop, slice.filter(({ copy }) => shops[copy.shop] === shop).map(({ copy }) => recordOf(copy)));
            }
          }));
          for (const shop of shops) await linkAllWaiting(house.dataSource, (await openPart(house, shop, 'orders')).context);
          results.push(await canonicalText(house.dataSource));
        }
        expect(results[1]).toBe(results[0]);
        expect(results[2]).toBe(results[0]);
        const ledgers = await rows('select read::int, written::int, reapplied::int, identical::int, older::int, duplicate::int, excluded::int, rejected::int from part');
        for (const ledger of ledgers) expect(addsUp(ledger as never)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

