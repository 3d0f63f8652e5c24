/** What a moment of a filter means at this instance (A8, question 7). */
import type { Behaviour } from '../options.js';
import { localText } from '../render/values.js';
import { BadRequest } from './api-error.js';
import type { Moment } from './query.js';

/** @returns ms since 1970. @throws BadRequest where a zone is refused */
export function momentMs({ localMs, zoneMinutes }: Moment, { dateZone, zonedFilter }: Pick<Behaviour, 'dateZone' | 'zonedFilter'>): number {
  if (zoneMinutes !== null && zonedFilter === 'counted') return localMs - zoneMinutes * 60_000;
  if (zoneMinutes !== null && zonedFilter === 'refused') throw new BadRequest('can\'t compare offset-naive and offset-aware datetimes');
  return dateZone === 'UTC' ? localMs : fromWarsaw(localMs);
}

/** Of a time that occurs twice in autumn the first, as Python's default fold. */
function fromWarsaw(localMs: number): number {
  const first = localMs - offsetAt(localMs - 2 * 3_600_000);
  return localMs - offsetAt(first);
}

/** Warsaw's distance to UTC at a moment, ms. */
function offsetAt(ms: number): number {
  const text = localText(ms, 'Europe/Warsaw');
  return Date.parse(`${text.replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000;
}
