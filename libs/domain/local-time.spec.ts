import fc from 'fast-check';
import { DateTime } from 'luxon';
import { clocksSetBack, highestLocal, isZone, localToUtc, localToVersion, utcToLocal } from './local-time.js';

const WARSAW = 'Europe/Warsaw';
const utc = (text: string): number => Date.parse(text);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('local text to an instant', () => {
  it.each([
    ['2025-06-02 09:12:07', WARSAW, '2025-06-02T07:12:07.000Z'],
    ['2025-01-02 09:12:07', WARSAW, '2025-01-02T08:12:07.000Z'],
    ['2025-01-02T09:12:07', WARSAW, '2025-01-02T08:12:07.000Z'],
    ['2025-01-02 09:12', WARSAW, '2025-01-02T08:12:00.000Z'],
    ['2025-01-02', WARSAW, '2025-01-01T23:00:00.000Z'],
    ['2024-02-29 12:00:00', 'UTC', '2024-02-29T12:00:00.000Z'],
    ['2025-07-01 00:00:00', 'America/New_York', '2025-07-01T04:00:00.000Z'],
    ['2025-07-01 00:30:00', 'Asia/Kolkata', '2025-06-30T19:00:00.000Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(iso(localToUtc(text, zone))).toBe(expected);
    expect(iso(localToVersion(text, zone))).toBe(expected);
  });

  it.each(['0000-00-00 00:00:00', '0000-00-00', '', 'yesterday', '2026-13-01 10:00:00', '2026-02-30 10:00:00', '2026-02-01 25:00:00', '2026-02-01 10:60:00', '12.05.2026'])('takes "%s" for no date', (text) => {
    expect(localToUtc(text, WARSAW)).toBeNull();
    expect(localToVersion(text, WARSAW)).toBeNull();
  });

  it('agrees with luxon on every unambiguous moment', () => {
    const moments = fc.integer({ min: utc('2015-01-01T00:00:00Z') / 1_000, max: utc('2035-01-01T00:00:00Z') / 1_000 });
    fc.assert(
      fc.property(moments, fc.constantFrom(WARSAW, 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'), (seconds, zone) => {
        const ms = seconds * 1_000;
        const text = utcToLocal(ms, zone);
        expect(text).toBe(DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm:ss'));
        const read = localToUtc(text, zone);
        // A repeated text means its first pass: the same text, at this moment or before.
        expect(read).not.toBeNull();
        expect(utcToLocal(read ?? 0, zone)).toBe(text);
        expect(read).toBeLessThanOrEqual(ms);
        expect(ms - (read ?? 0)).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the night clocks are set back (26 October 2025 in Poland)', () => {
  it('reads a repeated text as its first pass', () => {
    expect(iso(localToUtc('2025-10-26 01:59:59', WARSAW))).toBe('2025-10-25T23:59:59.000Z');
    expect(iso(localToUtc('2025-10-26 02:00:00', WARSAW))).toBe('2025-10-26T00:00:00.000Z');
    expect(iso(localToUtc('2025-10-26 02:59:59', WARSAW))).toBe('2025-10-26T00:59:59.000Z');
    expect(iso(localToUtc('2025-10-26 03:00:00', WARSAW))).toBe('2025-10-26T02:00:00.000Z');
  });

  it('takes all texts of the repeated hour for one instant, between its neighbours', () => {
    const instants = ['02:00:00', '02:17:31', '02:59:59'].map((time) => localToVersion(`2025-10-26 ${time}`, WARSAW));
    expect(new Set(instants).size).toBe(1);
    expect(instants[0]).toBeGreaterThan(localToVersion('2025-10-26 01:59:59', WARSAW) ?? Infinity);
    expect(instants[0]).toBeLessThan(localToVersion('2025-10-26 03:00:00', WARSAW) ?? -Infinity);
  });

  it('does so where clocks move by half an hour', () => {
    const instants = ['01:30:00', '01:45:00', '01:59:59'].map((time) => localToVersion(`2025-04-06 ${time}`, 'Australia/Lord_Howe'));
    expect(new Set(instants).size).toBe(1);
    expect(localToVersion('2025-04-06 01:29:59', 'Australia/Lord_Howe')).toBeLessThan(instants[0] ?? -Infinity);
    expect(localToVersion('2025-04-06 02:00:00', 'Australia/Lord_Howe')).toBeGreaterThan(instants[0] ?? Infinity);
  });

  it('knows when and how far they were set back', () => {
    expect(clocksSetBack(utc('2025-10-26T01:30:00Z'), WARSAW, 3_600_000)).toEqual({ at: utc('2025-10-26T01:00:00Z'), byMs: 3_600_000 });
    expect(clocksSetBack(utc('2025-10-26T00:59:59Z'), WARSAW, 3_600_000)).toBeNull();
    expect(clocksSetBack(utc('2025-10-26T05:00:00Z'), WARSAW, 3_600_000)).toBeNull();
    expect(clocksSetBack(utc('2025-03-30T01:30:00Z'), WARSAW, 3_600_000)).toBeNull();
  });

  it('keeps the highest text shown during the second pass', () => {
    expect(highestLocal(utc('2025-10-26T00:30:00Z'), WARSAW)).toBe('2025-10-26 02:30:00');
    expect(highestLocal(utc('2025-10-26T01:10:00Z'), WARSAW)).toBe('2025-10-26 02:59:59');
    expect(highestLocal(utc('2025-10-26T02:10:00Z'), WARSAW)).toBe('2025-10-26 03:10:00');
    expect(highestLocal(utc('2025-08-26T02:10:00Z'), WARSAW)).toBe('2025-08-26 04:10:00');
  });
});

describe('the night clocks are set forward (30 March 2025 in Poland)', () => {
  it('reads a text that never was as the moment of the change, so that order is kept', () => {
    const change = '2025-03-30T01:00:00.000Z';
    expect(iso(localToUtc('2025-03-30 01:59:59', WARSAW))).toBe('2025-03-30T00:59:59.000Z');
    expect(iso(localToUtc('2025-03-30 02:00:00', WARSAW))).toBe(change);
    expect(iso(localToUtc('2025-03-30 02:30:00', WARSAW))).toBe(change);
    expect(iso(localToVersion('2025-03-30 02:59:59', WARSAW))).toBe(change);
    expect(iso(localToUtc('2025-03-30 03:00:00', WARSAW))).toBe(change);
    expect(iso(localToUtc('2025-03-30 03:00:01', WARSAW))).toBe('2025-03-30T01:00:01.000Z');
  });
});

it('never orders two texts against their own order', () => {
  const texts = fc.integer({ min: 0, max: 6 * 3_600 }).map((seconds) => new Date(utc('2025-10-26T00:00:00Z') + seconds * 1_000).toISOString().slice(0, 19).replace('T', ' '));
  fc.assert(
    fc.property(texts, texts, fc.constantFrom(WARSAW, 'Australia/Lord_Howe', 'America/New_York'), (a, b, zone) => {
      const [low, high] = a <= b ? [a, b] : [b, a];
      expect(localToVersion(low, zone)).toBeLessThanOrEqual(localToVersion(high, zone) ?? -Infinity);
      expect(localToUtc(low, zone)).toBeLessThanOrEqual(localToUtc(high, zone) ?? -Infinity);
    }),
  );
});

it('tells zones from other words', () => {
  expect(isZone(WARSAW)).toBe(true);
  expect(isZone('Warszawa')).toBe(false);
});
