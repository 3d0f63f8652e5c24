import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { idsOf, rows } from './spec-client.js';

let sandbox: BaselinkerSandbox;
let ids: readonly number[];
const STORED = ['+48511900800', '511 900 800', '511900800', '0048511900800', 'tel. 511-900-800'];
beforeEach(async () => {
  sandbox = await startBaselinkerSandbox({ orders: 30 });
  ids = STORED.map((phone) => sandbox.control.sell({ source: 'shop', phone, person: 'p1' }));
});
afterEach(async () => {
  await sandbox.stop();
});

/** Places in STORED that the query finds. */
async function found(phone: string): Promise<readonly number[]> {
  const list = idsOf(await rows(sandbox, 'getOrdersByPhone', { phone })).map((id) => ids.indexOf(Number(id)));
  return list.sort();
}

it('gives slim rows and nothing to tell people apart by', async () => {
  const [row] = await rows(sandbox, 'getOrdersByPhone', { phone: '511900800' });
  expect(Object.keys(row ?? {})).toEqual(['order_id', 'order_status_id', 'delivery_fullname', 'delivery_company', 'date_in_status', 'date_add']);
});

it('finds national digits and +48, never blanks', async () => {
  expect([await found('511900800'), await found('+48511900800'), await found('511 900 800'), await found('')]).toEqual([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [], []]);
});

it('compares the text, or the digits, when told so', async () => {
  sandbox.control.configure({ phoneMatch: 'exact' });
  expect([await found('511 900 800'), await found('511900800')]).toEqual([[1], [2]]);
  sandbox.control.configure({ phoneMatch: 'digits' });
  expect([await found('511900800'), await found('+48 511 900 800')]).toEqual([[1, 2, 4], [0]]);
});

it('hits strangers when a part is enough, and stops at a cap', async () => {
  const stranger = sandbox.control.sell({ source: 'shop', phone: '22 119 00 800' });
  expect(idsOf(await rows(sandbox, 'getOrdersByPhone', { phone: '511900800' }))).not.toContain(stranger);
  sandbox.control.configure({ phonePartial: true });
  expect(idsOf(await rows(sandbox, 'getOrdersByPhone', { phone: '511900800' }))).toContain(stranger);
  sandbox.control.configure({ lookupCap: 2 });
  expect(await rows(sandbox, 'getOrdersByPhone', { phone: '511900800' })).toHaveLength(2);
});

it('follows a telephone that was edited', async () => {
  sandbox.control.editOrder(ids[2] ?? 0, { phone: '600000001' });
  expect([await found('600000001'), await found('511900800')]).toEqual([[2], [0, 1, 3, 4]]);
});

it('finds an e-mail as a whole, whatever its letters', async () => {
  const id = sandbox.control.sell({ source: 'allegro', email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' });
  const rowsOf = async (email: string): Promise<readonly unknown[]> => idsOf(await rows(sandbox, 'getOrdersByEmail', { email }));
  expect([await rowsOf('Q7HX2M9D4K+5c1e08a7b@allegromail.pl'), await rowsOf('q7hx2m9d4k@allegromail.pl'), await rowsOf('')]).toEqual([[id], [], []]);
  const [row] = await rows(sandbox, 'getOrdersByEmail', { email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' });
  expect(Object.keys(row ?? {})).toEqual(['order_id', 'order_status_id', 'date_in_status', 'date_add']);
});

it('gives numbers as texts in years that had them', async () => {
  sandbox.control.configure({ typeDrift: '2022' });
  const [row] = await rows(sandbox, 'getOrdersByPhone', { phone: '511900800' });
  expect([typeof row?.['order_id'], typeof row?.['order_status_id'], typeof row?.['date_add']]).toEqual(['string', 'string', 'number']);
});
