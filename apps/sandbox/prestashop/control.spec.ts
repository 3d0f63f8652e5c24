import { ask, codes, ids, json, list, type Entity } from './spec-client.js';
import type { Fault } from './control/faults.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';

let shop: PrestaShopSandbox;
beforeEach(async () => {
  shop = await startPrestaShopSandbox({ customers: 20, orders: 30, guests: 0.2, rights: { order_histories: ['GET'] } });
  shop.control.setClock('2026-11-20T10:00:00Z');
});
afterEach(() => shop.stop());

const NOW = '2026-11-20 11:00:00';
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

describe('faults', () => {
  it.each<[Fault, number, string]>([
    [{ kind: 'status-429', retryAfter: 7 }, 429, '7'],
    [{ kind: 'status-429' }, 429, ''],
    [{ kind: 'status-503', retryAfter: 'Fri, 20 Nov 2026 10:00:30 GMT', body: 'html' }, 503, 'Fri, 20 Nov 2026 10:00:30 GMT'],
    [{ kind: 'empty-500' }, 500, ''],
    [{ kind: 'html' }, 200, ''],
    [{ kind: 'redirect' }, 302, ''],
  ])('%j', async (fault, status, retryAfter) => {
    shop.control.setFault(fault);
    const reply = await ask(shop, '/api/orders?output_format=JSON');
    expect([reply.status, reply.headers['retry-after'] ?? '']).toEqual([status, retryAfter]);
    expect(reply.headers['content-type']).toContain('text/html');
    shop.control.setFault(null);
    expect((await ask(shop, '/api/orders?output_format=JSON')).headers['content-type']).toBe('application/json');
  });

  it.each<[Fault, number, readonly number[]]>([
    [{ kind: 'status-503' }, 503, [22]],
    [{ kind: 'php-error' }, 500, [5]],
    [{ kind: 'php-error', code: 3 }, 500, [3]],
    [{ kind: 'php-error', code: 15 }, 500, [15]],
  ])('%j in an envelope', async (fault, status, expected) => {
    shop.control.setFault(fault);
    expect(await codes(shop, 'orders')).toEqual({ status, codes: expected });
  });

  it('strips the Authorization header on the way', async () => {
    shop.control.setFault({ kind: 'no-authorization' });
    expect((await ask(shop, '/api/orders')).text).toBe('401 Unauthorized');
    expect((await ask(shop, `/api/orders?ws_key=${shop.key}`)).status).toBe(200);
  });

  it('puts PHP noise in front of the JSON and keeps its type', async () => {
    shop.control.setFault({ kind: 'php-notice' });
    const reply = await ask(shop, '/api/orders?output_format=JSON');
    expect(reply.text).toMatch(/^<br \/>\n<b>Deprecated<\/b>[^]*\{"orders":/);
    expect(reply.headers['content-type']).toBe('application/json');
  });

  it('changes the types of values, or doubles records', async () => {
    shop.control.setFault({ kind: 'wrong-types' });
    expect((await list(shop, 'customers?display=[id,email]&limit=1'))[0]).toEqual({ id: { value: 2 }, email: [expect.any(String)] });
    shop.control.setFault({ kind: 'duplicates' });
    expect(await ids(shop, 'customers?filter[id]=[2]')).toEqual([2, 2]);
  });

  it('breaks off in the middle, resets, or never answers', async () => {
    for (const kind of ['half-body', 'reset'] as const) {
      shop.control.setFault({ kind });
      await expect(ask(shop, '/api/orders?display=full')).rejects.toThrow();
    }
    shop.control.setFault({ kind: 'hang' });
    const waiting = ask(shop, '/api/orders').catch((error: unknown) => error);
    await until(() => shop.control.stats().inFlight === 1);
    await shop.stop();
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  });

  it('hits so many requests of one resource', async () => {
    shop.control.setFault({ kind: 'status-503', times: 2, resource: 'orders' });
    const statuses: number[] = [];
    for (const target of ['customers', 'orders', 'orders', 'orders']) statuses.push((await ask(shop, `/api/${target}`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('hits a share of the requests', async () => {
    shop.control.setFault({ kind: 'empty-500', probability: 0.5 });
    for (let i = 0; i < 40; i += 1) await ask(shop, '/api/shops');
    const { byStatus } = shop.control.stats();
    expect(byStatus['200']).toBeGreaterThan(5);
    expect(byStatus['500']).toBeGreaterThan(5);
  });
});

describe('limits of the hosting', () => {
  it('answers 429 with the seconds to wait above the rate', async () => {
    shop.control.setRate(3);
    const replies = [];
    for (let i = 0; i < 5; i += 1) replies.push(await ask(shop, '/api/shops'));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 429, 429]);
    expect(Number(replies[4]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('refuses a request target that is too long', async () => {
    expect((await ask(shop, `/api/orders?filter[id]=[${'1|'.repeat(4000)}1]`)).status).toBe(414);
  });
});

describe('statistics', () => {
  it('counts by resource and status and keeps what was asked', async () => {
    await Promise.all([ask(shop, '/api/orders?limit=1'), ask(shop, '/api/orders/999'), ask(shop, '/api/')]);
    const stats = shop.control.stats();
    expect(stats).toMatchObject({ requests: 3, byResource: { orders: 2, '': 1 }, byStatus: { 200: 2, 404: 1 } });
    expect(stats.maxInFlight).toBeGreaterThanOrEqual(1);
    expect(stats.log.map((entry) => entry.path)).toContain('/api/orders/999');
    expect(stats.recent).toHaveLength(3);
    shop.control.resetStats();
    expect(shop.control.stats()).toMatchObject({ requests: 0, lastRequestAt: null });
  });
});

describe('what moves date_upd', () => {
  const dateOf = (resource: 'customers' | 'addresses' | 'orders', id: number): unknown => shop.control.record(resource, id)?.['date_upd'];

  it.each<[string, () => void, () => unknown, boolean]>([
    ['customer saved', () => { shop.control.touchCustomer(2); }, () => dateOf('customers', 2), true],
    ['customer soft deleted', () => { shop.control.softDelete('customers', 2); }, () => dateOf('customers', 2), true],
    ['newsletter by SQL', () => { shop.control.sqlNewsletter(2, 1); }, () => dateOf('customers', 2), false],
    ['order placed, its customer', () => { shop.control.sell(5); }, () => dateOf('customers', 2), false],
    ['address edited', () => { shop.control.touchAddress(2, { city: 'Łódź' }); }, () => dateOf('addresses', 2), true],
    ['address edited, its customer', () => { shop.control.touchAddress(2, { city: 'Łódź' }); }, () => dateOf('customers', 2), false],
    ['order state changed', () => { shop.control.touchOrder(3, { current_state: 4 }); }, () => dateOf('orders', 3), true],
    ['order by SQL', () => { shop.control.sqlUpdate('orders', 3, { note: 'x' }); }, () => dateOf('orders', 3), false],
  ])('%s', (_name, change, read, moved) => {
    change();
    if (moved) expect(read()).toBe(NOW);
    else expect(read()).not.toBe(NOW);
  });

  it('finds touched rows in a delta, and shows the new values', async () => {
    await ids(shop, 'customers?display=full');
    shop.control.touchCustomer(4, { firstname: 'Nowa' });
    const found = await list(shop, `customers?display=[id,firstname]&date=1&filter[date_upd]=>[2026-11-20 10:59:59]&sort=[date_upd_ASC,id_ASC]`);
    expect(found).toEqual([{ id: 4, firstname: 'Nowa' }]);
  });

  it('writes the state log, the sale flag and the paid amount with a state', async () => {
    shop.control.touchOrder(3, { current_state: 2 });
    const order = shop.control.record('orders', 3);
    expect([order?.['valid'], order?.['total_paid_real']]).toEqual([1, order?.['total_paid']]);
    const log = await list(shop, 'order_histories?display=full&filter[id_order]=[3]&sort=[id_DESC]&limit=1');
    expect(log[0]).toMatchObject({ id_order_state: 2, date_add: NOW });
  });
});

describe('sales, deletions and damage', () => {
  it('sells by new and known customers with the clock of the shop', async () => {
    const before = shop.control.counts();
    const sold = shop.control.sell(40);
    const after = shop.control.counts();
    expect(after.orders).toBe(before.orders + 40);
    expect(after.customers).toBe(before.customers + sold.customers.length);
    expect(sold.customers.length).toBeGreaterThan(0);
    expect(sold.customers.length).toBeLessThan(40);
    const fresh = await list(shop, `orders?display=[id,date_add,date_upd]&filter[id]=[${sold.orders.join('|')}]&sort=[id_ASC]`);
    expect(fresh.map((order) => order['id'])).toEqual(sold.orders);
    expect(fresh.every((order) => order['date_add'] === NOW && order['date_upd'] === NOW)).toBe(true);
    const addresses = await ids(shop, `addresses?filter[id_customer]=[${sold.customers.join('|')}]`);
    expect(addresses.length).toBe(sold.customers.length);
  });

  it('keeps soft-deleted rows in lists with their addresses, and hard-deleted ones nowhere', async () => {
    const [address] = await ids(shop, 'addresses?filter[id_customer]=[3]&limit=1');
    shop.control.softDelete('customers', 3);
    expect(await list(shop, 'customers?display=[id,deleted]&filter[id]=[3]')).toEqual([{ id: 3, deleted: '1' }]);
    expect(await list(shop, `addresses?display=[deleted]&filter[id]=[${String(address)}]`)).toEqual([{ deleted: '1' }]);
    shop.control.hardDelete('customers', 3);
    expect((await ask(shop, '/api/customers/3')).status).toBe(404);
    expect(await ids(shop, 'customers?filter[id]=[3]')).toEqual([]);
    expect(() => { shop.control.touchCustomer(3); }).toThrow('No customers 3');
  });

  it('replaces an address in use by a new row', async () => {
    const [order] = await list(shop, 'orders?display=[id,id_address_delivery]&filter[id_address_delivery]=>[1]&sort=[id_ASC]&limit=1');
    const old = Number(order?.['id_address_delivery']);
    const next = shop.control.replaceAddress(old, { city: 'Żywiec' });
    expect(shop.control.record('addresses', old)?.['deleted']).toBe(1);
    expect(shop.control.record('addresses', next)).toMatchObject({ city: 'Żywiec', deleted: 0, date_upd: NOW });
    expect(shop.control.record('orders', Number(order?.['id']))?.['id_address_delivery']).toBe(old);
  });

  it('damages one record of a page and heals it', async () => {
    const good = await list(shop, 'orders?display=full&sort=[id_ASC]');
    shop.control.corrupt('orders', 5, 'bad-total');
    const bad = await list(shop, 'orders?display=full&sort=[id_ASC]');
    expect(bad[4]?.['total_paid']).toBe('abc');
    expect(bad.filter((_order, index) => index !== 4)).toEqual(good.filter((_order, index) => index !== 4));
    shop.control.heal('orders', 5);
    expect(await list(shop, 'orders?display=full&sort=[id_ASC]')).toEqual(good);
  });

  it.each<['customers' | 'orders', 'no-ids' | 'bad-date' | 'bad-lines' | 'nul-character' | 'no-email', (entity: Entity) => unknown, unknown]>([
    ['customers', 'no-ids', (customer) => Object.keys(customer).filter((name) => name.startsWith('id')), []],
    ['customers', 'no-email', (customer) => customer['email'], null],
    ['customers', 'nul-character', (customer) => customer['lastname'], 'Wzor\u0000cowa'],
    ['orders', 'bad-date', (order) => order['date_add'], 'wczoraj'],
    ['orders', 'bad-lines', (order) => order['associations'], { order_rows: 'array' }],
  ])('%s: %s', async (resource, kind, read, expected) => {
    shop.control.corrupt(resource, 4, kind);
    const [entity] = await list(shop, `${resource}?display=full&filter[id]=[4]`);
    expect(read(entity ?? {})).toEqual(expected);
  });

  it('tells of each request before it is answered, so that rows can move meanwhile', async () => {
    shop.control.onRequest(({ query }) => {
      if (query.includes('moving')) shop.control.touchCustomer(2, { firstname: 'Ruchoma' });
    });
    expect(await list(shop, 'customers?display=[firstname]&filter[id]=[2]&moving=1')).toEqual([{ firstname: 'Ruchoma' }]);
  });
});

describe('control over HTTP', () => {
  const call = async (name: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const options = body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) };
    const reply = await ask(shop, `/_control/${name}`, { ...options, key: null });
    return { status: reply.status, body: JSON.parse(reply.text) as unknown };
  };

  it('offers the same operations as JSON and is not counted', async () => {
    expect(await call('counts')).toMatchObject({ status: 200, body: { result: { customers: 20, orders: 30 } } });
    expect(await call('sell', { n: 2 })).toMatchObject({ status: 200, body: { result: { orders: [31, 32] } } });
    expect(await call('setFault', { fault: { kind: 'status-503', times: 1 } })).toEqual({ status: 200, body: { result: null } });
    expect((await ask(shop, '/api/orders')).status).toBe(503);
    expect(await call('touchOrder', { id: 3, patch: { current_state: 4 } })).toEqual({ status: 200, body: { result: null } });
    expect(await call('record', { resource: 'orders', id: 3 })).toMatchObject({ body: { result: { current_state: 4, date_upd: NOW } } });
    expect(await call('setKey', { rights: { orders: [] } })).toMatchObject({ status: 200 });
    expect(await json(shop, 'orders')).toMatchObject({ errors: [{ code: 26 }] });
    expect(await call('stats')).toMatchObject({ body: { result: { requests: 2 } } });
  });

  it.each([
    ['nope', {}, 404],
    ['sell', { n: 'x' }, 400],
    ['hardDelete', { resource: 'orders', id: 99999 }, 400],
    ['setFault', { fault: { kind: 'nope' } }, 400],
  ])('%s %j is refused', async (name, body, status) => {
    const reply = await call(name, body);
    expect(reply).toMatchObject({ status, body: { error: expect.any(String) as unknown } });
  });
});
