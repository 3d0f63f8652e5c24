import fc from 'fast-check';
import type { PostalAddress } from '../records.js';
import { buildContact, type ContactContext } from './contact.js';
import type { Person, Seen } from './person.js';
import { RELAY_FIELDS, type RouteOptions } from './route-options.js';
import { at, customer, line, OPTIONS, order, person, product, seen, subscriber } from './testing/people.js';

const address = (more: Partial<PostalAddress> = {}): PostalAddress => ({
  firstName: null, lastName: null, company: null, taxNumber: null, street: 'Lipowa 8', street2: null, postcode: '31-512', city: 'Kraków', country: 'pl', phones: [], ...more,
});

const PRODUCTS = new Map([
  product('1', [['Kobieta', 'Buty', 'Botki']]),
  product('2', [[' Dom / Ogród ', 'Kawa, herbata'], ['Kobieta', 'BUTY']]),
  product('3', [['Hurt']], { shop: '2' }),
].map((one) => [one.externalId, one]));

const ISO: Readonly<Record<string, string>> = { pol: 'pl', eng: 'en' };
const context = (stage: 'open' | 'cancelled' | 'dropped' | 'unconfirmed' = 'open'): ContactContext => ({
  products: (id) => PRODUCTS.get(id) ?? null, sourceCode: 'idosell-1', isoOf: (_kind, code) => ISO[code] ?? null, stageOf: () => stage,
  storedTag: (tag) => tag.trim().toUpperCase().replaceAll(/[^A-Z0-9]+/gu, '_'),
});
const build = (who: Person, options: Partial<RouteOptions> = {}, stage?: 'open' | 'cancelled' | 'dropped' | 'unconfirmed') => buildContact(who, { ...OPTIONS, ...options }, context(stage));

describe('contact', () => {
  it('takes account before one-off purchase before order before list entry, newest first', () => {
    const account = customer({ firstName: 'Aleksandra', updatedAt: at('2025-01-01'), phones: ['brak', '600 100 200'], birthDate: '1991-07-23', address: address() });
    const other = customer({ externalId: '9', firstName: 'Olga', updatedAt: at('2024-01-01') });
    const oneOff = customer({ externalId: '2', standing: 'alias', firstName: 'Jan', company: 'Firma  Przykład', updatedAt: at('2026-02-02') });
    const contact = build(person({ customers: [seen(oneOff), seen(other), seen(account)], subscribers: [seen(subscriber({ language: 'eng' }))] }));
    expect(contact).toEqual({
      email: 'ola@example.com', newEmail: null, name: 'Aleksandra Nowicka', company: 'Firma Przykład', phone: '+48600100200', birthDate: '1991-07-23', externalId: 'idosell-1-9', language: 'pl',
      street: 'Lipowa 8', postcode: '31-512', city: 'Kraków', country: 'PL', tags: ['newsletter', 'rejestracja'], removeTags: [], properties: {}, opt: { email: null, sms: null },
    });
  });

  it('never mixes two addresses, nor takes a pick-up point for a home', () => {
    const street = customer({ address: address({ street: null, postcode: null, city: 'Gdynia' }) });
    const full = customer({ externalId: '11', standing: 'alias', address: address() });
    expect(build(person({ customers: [seen(full), seen(street)] }))).toMatchObject({ street: null, postcode: null, city: 'Gdynia' });
    const named = { email: null, firstName: 'Jan', lastName: null, company: null, phones: [] };
    const parcel = order({ ownerId: null, lines: [], contact: named, deliveryAddress: address({ street: 'Dworcowa 2' }), pickupPoint: 'KRA01X' });
    expect(build(person({ orders: [seen(parcel)] }))).toMatchObject({ name: 'Jan', street: null, externalId: null, tags: [] });
    expect(build(person({ orders: [seen({ ...parcel, pickupPoint: null })] }))).toMatchObject({ street: 'Dworcowa 2' });
  });

  it('reads phones by the country of their address, and leaves out what is no number', () => {
    expect(build(person({ customers: [seen(customer({ phones: ['0151 23456789'], address: address({ country: 'de' }) }))] })).phone).toBe('+4915123456789');
    expect(build(person({ customers: [seen(customer({ phones: ['-'], address: address({ country: 'zz' }) }))] }))).toMatchObject({ phone: null, country: 'ZZ' });
  });

  it('forgets records that are gone', () => {
    const who = person({ customers: [seen(customer({ firstName: 'Dawna', birthDate: '1990-01-01' }), { gone: true })], orders: [seen(order({ lines: [] }))] });
    expect(build(who)).toMatchObject({ name: null, birthDate: null, externalId: null, tags: [] });
  });

  it('leaves out every field it is told to', () => {
    const who = person({ customers: [seen(customer({ company: 'X', birthDate: '1990-01-01', phones: ['600100200'], address: address() }))], orders: [seen(order())] });
    const bare = build(who, { leaveOut: RELAY_FIELDS });
    expect(bare).toMatchObject({ email: 'ola@example.com', name: null, company: null, birthDate: null, phone: null, street: null, postcode: null, city: null, country: null, language: null, tags: ['rejestracja'] });
    const full = build(who);
    for (const field of ['name', 'company', 'birthDate', 'phone', 'street', 'postcode', 'city', 'country', 'language'] as const) {
      expect(full[field]).not.toBeNull();
      expect(build(who, { leaveOut: [field] })).toEqual({ ...full, [field]: null });
    }
  });
});

describe('tags', () => {
  const tags = (who: Person, options: Partial<RouteOptions> = {}, stage?: 'open' | 'cancelled' | 'dropped' | 'unconfirmed') => build(who, options, stage).tags;

  it('account, subscriber without account (kept when they register), common', () => {
    const left = subscriber({ consent: { ...subscriber().consent, state: 'refused' } });
    expect(tags(person({ subscribers: [seen(subscriber())] }))).toEqual(['newsletter']);
    expect(tags(person({ subscribers: [seen(subscriber(), { gone: true })], customers: [seen(customer())] }))).toEqual(['newsletter', 'rejestracja']);
    expect(tags(person({ subscribers: [seen(subscriber({ ownerId: '10' }))], customers: [seen(customer())] }))).toEqual(['rejestracja']);
    expect(tags(person({ subscribers: [seen(left)], customers: [seen(customer())] }))).toEqual(['rejestracja']);
    expect(tags(person({ subscribers: [seen(subscriber({ shop: '2' }))], customers: [seen(customer({ standing: 'alias' }))] }))).toEqual([]);
    expect(tags(person({ orders: [seen(order({ lines: [] }))] }), { commonTag: ' VIP ' })).toEqual(['VIP']);
  });

  it('one for each level of each bought product’s path, never split, each once as stored there', () => {
    const who = person({ orders: [seen(order())] });
    expect(tags(who)).toEqual(['BUTY', 'Botki', 'Dom / Ogród', 'Kawa, herbata', 'Kobieta']);
    expect(tags(who, { commonTag: 'buty' })).toEqual(['Botki', 'Dom / Ogród', 'Kawa, herbata', 'Kobieta', 'buty']);
    expect(tags(who, { leaveOut: ['categoryTags'] })).toEqual([]);
  });

  it('nothing of what was cancelled, merged, or bought in another shop; another shop’s places only of what this one lacks', () => {
    expect(tags(person({ orders: [seen(order())] }), {}, 'cancelled')).toEqual([]);
    expect(tags(person({ orders: [seen(order())] }), {}, 'dropped')).toEqual([]);
    expect(tags(person({ orders: [seen(order())] }), {}, 'unconfirmed')).toEqual([]);
    expect(tags(person({ orders: [seen(order({ merged: true }))] }))).toEqual([]);
    expect(tags(person({ orders: [seen(order({ shop: '2' }))] }))).toEqual([]);
    expect(tags(person({ orders: [seen(order({ lines: [line('3'), line('99'), line(null)] }))] }))).toEqual(['Hurt']);
  });
});

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
const maybe = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const moment = maybe(at('2025-01-01'), at('2026-01-01'), null);

/** Few different values, so that ties are frequent. */
const customers = fc.uniqueArray(fc.record({
  externalId: maybe('1', '2', '10', '11'), standing: maybe('account' as const, 'alias' as const), updatedAt: moment, firstName: maybe('Ola', 'Jan', null), company: maybe('A', 'B', null),
  phones: maybe([], ['600100200'], ['700100200']), birthDate: maybe('1990-01-01', null), address: maybe(null, address(), address({ city: 'Gdynia', street: null })), gone: fc.boolean(),
}), { selector: ({ externalId }) => externalId, maxLength: 4 });
const orders = fc.uniqueArray(fc.record({
  externalId: maybe('500', '501', '502'), placedAt: moment, lines: maybe([line('1')], [line('2'), line('3')]), shop: maybe('1', '2', null),
  contact: maybe(null, { email: null, firstName: 'Ewa', lastName: null, company: 'C', phones: ['500100200'] }), invoiceAddress: maybe(null, address({ city: 'Łódź' })),
}), { selector: ({ externalId }) => externalId, maxLength: 3 });
const anybody = fc.record({ customers, orders, listed: fc.boolean(), language: maybe('pol', 'eng') }).map((drawn) => person({
  customers: drawn.customers.map(({ gone, ...more }): Seen<ReturnType<typeof customer>> => seen(customer(more), { gone })),
  orders: drawn.orders.map((more) => seen(order({ ...more, ownerId: null }))),
  subscribers: drawn.listed ? [seen(subscriber({ language: drawn.language })), seen(subscriber({ externalId: 'email-1-y', language: 'eng' }))] : [],
}));

describe('any order of a person’s records', () => {
  it('gives the same contact and tags', () => {
    const both = anybody.chain((who) => fc.record({
      who: fc.constant(who),
      mixed: fc.record({ customers: shuffled(who.customers), orders: shuffled(who.orders), subscribers: shuffled(who.subscribers) }).map((lists) => ({ ...who, ...lists })),
    }));
    fc.assert(fc.property(both, maybe<RouteOptions['shop']>('1', null), ({ who, mixed }, shop) => {
      expect(build(mixed, { shop })).toEqual(build(who, { shop }));
    }), { numRuns: 500 });
  });
});
