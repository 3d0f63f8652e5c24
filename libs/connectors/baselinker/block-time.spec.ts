import { blockedUntil, blockWaitMs } from './block-time.js';

const text = (moment: string): string => `Query limit exceeded, token blocked until ${moment}`;
const iso = (message: string): string | null => {
  const ms = blockedUntil(message);
  return ms === null ? null : new Date(ms).toISOString();
};

describe('the moment in a block', () => {
  it.each([
    ['2022-05-03 17:15:34', '2022-05-03T15:15:34.000Z'],
    ['2026-01-01 12:10:00', '2026-01-01T11:10:00.000Z'],
    ['2026/01/01 12:10:00', '2026-01-01T11:10:00.000Z'],
    ['2026.01.01 12:10', '2026-01-01T11:10:00.000Z'],
    ['01.02.2026 12:10:00', '2026-02-01T11:10:00.000Z'],
    ['01/02/2026 12:10:00', '2026-02-01T11:10:00.000Z'],
    ['2026-01-01T12:10:00', '2026-01-01T11:10:00.000Z'],
    // Both nights on which clocks change.
    ['2026-03-29 01:59:00', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 02:30:00', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29 03:05:00', '2026-03-29T01:05:00.000Z'],
    ['2026-10-25 02:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 03:00:00', '2026-10-25T02:00:00.000Z'],
  ])('%s is %s', (local, utc) => {
    expect(iso(text(local))).toBe(utc);
  });

  it.each(['', 'later', '2026-13-01 10:00:00', '2026-02-30 10:00:00', '99.99.2026 10:00:00', '2026-01-01'])('"%s" is none', (local) => {
    expect(blockedUntil(text(local))).toBeNull();
  });
});

describe('how long nobody asks', () => {
  const now = Date.parse('2026-01-01T11:00:00Z');

  it.each([
    ['2026-01-01 12:08:00', 8 * 60_000],
    ['2026-01-01 12:00:05', 60_000],
    ['2026-01-01 12:40:00', 15 * 60_000],
    // As if it were UTC: an hour too late.
    ['2026-01-01 13:08:00', 15 * 60_000],
    ['2026-01-01 12:00:00', 10 * 60_000],
    ['2026-01-01 11:08:00', 10 * 60_000],
    ['soon', 10 * 60_000],
  ])('until %s: %d ms', (local, wait) => {
    expect(blockWaitMs(text(local), now)).toBe(wait);
  });

  it('waits too long rather than too short in the hour that comes twice', () => {
    // In the second pass the text means the first, which is past.
    expect(blockWaitMs(text('2026-10-25 02:40:00'), Date.parse('2026-10-25T01:30:00Z'))).toBe(10 * 60_000);
  });
});
