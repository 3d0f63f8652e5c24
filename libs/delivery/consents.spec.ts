import { addressHash } from '#libs/domain/relay/address-hash.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll } from '../../test/support/relay.js';
import { newId } from '#libs/domain/ids.js';
import { ago, customer, newsletter, order, sharing, store, subscriber } from '../../test/support/relay-records.js';
import { afterSettling, buildRelay, contactAt, deliveriesOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';

const ANNA = 'anna@example.pl';
const DAY = 86_400;

describe('consents', () => {
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
  const consent = async () => (await deliveriesOf(one, ANNA)).find((row) => row.key === 'consent:email');
  const callback = async (direction: 'in' | 'out', email = ANNA): Promise<void> => {
    await house.dataSource.query(`insert into consent_callback (id, workspace_id, route_id, direction, address) values ($1, $2, $3, $4, $5)`, [newId(), house.workspaceId, one.routeId, direction, email]);
  };

  it('subscribes with the contact whom the destination does not know, and nobody without a date', async () => {
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60))] }), customer('2', 'jan@example.pl', { consents: [newsletter('granted', null)] }), customer('3', 'ewa@example.pl')]);
    expect(['anna', 'jan', 'ewa'].map((name) => contactAt(one, `${name}@example.pl`)?.optedOut)).toEqual([false, true, true]);
    expect(control().counters().confirmationMails).toBe(0);
  });

  it('subscribes later whom it has made itself without a consent', async () => {
    await relay(one, [customer('1', ANNA)]);
    await afterSettling(one);
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(1))] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, optedOutPhone: true });
  });

  it.each([['undated', null], ['old', ago(30 * DAY)], ['of today', ago(5)]])('never brings back whom the destination shows opted out: consent %s', async (_name, changedAt) => {
    control().plant({ contact: { email: ANNA }, forceOptOut: true });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', changedAt)] }), order('11', '1')]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true, name: 'Anna Nowak 1', events: [expect.objectContaining({ type: 'PURCHASE' })] });
    expect(await consent()).toMatchObject({ state: 'cancelled', reason: changedAt === null ? 'consent_undated' : 'opted_out_there' });
  });

  it('never unsubscribes anybody by a purchase, an absent consent, or a no that was always there', async () => {
    control().plant({ contact: { email: ANNA }, forceOptIn: true });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('refused', ago(50))] }), order('11', '1')]);
    await relay(one, [customer('1', ANNA, { company: 'Kubki' })]);
    await relay(one, [customer('1', ANNA, { company: 'Talerze', consents: [newsletter('refused', null)] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, company: 'Talerze' });
  });

  it('unsubscribes by an observed change, and only the channel that changed', async () => {
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60)), newsletter('granted', ago(60), 'sms')] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, optedOutPhone: false });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60)), newsletter('refused', ago(1), 'sms')] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, optedOutPhone: true });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('refused', ago(1)), newsletter('refused', ago(1), 'sms')] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true, optedOutPhone: true });
  });

  it('takes consents to share data for nothing but that', async () => {
    await relay(one, [customer('1', ANNA, { consents: [sharing('granted', ago(60))] }), order('11', '1', { consents: [sharing('granted', ago(60))] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true });
    await relay(one, [customer('2', 'jan@example.pl', { consents: [newsletter('granted', ago(60)), sharing('granted', ago(60))] })]);
    await relay(one, [customer('2', 'jan@example.pl', { consents: [newsletter('granted', ago(60)), sharing('refused', ago(1))] })]);
    expect(contactAt(one, 'jan@example.pl')).toMatchObject({ optedOut: false });
  });

  describe('whoever was removed there', () => {
    beforeEach(async () => {
      await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60))] })]);
      await afterSettling(one);
    });
    const more = async (): Promise<void> => {
      await relay(one, [customer('1', ANNA, { company: 'Kubki', consents: [newsletter('refused', ago(2))] }), order('11', '1')]);
      await relay(one, [customer('1', ANNA, { company: 'Kubki', consents: [newsletter('granted', ago(1))] }), order('12', '1', { total: '5.00' })]);
    };

    it('stays removed: neither contact, consent nor event brings them back', async () => {
      control().setCard(ANNA, { removed: true });
      await more();
      expect(contactAt(one, ANNA)).toMatchObject({ deleted: true, company: null, events: [] });
      expect(control().counters()).toMatchObject({ contactsRestored: 0 });
      expect(new Set((await deliveriesOf(one, ANNA)).map((row) => `${row.state} ${row.reason ?? ''}`))).toEqual(new Set(['cancelled removed_there']));
      const [known] = await house.dataSource.query<{ removed: boolean }[]>(`select bool_or(removed_at is not null) as removed from remote_contact where address_hash = $1`, [addressHash(hashAccount('salesmanago', one.account.sandbox.clientId), ANNA)]);
      expect(known?.removed).toBe(true);
    });

    it('stays away after they were deleted for good', async () => {
      control().setCard(ANNA, { permanently: true });
      await more();
      expect(contactAt(one, ANNA)).toBeNull();
      expect(control().counters()).toMatchObject({ contactsCreated: 1 });
    });
  });

  it('hears of an opt-out before the consent that waits, and tells the shop\'s own no back to nobody', async () => {
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60))] })]);
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('1', ANNA, { consents: [newsletter('refused', ago(30))] })]);
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(20))] })]);
    control().setCard(ANNA, { email: 'out' });
    await callback('out');
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true });
    control().resetWrites();
    await relay(one, [customer('1', ANNA, { consents: [newsletter('refused', null)] })]);
    expect(control().writes()).toEqual([]);
    expect(await consent()).toMatchObject({ state: 'cancelled', reason: 'came_from_destination' });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', { utc: new Date(Date.now() + 1_000).toISOString() })] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false });
  });

  it('carries an opt-out there over to the new address of the same customer', async () => {
    const consents = [newsletter('granted', ago(60))];
    await relay(one, [customer('1', ANNA, { consents }), order('11', '1')]);
    control().setCard(ANNA, { email: 'out' });
    await afterSettling(one);
    await relay(one, [customer('1', 'anna.nowak@example.pl', { consents })]);
    expect(contactAt(one, 'anna.nowak@example.pl')).toMatchObject({ optedOut: true });
  });

  it('also where the new address becomes a contact of its own', async () => {
    const consents = [newsletter('granted', ago(60))];
    await relay(one, [customer('1', ANNA, { consents }), customer('2', ANNA, { consents })]);
    control().setCard(ANNA, { email: 'out' });
    await afterSettling(one);
    await relay(one, [customer('1', 'anna.nowak@example.pl', { consents })]);
    expect(contactAt(one, 'anna.nowak@example.pl')).toMatchObject({ optedOut: true });
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true });
  });

  it('follows the list of subscribers without an account', async () => {
    await relay(one, [subscriber('s1', ANNA, newsletter('granted', ago(60)))]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, tags: ['NEWSLETTER'] });
    await relay(one, [subscriber('s1', ANNA, newsletter('refused', ago(1)))]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true });
    await store(house, one.source, [subscriber('s2', 'jan@example.pl', newsletter('refused', ago(1)))]);
    await deliverAll(one.account);
    expect(contactAt(one, 'jan@example.pl')).toBeNull();
  });
});
