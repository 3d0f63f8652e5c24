/** Comparisons as MySQL makes them between a column and a quoted constant: lenient by design. */
import type { FieldType } from '../fields.js';
import type { Cell } from '../data/row.js';

/** Number at the start of a text, 0 without one: '1,2,3' is 1 and '' is 0. */
export function leadingNumber(text: string): number {
  const match = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(text);
  return match === null ? 0 : Number(match[0]);
}

/** A date constant as a full date-time: midnight without a time, anything behind a readable start ignored; null = unreadable. */
export function dateConstant(text: string): string | null {
  const match = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/.exec(text);
  if (match === null) return null;
  const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0');
  return `${match[1] ?? ''}-${two(match[2])}-${two(match[3])} ${two(match[4])}:${two(match[5])}:${two(match[6])}`;
}

/** Text as a usual collation compares it: without case and trailing blanks. */
export function folded(text: string): string {
  return text.trimEnd().toLowerCase();
}

/** Sign of cell − constant; null when the cell is NULL, which no comparison matches. */
export type Comparison = (cell: Cell | undefined) => number | null;

/** Prepares the comparison of a column of this type with one constant. */
export function comparisonWith(type: FieldType, constant: string): Comparison {
  if (type === 'i' || type === 'b' || type === 'd') {
    const number = leadingNumber(constant);
    return (cell) => (cell === null || cell === undefined ? null : (typeof cell === 'number' ? cell : Number(cell)) - number);
  }
  const date = type === 't' ? dateConstant(constant) : null;
  const text = date ?? folded(constant);
  return (cell) => {
    if (cell === null || cell === undefined) return null;
    const own = date === null ? folded(String(cell)) : fullDate(String(cell));
    return own === text ? 0 : own < text ? -1 : 1;
  };
}

/** Birthdays are dates without a time. */
function fullDate(text: string): string {
  return text.length === 10 ? `${text} 00:00:00` : text;
}

/** LIKE: `%` any text, `_` any character, without case. */
export function likePattern(pattern: string): (cell: Cell | undefined) => boolean {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('%', '[^]*').replaceAll('_', '[^]');
  const expression = new RegExp(`^${source}$`, 'i');
  return (cell) => cell !== null && cell !== undefined && expression.test(String(cell));
}

/** Order of two cells of one column, NULL first. */
export function compareCells(type: FieldType, a: Cell | undefined, b: Cell | undefined): number {
  const left = a ?? null;
  const right = b ?? null;
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (type === 'd') return Number(left) - Number(right);
  const [x, y] = type === 't' ? [String(left), String(right)] : [folded(String(left)), folded(String(right))];
  return x === y ? 0 : x < y ? -1 : 1;
}
