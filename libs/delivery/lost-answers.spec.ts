import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll, step } from '../../test/support/relay.js';
import { ago, customer, order, store } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, deliveriesOf, eventsAt, expectSums, relay, retry, withEngine, type Relay } from '../../test/support/relay-world.js';
import type { Fault } from '../../apps/sandbox/salesmanago/control/faults.js';

const ANNA = 'anna@example.pl';
const EVENT = 'v2/contact/addContactExtEvent';
const LOUD = 'contact/upsert';
const SILENT = 'contact/batchupsertv2';
const OLD = { createdAt: ago(9 * 86_400) };

describe('answers that are lost', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const openRejects = async (): Promise<string[]> => (await house.dataSource.query<{ reason: string }[]>(`select reason from reject where integration_id = $1 and closed_at is null order by reason`, [one.source.id])).map((row) => row.reason);

  describe.each([
    ['lost-before', {}], ['lost-after', {}], ['late-commit', { ms: 30 }], ['half-body', {}], ['status-503', {}], ['status-503', { commit: true }], ['html', { commit: true }],
  ] satisfies [Fault['kind'], Partial<Fault>][])('%s %j', (kind, more) => {
    it.each([[LOUD, {}], [SILENT, OLD], [EVENT, {}]])('of %s: everything arrives once', async (resource, age) => {
      one = await buildRelay(house);
      one.account.sandbox.control.setFault({ kind, resource, times: 1, ...more });
      await relay(one, [customer('1', ANNA, age), order('11', '1')]);
      expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 1, purchases: 1 });
      expect(contactAt(one, ANNA)).toMatchObject({ name: 'Anna Nowak 1' });
      expect((await deliveriesOf(one, ANNA)).map((row) => row.state)).toEqual(['delivered', 'delivered']);
      expect(await openRejects()).toEqual([]);
    });
  });

  it('never counts a lost change of a contact that was there already, although it has changed again meanwhile', async () => {
    one = await buildRelay(house, { tuning: { stepMs: 100, quietMs: 1_500 } });
    await relay(one, [customer('1', ANNA)]);
    one.account.sandbox.control.setFault({ kind: 'lost-before', resource: LOUD, times: 1 });
    await store(house, one.source, [customer('1', ANNA, { company: 'Pierwsza' })]);
    while ((await deliveriesOf(one, ANNA)).every((row) => row.state !== 'unknown')) await step(one.account);
    await relay(one, [customer('1', ANNA, { company: 'Druga' })]);
    expect(contactAt(one, ANNA)).toMatchObject({ company: 'Druga' });
    const arrived = one.account.sandbox.control.writes().length;
    const [row] = await house.dataSource.query<object[]>(`select queued, delivered, cancelled from delivery where route_id = $1 and kind = 'contact'`, [one.routeId]);
    expect(row).toEqual({ queued: 3, delivered: arrived, cancelled: 1 });
  });

  it('knows the id of an event that was found by reading, and without one leaves it alone', async () => {
    for (const showEventIds of [true, false]) {
      one = await buildRelay(house, { sandbox: { showEventIds } });
      one.account.sandbox.control.setFault({ kind: 'lost-after', resource: EVENT, times: 1 });
      await relay(one, [customer('1', ANNA), order('11', '1')]);
      await relay(one, [order('11', '1', { total: '150.00' })]);
      expect(eventsAt(one, ANNA, 'PURCHASE').map((event) => event.value)).toEqual([showEventIds ? 150 : 100]);
      const [{ excluded_reasons: reasons } = { excluded_reasons: {} }] = await house.dataSource.query<{ excluded_reasons: object }[]>(`select excluded_reasons from route_ledger where route_id = $1`, [one.routeId]);
      expect(reasons).toEqual(showEventIds ? {} : { event_not_updatable: 1 });
      if (showEventIds) await one.account.sandbox.stop();
    }
  });

  it('sends an event again under its id when the answer to a change is lost', async () => {
    one = await buildRelay(house);
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    one.account.sandbox.control.setFault({ kind: 'lost-after', resource: 'v2/contact/updateContactExtEvent', times: 2 });
    await relay(one, [order('11', '1', { total: '150.00' })]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 1, value: 150 });
  });

  describe('where the list of events may be cut', () => {
    beforeEach(async () => {
      one = await buildRelay(house, { sandbox: { eventListCap: 10 } });
      await relay(one, [customer('1', ANNA)]);
      for (let visit = 0; visit < 12; visit += 1) one.account.sandbox.control.plantEvent(ANNA, { date: Date.now() + 60_000, contactExtEventType: 'VISIT' });
      one.account.sandbox.control.setFault({ kind: 'lost-after', resource: EVENT, times: 1 });
      await relay(one, [order('11', '1')]);
    });
    const event = async () => (await deliveriesOf(one, ANNA)).find((row) => row.key === 'event:PURCHASE:11');

    it('sends nothing again, and asks a person', async () => {
      expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 1 });
      expect(await event()).toMatchObject({ state: 'failed', reason: 'outcome_unknown' });
      expect(await openRejects()).toEqual(['outcome_unknown']);
    });

    it('sends nothing again either because the order changes meanwhile', async () => {
      await relay(one, [order('11', '1', { note: 'zapakowane' })]);
      await relay(one, [order('11', '1', { total: '170.00' })]);
      expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 1 });
      expect(await event()).toMatchObject({ state: 'failed', reason: 'outcome_unknown' });
      expect(await openRejects()).toEqual(['outcome_unknown']);
    });

    it('sends it when a person says so', async () => {
      one.account.sandbox.control.setCard(ANNA, { permanently: true });
      one.account.sandbox.control.plant({ contact: { email: ANNA } });
      await retry(one, (await event())?.id ?? '');
      await deliverAll(one.account);
      expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
      expect(await event()).toMatchObject({ state: 'delivered' });
      expect(await openRejects()).toEqual([]);
    });
  });

  it('counts as a try only what has left', async () => {
    one = await buildRelay(house);
    await relay(one, [customer('1', ANNA)]);
    one.account.sandbox.control.setFault([{ kind: 'status-429', resource: EVENT, times: 7, retryAfter: 0 }, { kind: 'lost-before', resource: EVENT, times: 1 }]);
    await relay(one, [order('11', '1')]);
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
    one.account.sandbox.control.setFault([{ kind: 'status-429', resource: LOUD, times: 5, retryAfter: 0 }, { kind: 'lost-before', resource: LOUD, times: 1 }]);
    await relay(one, [customer('2', 'jan@example.pl')]);
    expect(contactAt(one, 'jan@example.pl')).not.toBeNull();
    expect(await openRejects()).toEqual([]);
  });

  it('gives a contact up that is accepted again and again and never there, and says so', async () => {
    one = await buildRelay(house);
    one.account.sandbox.control.setFault({ kind: 'lost-before', resource: LOUD });
    await relay(one, [customer('1', ANNA), order('11', '1')].slice(0, 1));
    expect(await deliveriesOf(one, ANNA)).toEqual([expect.objectContaining({ state: 'failed', reason: 'not_arrived' })]);
    one.account.sandbox.control.setFault(null);
    await relay(one, [customer('1', ANNA, { company: 'Kubki' })]);
    expect(contactAt(one, ANNA)).toMatchObject({ company: 'Kubki' });
    expect(await openRejects()).toEqual([]);
  });

  it('loses a change that comes while the outcome of the one before is unclear neither', async () => {
    one = await buildRelay(house, { tuning: { quietMs: 300 } });
    one.account.sandbox.control.setFault([{ kind: 'lost-after', resource: LOUD, times: 1 }, { kind: 'lost-after', resource: EVENT, times: 1 }]);
    const changed = { done: false };
    one = { ...one, account: withEngine(one.account, { failpoint: (name) => {
      if (name !== 'claimed' || changed.done) return;
      changed.done = true;
      void store(house, one.source, [customer('1', ANNA, { company: 'Kubki' }), order('11', '1', { total: '111.00' })]);
    } }) };
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    expect(contactAt(one, ANNA)).toMatchObject({ company: 'Kubki' });
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
  });
});
