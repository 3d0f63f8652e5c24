import { parseRetryAfter } from './retry-after.js';

const NOW = Date.parse('2026-03-29T00:30:00Z');

describe('Retry-After', () => {
  it.each([
    ['30', 30_000],
    [' 120 ', 120_000],
    ['0', 1_000],
    ['1.5', 1_500],
    ['99999999', 86_400_000],
    ['Sun, 29 Mar 2026 00:31:00 GMT', 60_000],
    ['Sunday, 29-Mar-26 00:31:00 GMT', 60_000],
    ['Sun, 29 Mar 2026 00:29:00 GMT', 1_000],
    ['Sun, 29 Mar 2026 02:31:00 +0200', 60_000],
    ['Sun, 29 Mar 2099 00:31:00 GMT', 86_400_000],
  ])('%j asks for %i ms', (value, waitMs) => {
    expect(parseRetryAfter(value, NOW)).toBe(waitMs);
  });

  it.each([undefined, '', 'soon', '-5', '1e9', '30 seconds', '2026-03-29T00:31:00Z', 'Sun, 99 Foo 2026 00:31:00 GMT', '0x10', 'NaN'])('%j says nothing', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeNull();
  });
});
