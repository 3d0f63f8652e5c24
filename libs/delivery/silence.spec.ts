import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { ago, buyer, customer, order, store } from '../../test/support/relay-records.js';
import { deliverAll } from '../../test/support/relay.js';
import { buildRelay, contactAt, deliveriesOf, eventsAt, expectSums, relay, type Relay } from '../../test/support/relay-world.js';

const ANNA = 'anna@example.pl';
const DAY = 86_400;

describe('silence', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house, { startedAgo: '1 day' });
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const writes = (): string[] => one.account.sandbox.control.writes().map((write) => write.endpoint.replace(/^.*\//u, ''));

  it('makes a contact of an old customer silently ahead of the live order that led to it', async () => {
    await relay(one, [customer('1', ANNA, { createdAt: ago(90 * DAY) }), order('11', '1')]);
    expect(writes()).toEqual(['batchupsertv2', 'addContactExtEvent']);
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0, workflowsByTags: 0, confirmationMails: 0 });
  });

  it('adds the tags of an old customer silently to a contact the account has from elsewhere', async () => {
    const old = { createdAt: ago(90 * DAY) };
    one.account.sandbox.control.plant({ contact: { email: ANNA }, tags: ['VIP'] });
    await relay(one, [customer('1', ANNA, old)]);
    expect(writes()).toEqual(['batchupsertv2']);
    expect(contactAt(one, ANNA)?.tags).toEqual(['VIP', 'REJESTRACJA']);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0, workflowsByTags: 0 });
    await relay(one, [customer('1', ANNA, { ...old, company: 'Kubki' })]);
    expect(writes()).toEqual(['batchupsertv2', 'upsert']);
  });

  it('makes a contact of a new customer as anybody would, once', async () => {
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    await relay(one, [customer('1', ANNA, { company: 'Kubki' })]);
    expect(writes()).toEqual(['upsert', 'addContactExtEvent', 'upsert']);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 1, confirmationMails: 0 });
  });

  it('takes a guest for old who has bought before', async () => {
    await relay(one, [order('11', null, { contact: buyer(ANNA), placedAt: ago(40 * DAY) }), order('12', null, { contact: buyer(ANNA) })]);
    expect(writes()).toEqual(['batchupsertv2', 'addContactExtEvent']);
    expect(eventsAt(one, ANNA, 'PURCHASE').map((event) => event.texts['externalId'])).toEqual([`${one.source.code}-12`]);
  });

  it('keeps silent about records that only our own settings have changed, and about what an export brings', async () => {
    await relay(one, [customer('1', ANNA)]);
    one.account.sandbox.control.resetCounters();
    await house.dataSource.query(`update route set exported_from = now(), options = options || '{"commonTag": "sklep"}' where id = $1`, [one.routeId]);
    await relay(one, [customer('1', ANNA)], { lane: 'reapply', appliedWith: '2' });
    expect(writes()).toEqual(['upsert', 'batchupsertv2']);
    expect(contactAt(one, ANNA)?.tags).toEqual(['REJESTRACJA', 'SKLEP']);
    await relay(one, [customer('1', ANNA)], { lane: 'reapply', appliedWith: '3' });
    expect(writes()).toHaveLength(2);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0, workflowsByTags: 0, workflowsByEvents: 0 });
  });

  it('lets a silent creation that waits absorb what happens meanwhile, and go at once', async () => {
    await house.dataSource.query(`update destination set next_contact_at = now() + interval '1 hour' where id = $1`, [one.account.destinationId]);
    await house.dataSource.query(`update route set exported_from = now() where id = $1`, [one.routeId]);
    await store(house, one.source, [customer('1', ANNA, { createdAt: ago(90 * DAY) })], { lane: 'backfill' });
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(await deliveriesOf(one, ANNA)).toEqual([expect.objectContaining({ state: 'pending', silent: true })]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('1', ANNA, { createdAt: ago(90 * DAY), company: 'Kubki' }), order('11', '1')]);
    expect(writes()).toEqual(['batchupsertv2', 'addContactExtEvent']);
    expect(contactAt(one, ANNA)).toMatchObject({ company: 'Kubki' });
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0 });
  });
});
