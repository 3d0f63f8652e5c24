import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { entries, rows } from './spec-client.js';

let clock: number;
let sandbox: BaselinkerSandbox;
let a: number;
let b: number;
beforeEach(async () => {
  clock = Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startBaselinkerSandbox({ orders: 0, now: () => clock, unknownLogTypes: false });
  [a = 0, b = 0] = [10, 20].map((value) => sandbox.control.sell({ source: 'shop', person: 'p1', value, paid: false }));
  clock += 60_000;
});
afterEach(async () => {
  await sandbox.stop();
});

const total = (id: number): number | undefined => sandbox.control.order(id)?.total;

it('merges technically: a new order, and the first ones stay', async () => {
  const made = sandbox.control.merge([a, b], 'technical_merge');
  expect([total(made), total(a), total(b)]).toEqual([3_000, 1_000, 2_000]);
  expect([await entries(sandbox, made), await entries(sandbox, a), await entries(sandbox, b)]).toEqual([['1:0'], ['1:0', `5:${String(made)}`], ['1:0', `5:${String(made)}`]]);
});

it('merges into the main order: the lines move and the others are deleted', async () => {
  expect(sandbox.control.merge([a, b], 'into_main_order')).toBe(a);
  expect([total(a), sandbox.control.order(b)]).toEqual([3_000, null]);
  expect([await entries(sandbox, a), await entries(sandbox, b)]).toEqual([['1:0', '12:0'], ['1:0', `5:${String(a)}`, '4:0']]);
});

it('writes the merge by the order that stays when told so', async () => {
  sandbox.control.configure({ mergeEntry: 'removed-object' });
  sandbox.control.merge([a, b], 'into_main_order');
  expect([await entries(sandbox, a), await entries(sandbox, b)]).toEqual([['1:0', '12:0', `5:${String(b)}`], ['1:0', '4:0']]);
});

it('splits: the same customer, an order of this moment', async () => {
  sandbox.control.addProduct(a, { productId: '0', price: 500, quantity: 1 });
  const made = sandbox.control.split(a);
  expect([total(a), total(made)]).toEqual([1_000, 500]);
  const [row] = await rows(sandbox, 'getOrders', { order_id: made });
  expect(row).toMatchObject({ email: sandbox.control.order(a)?.email, date_confirmed: Math.floor(clock / 1000) });
  expect((await entries(sandbox)).slice(-3, -1)).toEqual(['1:0', `6:${String(made)}`]);
});

it('splits pieces of the only line', () => {
  sandbox.control.editProduct(a, sandbox.control.order(a)?.lines[0]?.orderProductId ?? 0, { quantity: 3 });
  const made = sandbox.control.split(a);
  expect([total(a), total(made)]).toEqual([2_000, 1_000]);
});

it('copies, with the link before or behind the copy, and late', async () => {
  const first = sandbox.control.copy(a, { entry: 'before' });
  expect((await entries(sandbox)).slice(-2)).toEqual([`17:${String(first)}`, '1:0']);
  const second = sandbox.control.copy(a, { entry: 'after', delayMs: 30_000 });
  expect((await entries(sandbox)).slice(-1)).toEqual(['1:0']);
  clock += 29_000;
  const between = sandbox.control.sell({ source: 'shop', paid: false });
  clock += 1_000;
  expect([(await entries(sandbox)).at(-1), (await entries(sandbox, between)).length]).toEqual([`17:${String(second)}`, 1]);
  const [late, before] = [sandbox.control.log().at(-1), sandbox.control.log().at(-2)];
  expect([late?.objectId, (late?.id ?? 0) > (before?.id ?? 0), (late?.date ?? 0) < (before?.date ?? 0)]).toEqual([second, true, true]);
});

it('keeps the confirmation of the first order when told so, against the promise', async () => {
  sandbox.control.configure({ derivedKeepDates: true });
  const made = sandbox.control.copy(a);
  expect(sandbox.control.order(made)?.dateConfirmed).toBe(sandbox.control.order(a)?.dateConfirmed);
  expect(await rows(sandbox, 'getOrders', { date_confirmed_from: Math.floor(clock / 1000) })).toEqual([]);
});

it('merges no single order, and none that is not there', () => {
  expect(() => sandbox.control.merge([a], 'technical_merge')).toThrow('two orders');
  expect(() => sandbox.control.copy(5)).toThrow('There is no order 5');
});
