import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll } from '../../test/support/relay.js';
import { buyer, customer, newsletter, ago, order, store, subscriber } from '../../test/support/relay-records.js';
import { afterSettling, buildRelay, contactAt, eventsAt, exclusionsOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';

const ANNA = 'anna@example.pl';
const NEW = 'anna.nowak@example.pl';

describe('addresses', () => {
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

  it('renames a contact that only this customer and their orders are', async () => {
    await relay(one, [customer('1', ANNA), order('11', '1')]);
    await relay(one, [order('12', '1', { total: '7.00' })]);
    const before = contactAt(one, ANNA);
    await afterSettling(one);
    await relay(one, [customer('1', NEW)]);
    expect(contactAt(one, ANNA)).toBeNull();
    expect(contactAt(one, NEW)).toMatchObject({ id: before?.['id'] });
    await relay(one, [order('13', '1', { total: '9.00' }), order('11', '1', { total: '120.00' })]);
    expect(eventsAt(one, NEW, 'PURCHASE').map((event) => event.value).sort()).toEqual([120, 7, 9]);
    await relay(one, [customer('1', NEW, { consents: [newsletter('granted', { utc: new Date(Date.now() + 2_000).toISOString() })] })]);
    expect(contactAt(one, NEW)).toMatchObject({ optedOut: false });
    await relay(one, [customer('2', ANNA)]);
    expect(contactAt(one, ANNA)).toMatchObject({ name: 'Anna Nowak 2' });
  });

  it('makes another contact where somebody else still has the old address', async () => {
    await relay(one, [customer('1', ANNA), customer('2', ANNA)]);
    expect(control().counts()).toMatchObject({ contacts: 1 });
    await afterSettling(one);
    await relay(one, [customer('1', NEW)]);
    expect([ANNA, NEW].map((address) => contactAt(one, address)?.['externalId'])).toEqual([expect.any(String), `${one.source.code}-1`]);
  });

  it('makes another contact where the new address is known there, or the old one was never delivered', async () => {
    control().plant({ contact: { email: NEW, company: 'Stara firma' } });
    await relay(one, [customer('1', ANNA)]);
    await afterSettling(one);
    await relay(one, [customer('1', NEW)]);
    expect(contactAt(one, ANNA)).not.toBeNull();
    expect(contactAt(one, NEW)).toMatchObject({ company: 'Stara firma', name: 'Anna Nowak 1' });
    control().plant({ contact: { email: 'obcy@example.pl' } });
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('3', 'obcy@example.pl')]);
    await store(house, one.source, [customer('3', 'swoj@example.pl')]);
    await deliverAll(one.account);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(contactAt(one, 'obcy@example.pl')).toMatchObject({ name: null });
    expect(contactAt(one, 'swoj@example.pl')).toMatchObject({ name: 'Anna Nowak 3' });
  });

  it('sends an order whose customer comes later', async () => {
    await relay(one, [order('11', '1')]);
    expect(control().counts()).toMatchObject({ contacts: 0, events: 0 });
    await relay(one, [customer('1', ANNA)]);
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
  });

  it('leaves out an order whose customer will never come, and everybody without a usable address, with the reason', async () => {
    await relay(one, [order('11', '9')]);
    await house.dataSource.query(`insert into absent_record (integration_id, stream, external_id) values ($1, 'customers', '9')`, [one.source.id]);
    const long = `${'a'.repeat(70)}@example.pl`;
    await relay(one, [customer('1', null), customer('2', 'to nie adres'), customer('3', long), order('12', null), order('13', null, { contact: buyer('8awgqyk6a5+cub31c122@allegromail.pl') })]);
    expect(control().counts()).toMatchObject({ contacts: 0, events: 0 });
    for (const [id, reason] of [['11', 'owner_not_known'], ['1', 'no_address'], ['2', 'address_invalid'], ['3', 'address_too_long'], ['12', 'no_address'], ['13', 'masked_address']] as const) expect(await exclusionsOf(one, id)).toContain(`contact: ${reason}`);
  });

  it('keeps the newsletter tag of a subscriber who registers', async () => {
    await relay(one, [subscriber('s1', ANNA, newsletter('granted', ago(60)))]);
    await relay(one, [customer('1', ANNA)]);
    expect(contactAt(one, ANNA)?.tags).toEqual(['NEWSLETTER', 'REJESTRACJA']);
  });
});
