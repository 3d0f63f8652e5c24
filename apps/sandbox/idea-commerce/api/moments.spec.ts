import { momentMs } from './moments.js';

const warsaw = (text: string): string => new Date(momentMs({ localMs: Date.parse(`${text}Z`), zoneMinutes: null }, { dateZone: 'Europe/Warsaw', zonedFilter: 'dropped' })).toISOString();

it.each([
  ['2026-01-15T10:00:00', '2026-01-15T09:00:00.000Z'],
  ['2026-07-15T10:00:00', '2026-07-15T08:00:00.000Z'],
  ['2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
  ['2026-03-29T03:00:00', '2026-03-29T01:00:00.000Z'],
  // This hour occurs twice.
  ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:30:00', '2026-10-25T02:30:00.000Z'],
])('%s in Warsaw is %s', (text, utc) => {
  expect(warsaw(text)).toBe(utc);
});
