import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { ask, idsOf, read, rows } from './spec-client.js';
import { DAMAGE_KINDS } from './world/damage.js';

let sandbox: IdeaCommerceSandbox;
beforeEach(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 20, ratePerMinute: 0 });
});
afterEach(async () => {
  await sandbox.stop();
});

it.each([
  [{ kind: 'html-502' as const }, 502, 'text/html', null],
  [{ kind: 'html-404' as const }, 404, 'text/html', null],
  [{ kind: 'status-429' as const }, 429, 'text/html', null],
  [{ kind: 'status-429' as const, retryAfter: 7 }, 429, 'text/html', '7'],
  [{ kind: 'status-503' as const, retryAfter: 'Sat, 31 Oct 2026 12:00:00 GMT' }, 503, 'text/html', 'Sat, 31 Oct 2026 12:00:00 GMT'],
  [{ kind: 'status-500' as const }, 500, 'text/plain; charset=utf-8', null],
  [{ kind: 'html' as const }, 200, 'text/html', null],
  [{ kind: 'redirect' as const }, 303, 'text/html', null],
  [{ kind: 'empty-body' as const }, 200, 'application/json', null],
])('%j', async (fault, status, type, retry) => {
  sandbox.control.setFault(fault);
  const reply = await ask(sandbox, 'orders');
  expect([reply.status, reply.headers.get('content-type'), reply.headers.get('retry-after')]).toEqual([status, type, retry]);
  sandbox.control.setFault(null);
  expect((await ask(sandbox, 'orders')).status).toBe(200);
});

it('tells errors in every form the API has', async () => {
  const told = [];
  for (const kind of ['error-400', 'detail-400', 'error-200', 'error-200-list'] as const) {
    sandbox.control.setFault({ kind, message: 'Nie teraz' });
    told.push(await read(sandbox, 'orders'));
  }
  expect(told).toEqual([
    { status: 400, body: { error_message: 'Nie teraz' } }, { status: 400, body: { detail: 'Nie teraz' } }, { status: 200, body: { error_message: 'Nie teraz' } },
    { status: 200, body: { count: 0, total_count: 0, orders: [], error_message: 'Nie teraz' } },
  ]);
});

it('hits only its path, so many times', async () => {
  sandbox.control.setFault({ kind: 'html-502', resource: 'orders', times: 2 });
  const statuses: number[] = [];
  for (const target of ['partners', 'orders', 'orders', 'orders']) statuses.push((await ask(sandbox, target)).status);
  expect([statuses, sandbox.control.faultHits()]).toEqual([[200, 502, 502, 200], { 'orders html-502': 2 }]);
});

it.each(['reset', 'half-body', 'lost-after'] as const)('%s breaks the connection', async (kind) => {
  sandbox.control.setFault({ kind });
  await expect(read(sandbox, 'orders')).rejects.toThrow();
});

it('hangs until the client gives up', async () => {
  sandbox.control.setFault({ kind: 'hang' });
  await expect(fetch(`${sandbox.url}/v2/orders`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  expect([sandbox.control.requests(), sandbox.control.stats().byStatus['200']]).toEqual([{ total: 1, byResource: { orders: 1 } }, undefined]);
});

it('turns every value of the rows, gives them twice, or half of them', async () => {
  sandbox.control.setFault({ kind: 'wrong-types' });
  const [row] = await rows(sandbox, 'orders');
  expect([typeof row?.['id'], Array.isArray(row?.['name'])]).toEqual(['object', true]);
  sandbox.control.setFault({ kind: 'duplicates' });
  const ids = idsOf(await rows(sandbox, 'orders'));
  expect([new Set(ids).size, ids.length]).toEqual([20, 40]);
  sandbox.control.setFault({ kind: 'short-page' });
  expect((await read(sandbox, 'orders')).body).toMatchObject({ count: 10, total_count: 20 });
  sandbox.control.setFault({ kind: 'no-counts' });
  expect(Object.keys((await read(sandbox, 'orders')).body)).toEqual(['orders']);
});

it.each(DAMAGE_KINDS)('spoils one order by %s until it is healed', async (kind) => {
  const id = sandbox.control.sell({ source: 'woocommerce' });
  const whole = async (): Promise<unknown> => (await rows(sandbox, `orders?id=${String(id)}`))[0];
  const good = await whole();
  sandbox.control.damage('orders', id, kind);
  expect(await whole()).not.toEqual(good);
  sandbox.control.heal('orders', id);
  expect(await whole()).toEqual(good);
});

it('spoils partners as well', async () => {
  const id = sandbox.control.addPartner({ name: 'Anna' });
  sandbox.control.damage('partners', id, 'no-id');
  expect((await rows(sandbox, `partners?id=${String(id)}`))[0]).not.toHaveProperty('id');
});
