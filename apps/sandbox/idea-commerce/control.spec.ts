import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { ask, idsOf, rows, type Row } from './spec-client.js';

let sandbox: IdeaCommerceSandbox;
beforeEach(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 20, ratePerMinute: 0 });
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
  const { result: id } = await operate('sell', { sale: { source: 'allegro', person: { email: '', firstName: 'Anna', lastName: 'Próbna', phone: '512000111', hash: 'q7hx2m9d4k' }, form: 'bare', value: 12.5 } });
  expect(await operate('setStatus', { id, status: 'order_sent' }, 'control')).toMatchObject({ status: 200, result: null });
  expect(await operate('order', { id })).toMatchObject({ result: { id, status: 'order_sent', total: 1_250, phone: '+48512000111', email: 'q7hx2m9d4k@allegromail.pl' } });
  expect((await operate('orders')).result).toHaveLength(21);
  expect((await operate('partners')).result).toEqual(sandbox.control.partners());
  expect((await operate('statuses')).result).toContainEqual({ status: 'order_sent', label: 'Wysłane' });
});

it('says what it does not know', async () => {
  expect(await operate('everything')).toMatchObject({ status: 404, error: expect.stringContaining('manyInOneSecond') as string });
  expect(await operate('remove', { id: 5 })).toMatchObject({ status: 400, error: 'There is no order 5' });
  expect(await operate('sell', { sale: { colour: 'red' } })).toMatchObject({ status: 400 });
  expect(await operate('configure', { colour: 'red' })).toMatchObject({ status: 400 });
});

it('counts requests by path and keeps no token', async () => {
  await ask(sandbox, 'orders');
  await ask(sandbox, 'shipment/shipment_carriers');
  await operate('counts');
  expect(sandbox.control.requests()).toEqual({ total: 2, byResource: { orders: 1, 'shipment/shipment_carriers': 1 } });
  expect(JSON.stringify(sandbox.control.stats().log)).not.toContain(sandbox.key);
  sandbox.control.resetStats();
  expect(sandbox.control.requests().total).toBe(0);
});

it('calls a listener before each answer', async () => {
  const sold: number[] = [];
  sandbox.control.onRequest(() => sold.push(sandbox.control.sell()));
  const list = await rows(sandbox, 'orders?order_by=id%20asc');
  sandbox.control.onRequest(null);
  await rows(sandbox, 'orders');
  expect([sold.length, list.at(-1)?.['id']]).toEqual([1, sold[0]]);
});

it('moves no date with an edit', async () => {
  const [id = 0] = sandbox.control.ids();
  const { create_date: made, date_order: ordered } = (await rows(sandbox, `orders?id=${String(id)}`))[0] ?? {};
  sandbox.control.advance(86_400);
  sandbox.control.setStatus(id, 'delivered');
  sandbox.control.touch(id);
  const waybill = sandbox.control.addWaybill(id);
  const line = sandbox.control.order(id)?.lines[0]?.id ?? 0;
  sandbox.control.editLine(id, line, { quantity: 7 });
  expect((await rows(sandbox, `orders?id=${String(id)}`))[0]).toMatchObject({ create_date: made, date_order: ordered, status: 'delivered', waybills: expect.arrayContaining([waybill]) as string[] });
});

it('removes without a trace', async () => {
  const [order = 0] = sandbox.control.ids();
  const [partner = 0] = sandbox.control.idlePartnerIds();
  sandbox.control.remove(order);
  sandbox.control.removePartner(partner);
  expect([await rows(sandbox, `orders?id=${String(order)}`), await rows(sandbox, `partners?id=${String(partner)}`)]).toEqual([[], []]);
  expect(sandbox.control.removed()).toEqual([{ kind: 'orders', id: order }, { kind: 'partners', id: partner }]);
});

it('creates many in one second', () => {
  const ids = sandbox.control.manyInOneSecond(5);
  expect(new Set(ids.map((id) => sandbox.control.order(id)?.createdMs)).size).toBe(1);
});

it('keeps what is damaged out of the truth', async () => {
  const [id = 0] = sandbox.control.ids();
  const before = sandbox.control.row(id);
  sandbox.control.damage('orders', id, 'no-id');
  expect([sandbox.control.row(id), idsOf(await rows(sandbox, `orders?id=${String(id)}`))]).toEqual([before, [NaN]]);
});
