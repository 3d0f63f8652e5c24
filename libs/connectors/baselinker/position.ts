import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { isRow } from '../sdk/values.js';
import { secondsOf } from './seconds.js';
import type { Parameters } from './baselinker.client.js';
import { packIds, unpackIds } from './id-set.js';
import { orderIdOf } from './order.mapper.js';

/** How far a part has been read. Times are seconds since 1970 of the confirmation. */
export type Position = {
  /** Everything before this second has been handled. */
  readonly from: number;
  /** Orders of that very second that have been handled; 0 stands for rows without an id. */
  readonly seen: ReadonlySet<number>;
  /** Newest second handled. */
  readonly high: number;
  /** Set while the rest of the part is read by rising id: the highest id handled; 0 at the beginning. */
  readonly id: number | null;
};

export const startAt = (from: number, high = from): Position => ({ from, seen: new Set(), high, id: null });

export function positionOf(cursor: JsonObject | null, start: number): Position {
  const from = numberAt(cursor, 'from') ?? start;
  return { from, seen: unpackIds(textAt(cursor, 'seen') ?? ''), high: numberAt(cursor, 'high') ?? from, id: numberAt(cursor, 'id') ?? null };
}

export const cursorOf = ({ from, seen, high, id }: Position): JsonObject => ({ from, seen: packIds(seen) ?? '', high, ...(id === null ? {} : { id }) });

/** Both filters are inclusive (sheet section 4): the row that was read last comes again and is dropped. */
export const parametersOf = ({ from, id }: Position): Parameters => ({ date_confirmed_from: from, ...(id === null ? {} : { id_from: Math.max(1, id) }) });

/** A row with what its place in the list depends on. */
export type Placed = {
  readonly row: unknown;
  /** 0: it has none. */
  readonly id: number;
  /** Second of its confirmation; null: it has none a shop can have. */
  readonly second: number | null;
};

export function placed(row: unknown): Placed {
  const id = isRow(row) ? Number(orderIdOf(row) ?? 0) : 0;
  return { row, id: Number.isSafeInteger(id) ? id : 0, second: (isRow(row) ? secondsOf(row['date_confirmed']) : null) ?? null };
}

/** The rows of an answer, each order once: a row that comes twice is one order. */
export function placedRows(answer: readonly unknown[]): readonly Placed[] {
  const known = new Set<number>();
  return answer.map(placed).filter(({ id }) => {
    const isNew = id === 0 || !known.has(id);
    known.add(id);
    return isNew;
  });
}

/** What an answer means: rows to take now, and where to go on. */
export type Step = {
  readonly rows: readonly unknown[];
  readonly next: Position;
  readonly done: boolean;
};
