import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from './cursor.js';
import type { MappedRows } from './map-rows.js';
import { mayHelpToAskLess, PageSize } from './page-size.js';
import type { Cursor, Page } from './page.js';

/** What the platform answered to one page; `total` counts the rows of the whole list. */
export type NumberedAnswer = { readonly rows: readonly unknown[]; readonly total: number; readonly requestedMs: number };

/** One list that is read by page numbers, counted from 0. */
export type NumberedList = {
  readonly pageSize: number;
  /** A page behind the last one answers without rows. */
  ask(page: number, limit: number): Promise<NumberedAnswer>;
  /** What the rows of an answer become. */
  map(answer: NumberedAnswer): Promise<MappedRows>;
  idOf(row: unknown): string | null;
  /** Where only some rows of the list are wanted: which, and how many there are now. Only these are counted then. */
  readonly wanted?: { readonly is: (row: unknown) => boolean; readonly count: () => Promise<number> };
  /** What the cursor carries beside the position; called with the rows of each page. */
  carry(carried: JsonObject, rows: readonly unknown[]): JsonObject;
  /** Where reading goes on behind the list; `done` when nothing is left in the part. */
  then(carried: JsonObject): { readonly cursor: Cursor; readonly done: boolean };
};

/** Passes over a list that keeps moving, before it is left incomplete. */
export const MOST_PASSES = 3;
const POSITION: ReadonlySet<string> = new Set(['left', 'pass', 'size']);

const carriedOf = (cursor: Cursor | null): JsonObject => Object.fromEntries(Object.entries(cursor ?? {}).filter(([name]) => !POSITION.has(name)));

type Reading = { readonly cursor: Cursor | null; /** Rows the list had when it was planned; null: not known. */ readonly expected: number | null; readonly signal: AbortSignal };

/** Ids of rows as the census counts them; rows without one are told apart by their place. */
export function idsOf(list: Pick<NumberedList, 'idOf' | 'wanted'>, rows: readonly unknown[], first: number): string[] {
  return rows.flatMap((row, index) => (list.wanted?.is(row) ?? true ? (list.idOf(row) ?? `row@${String(first + index)}`) : []));
}

/** True when an answer holds the whole list: as many different rows as there are. Repeated ones hide others. */
export function holdsAll(list: Pick<NumberedList, 'idOf'>, { rows, total }: NumberedAnswer): boolean {
  return rows.length >= total && new Set(rows.map((row, index) => list.idOf(row) ?? `row@${String(index)}`)).size >= total;
}

/**
 * Reads a list from its last page to its first: a row that leaves then shifts only rows that have been read. What one answer
 * holds whole needs no more; everything else is counted (see `Census`), and `counted` is returned: nothing may be read behind
 * it before the house has decided.
 */
export async function* readNumbered(list: NumberedList, { cursor, expected, signal }: Reading): AsyncGenerator<Page, 'whole' | 'counted'> {
  const pass = numberAt(cursor, 'pass') ?? 1;
  let left = numberAt(cursor, 'left') ?? expected;
  let begun = numberAt(cursor, 'left') !== undefined;
  /** True once a page of this pass was taken: rows behind `left` have been read. */
  let taken = begun;
  let carried = carriedOf(cursor);
  const size = new PageSize(list.pageSize, numberAt(cursor, 'size'));
  for (;;) {
    const limit = size.size;
    const page = left === null ? 0 : Math.max(0, Math.ceil(left / limit) - 1);
    let answer: NumberedAnswer;
    try {
      answer = await list.ask(page, limit);
      size.succeeded();
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted || !size.shrink()) throw error;
      continue;
    }
    const whole = page === 0 && !begun && holdsAll(list, answer);
    // Rows have left since the list was counted: it is shorter now.
    if (answer.rows.length === 0 && page > 0) {
      left = page * limit;
      continue;
    }
    if (!begun && !whole && page !== Math.ceil(answer.total / limit) - 1) {
      // It ends somewhere else than was known: begin there.
      [begun, left] = [true, answer.total];
      continue;
    }
    const { total } = answer;
    // A page of another size than the one before may begin among rows that were read.
    const unread = taken && left !== null ? left - page * limit : limit;
    const rows = unread < limit ? answer.rows.slice(0, unread) : answer.rows;
    [begun, taken, left] = [true, true, page * limit];
    carried = list.carry(carried, rows);
    const content = { ...(await list.map({ ...answer, rows })), total, requestedMs: answer.requestedMs };
    const behind = list.then(carried);
    if (whole) {
      yield { ...content, ...behind };
      return 'whole';
    }
    const ids = idsOf(list, rows, page * limit);
    if (left > 0) {
      yield { ...content, cursor: { ...carried, left, pass, ...size.mark }, done: false, census: { ids, end: null } };
      continue;
    }
    // Another pass looks for the end of the list anew.
    const again = pass < MOST_PASSES ? { ...carried, pass: pass + 1, ...size.mark } : null;
    const counted = list.wanted === undefined ? total : await list.wanted.count();
    yield { ...content, ...behind, census: { ids, end: { total: counted, again, next: behind.done ? null : behind.cursor } } };
    return 'counted';
  }
}
