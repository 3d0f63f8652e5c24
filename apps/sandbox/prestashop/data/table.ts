import { cellText, type Row } from './row.js';

/** Rows of one resource by id, with a second order by (date_upd, id) where the resource has that date. */
export class Table {
  /** Ascending by id. */
  readonly rows: Row[] = [];
  /** Ascending by (date_upd, id); empty without `date_upd`. */
  readonly dated: Row[] = [];
  private readonly byId = new Map<number, Row>();
  private lastId = 0;

  constructor(
    private readonly hasDate: boolean,
    rows: readonly Row[] = [],
  ) {
    this.load(rows);
  }

  /** Takes many rows at once; cheaper than one by one. */
  load(rows: readonly Row[]): void {
    for (const row of rows) {
      this.rows.push(row);
      this.byId.set(row.id, row);
      if (row.id > this.lastId) this.lastId = row.id;
    }
    this.rows.sort((a, b) => a.id - b.id);
    if (this.hasDate) {
      for (const row of rows) this.dated.push(row);
      this.dated.sort(byDate);
    }
  }

  get(id: number): Row | undefined {
    return this.byId.get(id);
  }

  get size(): number {
    return this.rows.length;
  }

  /** Next id of the auto-increment; never given twice, also after deletions. */
  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** Ids up to this one count as used (rows that were there once). */
  reserve(id: number): void {
    if (id > this.lastId) this.lastId = id;
  }

  add(row: Row): Row {
    this.byId.set(row.id, row);
    this.reserve(row.id);
    this.rows.splice(firstIndex(this.rows, (other) => other.id > row.id), 0, row);
    if (this.hasDate) this.dated.splice(firstIndex(this.dated, (other) => byDate(other, row) > 0), 0, row);
    return row;
  }

  remove(id: number): boolean {
    const row = this.byId.get(id);
    if (row === undefined) return false;
    this.byId.delete(id);
    this.rows.splice(firstIndex(this.rows, (other) => other.id >= id), 1);
    if (this.hasDate) this.dated.splice(firstIndex(this.dated, (other) => byDate(other, row) >= 0), 1);
    return true;
  }

  /** Changes cells of a row and keeps both orders right. */
  change(row: Row, patch: Row['cells']): void {
    if (this.hasDate) this.dated.splice(firstIndex(this.dated, (other) => byDate(other, row) >= 0), 1);
    Object.assign(row.cells, patch);
    delete row.rendered;
    if (this.hasDate) this.dated.splice(firstIndex(this.dated, (other) => byDate(other, row) > 0), 0, row);
  }
}

function byDate(a: Row, b: Row): number {
  const left = cellText(a.cells['date_upd']);
  const right = cellText(b.cells['date_upd']);
  if (left === right) return a.id - b.id;
  return left < right ? -1 : 1;
}

/** Index of the first row for which the test holds; the test must be false, then true along the list. */
export function firstIndex(rows: readonly Row[], test: (row: Row) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && test(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
