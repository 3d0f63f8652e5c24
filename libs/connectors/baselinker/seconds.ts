import { badField } from '../sdk/map-rows.js';
import type { Row } from '../sdk/values.js';

/** Latest second a date may name: 2100-01-01. */
const LAST_SECOND = 4_102_444_800;

/** Seconds since 1970 as number or numeric text; null when there is no date, undefined when it is none. */
export function secondsOf(value: unknown): number | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  const seconds = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d{1,15}$/u.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > LAST_SECOND) return undefined;
  return seconds === 0 ? null : seconds;
}

/** @throws RowProblem when something is there and it is no date a shop can have */
export function secondsField(row: Row, field: string): number | null {
  const seconds = secondsOf(row[field]);
  if (seconds === undefined) throw badField(`${field}_invalid`, field);
  return seconds;
}
