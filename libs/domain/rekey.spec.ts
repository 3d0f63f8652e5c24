import fc from 'fast-check';
import { addressRules, type AddressRules } from './email.js';
import { keysOf, type KeyText } from './identity-keys.js';
import type { CustomerRecord, NeutralRecord, OrderRecord, SubscriberRecord } from './records.js';
import { rekey, renewedKeys } from './rekey.js';

const INTEGRATION = '00000000-0000-7000-8000-000000000001';
const KNOWN = ['allegromail.pl', 'allegromail.com'];
const LISTS = [KNOWN, [...KNOWN, 'allegromail.cz'], ['allegromail.cz'], [...KNOWN, 'example.com']] as const;
const BASE = { shop: null, zone: null, createdAt: null, updatedAt: null } as const;
const rulesOf = (domains: readonly string[]): AddressRules => addressRules([], domains);

const address = fc.tuple(fc.constantFrom('q7hx2m9d4k', 'z1y2x3w4v5', 'noreply', 'powiadomienia', ''), fc.constantFrom('', '+5c1e08a7b', '+1f0932d', '+a+b'), fc.constantFrom('allegromail.pl', 'allegromail.cz', 'example.com'))
  .map(([local, plus, domain]) => `${local}${plus}@${domain}`);
const email = fc.option(address, { nil: null });

const customer = email.map((value): CustomerRecord => ({
  kind: 'customer', externalId: '1', ...BASE, standing: 'account', email: value, firstName: null, lastName: 'Wzór', company: null, taxNumber: null, birthDate: null, language: null, phones: ['600100200'], active: true,
  deleted: false, newsletter: null, partnerOffers: null,
}));
const order = fc.tuple(email, fc.array(address, { maxLength: 2 }), fc.constantFrom(null, 'Client:88000111', '!g_1a2b'), fc.constantFrom(null, '7')).map(([contact, emails, login, ownerId]): OrderRecord => ({
  kind: 'order', externalId: '1', ...BASE, reference: 'R1', ownerId, placedAt: null, status: null, currency: null, total: null, paid: null, shipping: null, discount: null, payment: null, carrier: null, waybill: null,
  deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null, contact: contact === null ? null : { email: contact, firstName: null, lastName: 'Wzór', company: null, phones: [] },
  marketplace: { name: 'allegro', login, emails }, note: null, lines: [],
}));
const entry = (ownerId: string | null): fc.Arbitrary<SubscriberRecord> => email.map((value) => ({
  kind: 'subscriber', externalId: '1', ...BASE, ownerId, email: value, phone: null, language: null, consent: { shop: null, channel: 'email', kind: 'newsletter', state: 'granted', changedAt: null },
}));
/** Copies of one record, oldest first. A list entry belongs to an account or to a stranger for good: platforms number them apart. */
const copies: fc.Arbitrary<NeutralRecord[]> = fc.oneof(...[customer, order, entry('7'), entry(null)].map((record: fc.Arbitrary<NeutralRecord>) => fc.array(record, { minLength: 1, maxLength: 4 })));

/** What ingest keeps: the keys of every copy, and only the present owner. */
function kept(seen: readonly NeutralRecord[], rules: AddressRules): KeyText[] {
  const of = (record: NeutralRecord): KeyText[] => {
    const keys = keysOf(record, { integrationId: INTEGRATION, addresses: rules });
    return [...keys.joining, ...keys.hinting];
  };
  const last = seen.at(-1);
  const all = seen.flatMap((record) => (record === last || record.kind === 'customer' ? of(record) : of(record).filter((key) => !key.startsWith('shop_id:'))));
  return [...new Set(all)].sort();
}

describe('keys under other rules', () => {
  it('are what they would be if the list of domains had always been this one, whichever it was', () => {
    fc.assert(fc.property(copies, fc.constantFrom(...LISTS), fc.constantFrom(...LISTS), (seen, before, now) => {
      const record = seen.at(-1);
      if (record === undefined) return;
      const [from, to] = [rulesOf(before), rulesOf(now)];
      const had = kept(seen, from);
      expect(rekey(record, had, to)).toEqual(kept(seen, to));
      expect(renewedKeys(record, had, { integrationId: INTEGRATION, addresses: to })).toEqual(kept(seen, to));
      expect(rekey(record, rekey(record, had, to), to)).toEqual(rekey(record, had, to));
      expect(rekey(record, had, from)).toEqual(had);
    }), { numRuns: 2_000 });
  });

  const [order1] = fc.sample(order, { numRuns: 1, seed: 1 });
  const [list] = fc.sample(entry('7'), { numRuns: 1, seed: 1 });

  it('turn an address into its base form when its domain is added, and back when it is removed; what was seen is kept', () => {
    if (order1 === undefined) throw new Error('an order is made');
    const masked = ['allegro_address:q7hx2m9d4k@allegromail.cz', 'email_seen:q7hx2m9d4k+1f0932d@allegromail.cz'];
    const added = rekey(order1, ['email:q7hx2m9d4k+1f0932d@allegromail.cz'], rulesOf([...KNOWN, 'allegromail.cz']));
    expect(added).toEqual(masked);
    expect(rekey(order1, masked, rulesOf(KNOWN))).toEqual(['email:q7hx2m9d4k+1f0932d@allegromail.cz']);
  });

  it('let an address that is generic by now join nobody', () => {
    if (order1 === undefined) throw new Error('an order is made');
    expect(rekey(order1, ['email:biuro@example.com'], addressRules(['biuro@*']))).toEqual(['email_seen:biuro@example.com']);
  });

  it('leave what an account’s list entry was seen with a hint', () => {
    if (list === undefined) throw new Error('an entry is made');
    expect(rekey(list, ['email_seen:ola@example.com', 'shop_id:x/7'], rulesOf(KNOWN))).toEqual(['email_seen:ola@example.com', 'shop_id:x/7']);
  });

  it('forget logins of guests', () => {
    if (order1 === undefined) throw new Error('an order is made');
    expect(rekey(order1, ['allegro_login:!g_1a2b', 'allegro_login:client:88000111', 'phone:+48600100200'], rulesOf(KNOWN))).toEqual(['allegro_login:client:88000111', 'phone:+48600100200']);
  });
});
