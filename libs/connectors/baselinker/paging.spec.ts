import fc from 'fast-check';
import { calm, failureFrom, stored } from '../sdk/conformance-harness.js';
import type { Cursor, Page } from '../sdk/page.js';
import { packIds, unpackIds } from './id-set.js';
import { ordersStream } from './orders.stream.js';
import { fakeAccount, type FakeAccount } from './testing/fake-account.js';

type Order = { readonly id: number; readonly second: number };
type World = { readonly orders: readonly Order[]; readonly cap: number };

const START = 1_700_000_000;
const row = ({ id, second }: Order): object => ({ order_id: id, date_add: second - 30, date_confirmed: second, confirmed: true, products: [] });

/** A platform with the documented filters: by confirmation, or by id where `id_from` is given. `salt` mixes the order within a second. */
function platform({ orders, cap }: World, salt = 0): FakeAccount {
  let turn = 0;
  return fakeAccount((_method, parameters) => {
    turn += 1;
    const [from, id] = [Number(parameters['date_confirmed_from'] ?? 0), Number(parameters['id_from'] ?? 0)];
    const mixed = (order: Order): number => (salt === 0 ? order.id : (order.id * 7_919 * salt * turn) % 1_009);
    const found = orders.filter((order) => order.second >= from && order.id >= id);
    const sorted = 'id_from' in parameters ? found.sort((a, b) => a.id - b.id) : found.sort((a, b) => a.second - b.second || mixed(a) - mixed(b));
    return { orders: sorted.slice(0, cap).map(row) };
  });
}

async function readAll({ client }: FakeAccount, range: object, cursor: Cursor | null = null): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of ordersStream(client).backfill.read({ range: stored(range) as Cursor, cursor: stored(cursor), signal: calm() })) {
    pages.push(page);
    expect(JSON.stringify(page.cursor).length).toBeLessThan(1_024);
    if (pages.length > 3_000) throw new Error('reading does not end');
  }
  return pages;
}

const idsOf = (pages: readonly Page[]): number[] => pages.flatMap((page) => page.records.map((record) => Number(record.externalId)));
const sorted = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);

/** Crowded seconds, in which ids and dates do not rise together. */
const worlds: fc.Arbitrary<World> = fc.record({
  cap: fc.constantFrom(2, 3, 10, 100),
  orders: fc
    .uniqueArray(fc.integer({ min: 1, max: 900_000_000 }), { minLength: 0, maxLength: 260 })
    .chain((ids) => fc.array(fc.integer({ min: 0, max: 6 }), { minLength: ids.length, maxLength: ids.length }).map((seconds) => ids.map((id, index) => ({ id, second: START + (seconds[index] ?? 0) })))),
});

describe('reading orders by their confirmation', () => {
  it('gives every order exactly once, whatever crowds into a second, from every page boundary on', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 8 }), async (world, from, length) => {
        const account = platform(world);
        const range = { from: START + from, to: START + from + length };
        const wanted = world.orders.filter(({ second }) => second >= range.from && second < range.to).map(({ id }) => id);
        const pages = await readAll(account, range);
        expect(sorted(idsOf(pages))).toEqual(sorted(wanted));
        expect(pages.map((page) => page.done)).toEqual(pages.map((_page, index) => index === pages.length - 1));
        for (const [index, page] of pages.entries()) {
          if (index % 7 !== 0 || page.done) continue;
          expect(idsOf(await readAll(account, range, page.cursor))).toEqual(idsOf(pages.slice(index + 1)));
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('does so where rows of one second come in another order every time', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 1, max: 50 }), async (world, salt) => {
        const pages = await readAll(platform(world, salt), { from: 0, to: START + 100 });
        expect(sorted(idsOf(pages))).toEqual(sorted(world.orders.map(({ id }) => id)));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('reads adjacent parts in any order without a loss or a double', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const account = platform(world);
        const parts = [[3, 100], [0, 2], [2, 3]] as const;
        const ids: number[] = [];
        for (const [from, to] of parts) ids.push(...idsOf(await readAll(account, { from: START + from, to: START + to })));
        expect(sorted(ids)).toEqual(sorted(world.orders.map(({ id }) => id)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('asks no more than documented paging and one look behind the end, where nothing is crowded', async () => {
    const account = platform({ cap: 100, orders: Array.from({ length: 950 }, (_unused, index) => ({ id: index + 1, second: START + index * 60 })) });
    expect(idsOf(await readAll(account, { from: 0, to: START + 1_000_000 }))).toHaveLength(950);
    expect(account.asked.length).toBeLessThanOrEqual(11);
    expect(account.asked.every(({ parameters }) => !('id_from' in parameters))).toBe(true);
  });

  it('needs no reading by id for a second that fits into an answer', async () => {
    const account = platform({ cap: 100, orders: Array.from({ length: 90 }, (_unused, index) => ({ id: 800_000_000 + index * 10_000, second: START })).concat([{ id: 5, second: START + 60 }]) });
    expect(idsOf(await readAll(account, { from: 0, to: START + 1_000 }))).toHaveLength(91);
    expect(account.asked.some(({ parameters }) => 'id_from' in parameters)).toBe(false);
  });
});

describe('an answer that cannot be trusted', () => {
  const whole = Array.from({ length: 100 }, (_unused, index) => ({ id: index + 1, second: START }));

  it.each([
    ['rows before what was asked for', () => [row({ id: 1, second: START - 5 })], 'filter_ignored'],
    ['a full page in no order', () => whole.map(({ id }) => row({ id, second: START + (id % 2) })), 'answer_not_sorted'],
    ['a full page without a usable date', () => whole.map(({ id }) => ({ ...row({ id, second: START }), date_confirmed: 'x' })), 'cursor_did_not_advance'],
    ['the same full second again when asked by id', () => whole.map(row).reverse(), 'cursor_did_not_advance'],
  ])('%s fails loudly', async (_name, rows, code) => {
    const failure = await failureFrom(() => readAll(fakeAccount(() => ({ orders: rows() })), { from: START, to: START + 1_000 }));
    expect([failure.kind, failure.code]).toEqual(['platform_defect', code]);
  });

  it('fails where reading by id is not obeyed', async () => {
    const account = fakeAccount(() => ({ orders: whole.map(row) }));
    const failure = await failureFrom(() => readAll(account, { from: START, to: START + 1_000 }));
    expect([failure.kind, failure.code]).toEqual(['platform_defect', 'cursor_did_not_advance']);
  });

  it('gives a short one in no order all the same, each order once', async () => {
    const account = fakeAccount((_method, { date_confirmed_from }) => ({ orders: [3, 1, 2, 2].map((id) => ({ id, second: START + id })).filter(({ second }) => second >= Number(date_confirmed_from)).map(row) }));
    expect(sorted(idsOf(await readAll(account, { from: START, to: START + 1_000 })))).toEqual([1, 2, 3]);
  });

  it('makes rejects of rows without an id or a date, and ends', async () => {
    const bad = [{ ...row({ id: 1, second: START + 1 }), order_id: null }, { ...row({ id: 2, second: START + 1 }), date_confirmed: -5 }, { ...row({ id: 3, second: START + 1 }), date_confirmed: 99_999_999_999 }, null];
    const orders: unknown[] = [...bad, row({ id: 9, second: START + 1 })];
    const account = fakeAccount((_method, { id_from }) => ({ orders: Number(id_from ?? 0) > 1 ? orders.slice(-1) : orders }));
    const pages = await readAll(account, { from: START + 1, to: START + 1_000 });
    expect(idsOf(pages)).toEqual([9]);
    expect(new Set(pages.flatMap((page) => page.rejects.map(({ reason }) => reason)))).toEqual(new Set(['id_missing', 'date_confirmed_invalid', 'row_not_an_object']));
  });
});

describe('ids in a cursor', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { maxLength: 200 }), (ids) => {
        const text = packIds(ids);
        if (text !== null) expect(sorted([...unpackIds(text)])).toEqual(sorted(ids));
        else expect(ids.length).toBeGreaterThan(50);
      }),
    );
  });
});
