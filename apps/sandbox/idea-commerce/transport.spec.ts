import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { ask, read, rows } from './spec-client.js';

let sandbox: IdeaCommerceSandbox;
beforeEach(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 20, ratePerMinute: 0 });
});
afterEach(async () => {
  await sandbox.stop();
});

it.each([[null], ['Basic YTpi'], ['Bearer'], ['']])('refuses %j as not authenticated', async (authorization) => {
  expect(await read(sandbox, 'shops', { authorization })).toEqual({ status: 403, body: { detail: 'Not authenticated' } });
});

it('refuses a wrong token before it looks at the parameters', async () => {
  const reply = await ask(sandbox, 'orders?limit=abc', { authorization: 'Bearer wrong' });
  expect([reply.status, reply.headers.get('www-authenticate'), await reply.json()]).toEqual([401, 'Bearer', { detail: 'Invalid authentication credentials' }]);
  sandbox.control.configure({ wrongToken: 403, missingToken: 401 });
  expect([(await ask(sandbox, 'shops', { authorization: 'Bearer wrong' })).status, (await ask(sandbox, 'shops', { authorization: null })).status]).toEqual([403, 401]);
});

it('takes the scheme in any case', async () => {
  expect(await read(sandbox, 'shops?limit=1', { authorization: `bearer ${sandbox.key}` })).toEqual({ status: 200, body: { count: 1, total_count: 2, shops: [{ id: 1, name: 'Wzorcowy', company_id: 1 }] } });
});

it('takes the successor of a revoked token', async () => {
  sandbox.control.revokeToken();
  expect((await ask(sandbox, 'shops')).status).toBe(401);
  sandbox.control.setToken('another');
  expect((await ask(sandbox, 'shops', { authorization: 'Bearer another' })).status).toBe(200);
});

it('hides single lists behind 403 or behind emptiness', async () => {
  sandbox.control.forbid(['partners']);
  expect([(await ask(sandbox, 'partners')).status, (await ask(sandbox, 'orders')).status]).toEqual([403, 200]);
  sandbox.control.forbid(['partners'], 'empty');
  expect(await read(sandbox, 'partners')).toEqual({ status: 200, body: { count: 0, total_count: 0, partners: [] } });
  sandbox.control.forbid([]);
  expect(await rows(sandbox, 'partners')).not.toEqual([]);
});

it.each(['orders/501/lines', 'everything', 'constructor', 'partners/5'])('has nothing at %s', async (target) => {
  expect(await read(sandbox, target, { authorization: null })).toEqual({ status: 404, body: { detail: 'Not Found' } });
});

it('knows no single order, no other method, and no trailing slash', async () => {
  expect(await read(sandbox, 'orders/501')).toEqual({ status: 405, body: { detail: 'Method Not Allowed' } });
  expect((await ask(sandbox, 'partners', { method: 'DELETE' })).status).toBe(405);
  const reply = await ask(sandbox, 'orders/?limit=1');
  expect([reply.status, reply.headers.get('location')]).toEqual([307, '/v2/orders?limit=1']);
});

it('has nothing outside the version', async () => {
  const reply = await fetch(`${sandbox.url}/v1/orders`, { headers: { authorization: `Bearer ${sandbox.key}` } });
  expect([reply.status, await reply.json()]).toEqual([404, { detail: 'Not Found' }]);
});

it('refuses what is above the rate with a page, and says how long if it does', async () => {
  sandbox.control.setRate(2);
  const replies: Response[] = [];
  for (let n = 0; n < 3; n += 1) replies.push(await ask(sandbox, 'shops'));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect([replies[2]?.headers.get('content-type'), Number(replies[2]?.headers.get('retry-after')) > 0]).toEqual(['text/html', true]);
  sandbox.control.configure({ retryAfter: false });
  expect((await ask(sandbox, 'shops')).headers.get('retry-after')).toBeNull();
  sandbox.control.advance(61);
  expect((await ask(sandbox, 'shops')).status).toBe(200);
});

it.each([
  ['folders', 'folders'], ['tags', 'tags'], ['pricelists', 'pricelists'], ['payment_methods', 'payment_methods'], ['shipment/shipment_carriers', 'shipment_carriers'], ['integrations?provider=allegro', 'integrations'],
  ['units_of_measurement', 'units_of_measurement'], ['taxes', 'taxes'], ['rma', 'rmas'], ['invoices', 'invoices'], ['integration_offers', 'integration_offers'],
])('lists %s', async (target, key) => {
  expect((await read(sandbox, target)).body).toMatchObject({ count: expect.any(Number) as number, [key]: expect.any(Array) as unknown[] });
});

it('gives images of a product only when it is asked for alone', async () => {
  expect([(await rows(sandbox, 'products'))[0]?.['images'], (await rows(sandbox, 'products?id=1'))[0]?.['images']]).toEqual([[], [expect.any(Object)]]);
});
