import { badField } from './map-rows.js';
import { decimalOf, flagOf, idOf, textOf, type Row } from './values.js';

/**
 * Fields of a row that must be of a kind: nothing is nothing, but an object where a text belongs is an answer that was not
 * understood, and a record must not silently lose it. All throw RowProblem.
 */
function refuseObject(row: Row, field: string): void {
  if (typeof row[field] === 'object' && row[field] !== null) throw badField(`${field}_unreadable`, field);
}

export function textField(row: Row, field: string): string | null {
  const text = textOf(row[field]);
  if (text === null) refuseObject(row, field);
  return text;
}

export function idField(row: Row, field: string): string | null {
  const id = idOf(row[field]);
  if (id === null) refuseObject(row, field);
  return id;
}

export function flagField(row: Row, field: string): boolean | null {
  const flag = flagOf(row[field]);
  if (flag === null) refuseObject(row, field);
  return flag;
}

/** An amount as decimal text; null when there is none. */
export function moneyField(row: Row, field: string): string | null {
  const amount = decimalOf(row[field]);
  if (amount === undefined) throw badField(`${field}_not_a_number`, field);
  return amount;
}
