import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { ask, idsOf, rows, type Row } from './spec-client.js';

let clock: number;
let sandbox: BaselinkerSandbox;
beforeEach(async () => {
  clock = Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startBaselinkerSandbox({ orders: 250, ratePerMinute: 0, now: () => clock });
});
afterEach(async () => {
  await sandbox.stop();
});

const orders = (parameters: object = {}): ReturnType<typeof rows> => rows(sandbox, 'getOrders', parameters);
const numbers = (list: readonly Row[], name: string): number[] => list.map((row) => Number(row[name]));
const ascending = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

/** By the documented rule: from the second behind the last one. */
async function documented(from: number): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let at = from; ; ) {
    const page = await orders({ date_confirmed_from: at });
    found.push(...idsOf(page));
    if (page.length < 100) return found;
    at = Number(page.at(-1)?.['date_confirmed']) + 1;
  }
}

const confirmed = (): readonly number[] => sandbox.control.orders().filter((order) => order.confirmed).map(({ id }) => id);

it('gives at most 100, by confirmation', async () => {
  const page = await orders({ date_confirmed_from: 1 });
  expect(page).toHaveLength(100);
  expect(numbers(page, 'date_confirmed')).toEqual(ascending(numbers(page, 'date_confirmed')));
  expect(numbers(page, 'order_id')).not.toEqual(ascending(numbers(page, 'order_id')));
});

it('gives everything by the documented rule, as long as no page ends within a second', async () => {
  expect(numbers((await documented(1)).map((id) => ({ order_id: id })), 'order_id').sort()).toEqual([...confirmed()].sort());
  const burst = sandbox.control.manyInOneSecond(130, { source: 'shop' });
  clock += 5_000;
  sandbox.control.sell({ source: 'shop' });
  const lost = burst.length - (await documented(1)).filter((id) => burst.includes(Number(id))).length;
  expect(lost).toBeGreaterThan(0);
});

it('shows a second of more than a page in one fixed sequence that is not that of numbers', async () => {
  const burst = sandbox.control.manyInOneSecond(130);
  const from = Number(sandbox.control.order(burst[0] ?? 0)?.dateConfirmed);
  const [first, again] = [await orders({ date_confirmed_from: from }), await orders({ date_confirmed_from: from })];
  expect(idsOf(first)).toEqual(idsOf(again));
  expect([first.length, new Set(numbers(first, 'date_confirmed')).size]).toEqual([100, 1]);
  expect(numbers(first, 'order_id')).not.toEqual(ascending(numbers(first, 'order_id')));
});

it('gives by number with id_from, that number included', async () => {
  const [, , third = 0] = confirmed();
  const page = await orders({ id_from: third });
  expect(numbers(page, 'order_id')[0]).toBe(third);
  expect(numbers(page, 'order_id')).toEqual(confirmed().filter((id) => id >= third).slice(0, 100));
});

it('takes both ends of dates in', async () => {
  const order = sandbox.control.order(sandbox.control.sell({ source: 'shop' }));
  expect(idsOf(await orders({ date_confirmed_from: order?.dateConfirmed }))).toEqual([order?.id]);
  expect(await orders({ date_confirmed_from: Number(order?.dateConfirmed) + 1 })).toEqual([]);
  expect(idsOf(await orders({ date_from: order?.dateAdd }))).toContain(order?.id);
});

it('wants every filter to fit, and ignores what it does not know', async () => {
  const id = sandbox.control.sell({ source: 'allegro', sourceId: 7302, email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl', externalOrderId: 'e-1' });
  const fits = { filter_order_source: 'allegro', filter_order_source_id: 7302, filter_email: 'Q7HX2M9D4K+5c1e08a7b@allegromail.pl', filter_external_order_id: 'e-1', status_id: 50207 };
  expect(idsOf(await orders({ ...fits, page: 4, limit: 1, date_confirmed_to: 5, order_status_id: 1 }))).toEqual([id]);
  for (const wrong of [{ filter_order_source: 'shop' }, { filter_order_source_id: 7301 }, { filter_email: 'q7hx2m9d4k@allegromail.pl' }, { filter_external_order_id: 'e-2' }, { status_id: 50211 }]) {
    expect(await orders({ ...fits, ...wrong })).toEqual([]);
  }
});

it('does not look at the account without the source, and finds no address above 50 characters', async () => {
  expect(await orders({ filter_order_source_id: 999 })).toHaveLength(100);
  const email = `${'w'.repeat(45)}@wzorcowy.example`;
  const shop = sandbox.control.sell({ source: 'shop', email, shopOrderId: 77_001 });
  expect(await orders({ filter_email: email })).toEqual([]);
  expect(idsOf(await orders({ filter_shop_order_id: '77001' }))).toEqual([shop]);
});

it('hides unconfirmed orders, whose data is not complete', async () => {
  const id = sandbox.control.sell({ source: 'allegro', confirmed: false, person: 'p1' });
  expect(await orders({ order_id: id })).toEqual([]);
  expect(await orders({ order_id: id, get_unconfirmed_orders: true })).toMatchObject([{ confirmed: false, date_confirmed: 0, phone: '', delivery_fullname: '', delivery_method: '', payment_done: 0 }]);
  clock += 60_000;
  sandbox.control.confirm(id, { userComments: 'po namyśle' });
  const [row] = await orders({ date_confirmed_from: Math.floor(clock / 1000) });
  expect(row).toMatchObject({ order_id: id, confirmed: true, phone: '+48500100200', user_comments: 'po namyśle', date_add: Math.floor(clock / 1000) - 60 });
  expect(row?.['delivery_fullname']).not.toBe('');
});

it('does not move the confirmation when an order changes', async () => {
  const [id = 0] = confirmed();
  const before = (await orders({ order_id: id }))[0]?.['date_confirmed'];
  clock += 3_600_000;
  sandbox.control.setStatus(id, 50219);
  sandbox.control.pay(id);
  expect((await orders({ order_id: id }))[0]).toMatchObject({ date_confirmed: before, order_status_id: 50219, date_in_status: Math.floor(clock / 1000) });
});

it('knows nothing of a removed order, or calls its number invalid', async () => {
  const id = sandbox.control.sell({ source: 'shop' });
  sandbox.control.remove(id);
  expect(await ask(sandbox, 'getOrders', { order_id: id, get_unconfirmed_orders: true })).toEqual({ status: 'SUCCESS', orders: [] });
  sandbox.control.configure({ deletedOrder: 'error' });
  expect(await ask(sandbox, 'getOrders', { order_id: id })).toMatchObject({ status: 'ERROR', error_message: `Order id ${String(id)} is invalid` });
  expect([sandbox.control.order(id), sandbox.control.removed()]).toEqual([null, [id]]);
});

it('adds what it is asked to add', async () => {
  const id = sandbox.control.sell({ source: 'allegro', customExtra: { 135: 'B2B', 181: 'umowa.pdf' }, value: 100 });
  expect(Object.keys((await orders({ order_id: id }))[0] ?? {})).not.toEqual(expect.arrayContaining(['custom_extra_fields']));
  const asked = { order_id: id, include_custom_extra_fields: true, include_commissions: true, include_connect_data: 1 };
  expect(await orders(asked)).toMatchObject([{ custom_extra_fields: { 135: 'B2B', 181: { title: 'umowa.pdf' } }, commission: { net: 8, gross: 9.84, currency: 'PLN' }, connect_data: [] }]);
});
