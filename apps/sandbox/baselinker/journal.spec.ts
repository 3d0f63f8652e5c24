import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { entries, rows } from './spec-client.js';

const DAY = 86_400_000;
let clock: number;
let sandbox: BaselinkerSandbox;
beforeEach(async () => {
  clock = Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startBaselinkerSandbox({ orders: 200, historyDays: 20, now: () => clock, unknownLogTypes: false });
});
afterEach(async () => {
  await sandbox.stop();
});

const logs = (parameters: object = {}): ReturnType<typeof rows> => rows(sandbox, 'getJournalList', parameters);
const logIds = async (parameters: object = {}): Promise<number[]> => (await logs(parameters)).map((row) => Number(row['log_id']));

it('gives the last three days, ascending, with gaps', async () => {
  const list = await logs();
  const ids = list.map((row) => Number(row['log_id']));
  expect(ids.length).toBeGreaterThan(10);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(ids.some((id, at) => at > 0 && id - (ids[at - 1] ?? 0) > 1)).toBe(true);
  for (const row of list) expect(Number(row['date']) * 1000).toBeGreaterThan(clock - 3 * DAY - 5_000);
  expect(sandbox.control.log().length).toBeGreaterThan(list.length);
});

it('has dates that repeat and that step back', async () => {
  sandbox.control.sellMany(40);
  const dates = (await logs()).map((row) => Number(row['date']));
  const steps = dates.map((date, at) => date - (dates[at - 1] ?? date));
  expect([steps.some((step) => step < 0), new Set(dates).size < dates.length]).toEqual([true, true]);
});

it('includes the entry of the cursor, or not', async () => {
  const [, second = 0, third = 0] = await logIds();
  expect((await logIds({ last_log_id: second }))[0]).toBe(second);
  sandbox.control.configure({ journalInclusive: false });
  expect((await logIds({ last_log_id: second }))[0]).toBe(third);
});

it('gives what is left for a cursor that is older than the window', async () => {
  const before = await logIds();
  clock += 4 * DAY;
  const id = sandbox.control.sell({ source: 'shop', confirmed: true, paid: false });
  expect((await logs({ last_log_id: before.at(-1) })).map((row) => row['order_id'])).toEqual([id]);
});

it('filters by type and order, and stops at a cap', async () => {
  const id = sandbox.control.sell({ source: 'allegro', paid: true });
  sandbox.control.setStatus(id, 50215);
  expect(await entries(sandbox, id)).toEqual(['1:0', '2:0', '3:0', '18:50215']);
  expect((await logs({ order_id: id, logs_types: [18, 3] })).map((row) => row['log_type'])).toEqual([3, 18]);
  sandbox.control.configure({ journalCap: 2 });
  const first = await logIds({ order_id: id });
  expect([first.length, (await logIds({ order_id: id, last_log_id: first[1] }))[0]]).toEqual([2, first[1]]);
});

it('is empty while it is off, and knows nothing of that time later', async () => {
  sandbox.control.journal('off');
  const missed = sandbox.control.sell();
  expect(await logs()).toEqual([]);
  sandbox.control.journal('on');
  const seen = sandbox.control.sell({ source: 'shop' });
  expect([await entries(sandbox, missed), (await entries(sandbox, seen))[0]]).toEqual([[], '1:0']);
});

it('calls the number id when told so, and lets unknown types through', async () => {
  sandbox.control.configure({ logIdField: 'id' });
  const id = sandbox.control.sell({ source: 'shop', paid: false });
  sandbox.control.logUnknown(97, id, 5);
  const [row] = await logs({ order_id: id });
  expect(Object.keys(row ?? {})).toEqual(['id', 'log_type', 'order_id', 'object_id', 'date']);
  expect(await entries(sandbox, id)).toEqual(['1:0', '97:5']);
});

it('writes the entry of every change', async () => {
  const { control } = sandbox;
  const id = control.sell({ source: 'shop', paid: false, value: 100 });
  control.editDelivery(id, { city: 'Żory' });
  control.editOrder(id, { email: 'nowy@example.com' });
  control.editInvoice(id, { nip: '000-123-45-67' });
  control.pay(id);
  const line = control.addProduct(id, { productId: '0', name: 'Usługa', price: 100 });
  control.editProduct(id, line, { quantity: 2 });
  control.removeProduct(id, line);
  control.removeInvoice(id);
  control.touch(id);
  control.editSilently(id, { phone: '511 000 000' });
  expect((await entries(sandbox, id)).map((entry) => entry.split(':')[0])).toEqual(['1', '11', '16', '21', '3', '12', '13', '14', '4', '19', '16']);
  expect(control.order(id)).toMatchObject({ email: 'nowy@example.com', phone: '511 000 000', paid: 10_000, total: 10_000, adminComments: 'Uwaga 1' });
});
