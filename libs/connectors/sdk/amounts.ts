import Big from 'big.js';
import { badField } from './map-rows.js';
import { decimalOf, quantityOf, type Row } from './values.js';

/** Programs that count in floats write 19.99 as 19.989999999999998; amounts and counts need no more places than these. */
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
