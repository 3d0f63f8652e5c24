import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { ask, read, rows } from './spec-client.js';

let sandbox: IdeaCommerceSandbox;
beforeAll(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 20, ratePerMinute: 0 });
});
afterEach(() => {
  sandbox.control.configure({ pydantic: 2, patchStatus: 'ignored' });
});
afterAll(async () => {
  await sandbox.stop();
});

it.each(['limit=abc', 'limit=', 'offset=1.5', 'id=x', 'id_from=1e3', 'status=anulowane', 'create_date_from=wczoraj', 'create_date_to=2026-02-31', 'subiekt_status=old'])('422 for %s', async (text) => {
  const { status, body } = await read(sandbox, `orders?${text}`);
  expect([status, body]).toEqual([422, { detail: [{ loc: ['query', text.split('=')[0]], msg: expect.any(String) as string, type: expect.any(String) as string, input: text.split('=')[1] }] }]);
});

it('names all that is wrong at once, in the words of either generation', async () => {
  expect((await read(sandbox, 'orders?limit=a&status=b')).body['detail']).toHaveLength(2);
  sandbox.control.configure({ pydantic: 1 });
  expect((await read(sandbox, 'partners?limit=a')).body).toEqual({ detail: [{ loc: ['query', 'limit'], msg: 'value is not a valid integer', type: 'type_error.integer' }] });
});

it('counts the last of a repeated parameter', async () => {
  expect((await read(sandbox, 'orders?limit=a&limit=3')).body).toMatchObject({ count: 3 });
});

it.each(['order_by=colour', 'order_by=id%20up', 'lang=xx_XX'])('400 with error_message for %s', async (text) => {
  expect(await read(sandbox, `orders?${text}`)).toEqual({ status: 400, body: { error_message: expect.any(String) as string } });
});

it.each(['orders?limit=-1', 'orders?offset=-5', 'orders?id=99999999999', 'partners?id=99999999999'])('breaks at %s', async (target) => {
  const reply = await ask(sandbox, target);
  expect([reply.status, reply.headers.get('content-type'), await reply.text()]).toEqual([500, 'text/plain; charset=utf-8', 'Internal Server Error']);
});

it('says 200 when nothing was written', async () => {
  const post = (body: unknown): ReturnType<typeof read> => read(sandbox, 'orders', { method: 'POST', body });
  const before = sandbox.control.counts().orders;
  expect(await post({ order_lines: [], partner: { email: 'a@wzorcowy.example' } })).toEqual({ status: 200, body: { id: null, error_message: 'Partner: id or name is required' } });
  expect(await post({ order_lines: [{ product: { name: 'Nic' } }] })).toMatchObject({ status: 200, body: { error_message: 'Product not found: Nic' } });
  expect([(await post({})).status, (await post('nic')).status, (await post([])).status, sandbox.control.counts().orders]).toEqual([422, 422, 422, before]);
  const made = await post({ order_lines: [{ product: { id: 1 } }], partner: { name: 'Anna Nowa' } });
  expect(made).toEqual({ status: 200, body: { id: sandbox.control.ids().at(-1), error_message: null } });
});

it('edits, and honours a status only where it does', async () => {
  const id = sandbox.control.sell({ source: 'woocommerce' });
  const patch = (body: unknown, target = id): ReturnType<typeof read> => read(sandbox, `orders/${String(target)}`, { method: 'PATCH', body });
  expect(await patch({ note: 'tak', status: 'to_pack' })).toEqual({ status: 200, body: { id, error_message: null } });
  expect(sandbox.control.order(id)).toMatchObject({ note: 'tak', status: 'sale' });
  sandbox.control.configure({ patchStatus: 'honoured' });
  await patch({ status: 'to_pack' });
  expect([sandbox.control.order(id)?.status, (await patch({ status: 'anulowane' })).body['error_message'], (await patch({}, 999_999)).body['error_message']]).toEqual(['to_pack', expect.any(String), expect.any(String)]);
});

it('adds waybills and moves orders with a list of errors', async () => {
  const id = sandbox.control.sell({ source: 'woocommerce' });
  await read(sandbox, 'orders/add_waybill', { method: 'POST', body: { order_id: id, carrier_id: 1, waybill: ['W1', 'W2'] } });
  expect((await rows(sandbox, `orders?id=${String(id)}`))[0]).toMatchObject({ waybills: ['W1', 'W2'], delivery_package_nr: 'W1' });
  expect(await read(sandbox, 'orders/to_collect', { method: 'POST', body: { order_ids: [id, 999_999] } })).toEqual({ status: 200, body: { ids: [id], errors: ['Order 999999 does not exist'] } });
  expect(sandbox.control.order(id)?.status).toBe('to_collect');
});
