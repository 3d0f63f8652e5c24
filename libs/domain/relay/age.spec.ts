import { personIsOld } from './age.js';
import { isBefore } from './moment.js';
import { at, consent, customer, order, person, seen, START, subscriber, ZONE } from './testing/people.js';

const BEFORE = at('2026-02-28');
const AFTER = at('2026-03-05');
const account = (createdAt: { utc: string } | null) => seen(customer({ createdAt }));

describe('who is old', () => {
  it('is new only when everything is dated after the start', () => {
    expect(personIsOld(person({ customers: [account(AFTER)], orders: [seen(order({ placedAt: AFTER }))] }), START)).toBe(false);
    expect(personIsOld(person({ customers: [account(at('2026-03-01T12:00:00Z'))] }), START)).toBe(false);
  });

  it('is old by one record from before, even one that is gone, by one without a date, or by a statement', () => {
    expect(personIsOld(person({ customers: [account(AFTER)], orders: [seen(order({ placedAt: BEFORE }))] }), START)).toBe(true);
    expect(personIsOld(person({ customers: [account(AFTER)], subscribers: [seen(subscriber(), { gone: true })] }), START)).toBe(true);
    expect(personIsOld(person({ customers: [account(null)], orders: [seen(order({ placedAt: AFTER }))] }), START)).toBe(true);
    expect(personIsOld(person({ customers: [account(AFTER)], consents: [consent({ changedMs: START - 1 })] }), START)).toBe(true);
    expect(personIsOld(person(), START)).toBe(true);
  });
});

describe('before a limit', () => {
  const local = (text: string, utc: string) => ({ utc, local: text });

  it('takes the repeated hour of autumn as one instant on both sides', () => {
    const [firstPass, secondPass] = [Date.parse('2026-10-25T00:45:00Z'), Date.parse('2026-10-25T01:45:00Z')];
    const early = local('2026-10-25 02:05:00', '2026-10-25T00:05:00Z');
    expect(isBefore(early, ZONE, firstPass)).toBe(false);
    expect(isBefore(early, ZONE, secondPass)).toBe(false);
    expect(isBefore(local('2026-10-25 01:59:59', '2026-10-24T23:59:59Z'), ZONE, firstPass)).toBe(true);
    expect(isBefore(local('2026-10-25 02:30:00', '2026-10-25T00:30:00Z'), ZONE, Date.parse('2026-10-25T02:00:00Z'))).toBe(true);
    expect(isBefore({ utc: '2026-10-25T00:05:00Z' }, ZONE, firstPass)).toBe(true);
    expect(isBefore(null, ZONE, firstPass)).toBeNull();
  });
});
