import { untrustworthy } from './baselinker.errors.js';
import { packIds } from './id-set.js';
import { placedRows, type Placed, type Position, type Step } from './position.js';

/** Orders in one answer at most (documented, sheet section 4). */
export const PAGE = 100;

type Dated = Placed & { readonly second: number };

const isDated = (entry: Placed): entry is Dated => entry.second !== null;

/** @throws Failure when rows come that were not asked for, or in an order that would hide others behind the end of the answer */
function inOrder(rows: readonly Dated[], at: Position, answered: number): readonly Dated[] {
  if (rows.some(({ second }) => second < at.from)) throw untrustworthy('filter_ignored', 'getOrders');
  if (rows.every(({ second }, index) => index === 0 || second >= (rows[index - 1]?.second ?? 0))) return rows;
  if (answered >= PAGE) throw untrustworthy('answer_not_sorted', 'getOrders');
  return [...rows].sort((a, b) => a.second - b.second);
}

/**
 * One step through the list by confirmation date. The documented way asks on from the last second plus one and silently skips
 * what is left of that second; here the same second is asked for again and what was handled is dropped (sheet section 4, safe A).
 * The list has ended when an answer brings nothing new, whatever the size of pages. A second that fills whole answers, or has
 * more orders than a cursor can name, is left to reading by id.
 */
export function stepByDate(answer: readonly unknown[], at: Position, to: number): Step {
  const all = placedRows(answer);
  const dated = inOrder(all.filter(isDated), at, answer.length);
  const undated = all.filter((entry) => !isDated(entry)).map(({ row }) => row);
  // Rows without a usable date are rejects wherever they come; a whole answer of them would hide the rest.
  if (answer.length >= PAGE && dated.length === 0) throw untrustworthy('cursor_did_not_advance', 'getOrders');
  const inside = dated.filter(({ second }) => second < to);
  const fresh = inside.filter(({ id, second }) => second > at.from || !at.seen.has(id));
  const done = inside.length < dated.length;
  const last = fresh.at(-1)?.second;
  if (last === undefined) {
    // Two rows or more, all of the second that was asked for: the end of the list, or a second that fills every answer.
    const stuck = !done && dated.length > 1;
    return { rows: undated, next: stuck ? { ...at, id: 0 } : at, done: !stuck };
  }
  const seen = new Set([...(last === at.from ? at.seen : []), ...inside.filter(({ second }) => second === last).map(({ id }) => id)]);
  const rows = (some: readonly Dated[]): readonly unknown[] => [...some.map(({ row }) => row), ...undated];
  if (done || packIds(seen) !== null) return { rows: rows(fresh), next: { from: last, seen, high: Math.max(at.high, last), id: null }, done };
  const before = fresh.filter(({ second }) => second < last);
  const handled = last === at.from ? at.seen : new Set<number>();
  return { rows: rows(before), next: { from: last, seen: handled, high: Math.max(at.high, before.at(-1)?.second ?? 0), id: 0 }, done: false };
}
