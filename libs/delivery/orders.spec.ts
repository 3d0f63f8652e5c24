import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { exportAll } from '../../test/support/relay.js';
import { ago, customer, order, store } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, eventsAt, exclusionsOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';

const DAY = 86_400;
const ANNA = 'anna@example.pl';

describe('events of orders', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house);
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  it('tells one purchase of an order that changes ten times, and its new value under the same id', async () => {
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    const [first] = eventsAt(one, ANNA, 'PURCHASE');
    expect(first).toMatchObject({ value: 100, texts: { externalId: `${one.source.code}-11`, products: 'p11' } });
    const updates = (): number => one.account.sandbox.control.stats().byResource['v2/contact/updateContactExtEvent'] ?? 0;
    for (let change = 1; change <= 4; change += 1) await relay(one, [order('11', '1', { status: change % 2 === 0 ? 'open' : 'done', note: `zmiana ${String(change)}` })]);
    expect(updates()).toBe(0);
    for (const total of ['120.00', '130.00', '130.00', '90.00']) await relay(one, [order('11', '1', { status: 'done', total, note: total })]);
    await relay(one, [order('11', '1', { status: 'done', total: '90.00', lines: order('x', null).lines.map((line) => ({ ...line, productId: 'p12', quantity: '3' })) })]);
    await relay(one, [order('11', '1', { status: 'done', total: '95.00', paid: '95.00' })]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 1, purchases: 1, value: 95 });
    expect(eventsAt(one, ANNA, 'PURCHASE')).toEqual([expect.objectContaining({ eventId: first?.eventId, value: 95 })]);
  });

  it('tells of an order that bears the second in which its route was started', async () => {
    await house.dataSource.query(`update route set started_at = date_trunc('second', started_at) + interval '900 ms', events_from = null where id = $1`, [one.routeId]);
    const [start] = await house.dataSource.query<{ second: Date }[]>(`select date_trunc('second', started_at) as second from route where id = $1`, [one.routeId]);
    const second = start?.second.toISOString() ?? '';
    await relay(one, [order('11', null, { placedAt: { utc: second }, contact: { email: ANNA, firstName: 'Anna', lastName: 'Wzorcowa', company: null, phones: [] } })]);
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
  });

  it('tells one cancellation, and nothing of a return after it', async () => {
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    let note = 0;
    for (const status of ['cancelled', 'cancelled', 'returned', 'cancelled']) await relay(one, [order('11', '1', { status, note: `${status} ${String(note += 1)}` })]);
    expect(contactAt(one, ANNA)?.events.map((event) => event.type)).toEqual(['PURCHASE', 'CANCELLATION']);
  });

  it('tells a return once, and no cancellation of a purchase that was never told', async () => {
    await relay(one, [customer('1', ANNA), order('11', '1'), order('12', '1', { status: 'cancelled' })]);
    await relay(one, [order('11', '1', { status: 'returned' }), order('12', '1', { status: 'returned' })]);
    expect(contactAt(one, ANNA)?.events.map((event) => [event.type, event.texts['externalId']])).toEqual([['PURCHASE', `${one.source.code}-11`], ['RETURN', `${one.source.code}-11`]]);
    expect(await exclusionsOf(one, '12')).toContain('event:RETURN: never_sent');
  });

  it('tells nothing of an order that is cancelled before its purchase has left', async () => {
    await one.house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    await relay(one, [order('11', '1', { status: 'cancelled' })]);
    await one.house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('2', 'jan@example.pl')]);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 2, events: 0 });
  });

  it('tells nothing of orders from before the route, however they are read', async () => {
    const old = order('11', '1', { placedAt: ago(2 * DAY), createdAt: ago(2 * DAY) });
    await relay(one, [customer('1', ANNA, { createdAt: ago(9 * DAY) }), old]);
    await relay(one, [{ ...old, total: '120.00' }], { lane: 'by-id' });
    await relay(one, [{ ...old, status: 'cancelled' }], { lane: 'delta', epoch: 1 });
    await one.house.dataSource.query(`update route set exported_from = now() where id = $1`, [one.routeId]);
    await relay(one, [{ ...old, status: 'returned' }], { lane: 'backfill', epoch: 2 });
    await relay(one, [{ ...old, status: 'returned' }], { lane: 'reapply', epoch: 2, appliedWith: '2' });
    expect(contactAt(one, ANNA)).toMatchObject({ events: [] });
    expect(new Set((await exclusionsOf(one, '11')).map((line) => line.split(': ')[1]))).toEqual(new Set(['before_route']));
  });

  it('tells exactly the orders since the day a person has chosen', async () => {
    await store(one.house, one.source, [customer('1', ANNA, { createdAt: ago(90 * DAY) }), ...[1, 9, 11, 40].map((days) => order(`d${String(days)}`, '1', { placedAt: ago(days * DAY) }))], { lane: 'backfill' });
    const counts = await exportAll(house, one.account, one.routeId, new Date(Date.now() - 10 * DAY * 1_000));
    expect(counts).toMatchObject({ contacts: { accounts: 1 }, events: { PURCHASE: 2 } });
    expect(eventsAt(one, ANNA, 'PURCHASE').map((event) => event.texts['externalId']).sort()).toEqual([`${one.source.code}-d1`, `${one.source.code}-d9`]);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0, confirmationMails: 0 });
    await relay(one, [order('d40', '1', { placedAt: ago(40 * DAY), note: 'touched' }), order('d9', '1', { placedAt: ago(9 * DAY), status: 'cancelled' })]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 3, purchases: 2 });
  });
});
