import fc from 'fast-check';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll, ledgerOf } from '../../test/support/relay.js';
import { ago, buyer, customer, newsletter, order, sharing, store, subscriber } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, exclusionsOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';
import type { Consent, NeutralRecord } from '#libs/domain/records.js';

const ANNA = 'anna@example.pl';

describe('only users who consented', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house, { options: { scope: 'consented', consentSource: 'orderConsent' } });
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  it('are sent, whatever anybody has said about the newsletter', async () => {
    const said = fc.constantFrom<Consent['state'] | null>('granted', 'refused', null);
    const kind = fc.constantFrom('account', 'guest', 'subscriber');
    const people = fc.sample(fc.record({ kind, newsletter: said, sharing: said }), { numRuns: 60, seed: 11 });
    const records = people.flatMap(({ kind: is, newsletter: letter, sharing: shared }, index): NeutralRecord[] => {
      const [id, email] = [String(index), `osoba${String(index)}@example.pl`];
      const letters = letter === null ? [] : [newsletter(letter, ago(50))];
      const consents = shared === null ? [] : [sharing(shared, ago(50))];
      if (is === 'subscriber') return [subscriber(`s${id}`, email, newsletter(letter ?? 'granted', ago(50)))];
      if (is === 'guest') return [order(`g${id}`, null, { contact: buyer(email), consents })];
      return [customer(id, email, { consents: letters }), order(`a${id}`, id, { consents })];
    });
    await relay(one, records);
    const expected = people.flatMap((person, index) => (person.kind !== 'subscriber' && person.sharing === 'granted' ? [`osoba${String(index)}@example.pl`] : []));
    expect([...one.account.sandbox.control.emails()].sort()).toEqual([...expected].sort());
    expect(one.account.sandbox.control.transactions().purchases).toBe(expected.length);
    const { excluded_reasons: reasons } = await ledgerOf(house, one.routeId);
    expect(Object.keys(reasons).sort()).toEqual(['consent_refused', 'no_consent', 'subscriber_without_account']);
    for (const [index, person] of people.entries()) {
      if (expected.includes(`osoba${String(index)}@example.pl`)) continue;
      const id = { account: String(index), guest: `g${String(index)}`, subscriber: `s${String(index)}` }[person.kind] ?? '';
      const reason = person.kind === 'subscriber' ? 'subscriber_without_account' : person.sharing === 'refused' ? 'consent_refused' : 'no_consent';
      expect(await exclusionsOf(one, id)).toContain(`contact: ${reason}`);
    }
  });

  it('are sent nothing more after they have taken it back, except that they left the newsletter', async () => {
    const letter = newsletter('granted', ago(50));
    await relay(one, [customer('1', ANNA, { consents: [letter] }), order('11', '1', { consents: [sharing('granted', ago(50))] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false });
    await relay(one, [order('12', '1', { total: '7.00', consents: [sharing('refused', ago(20))] }), customer('1', ANNA, { company: 'Kubki', consents: [letter] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ company: null, optedOut: false, events: [expect.anything()] });
    await relay(one, [customer('1', ANNA, { company: 'Kubki', consents: [newsletter('refused', ago(1))] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ company: null, optedOut: true, events: [expect.anything()] });
  });

  it('loses what waits when the consent is taken back before it has left', async () => {
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await relay(one, [customer('1', ANNA), order('11', '1', { consents: [sharing('granted', ago(50))] })]);
    await relay(one, [order('11', '1', { consents: [sharing('refused', ago(1))] })]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
  });

  it('are those with the label of the client where the owner chose that', async () => {
    await house.dataSource.query(`update route set options = options || '{"consentSource": "clientTag:zgoda"}' where id = $1`, [one.routeId]);
    await store(house, one.source, [customer('1', ANNA, { tags: ['zgoda'] }), customer('2', 'jan@example.pl', { tags: ['zgoda=nie'], consents: [newsletter('granted', ago(50))] }), order('12', '2', { consents: [sharing('granted', ago(50))] })]);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.emails()).toEqual([ANNA]);
  });
});
