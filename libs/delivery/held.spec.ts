import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll, outboxOf, step } from '../../test/support/relay.js';
import { ago, customer, order, store } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, deliveriesOf, expectSums, relay, withEngine, type Relay } from '../../test/support/relay-world.js';
import type { Fault } from '../../apps/sandbox/salesmanago/control/faults.js';

const ANNA = 'anna@example.pl';
const OLD = { createdAt: ago(90 * 86_400) };

describe('a destination that is held', () => {
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

  const control = () => one.account.sandbox.control;
  const wish = (column: 'desired' | 'state', value: string): Promise<unknown> => house.dataSource.query(`update destination set ${column} = $2 where id = $1`, [one.account.destinationId, value]);
  const destination = async (): Promise<{ state: string; problem: { code: string } | null }> => {
    const [row] = await house.dataSource.query<{ state: string; problem: { code: string } | null }[]>(`select state, problem from destination where id = $1`, [one.account.destinationId]);
    return row ?? { state: '', problem: null };
  };

  it.each(['pause', 'stop'])('by a person (%s) sends nothing, goes on planning, and sends it all afterwards', async (desired) => {
    await wish('desired', desired);
    await store(house, one.source, [customer('1', ANNA), order('11', '1')]);
    // A busy machine may need several steps for the planning.
    let status = '';
    while (status === '' || status === 'more') ({ status } = await step(one.account));
    expect(status).toBe('held');
    expect(control().stats().requests).toBe(0);
    expect(await outboxOf(house, one.routeId)).toMatchObject({ queued: 2, open: 2 });
    await wish('desired', 'run');
    await deliverAll(one.account);
    expect(control().counts()).toMatchObject({ contacts: 1, events: 1 });
  });

  it('by its route being off keeps its place', async () => {
    await house.dataSource.query(`update route set state = 'off' where id = $1`, [one.routeId]);
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    expect([control().stats().requests, (await outboxOf(house, one.routeId)).queued]).toEqual([0, 0]);
    await house.dataSource.query(`update route set state = 'on' where id = $1`, [one.routeId]);
    await deliverAll(one.account);
    expect(control().counts()).toMatchObject({ contacts: 1, events: 1 });
  });

  it('because the account is not active waits for a person, and goes on after authentication', async () => {
    control().configure({ deactivated: true });
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    expect(await destination()).toMatchObject({ state: 'needs_authentication', problem: { code: 'account_inactive' } });
    const asked = control().stats().requests;
    await relay(one, [order('12', '1', { total: '8.00' })]);
    expect(control().stats().requests).toBe(asked);
    expect(await outboxOf(house, one.routeId)).toMatchObject({ queued: 3, open: 3 });
    control().configure({ deactivated: false });
    await wish('state', 'ready');
    await deliverAll(one.account);
    expect(control().counts()).toMatchObject({ contacts: 1, events: 2 });
    expect(await destination()).toEqual({ state: 'ready', problem: null });
  });

  it.each([
    ['status-429', { retryAfter: 1 }, 'rate_limited'], ['status-429', {}, 'rate_limited'], ['status-500', {}, 'server_error'], ['status-503', {}, 'platform_busy'], ['html', {}, 'not_the_api'],
  ] satisfies [Fault['kind'], Partial<Fault>, string][])('by %s %j for reading says why, and goes on by itself', async (kind, more, code) => {
    control().setFault({ kind, resource: 'contact/listAll', times: 1, ...more });
    await store(house, one.source, [customer('1', ANNA), order('11', '1')]);
    // One round a step: what stops it is seen before it is over.
    await step(withEngine(one.account, { tuning: { ...one.account.engine.tuning, stepMs: 0 } }));
    expect((await destination()).problem?.code).toBe(code);
    await deliverAll(one.account);
    expect(control().counts()).toMatchObject({ contacts: 1, events: 1 });
    expect(await destination()).toEqual({ state: 'ready', problem: null });
  });

  it.each([false, true])('by nobody: of a silent batch of 50 only the record that is refused fails (all refused because of it: %s)', async (whole) => {
    control().setRefusals([{ address: 'osoba7@example.pl', whole }]);
    await relay(one, Array.from({ length: 50 }, (_, index) => customer(String(index), `osoba${String(index)}@example.pl`, OLD)));
    expect(control().counts()).toMatchObject({ contacts: 49 });
    const [row] = await deliveriesOf(one, 'osoba7@example.pl');
    expect(row).toMatchObject({ state: 'failed', reason: whole ? 'record_refused' : 'not_arrived' });
    const rejects = (): Promise<unknown[]> => house.dataSource.query(`select external_id from reject where integration_id = $1 and stage = 'deliver' and closed_at is null`, [one.source.id]);
    expect(await rejects()).toEqual([{ external_id: row?.id }]);
    control().setRefusals([]);
    await relay(one, [customer('7', 'osoba7@example.pl', { ...OLD, company: 'Kubki' })]);
    expect(contactAt(one, 'osoba7@example.pl')).toMatchObject({ company: 'Kubki' });
    expect(await rejects()).toEqual([]);
    expect(control().counters()).toMatchObject({ workflowsByContacts: 0 });
  });

  it('says nothing of anybody in what it stores and throws', async () => {
    const canary = 'kanarek.zoltodziob@example.pl';
    control().setRefusals([{ address: canary, text: `Contact ${canary} Kanarek Żółtodziób +48601234567 cannot be processed by invented-secret-of-the-sandbox` }]);
    await store(house, one.source, [customer('1', canary, { firstName: 'Kanarek', lastName: 'Żółtodziób', phones: ['+48 601 234 567'] })]);
    const results = [await step(one.account), await step(one.account)];
    control().setFault({ kind: 'refuse', resource: 'contact/listAll', times: 1, text: `No list for ${canary} Kanarek` });
    await relay(one, [customer('2', 'drugi@example.pl')]);
    const rows = await house.dataSource.query<unknown[]>(`select problem, reason, notes from delivery where route_id = $1`, [one.routeId]);
    const rejects = await house.dataSource.query<unknown[]>(`select reason, message, fix, original from reject where integration_id = $1`, [one.source.id]);
    expect(rejects).toHaveLength(1);
    expect(JSON.stringify([rows, rejects, results, await destination()])).not.toMatch(/kanarek|dziób|601.?234.?567|invented-secret/iu);
  });
});
