import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, rows } from './spec-client.js';

let sandbox: IdoSellSandbox;
beforeAll(async () => {
  sandbox = await startIdoSellSandbox({ clients: 20, orders: 20 });
});
afterAll(async () => {
  await sandbox.stop();
});
afterEach(() => {
  sandbox.control.setFault(null);
  sandbox.control.setRate(null);
});

const SEARCH = 'POST orders/orders/search';
const RESOURCE = 'orders/orders/search';

describe('faults', () => {
  it.each([
    [{ kind: 'status-429' as const }, 429, 'application/json', undefined],
    [{ kind: 'status-429' as const, retryAfter: 7 }, 429, 'application/json', '7'],
    [{ kind: 'status-503' as const, retryAfter: 'Sat, 31 Oct 2026 12:00:00 GMT' }, 503, 'text/html; charset=utf-8', 'Sat, 31 Oct 2026 12:00:00 GMT'],
    [{ kind: 'empty-500' as const }, 500, 'text/plain', undefined],
    [{ kind: 'html' as const }, 200, 'text/html; charset=utf-8', undefined],
    [{ kind: 'html-500' as const }, 500, 'text/html; charset=utf-8', undefined],
  ])('%j', async (fault, status, type, retry) => {
    sandbox.control.setFault(fault);
    const reply = await ask(sandbox, SEARCH, { params: {} });
    expect([reply.status, reply.headers['content-type'], reply.headers['retry-after']]).toEqual([status, type, retry]);
  });

  it('hits only its resource, so many times', async () => {
    sandbox.control.setFault({ kind: 'empty-500', resource: RESOURCE, times: 2 });
    const statuses: number[] = [];
    for (const target of ['GET clients/clients', SEARCH, SEARCH, SEARCH]) statuses.push((await ask(sandbox, target, target === SEARCH ? { params: {} } : {})).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it.each(['reset', 'half-body'] as const)('%s breaks the connection', async (kind) => {
    sandbox.control.setFault({ kind });
    await expect(ask(sandbox, SEARCH, { params: {} })).rejects.toThrow();
  });

  it('hangs until the client gives up', async () => {
    sandbox.control.setFault({ kind: 'hang' });
    sandbox.control.resetStats();
    await expect(fetch(`${sandbox.url}/api/admin/v8/clients/clients`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect([sandbox.control.stats().requests, sandbox.control.stats().byStatus['200']]).toEqual([1, undefined]);
  });

  it('turns every value of the rows and keeps the wrappers', async () => {
    sandbox.control.setFault({ kind: 'wrong-types' });
    const reply = await ask(sandbox, SEARCH, { params: { resultsLimit: 2 } });
    expect(reply.body['resultsNumberAll']).toBe(20);
    expect(rows(reply, 'Results')).toHaveLength(2);
    expect([typeof at(rows(reply, 'Results')[0], 'orderSerialNumber'), Array.isArray(at(rows(reply, 'Results')[0], 'orderId'))]).toEqual(['object', true]);
  });

  it('gives every row twice', async () => {
    sandbox.control.setFault({ kind: 'duplicates' });
    const serials = rows(await ask(sandbox, SEARCH, { params: {} }), 'Results').map((row) => row['orderSerialNumber']);
    expect([serials.length, new Set(serials).size]).toEqual([40, 20]);
  });

  it('forgets the filters and keeps the paging', async () => {
    sandbox.control.setFault({ kind: 'ignore-filters' });
    const reply = await ask(sandbox, SEARCH, { params: { ordersSerialNumbers: [1], resultsLimit: 5 } });
    expect([reply.body['resultsNumberAll'], reply.body['resultsLimit']]).toEqual([20, 5]);
  });

  it('mixes good rows with a faulty one', async () => {
    sandbox.control.setFault({ kind: 'partial-207' });
    const orders = await ask(sandbox, SEARCH, { params: {} });
    const clients = await ask(sandbox, 'GET clients/clients');
    expect([orders.status, clients.status, at(orders.body, 'errors', 'faultCode')]).toEqual([207, 207, 1]);
    expect(rows(orders, 'Results').map((row) => (row['errors'] as unknown[]).length).reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(rows(clients, 'results').filter((row) => row['error'] !== undefined)).toHaveLength(1);
  });

  it('answers a fault envelope with any code, also with 200', async () => {
    sandbox.control.setFault({ kind: 'fault', code: 4, status: 200 });
    const reply = await ask(sandbox, SEARCH, { params: {} });
    expect([reply.status, Object.keys(reply.body), at(reply.body, 'errors', 'faultCode')]).toEqual([200, ['errors'], 4]);
  });

  it('tells of overload, and of nothing else', async () => {
    sandbox.control.setFault({ kind: 'overloaded', times: 1 });
    expect((await ask(sandbox, SEARCH, { params: {} })).status).toBe(200);
    expect([(await ask(sandbox, 'GET system/serverLoad')).body, (await ask(sandbox, 'GET system/serverLoad')).body]).toEqual([{ serverLoadStatus: 'overloaded' }, { serverLoadStatus: 'normal' }]);
    sandbox.control.setServerLoad('overloaded');
    expect((await ask(sandbox, 'GET system/serverLoad')).body).toEqual({ serverLoadStatus: 'overloaded' });
    sandbox.control.setServerLoad('normal');
  });

  it('limits requests in a moving minute', async () => {
    sandbox.control.setRate(2);
    const replies = [await ask(sandbox, 'GET clients/clients'), await ask(sandbox, 'GET clients/clients'), await ask(sandbox, 'GET clients/clients')];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 429]);
    expect(Number(replies[2]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('spoiled records', () => {
  it.each([
    ['bad-date', ['orderDetails', 'orderChangeDate'], '2026-13-45 99:99:99'], ['bad-total', ['orderDetails', 'payments', 'orderCurrency', 'orderProductsCost'], 'abc'],
    ['bad-type', ['clientResult'], 'array'], ['no-id', ['orderSerialNumber'], undefined],
  ] as const)('%s, until healed', async (kind, path, value) => {
    const [serial = 0] = sandbox.control.ids('orders');
    const read = async (): Promise<unknown> => at(rows(await ask(sandbox, `GET orders/orders?ordersSerialNumbers=${String(serial)}`), 'Results')[0], ...path);
    const good = await read();
    sandbox.control.corrupt('orders', serial, kind);
    expect(await read()).toEqual(value);
    sandbox.control.heal('orders', serial);
    expect(await read()).toEqual(good);
  });

  it('spoils clients and rows of the newsletter', async () => {
    const [id = 0] = sandbox.control.ids('clients');
    sandbox.control.corrupt('clients', id, 'no-id');
    expect(sandbox.control.record('clients', id)?.['clientId']).toBeUndefined();
    sandbox.control.heal('clients', id);
    sandbox.control.corrupt('newsletter', -1, 'bad-type');
    expect((await ask(sandbox, 'POST clients/newsletter/email/search', { params: {} })).text).toContain('"email":{"unexpected"');
    sandbox.control.heal('newsletter', -1);
  });
});
