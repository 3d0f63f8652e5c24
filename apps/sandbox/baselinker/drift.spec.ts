import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import type { TypeDrift } from './options.js';
import { rows, type Row } from './spec-client.js';

let sandbox: BaselinkerSandbox;
let id: number;
beforeAll(async () => {
  sandbox = await startBaselinkerSandbox({ orders: 40, ratePerMinute: 0, unknownFields: false });
  id = sandbox.control.sell({ source: 'allegro', value: 10, paid: true });
});
afterAll(async () => {
  await sandbox.stop();
});

async function rowIn(typeDrift: TypeDrift): Promise<{ readonly order: Row; readonly line: Row }> {
  sandbox.control.configure({ typeDrift });
  const [order = {}] = await rows(sandbox, 'getOrders', { order_id: id });
  return { order, line: (order['products'] as readonly Row[])[0] ?? {} };
}

it('current: numbers, and 0 without a shop order', async () => {
  const { order, line } = await rowIn('current');
  expect(order).toMatchObject({ order_id: id, shop_order_id: 0, order_source_id: 7301, confirmed: true, payment_done: 10, delivery_state: expect.any(String) as string });
  expect(line).toMatchObject({ storage_id: 21_001, order_product_id: expect.any(Number) as number });
});

it('2022: some ids are texts', async () => {
  const { order, line } = await rowIn('2022');
  expect(order).toMatchObject({ order_id: id, shop_order_id: '', order_source_id: '7301' });
  expect([line['storage_id'], typeof line['order_product_id'], 'delivery_state' in order]).toEqual(['21001', 'string', false]);
});

it('2018: the confirmation is a text while the creation is a number', async () => {
  const { order } = await rowIn('2018');
  expect([typeof order['date_confirmed'], typeof order['date_add'], 'shop_order_id' in order, 'pick_state' in order]).toEqual(['string', 'number', false, false]);
});

it('the documentation: no confirmed, other names', async () => {
  const { order, line } = await rowIn('doc');
  expect(order).toMatchObject({ payment_done: '10', pick_status: '0', pack_status: '0' });
  expect(['confirmed' in order, 'delivery_country_code' in order, typeof line['variant_id']]).toEqual([false, false, 'number']);
  const texts = await rowIn('strings');
  expect(texts.order).toMatchObject({ order_id: String(id), date_add: expect.stringMatching(/^\d+$/u) as string, delivery_price: '0' });
  expect('confirmed' in texts.order).toBe(false);
});

it('mixes all of them in one list', async () => {
  sandbox.control.configure({ typeDrift: 'mixed' });
  const list = await rows(sandbox, 'getOrders');
  expect([new Set(list.map((row) => typeof row['order_id'])).size, new Set(list.map((row) => typeof row['confirmed'])).size]).toEqual([2, 2]);
});

it('gives products as a map, an empty one as a list', async () => {
  sandbox.control.configure({ typeDrift: 'current', productsAsObject: true });
  const [order] = await rows(sandbox, 'getOrders', { order_id: id });
  const line = sandbox.control.order(id)?.lines[0];
  expect(order?.['products']).toMatchObject({ [String(line?.orderProductId)]: { price_brutto: 10 } });
  sandbox.control.removeProduct(id, line?.orderProductId ?? 0);
  expect((await rows(sandbox, 'getOrders', { order_id: id }))[0]?.['products']).toEqual([]);
  sandbox.control.configure({ productsAsObject: false });
});

it('has fields nobody announced now and then', async () => {
  sandbox.control.configure({ unknownFields: true });
  const list = await rows(sandbox, 'getOrders');
  expect([list.some((row) => 'order_flags' in row), list.every((row) => 'order_flags' in row)]).toEqual([true, false]);
});
