/** A wait longer than this is a mistake of the platform (or a date with a wrong year), not a wish. */
export const LONGEST_WAIT_MS = 24 * 3_600_000;

const IMF_DATE = /^[A-Za-z]{3,9},? \d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2} (GMT|UTC|[+-]\d{4})$/u;
const SECONDS = /^\d{1,10}(\.\d{1,6})?$/u;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @returns the wait in ms, at least 1 s for a zero or a moment already past, at most a day; null for nothing usable
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  let wait: number;
  if (SECONDS.test(text)) wait = Number(text) * 1_000;
  else if (IMF_DATE.test(text)) wait = Date.parse(text) - nowMs;
  else return null;
  if (!Number.isFinite(wait)) return null;
  // "0" with a refusal would mean asking again at once: that is the hammering the header is meant to end.
  return Math.min(Math.max(Math.ceil(wait), 1_000), LONGEST_WAIT_MS);
}
