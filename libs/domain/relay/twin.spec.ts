import fc from 'fast-check';
import type { OrderRecord } from '../records.js';
import { order } from './testing/people.js';
import { isTwin } from './twin.js';

const NOON = Date.parse('2026-03-10T11:00:00Z');
const HOUR = 3_600_000;
const of = (more: Partial<OrderRecord>, placedMs = NOON): OrderRecord => order({ total: '100.00', placedAt: { utc: new Date(placedMs).toISOString() }, ...more });
const gathered = (number: string | null, more: Partial<OrderRecord> = {}, placedMs = NOON): OrderRecord => of({ externalId: '9001', reference: '9001', origin: { type: 'shop', account: '1', number }, ...more }, placedMs);
const shop = (more: Partial<OrderRecord> = {}, placedMs = NOON): OrderRecord => of({ externalId: '41', reference: 'XKBKNABJK', ...more }, placedMs);

describe('two orders that look like one purchase', () => {
  it.each(['41', '0041', ' 41 ', 'XKBKNABJK'])('bear one number of the shop (%s), whichever comes second', (number) => {
    expect([isTwin(gathered(number), shop()), isTwin(shop(), gathered(number))]).toEqual([true, true]);
  });

  it('bear one number though the shop fills it up, or both gathered it', () => {
    expect(isTwin(gathered('41'), shop({ reference: '000041', externalId: '7' }))).toBe(true);
    expect(isTwin(gathered('41'), gathered('041', { externalId: '5', reference: '5' }))).toBe(true);
  });

  it.each([[null], [''], ['0'], ['000'], ['410'], ['4'], ['9001']])('are two purchases by another number: %s', (number) => {
    expect(isTwin(gathered(number), shop({ reference: '', externalId: '41' }))).toBe(false);
  });

  it('without an origin are never one, whatever their numbers', () => {
    expect(isTwin(shop(), shop({ externalId: 'XKBKNABJK', reference: '41' }))).toBe(false);
  });

  it.each([['100.01', false], ['100', true], ['100.000', true], ['99.99', false], [null, false]])('have one value: %s is %s', (total, same) => {
    expect(isTwin(gathered('41', { total }), shop())).toBe(same);
  });

  it('without a value are not compared', () => {
    expect(isTwin(gathered('41', { total: null }), shop({ total: null }))).toBe(false);
  });

  it.each([
    ['2026-03-10T22:30:00Z', '2026-03-10T23:30:00Z', true], ['2026-03-09T23:00:00Z', '2026-03-10T22:59:59Z', true], ['2026-03-09T22:30:00Z', '2026-03-10T22:45:00Z', false],
    ['2026-10-24T22:00:00Z', '2026-10-25T22:59:00Z', true], ['2026-10-24T21:59:00Z', '2026-10-25T22:00:00Z', false],
  ])('are of one day in Poland, or less than a day apart: %s and %s', (one, other, same) => {
    expect(isTwin(gathered('41', {}, Date.parse(one)), shop({}, Date.parse(other)))).toBe(same);
  });

  it('without a date are not compared', () => {
    expect(isTwin(gathered('41', { placedAt: null }), shop())).toBe(false);
  });

  it('are so from either side', () => {
    const text = fc.constantFrom('41', '041', '0', '', 'A', '9');
    const any = fc.record({ externalId: text, reference: text, number: fc.option(text), total: fc.constantFrom('1.00', '1', '2.00', null), hours: fc.integer({ min: 0, max: 60 }) })
      .map(({ number, hours, ...rest }) => of({ ...rest, ...(number === null ? {} : { origin: { type: 'shop', account: '1', number } }) }, NOON + hours * HOUR));
    fc.assert(fc.property(any, any, (one, other) => isTwin(one, other) === isTwin(other, one)));
  });
});
