import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { allOrders, ask, at, orders, rows, type Row } from './spec-client.js';
import { STATUS_CODES } from './world/statuses.js';

let sandbox: IdoSellSandbox;
let every: readonly Row[];
beforeAll(async () => {
  sandbox = await startIdoSellSandbox({ clients: 300, orders: 700, shops: 2 });
  every = await allOrders(sandbox);
});
afterAll(async () => {
  await sandbox.stop();
});

const status = (order: Row | undefined): unknown => at(order, 'orderDetails', 'orderStatus');
const lines = (order: Row | undefined): readonly Row[] | undefined => at(order, 'orderDetails', 'productsResults') as readonly Row[] | undefined;
const cost = (order: Row | undefined, part: string): unknown => at(order, 'orderDetails', 'payments', 'orderCurrency', part);

describe('what orders are like', () => {
  it('has every status, sub-statuses of the panel, and codes nobody documented', async () => {
    const met = new Set(every.map(status));
    expect(STATUS_CODES.filter((code) => !met.has(code))).toEqual([]);
    expect(met.has('returned')).toBe(true);
    const panel = rows(await ask(sandbox, 'GET orders/statuses'), 'statuses');
    const own = panel.filter((one) => one['parentId'] !== 0).map((one) => one['id']);
    expect(every.some((order) => own.includes(at(order, 'orderDetails', 'orderStatusId')))).toBe(true);
  });

  it('leaves the emptied order of a merger behind', () => {
    const joined = every.filter((order) => status(order) === 'joined');
    expect(joined.length).toBeGreaterThan(0);
    for (const order of joined) expect([lines(order)?.length ?? 0, cost(order, 'orderProductsCost')]).toEqual([0, 0]);
    expect(joined.some((order) => lines(order) === undefined)).toBe(true);
    expect(joined.some((order) => lines(order)?.length === 0)).toBe(true);
  });

  it('has sets by components, a EUR order with its rate, orders without lines, wholesale settled net', () => {
    const bundled = every.find((order) => lines(order)?.some((line) => line['bundleId'] !== 0));
    expect(lines(bundled)?.find((line) => line['bundleId'] !== 0)?.['productOrderAdditional']).toMatch(/^<bundled>[0-9a-f]{32}<\/bundled>$/);
    const euro = every.find((order) => cost(order, 'currencyId') === 'EUR');
    expect(Number(cost(euro, 'orderCurrencyValue'))).toBeGreaterThan(4);
    expect(every.some((order) => lines(order) === undefined && Number(cost(order, 'orderProductsCost')) > 0)).toBe(true);
    expect(every.some((order) => at(order, 'orderDetails', 'payments', 'orderWorthCalculateType') === 'net')).toBe(true);
  });

  it('sums lines to the products cost when settled gross', () => {
    const gross = every.filter((order) => at(order, 'orderDetails', 'payments', 'orderWorthCalculateType') === 'gross' && (lines(order)?.length ?? 0) > 0);
    for (const order of gross) {
      const sum = (lines(order) ?? []).reduce((total, line) => total + Math.round(Number(line['productOrderPrice']) * 100 * Number(line['productQuantity'])), 0);
      expect(sum).toBe(Math.round(Number(cost(order, 'orderProductsCost')) * 100));
    }
  });

  it('folds sets on demand', async () => {
    const bundled = every.find((order) => lines(order)?.some((line) => line['bundleId'] !== 0));
    const [folded] = await orders(sandbox, { ordersSerialNumbers: [bundled?.['orderSerialNumber']], showBundles: true });
    expect(lines(folded)?.length).toBeLessThan(lines(bundled)?.length ?? 0);
    expect(lines(folded)?.every((line) => line['bundleId'] === 0)).toBe(true);
  });

  it('has Allegro orders of one buyer behind several relay addresses', () => {
    const allegro = every.filter((order) => at(order, 'orderDetails', 'orderSourceResults', 'auctionsServiceName') === 'allegro');
    const emails = new Set(allegro.map((order) => String(at(order, 'clientResult', 'clientAccount', 'clientEmail'))));
    const hashes = new Set([...emails].map((email) => email.split('+')[0]));
    for (const email of emails) expect(email).toMatch(/^[a-z0-9]{10}\+[0-9a-f]{7,9}@allegromail\.pl$/);
    expect(hashes.size).toBeLessThan(emails.size);
    expect(at(allegro[0], 'orderDetails', 'auctionInfo', 'auctionClientLogin')).toEqual(expect.any(String));
  });

  it('sends some goods to another client, and some to a pick-up point', () => {
    const ids = (order: Row, name: string): unknown => at(order, 'clientResult', name, 'clientId');
    expect(every.some((order) => ids(order, 'clientAccount') !== ids(order, 'endClientAccount'))).toBe(true);
    const point = every.find((order) => at(order, 'clientResult', 'clientPickupPointAddress') !== undefined);
    expect(at(point, 'clientResult', 'clientDeliveryAddress', 'clientDeliveryAddressType')).toBe('pickupPoint');
  });

  it('skips serial numbers', () => {
    const serials = every.map((order) => Number(order['orderSerialNumber']));
    expect((serials.at(-1) ?? 0) - (serials[0] ?? 0)).toBeGreaterThan(serials.length);
    expect(new Set(serials).size).toBe(700);
  });
});

describe('both nights of changed clocks', () => {
  it('gives the same text to orders an hour apart in autumn', () => {
    const night = every.map((order) => String(at(order, 'orderDetails', 'orderAddDate'))).filter((text) => text.startsWith('2025-10-26 02:'));
    expect(new Set(night).size).toBeLessThan(night.length);
  });

  it('repeats the hour and skips another while the clock runs', () => {
    const { control } = sandbox;
    const texts = ['2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z'].map((iso) => {
      control.setClock(iso);
      return control.clock();
    });
    control.setClock(null);
    expect(texts).toEqual(['2025-10-26 02:30:00', '2025-10-26 02:30:00', '2026-03-29 01:59:59', '2026-03-29 03:00:00']);
  });

  it('never writes a time that did not exist', () => {
    expect(JSON.stringify(every)).not.toMatch(/"(2024-03-31|2025-03-30|2026-03-29) 02:/);
    expect(JSON.stringify(every)).toMatch(/"2026-03-29 01:59:59/);
  });
});

describe('reads', () => {
  it('sorts by serial number, newest first without a word', async () => {
    const serials = (list: readonly Row[]): readonly number[] => list.map((order) => Number(order['orderSerialNumber']));
    const ascending = serials(await orders(sandbox, { ordersBy: [{ elementName: 'sn', sortDirection: 'ASC' }] }));
    const silent = serials(await orders(sandbox, {}));
    expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
    expect(silent).toEqual([...silent].sort((a, b) => b - a));
  });

  it('filters by date of change, status, shop and serial range together', async () => {
    const wanted = every.filter((order) => String(at(order, 'orderDetails', 'orderChangeDate')) >= '2026-01-01 00:00:00' && status(order) === 'finished' && at(order, 'orderDetails', 'orderSourceResults', 'shopId') === 2 && Number(order['orderSerialNumber']) > 1500);
    const found = await ask(sandbox, 'POST orders/orders/search', {
      params: {
        ordersRange: { ordersDateRange: { ordersDateType: 'modified', ordersDateBegin: '2026-01-01 00:00:00' }, ordersSerialNumberRange: { ordersSerialNumberBegin: 1501 } },
        ordersStatuses: ['finished'], orderSource: { shopsIds: [2] },
      },
    });
    expect(wanted.length).toBeGreaterThan(0);
    expect(found.body['resultsNumberAll']).toBe(wanted.length);
  });

  it.each(['add', 'dispatch', 'payment', 'last_payments_operation', 'declared_payments'])('filters by %s', async (ordersDateType) => {
    const found = await ask(sandbox, 'POST orders/orders/search', { params: { ordersRange: { ordersDateRange: { ordersDateType, ordersDateBegin: '2026-06-01 00:00:00', ordersDateEnd: '2026-09-30 23:59:59' } } } });
    expect(Number(found.body['resultsNumberAll'])).toBeGreaterThan(0);
    expect(Number(found.body['resultsNumberAll'])).toBeLessThan(300);
  });

  it('moves the change date with any change, and follows page after page', async () => {
    const [serial = 0] = sandbox.control.ids('orders');
    const window = { ordersRange: { ordersDateRange: { ordersDateType: 'modified', ordersDateBegin: '2027-01-01 00:00:00' } } };
    expect(await orders(sandbox, window)).toEqual([]);
    sandbox.control.setClock('2027-02-01T10:00:00Z');
    sandbox.control.touchOrder(serial, { note: 'nowa uwaga', status: 'finished' });
    sandbox.control.setClock(null);
    const [order] = await orders(sandbox, window);
    expect([order?.['orderSerialNumber'], at(order, 'orderDetails', 'orderChangeDate'), at(order, 'orderDetails', 'orderNote'), status(order)]).toEqual([serial, '2027-02-01 11:00:00', 'nowa uwaga', 'finished']);
  });

  it('ignores ordersBy when told so', async () => {
    const stubborn = await startIdoSellSandbox({ clients: 20, orders: 20, ignoreOrdersBy: true });
    const [first] = await orders(stubborn, { ordersBy: [{ elementName: 'sn', sortDirection: 'ASC' }] });
    expect(first?.['orderSerialNumber']).toBe(stubborn.control.ids('orders').at(-1));
    await stubborn.stop();
  });

  it('drifts by version', async () => {
    const unsent = every.findLast((order) => at(order, 'orderDetails', 'orderDispatchDate') === null)?.['orderSerialNumber'];
    const [old] = await orders(sandbox, { ordersSerialNumbers: [unsent] }, 5);
    const [middle] = await orders(sandbox, { ordersSerialNumbers: [unsent] }, 7);
    const [now] = await orders(sandbox, { ordersSerialNumbers: [unsent] });
    const types = [old, middle, now].map((order) => [typeof at(order, 'orderDetails', 'orderStatusId'), typeof at(order, 'clientResult', 'clientDeliveryAddress', 'clientDeliveryAddressId'), at(order, 'orderDetails', 'orderDispatchDate')]);
    expect(types).toEqual([['undefined', 'number', 0], ['string', 'string', null], ['number', 'string', null]]);
  });

  it.each([[0], [null], ['']] as const)('shows no dispatch as %s', async (emptyDispatch) => {
    const shop = await startIdoSellSandbox({ clients: 20, orders: 30, emptyDispatch });
    const found = (await allOrders(shop)).map((order) => at(order, 'orderDetails', 'orderDispatchDate')).filter((date) => !/^\d{4}-/.test(String(date)));
    expect(new Set(found)).toEqual(new Set([emptyDispatch]));
    await shop.stop();
  });
});
