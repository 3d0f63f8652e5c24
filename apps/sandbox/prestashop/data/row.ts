/**
 * One database row. Integers and booleans are numbers, decimals and dates are the text MySQL would send,
 * a list holds one text a language in the order of language ids.
 */
export type Cell = number | string | null | readonly string[];

export type Cells = Record<string, Cell>;

/** A value that replaces or (undefined) removes a field while the row is damaged. */
export type Damage = ReadonlyMap<string, unknown>;

export type Row = {
  readonly id: number;
  readonly cells: Cells;
  /** Order lines. */
  lines?: readonly Cells[];
  /** Customer groups. */
  groups?: readonly number[];
  /** Shops the row is associated with; absent = all. Only for resources associated per shop. */
  shops?: readonly number[];
  damage?: Damage;
  /** Last rendered JSON and the form it was rendered in. */
  rendered?: { readonly form: object; readonly json: Buffer };
};

/** Text of a cell, '' for null. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? (cell[0] ?? '') : String(cell);
}
