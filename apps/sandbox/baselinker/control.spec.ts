import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { ask, rows, type Row } from './spec-client.js';

let sandbox: BaselinkerSandbox;
beforeEach(async () => {
  sandbox = await startBaselinkerSandbox({ orders: 20 });
});
afterEach(async () => {
  await sandbox.stop();
});

async function operate(name: string, input?: object, prefix = '_control'): Promise<{ readonly status: number; readonly result: unknown; readonly error: unknown }> {
  const reply = await fetch(`${sandbox.url}/${prefix}/${name}`, input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) });
  const body = (await reply.json()) as Row;
  return { status: reply.status, result: body['result'], error: body['error'] };
}

it('does over HTTP what it does in the process', async () => {
  const { result: id } = await operate('sell', { sale: { source: 'allegro', person: { email: 'a@wzorcowy.example', firstName: 'Anna', lastName: 'Próbna', phone: '512000111' }, value: 12.5, confirmed: false } });
  expect(await operate('confirm', { id, patch: { userComments: 'tak' } }, 'control')).toMatchObject({ status: 200, result: null });
  expect(await operate('order', { id })).toMatchObject({ result: { id, confirmed: true, total: 1_250, phone: '+48512000111', userComments: 'tak' } });
  expect((await operate('orders')).result).toHaveLength(21);
  expect((await operate('log')).result).toEqual(sandbox.control.log());
  expect((await operate('people')).result).toEqual(sandbox.control.people());
});

it('says what it does not know', async () => {
  expect(await operate('everything')).toMatchObject({ status: 404, error: expect.stringContaining('manyInOneSecond') as string });
  expect(await operate('remove', { id: 5 })).toMatchObject({ status: 400, error: 'There is no order 5' });
  expect(await operate('sell', { sale: { colour: 'red' } })).toMatchObject({ status: 400 });
});

it('counts calls by method and shows tokens to nobody', async () => {
  await ask(sandbox, 'getOrders', { order_id: 1 }, { token: null, bodyToken: sandbox.key });
  await rows(sandbox, 'getJournalList');
  await operate('counts');
  expect(sandbox.control.requests()).toEqual({ total: 2, byMethod: { getOrders: 1, getJournalList: 1 } });
  expect(JSON.stringify(sandbox.control.stats().log)).not.toContain(sandbox.key);
  sandbox.control.resetStats();
  expect(sandbox.control.requests().total).toBe(0);
});

it('calls a listener before each answer', async () => {
  const sold: number[] = [];
  sandbox.control.onRequest(() => sold.push(sandbox.control.sell({ source: 'shop' })));
  const list = await rows(sandbox, 'getOrders', { id_from: 31_400_000 });
  sandbox.control.onRequest(null);
  await rows(sandbox, 'getOrders');
  expect([sold.length, list.at(-1)?.['order_id']]).toEqual([1, sold[0]]);
});

it('changes the behaviour while it runs', async () => {
  const id = sandbox.control.sell({ source: 'shop' });
  await operate('configure', { typeDrift: 'strings', deletedOrder: 'error' });
  expect((await rows(sandbox, 'getOrders', { order_id: id }))[0]).toMatchObject({ order_id: String(id) });
  expect(await operate('configure', { colour: 'red' })).toMatchObject({ status: 400 });
});

it('moves the clock', () => {
  const before = sandbox.control.nowMs();
  sandbox.control.advance(3_600);
  expect(sandbox.control.nowMs() - before).toBeGreaterThanOrEqual(3_600_000);
});
