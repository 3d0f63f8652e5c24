import fc from 'fast-check';
import { addressRules } from '../email.js';
import type { Person, PersonConsent } from './person.js';
import type { ConsentSource, RouteOptions } from './route-options.js';
import { scopeVerdict } from './scope.js';
import { consent, customer, OPTIONS, order, person, seen, subscriber } from './testing/people.js';

const rules = addressRules();
const verdict = (who: Person, options: Partial<RouteOptions> = {}) => scopeVerdict(who, { ...OPTIONS, ...options }, rules);
const reason = (who: Person, options: Partial<RouteOptions> = {}) => {
  const result = verdict(who, options);
  return result.send ? null : result.reason;
};
const CONSENTED = { scope: 'consented', consentSource: 'orderConsent' } as const;
const sharing = (state: 'granted' | 'refused', more: Partial<PersonConsent> = {}) => consent({ kind: 'data_sharing', channel: 'any', source: 'order', state, ...more });

describe('scope of a route', () => {
  it('leaves out addresses that are nobody’s, and people the source no longer has', () => {
    const account = { customers: [seen(customer())] };
    expect(reason(person({ ...account, address: 'x1+99@allegromail.pl' }))).toBe('masked_address');
    expect(reason(person({ ...account, address: 'brak@sklep.example' }))).toBe('generic_address');
    expect(reason(person({ ...account, address: '' }))).toBe('no_address');
    expect(reason(person({ customers: [seen(customer(), { gone: true })] }))).toBe('gone_at_source');
    expect(reason(person({ customers: [seen(customer({ deleted: true }))] }))).toBe('gone_at_source');
    expect(reason(person({ customers: [seen(customer(), { gone: true })], orders: [seen(order())] }))).toBeNull();
  });

  it('everyone: subscribers too, but nobody who left the list before, and nobody of another shop', () => {
    const bare = { subscribers: [seen(subscriber())] };
    expect(reason(person({ ...bare, consents: [consent()] }))).toBeNull();
    expect(reason(person({ ...bare, consents: [consent({ changedMs: 5 }), consent({ state: 'refused', changedMs: 6 })] }))).toBe('subscriber_left');
    expect(reason(person({ ...bare, consents: [consent({ shop: '2' })] }))).toBe('other_shop');
    expect(reason(person({ customers: [seen(customer())], consents: [consent({ state: 'refused' })] }))).toBeNull();
    expect(reason(person({ customers: [seen(customer({ shop: '2' }))] }))).toBe('other_shop');
    expect(reason(person({ customers: [seen(customer({ shop: null }))] }))).toBeNull();
    expect(reason(person({ orders: [seen(order({ shop: '2' }))] }))).toBe('other_shop');
  });

  it('consented: the order’s consent of the route’s shop, the newest statement', () => {
    const buyer = { orders: [seen(order())] };
    expect(reason(person({ ...buyer, consents: [sharing('granted', { changedMs: 1 }), sharing('refused', { changedMs: 2 })] }), CONSENTED)).toBe('consent_refused');
    expect(reason(person({ ...buyer, consents: [sharing('granted', { changedMs: 2 }), sharing('refused', { changedMs: 1 })] }), CONSENTED)).toBeNull();
    expect(reason(person({ ...buyer, consents: [sharing('granted', { shop: '2' })] }), CONSENTED)).toBe('no_consent');
    expect(reason(person({ ...buyer, consents: [sharing('granted')] }), { scope: 'consented', consentSource: null })).toBe('no_consent');
  });

  it('consented: a client’s label is compared as a whole, and only that of an account that is there', () => {
    const tagged = (tags: readonly string[], more = {}) => person({ customers: [seen(customer({ tags, ...more }))], orders: [seen(order())] });
    const by = (name: string) => ({ scope: 'consented', consentSource: `clientTag:${name}` }) as const;
    expect(reason(tagged(['zgoda=tak']), by('zgoda=tak'))).toBeNull();
    expect(reason(tagged(['zgoda=nie']), by('zgoda=tak'))).toBe('no_consent');
    expect(reason(tagged(['zgoda=nie']), by('zgoda'))).toBe('no_consent');
    expect(reason(tagged(['Zgoda']), by('zgoda'))).toBe('no_consent');
    expect(reason(tagged(['zgoda'], { standing: 'alias' }), by('zgoda'))).toBe('no_consent');
    expect(reason(person({ customers: [seen(customer({ tags: ['zgoda'] }), { gone: true })], orders: [seen(order())] }), by('zgoda'))).toBe('no_consent');
  });
});

const SOURCES: readonly ConsentSource[] = ['orderConsent', 'newsletterEmail', 'clientTag:zgoda=tak'];
const state = fc.constantFrom('granted', 'refused', null);

/** One statement of each kind at most, so that what is right is plain to see; everything else about the person is arbitrary. */
const mixture = fc.record({
  newsletter: state, sms: state, sharing: state, tag: fc.constantFrom('zgoda=tak', 'zgoda=nie', 'zgoda', null), otherShop: fc.boolean(), astray: fc.boolean(),
  account: fc.boolean(), buyer: fc.boolean(), listed: fc.boolean(), oneOff: fc.boolean(),
}).map((drawn) => {
  const consents: PersonConsent[] = [];
  if (drawn.newsletter !== null) consents.push(consent({ state: drawn.newsletter }));
  if (drawn.sms !== null) consents.push(consent({ state: drawn.sms, channel: 'sms' }));
  if (drawn.sharing !== null) consents.push(sharing(drawn.sharing));
  if (drawn.otherShop) consents.push(consent({ shop: '2', changedMs: 9e15 }), sharing('granted', { shop: '2', changedMs: 9e15 }));
  // Channels and records that usually go with another kind: the kind alone decides.
  if (drawn.astray) consents.push(consent({ channel: 'any', source: 'order', changedMs: 9e15 }), sharing('granted', { channel: 'email', source: 'customer', changedMs: 9e15 }));
  const tags = drawn.tag === null ? [] : [drawn.tag];
  const customers = [...(drawn.account ? [seen(customer({ tags }))] : []), ...(drawn.oneOff ? [seen(customer({ externalId: '11', standing: 'alias', tags: ['zgoda=tak'] }))] : [])];
  const who = person({ customers, orders: drawn.buyer ? [seen(order())] : [], subscribers: drawn.listed ? [seen(subscriber())] : [], consents });
  return { drawn, who };
});

describe('only people who consented', () => {
  it('sends exactly those whose chosen consent is granted, whatever the others say', () => {
    fc.assert(fc.property(mixture, fc.constantFrom(...SOURCES), ({ drawn, who }, consentSource) => {
      const chosen = consentSource === 'orderConsent' ? drawn.sharing === 'granted' : consentSource === 'newsletterEmail' ? drawn.newsletter === 'granted' : drawn.account && drawn.tag === 'zgoda=tak';
      expect(verdict(who, { scope: 'consented', consentSource }).send).toBe(chosen && (drawn.account || drawn.buyer));
    }));
  });

  it('never takes the newsletter for sharing, nor sharing for the newsletter', () => {
    const buyer = { customers: [seen(customer())], orders: [seen(order())] };
    const yesNo = person({ ...buyer, consents: [consent({ byAccount: true }), sharing('refused')] });
    const noYes = person({ ...buyer, consents: [consent({ byAccount: true, state: 'refused' }), sharing('granted')] });
    expect([yesNo, noYes].map((who) => verdict(who, CONSENTED).send)).toEqual([false, true]);
    expect([yesNo, noYes].map((who) => verdict(who, { scope: 'consented', consentSource: 'newsletterEmail' }).send)).toEqual([true, false]);
  });

  it('never sends a subscriber who has neither an account nor an order', () => {
    fc.assert(fc.property(mixture, fc.constantFrom(...SOURCES), ({ drawn, who }, consentSource) => {
      const bare = { ...who, customers: [], orders: [] };
      expect(reason(bare, { scope: 'consented', consentSource })).toBe(drawn.listed ? 'subscriber_without_account' : 'gone_at_source');
    }));
  });
});
