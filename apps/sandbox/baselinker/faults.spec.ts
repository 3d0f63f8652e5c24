import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { DAMAGE_KINDS } from './world/damage.js';
import { ask, idsOf, post, rows } from './spec-client.js';

let sandbox: BaselinkerSandbox;
beforeEach(async () => {
  sandbox = await startBaselinkerSandbox({ orders: 20 });
});
afterEach(async () => {
  await sandbox.stop();
});

it.each([
  [{ kind: 'html-502' as const }, 502, 'text/html', null],
  [{ kind: 'status-429' as const }, 429, 'text/html', null],
  [{ kind: 'status-429' as const, retryAfter: 7 }, 429, 'text/html', '7'],
  [{ kind: 'status-503' as const, retryAfter: 'Sat, 31 Oct 2026 12:00:00 GMT' }, 503, 'text/html', 'Sat, 31 Oct 2026 12:00:00 GMT'],
  [{ kind: 'status-500' as const }, 500, 'text/html', null],
  [{ kind: 'html' as const }, 200, 'text/html', null],
  [{ kind: 'empty-body' as const }, 200, 'application/json', null],
])('%j', async (fault, status, type, retry) => {
  sandbox.control.setFault(fault);
  const reply = await post(sandbox, 'getOrders');
  expect([reply.status, reply.headers.get('content-type'), reply.headers.get('retry-after')]).toEqual([status, type, retry]);
  sandbox.control.setFault(null);
  expect(await ask(sandbox, 'getOrders')).toMatchObject({ status: 'SUCCESS' });
});

it('hits only its method, so many times', async () => {
  sandbox.control.setFault({ kind: 'html-502', resource: 'getOrders', times: 2 });
  const statuses: number[] = [];
  for (const method of ['getJournalList', 'getOrders', 'getOrders', 'getOrders']) statuses.push((await post(sandbox, method)).status);
  expect([statuses, sandbox.control.faultHits()]).toEqual([[200, 502, 502, 200], { 'getOrders html-502': 2 }]);
});

it.each(['reset', 'half-body', 'lost-after'] as const)('%s breaks the connection', async (kind) => {
  sandbox.control.setFault({ kind });
  await expect(ask(sandbox, 'getOrders')).rejects.toThrow();
});

it('counts what it did and did not tell, and not what it never did', async () => {
  sandbox.control.setRate(1);
  sandbox.control.setFault({ kind: 'reset', times: 1 });
  await expect(ask(sandbox, 'getOrders')).rejects.toThrow();
  sandbox.control.setFault({ kind: 'lost-after', times: 1 });
  await expect(ask(sandbox, 'getOrders')).rejects.toThrow();
  expect(await ask(sandbox, 'getOrders')).toMatchObject({ error_code: 'ERROR_BLOCKED_TOKEN' });
});

it('hangs until the client gives up', async () => {
  sandbox.control.setFault({ kind: 'hang' });
  await expect(fetch(`${sandbox.url}/connector.php`, { method: 'POST', signal: AbortSignal.timeout(100) })).rejects.toThrow();
  expect([sandbox.control.requests(), sandbox.control.stats().byStatus['200']]).toEqual([{ total: 1, byMethod: { other: 1 } }, undefined]);
});

it('answers an error of any code', async () => {
  sandbox.control.setFault({ kind: 'api-error', code: 'ERROR_QUERY_LIMIT', message: 'Za dużo' });
  expect(await ask(sandbox, 'getOrders')).toEqual({ status: 'ERROR', error_code: 'ERROR_QUERY_LIMIT', error_message: 'Za dużo' });
});

it('turns every value of the rows, or gives every row twice', async () => {
  sandbox.control.setFault({ kind: 'wrong-types' });
  const [row] = await rows(sandbox, 'getOrders');
  expect([typeof row?.['order_id'], Array.isArray(row?.['email'])]).toEqual(['object', true]);
  sandbox.control.setFault({ kind: 'duplicates' });
  const ids = idsOf(await rows(sandbox, 'getOrders'));
  expect(new Set(ids).size * 2).toBe(ids.length);
});

it.each(DAMAGE_KINDS)('spoils one order by %s until it is healed', async (kind) => {
  const id = sandbox.control.sell({ source: 'personal' });
  const read = async (): Promise<unknown> => (await rows(sandbox, 'getOrders', { order_id: id }))[0];
  const good = await read();
  sandbox.control.damage(id, kind);
  expect(await read()).not.toEqual(good);
  sandbox.control.heal(id);
  expect(await read()).toEqual(good);
});
