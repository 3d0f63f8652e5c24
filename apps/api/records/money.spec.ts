import fc from 'fast-check';
import Big from 'big.js';
import { amountText } from './money.js';

describe('amountText', () => {
  it.each([['123.400000', '123.40'], ['7', '7.00'], ['0.000000', '0.00'], ['50.162602', '50.162602'], ['-3.5', '-3.50'], ['1e3', '1000.00'], ['12345678901234567890.12', '12345678901234567890.12']])('%s → %s', (given, shown) => {
    expect(amountText(given)).toBe(shown);
  });

  it('never changes the amount', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 6 }), (digits, places) => {
        const value = new Big(digits.toString()).div(new Big(10).pow(places)).toFixed(places);
        expect(new Big(amountText(value)).eq(value)).toBe(true);
        expect(amountText(value)).toMatch(/^-?\d+\.\d{2,}$/u);
      }),
    );
  });
});
