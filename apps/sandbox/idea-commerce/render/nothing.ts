/** The ways to say that a field has no value (A20). */
import type { Nulls } from '../options.js';
import { mark } from './values.js';

type Row = Readonly<Record<string, unknown>>;

const MIXED: readonly Exclude<Nulls, 'mixed'>[] = ['null', 'false', 'empty', 'missing'];
/** An empty text makes no sense in a field of a number, and a list is empty in its own way. */
const NUMBERS = new Set(['integration_config', 'delivery_cost', 'delivery_price', 'folder_id', 'shop_id', 'delivery_partner_id', 'invoice_partner_id']);
const LISTS = new Set(['waybills', 'order_lines']);

/** @param missing whether a key may be left out; those of partners may not (sheet section 4) */
export function withNothing(row: Row, id: number, nulls: Nulls, missing = true): Row {
  const entries: (readonly [string, unknown])[] = [];
  for (const [name, value] of Object.entries(row)) {
    const kind = nulls === 'mixed' ? MIXED[mark(id, name) % MIXED.length] : nulls;
    if (value !== null) entries.push([name, value]);
    else if (kind === 'empty') entries.push([name, NUMBERS.has(name) ? null : LISTS.has(name) ? [] : '']);
    else if (kind !== 'missing' || !missing) entries.push([name, kind === 'false' ? false : null]);
  }
  return Object.fromEntries(entries);
}
