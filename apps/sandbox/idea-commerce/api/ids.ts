import type { Table } from '../world/table.js';
import { Broken } from './api-error.js';
import { MOST } from './query.js';

/** The record as a list of one; unknown: an empty list (A5). @throws Broken for a number the database has no room for */
export function idsOf<T extends { readonly id: number }>(table: Table<T>, id: number): readonly T[] {
  if (Math.abs(id) > MOST) throw new Broken('integer out of range');
  const found = table.get(id);
  return found === undefined ? [] : [found];
}
