import fc from 'fast-check';
import { addressRules } from '../email.js';
import type { OrderRecord, PostalAddress } from '../records.js';
import { emailByPhone, phonesOf, seeksEmail } from './email-by-phone.js';
import { order } from './testing/people.js';

const rules = addressRules(['biuro@sklep.example']);
const MASKED = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';
const PHONE = '+48 601 234 567';

const at = (firstName: string | null, lastName: string | null, ...phones: string[]): PostalAddress => ({ firstName, lastName, company: null, taxNumber: null, street: null, street2: null, postcode: null, city: null, country: 'PL', phones });

let number = 0;
type Told = { readonly email?: string | null; readonly first?: string | null; readonly last?: string | null; readonly phone?: string; readonly more?: Partial<OrderRecord> };
function told({ email = null, first = 'Halina', last = 'Wzorcowa', phone = PHONE, more = {} }: Told): OrderRecord {
  number += 1;
  return order({ externalId: String(number), contact: { email, firstName: first, lastName: last, company: null, phones: [phone] }, ...more });
}
const allegro = (more: Told = {}): OrderRecord => told({ email: MASKED, ...more, more: { marketplace: { name: 'allegro', login: null, emails: [MASKED] }, ...more.more } });

describe('the e-mail of an order, by its phone', () => {
  const find = (one: OrderRecord, others: readonly OrderRecord[], how: 'surname' | 'phone' = 'surname') => emailByPhone(one, others, how, rules);

  it('is looked for where Allegro masks it, where there is none, and where it names nobody', () => {
    for (const email of [MASKED, 'x@allegromail.com', 'a+b@user.allegrogroup.pl', 'a@user-dev.allegrogroup.pl', null, '', 'nie podano', 'brak@adresu.pl', 'biuro@sklep.example']) expect([email, seeksEmail(allegro({ email }), rules)]).toEqual([email, true]);
    expect(seeksEmail(allegro({ email: 'halina@example.com' }), rules)).toBe(false);
    expect(seeksEmail(told({ email: MASKED }), rules)).toBe(false);
    expect(seeksEmail(told({ email: MASKED, more: { marketplace: { name: 'other', login: null, emails: [] } } }), rules)).toBe(false);
  });

  it.each(['601234567', '601 234 567', '+48601234567', '0048 601-234-567', '48601234567'])('compares phones by their digits: %s', (phone) => {
    expect(find(allegro(), [told({ email: ' Halina@Example.com ', phone })])).toEqual({ address: 'halina@example.com' });
  });

  it.each(['601234568', '60123456', '6012345670', '+49601234567', ''])('takes no other phone for the same: %s', (phone) => {
    expect(find(allegro(), [told({ email: 'halina@example.com', phone })])).toEqual({ reason: 'email_not_found' });
  });

  it.each(['contact', 'deliveryAddress', 'invoiceAddress'] as const)('reads phone and surname of %s on either side', (place) => {
    const bare = { contact: null, deliveryAddress: null, invoiceAddress: null };
    const here = place === 'contact' ? { contact: { email: MASKED, firstName: 'H', lastName: 'Wzorcowa', company: null, phones: [PHONE] } } : { [place]: at('H', 'Wzorcowa', PHONE) };
    expect(find(allegro({ more: { ...bare, ...here } }), [told({ email: 'halina@example.com' })])).toEqual({ address: 'halina@example.com' });
    const there = place === 'contact' ? {} : { contact: { email: 'halina@example.com', firstName: null, lastName: null, company: null, phones: [] }, [place]: at('H', 'Wzorcowa', PHONE) };
    expect(find(allegro(), [told({ email: 'halina@example.com', more: there })])).toEqual({ address: 'halina@example.com' });
  });

  it.each([
    ['Halina', 'WZORCOWA'], ['Halina', ' wzorcowa '], ['Zofia', 'Wzorcowa'], ['Wzorcowa', 'Halina'], ['wzorcowa', 'HALINA'],
  ])('agrees with %s %s', (first, last) => {
    expect(find(allegro(), [told({ email: 'halina@example.com', first, last })])).toEqual({ address: 'halina@example.com' });
  });

  it('agrees whatever the accents', () => {
    expect(find(allegro({ last: 'Żółć-Łęcka' }), [told({ email: 'halina@example.com', last: 'zolc-lecka' })])).toEqual({ address: 'halina@example.com' });
  });

  it.each([
    ['Halina', 'Wzorcowa-Nowak'], ['Halina', 'Wzorc'], ['Wzorcowa', 'Zofia'], ['Wzorcowa', null], ['Wzorcowa', ''], ['Halina', null], [null, null], ['Halina', 'Halina'],
  ])('never agrees by a part, or by a first name: %s %s', (first, last) => {
    const other = told({ email: 'halina@example.com', first, last });
    expect(find(allegro(), [other])).toEqual({ reason: 'surname_differs' });
    expect(find(allegro(), [other], 'phone')).toEqual({ address: 'halina@example.com' });
  });

  it('is nobody’s where two are told, unless the surname tells them apart', () => {
    const others = [told({ email: 'halina@example.com' }), told({ email: 'jan@example.com', first: 'Jan', last: 'Inny' })];
    expect(find(allegro(), others, 'phone')).toEqual({ reason: 'email_ambiguous' });
    expect(find(allegro(), others)).toEqual({ address: 'halina@example.com' });
    expect(find(allegro(), [...others, told({ email: 'druga@example.com' })])).toEqual({ reason: 'email_ambiguous' });
  });

  it.each([MASKED, 'z1@allegromail.com', 'b123@members.ebay.com', 'b123@members.ebay.de', 'x@marketplace.amazon.pl', 'x@marketplace.amazon.co.uk', 'noreply@sklep.pl', 'biuro@sklep.example', 'nie podano', ''])('is never %s', (email) => {
    expect(find(allegro(), [told({ email })])).toEqual({ reason: 'email_not_found' });
  });

  it.each([['Kowalski', 'Jan', 'Nowak', 'JAN'], ['Jan', 'K.', 'Anna', 'K.'], ['Wzorcowa', 'Zofia', 'Próbna', 'Zofia'], ['Jan Wzorcowy', '(biuro)', 'Anna Próbna', '(biuro)']])('is not that of somebody who shares a first name or an initial: %s %s, %s %s', (first, last, otherFirst, otherLast) => {
    expect(find(allegro({ first, last }), [told({ email: 'obca@example.com', first: otherFirst, last: otherLast })])).toEqual({ reason: 'surname_differs' });
  });

  it('is that of the same person with the surname first, and of a surname that is a first name as well', () => {
    expect(find(allegro({ first: 'Kowalski', last: 'Jan' }), [told({ email: 'jan@example.com', first: 'KOWALSKI', last: 'Jan' })])).toEqual({ address: 'jan@example.com' });
    expect(find(allegro({ first: 'Kowalski', last: 'Jan' }), [told({ email: 'jan@example.com', first: 'Jan', last: 'Kowalski' })])).toEqual({ address: 'jan@example.com' });
    expect(find(allegro({ first: 'Anna', last: 'Adam' }), [told({ email: 'anna@example.com', first: 'Anna', last: 'Adam' })])).toEqual({ address: 'anna@example.com' });
  });

  it('is the same in whatever order the others come, repeated or with the order itself among them', () => {
    const name = fc.constantFrom('Wzorcowa', 'wzorcowa', 'Halina', 'Nowak', 'Wzorcowa-Nowak', null);
    const other = fc.record({ email: fc.constantFrom('a@example.com', 'A@example.com', 'b@example.com', MASKED, null), first: name, last: name, phone: fc.constantFrom(PHONE, '601234567', '600000000') });
    fc.assert(fc.property(fc.array(other, { maxLength: 6 }), fc.constantFrom('surname' as const, 'phone' as const), fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (list, how, places) => {
      const [one, others] = [allegro(), list.map((row) => told(row))];
      const mixed = [...others, ...others.slice(0, 2), one].map((record, n) => ({ record, place: places[n] ?? 0 })).sort((a, b) => a.place - b.place).map(({ record }) => record);
      const found = find(one, others, how);
      expect(find(one, mixed, how)).toEqual(found);
      const emails = new Set(others.filter((row) => phonesOf(row).includes('+48601234567')).map((row) => row.contact?.email?.toLowerCase()).filter((email) => email?.endsWith('@example.com') === true));
      if ('address' in found) expect(emails).toContain(found.address);
      else if (found.reason === 'email_not_found') expect(emails.size).toBe(0);
      else if (found.reason === 'email_ambiguous') expect(emails.size).toBeGreaterThan(1);
    }));
  });
});
