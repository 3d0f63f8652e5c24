import { nationalNumber } from './phone.js';

describe('a number without its country', () => {
  it.each([
    ['+48500100200', '500100200'],
    ['+491512345678', '1512345678'],
    ['+420601123456', '601123456'],
    ['+999123', '999123'],
  ])('%s is %s', (phone, digits) => {
    expect(nationalNumber(phone)).toBe(digits);
  });
});
