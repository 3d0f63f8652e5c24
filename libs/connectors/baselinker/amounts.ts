import Big from 'big.js';
import { badField } from '../sdk/map-rows.js';
import { decimalOf, quantityOf, type Row } from '../sdk/values.js';

/** Older PHP writes 19.99 as 19.989999999999998; amounts and counts need no more places than these. */
const PLACES = 6;

const plain = (value: unknown): unknown => (typeof value === 'number' && Number.isFinite(value) ? new Big(value).round(PLACES).toFixed() : value);

/** An amount as decimal text; null when there is none. @throws RowProblem when it is no number */
export function balanceField(row: Row, field: string): string | null {
  const amount = decimalOf(plain(row[field]));
  if (amount === undefined) throw badField(`${field}_not_a_number`, field);
  return amount;
}

/** The same for amounts that are never below zero. @throws RowProblem */
export function amountField(row: Row, field: string): string | null {
  const amount = balanceField(row, field);
  if (amount?.startsWith('-') === true) throw badField(`${field}_negative`, field);
  return amount;
}

/** A count as text; there is no line without one. @throws RowProblem */
export function quantityField(row: Row, field: string): string {
  const quantity = quantityOf(plain(row[field]));
  if (typeof quantity !== 'string') throw badField(`${field}_not_a_number`, field);
  if (quantity.startsWith('-')) throw badField(`${field}_negative`, field);
  return quantity;
}

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
