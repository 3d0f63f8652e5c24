import type { Failure } from '#libs/domain/failure.js';
import { mapRows, unreadable } from '../sdk/map-rows.js';
import type { Page } from '../sdk/page.js';
import { mayHelpToAskLess } from '../sdk/page-size.js';
import { idOf, isRow } from '../sdk/values.js';
import { untrustworthy, type Refused } from './prestashop.errors.js';
import type { Filters } from './count.js';
import type { Answer } from './prestashop.client.js';
import type { Source } from './source.js';

export type ResourceName = Refused['resource'];

/** Broken records one after the other that are believed; more means that the shop is broken, not its records. */
export const MOST_UNREADABLE_IN_A_ROW = 3;

export function rowId(row: unknown): number | null {
  const id = isRow(row) ? idOf(row['id']) : null;
  return id === null ? null : Number(id);
}

/**
 * A filter the shop does not understand is silently dropped and all rows come back (sheet section 1): such an answer
 * would be read for ever.
 * @throws Failure `platform_defect` when ids do not rise inside (last, to]
 */
export function idsAscending(rows: readonly unknown[], last: number, to: number, resource: ResourceName): void {
  let previous = last;
  for (const row of rows) {
    const id = rowId(row);
    if (id === null) continue;
    if (id <= previous || id > to) throw untrustworthy('filter_ignored', resource);
    previous = id;
  }
}

/**
 * Rows up to the last one with an id. Rows behind it in a full page come again with the next one, so they are not counted
 * now.
 * @throws Failure when no row of several has an id, or none of a full page: reading could not go on behind it
 */
export function lastUsable(rows: readonly unknown[], full: boolean, resource: ResourceName): { readonly rows: readonly unknown[]; readonly id: number } {
  const index = rows.findLastIndex((row) => rowId(row) !== null);
  if (index < 0 && rows.length > 1) throw untrustworthy('unexpected_shape', resource);
  if (!full) return { rows, id: rowId(rows[index]) ?? 0 };
  if (index < 0) throw untrustworthy('no_progress', resource);
  return { rows: rows.slice(0, index + 1), id: rowId(rows[index]) ?? 0 };
}

type Place = { readonly last: number; readonly to: number; readonly filters: Filters; readonly failure: Failure; readonly inARow: number; readonly signal: AbortSignal };
type Probe = (low: number, high: number, fields: readonly string[]) => Promise<Answer | null>;

/** Asks for the first row in [low, high]; null when the shop cannot give it. */
function probeOf(source: Source, { filters, signal }: Place): Probe {
  return async (low, high, fields) => {
    try {
      return await source.client.list({ resource: source.resource, fields, filters: { id: `[${String(low)},${String(high)}]`, ...source.filters, ...filters }, sort: 'id_ASC', limit: '1', signal });
    } catch (error) {
      if (mayHelpToAskLess(error)) return null;
      throw error;
    }
  };
}

/** The lowest id the shop cannot answer for: first by naming it without its data, else by halving the range. */
async function findUnreadable(probe: Probe, last: number, to: number): Promise<number | null> {
  const named = await probe(last + 1, to, ['id']);
  if (named !== null) return rowId(named.rows[0]);
  let low = last + 1;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const answer = await probe(low, middle, ['id']);
    if (answer === null) high = middle;
    // The shop answers again: what it names first is the next record, and nothing before it is left out.
    else if (answer.rows.length > 0) return rowId(answer.rows[0]);
    else low = middle + 1;
  }
  return low;
}

/** One more try of the record alone: a shop that had a bad minute must not cost a record. */
async function readAgain(source: Source, id: number, { filters, signal }: Place): Promise<Pick<Page, 'records' | 'rejects' | 'excluded' | 'requestedMs'>> {
  try {
    const answer = await source.page({ filters: { id: `[${String(id)}]`, ...source.filters, ...filters }, sort: 'id_ASC', limit: '1', signal });
    return { ...mapRows(answer.rows, answer.map), requestedMs: answer.requestedMs };
  } catch (error) {
    if (!mayHelpToAskLess(error)) throw error;
    return { records: [], excluded: [], rejects: [unreadable(String(id), { id })], requestedMs: source.nowMs() };
  }
}

/**
 * The next record cannot be read even alone. If the shop answers for others, the record becomes a reject and reading goes
 * on behind it.
 * @throws Failure the original one when the whole shop fails
 */
export async function readPastUnreadable(source: Source, place: Place): Promise<Page> {
  if (place.inARow > MOST_UNREADABLE_IN_A_ROW || !(await source.client.alive(source.resource, place.signal))) throw place.failure;
  const id = await findUnreadable(probeOf(source, place), place.last, place.to);
  if (id === null) throw place.failure;
  return { ...(await readAgain(source, id, place)), cursor: { last: id }, done: id >= place.to, total: null };
}
