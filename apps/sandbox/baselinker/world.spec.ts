import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import type { OrderTruth } from './control/control.js';
import type { BaselinkerSandboxOptions } from './options.js';

const NOW = Date.parse('2026-01-15T10:00:00Z');
const OPEN: BaselinkerSandbox[] = [];
afterEach(async () => {
  for (const sandbox of OPEN.splice(0)) await sandbox.stop();
});
async function account(options: BaselinkerSandboxOptions): Promise<BaselinkerSandbox> {
  const sandbox = await startBaselinkerSandbox({ now: () => NOW, ...options });
  OPEN.push(sandbox);
  return sandbox;
}

const of = (orders: readonly OrderTruth[], key: string, source: string): readonly OrderTruth[] => orders.filter((order) => order.personKey === key && order.source === source);
const digits = (phone: string): string => phone.replace(/\D/gu, '').slice(-9);

it('is the same for the same seed', async () => {
  const [first, second, other] = [await account({ orders: 60 }), await account({ orders: 60 }), await account({ orders: 60, seed: 2 })];
  expect(first.control.orders()).toEqual(second.control.orders());
  expect(first.control.log()).toEqual(second.control.log());
  expect(first.control.orders()).not.toEqual(other.control.orders());
});

it.each([16, 40, 500])('has the hard people in a history of %i orders', async (count) => {
  const { control } = await account({ orders: count });
  const orders = control.orders();
  expect(orders).toHaveLength(count);
  const [shop, ...later] = [...of(orders, 'p1', 'shop'), ...of(orders, 'p1', 'allegro')];
  const masked = of(orders, 'p1', 'allegro').filter((order) => order.sourceId === 7301).map((order) => order.email);
  expect([shop?.email.toLowerCase(), later.length >= 3]).toEqual(['halina@wzorcowy.example', true]);
  expect(new Set(of(orders, 'p1', 'allegro').map((order) => digits(order.phone)))).toEqual(new Set([digits(shop?.phone ?? '')]));
  expect([new Set(masked).size, new Set(masked.map((email) => email.split('+')[0])).size]).toEqual([masked.length, 1]);
  const [p1, p2, p3] = control.people();
  expect([p1?.phone === p2?.phone, p1?.lastName === p2?.lastName, p3?.emails.length]).toEqual([true, false, 2]);
  expect(orders.filter((order) => order.email === '' && order.phone === '').length).toBeGreaterThan(0);
  expect(orders.filter((order) => order.source === 'shop' && order.delivery.company !== '').length).toBeGreaterThan(0);
});

it('has every kind of order in a usual history', async () => {
  const { control } = await account({ orders: 500 });
  const orders = control.orders();
  expect([...new Set(orders.map((order) => order.source))].sort()).toEqual(['allegro', 'amazon', 'ebay', 'order_return', 'personal', 'shop']);
  const kinds: readonly ((order: OrderTruth) => boolean)[] = [
    (order) => !order.confirmed, (order) => order.currency === '', (order) => order.lines.length === 0, (order) => order.lines.some((line) => line.productId === '0'), (order) => order.lines.some((line) => line.bundleId > 0),
    (order) => / /u.test(order.phone) && order.source === 'personal', (order) => order.email.endsWith('@members.ebay.com'), (order) => order.email.endsWith('@marketplace.amazon.pl'),
    (order) => order.dateConfirmed - order.dateAdd === 18 * 3600, (order) => order.lines.some((line) => line.taxRate < 0), (order) => order.wantInvoice,
  ];
  for (const kind of kinds) expect(orders.filter(kind).length).toBeGreaterThan(0);
  const spelled = orders.filter((order) => order.personKey === 'p3' && order.delivery.fullname !== '').map((order) => order.delivery.fullname);
  expect([spelled.some((name) => name.includes('ź')), orders.some((order) => order.delivery.fullname === 'Jozef Zdzblowski')]).toEqual([true, true]);
});

it('ends where it is told, and puts a burst into one second', async () => {
  const { control } = await account({ orders: 50, burst: 120, historyEnd: '2026-01-01T00:00:00Z' });
  const orders = control.orders();
  expect(Math.max(...orders.map((order) => Math.max(order.dateAdd, order.dateConfirmed))) * 1000).toBeLessThanOrEqual(Date.parse('2026-01-01T00:00:00Z'));
  const bySecond = Map.groupBy(orders, (order) => order.dateConfirmed);
  expect(Math.max(...[...bySecond.values()].map((list) => list.length))).toBeGreaterThanOrEqual(120);
});

it('sells to known people under one coded address a seller account', async () => {
  const person = { email: 'anna@wzorcowy.example', firstName: 'Anna', lastName: 'Próbna', phone: '512000111' };
  const { control } = await account({ orders: 0, shops: 2, people: [person] });
  const sale = (source: string, sourceId?: number): OrderTruth | null => control.order(control.sell({ source, person, ...(sourceId === undefined ? {} : { sourceId }) }));
  const [first, second, outlet] = [sale('allegro'), sale('allegro'), sale('allegro', 7302)];
  const hash = (order: OrderTruth | null): string | undefined => order?.email.split('+')[0];
  expect([hash(first) === hash(second), hash(first) === hash(outlet), first?.email === second?.email]).toEqual([true, false, false]);
  expect([first?.phone, sale('shop', 9015)?.sourceId, control.people().filter((one) => one.lastName === 'Próbna' && one.firstName === 'Anna').length]).toEqual(['+48512000111', 9015, 1]);
  expect(control.order(control.sell({ source: 'personal', person: null }))).toMatchObject({ email: '', phone: '', personKey: '' });
});
