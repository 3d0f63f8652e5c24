import type { OrderLine } from '#libs/domain/records.js';
import type { Row } from './values.js';

const byId = (a: OrderLine, b: OrderLine): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

/** What stands for the id of a line, and the line of that id. */
export type LineShape = { readonly placeOf: (row: Row, index: number) => string; readonly lineOf: (row: Row, id: string) => OrderLine };

/** Lines sorted by id, each id once: what comes a second time in the same place is told apart by a number behind it. */
export function linesOfRows(rows: readonly Row[], { placeOf, lineOf }: LineShape): OrderLine[] {
  const used = new Map<string, number>();
  return rows
    .map((row, index) => {
      const place = placeOf(row, index);
      const times = (used.get(place) ?? 0) + 1;
      used.set(place, times);
      return lineOf(row, times === 1 ? place : `${place}#${String(times)}`);
    })
    .sort(byId);
}
