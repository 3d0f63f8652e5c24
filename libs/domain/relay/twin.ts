import { offsetAt } from '../local-time.js';
import type { OrderRecord } from '../records.js';
import { momentMs } from './moment.js';
import { orderValue } from './order-value.js';

const ZONE = 'Europe/Warsaw';
const DAY = 86_400_000;
const LEADING_ZEROS = /^0+/u;

/** Numbers are texts, and some platforms fill them up with zeros. */
const numberOf = (text: string | null | undefined): string => (text ?? '').trim().replace(LEADING_ZEROS, '');
const dayOf = (ms: number): number => Math.floor((ms + offsetAt(ms, ZONE)) / DAY);

/** The number of one order at its origin is the other's own; or both were gathered from the same place. */
function sameNumber(one: OrderRecord, other: OrderRecord): boolean {
  const [origin, others] = [numberOf(one.origin?.number), [other.externalId, other.reference, other.origin?.number].map(numberOf)];
  return origin !== '' && others.includes(origin);
}

/** An order around midnight is of two days, as the two platforms have it. */
function sameDay(one: OrderRecord, other: OrderRecord): boolean {
  const [a, b] = [momentMs(one.placedAt), momentMs(other.placedAt)];
  return a !== null && b !== null && (dayOf(a) === dayOf(b) || Math.abs(a - b) < DAY);
}

/**
 * Whether two orders of different integrations, both of one e-mail address, look like one purchase: the same shop order number, the
 * same value and the same day in Poland. A suspicion, which a person decides.
 */
export function isTwin(one: OrderRecord, other: OrderRecord): boolean {
  const value = orderValue(one);
  return value !== null && value === orderValue(other) && sameDay(one, other) && (sameNumber(one, other) || sameNumber(other, one));
}
