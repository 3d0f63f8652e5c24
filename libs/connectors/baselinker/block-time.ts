import { localToUtc } from '#libs/domain/local-time.js';

/** The zone of the text is documented nowhere; the company is Polish and one client reads it so (sheet section 2, rate limit). */
const ZONE = 'Europe/Warsaw';
const LEAST_MS = 60_000;
const MOST_MS = 15 * 60_000;
/** How long a block lasts according to several clients. */
const USUAL_MS = 10 * 60_000;

const YEAR_FIRST = /(\d{4})[-./](\d{2})[-./](\d{2})[ T]+(\d{2}:\d{2}(?::\d{2})?)/u;
const DAY_FIRST = /(\d{2})[-./](\d{2})[-./](\d{4})[ T]+(\d{2}:\d{2}(?::\d{2})?)/u;

/** The moment named in "token blocked until …", ms since 1970; null when there is none. */
export function blockedUntil(message: string): number | null {
  const [, year, month, day, time] = YEAR_FIRST.exec(message) ?? [];
  if (year !== undefined) return localToUtc(`${year}-${month ?? ''}-${day ?? ''} ${time ?? ''}`, ZONE);
  const [, first, second, third, clock] = DAY_FIRST.exec(message) ?? [];
  return first === undefined ? null : localToUtc(`${third ?? ''}-${second ?? ''}-${first} ${clock ?? ''}`, ZONE);
}

/**
 * How long nobody may ask, ms: until the moment in the text, between one minute and a quarter of an hour; ten minutes when it
 * cannot be read or lies in the past.
 */
export function blockWaitMs(message: string, nowMs: number): number {
  const wait = (blockedUntil(message) ?? nowMs) - nowMs;
  return wait <= 0 ? USUAL_MS : Math.min(MOST_MS, Math.max(LEAST_MS, wait));
}
