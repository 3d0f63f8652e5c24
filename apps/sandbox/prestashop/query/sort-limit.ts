import { FatalPhpError, REFUSALS } from '../errors.js';

export type SortKey = { readonly field: string; readonly descending: boolean };

/** @throws Refusal 400/37 no direction, 400/38 field that may not be sorted by */
export function parseSort(value: string, known: readonly string[], translated: readonly string[]): SortKey[] {
  const inner = /^\[(.*?)\]$/.exec(value)?.[1] ?? value;
  return inner.split(',').map((part) => {
    const bar = part.lastIndexOf('_');
    const direction = part.slice(bar + 1).toUpperCase();
    if (bar === -1 || (direction !== 'ASC' && direction !== 'DESC')) throw REFUSALS.malformedSort();
    const field = part.slice(0, bar);
    if (!known.includes(field) && !translated.includes(field)) throw REFUSALS.unknownSort(known, translated);
    return { field, descending: direction === 'DESC' };
  });
}

export type Limit = { readonly offset: number; readonly count: number };

/**
 * `n` or `offset,n`; what is not a number is 0, so the answer is empty.
 * @throws Refusal 400/39 for three parts; FatalPhpError for negative numbers, which break the SQL
 */
export function parseLimit(value: string): Limit {
  const parts = value.split(',');
  if (parts.length > 2) throw REFUSALS.malformedLimit();
  const numbers = parts.map((part) => Number.parseInt(part, 10) || 0);
  if (numbers.some((number) => number < 0)) throw new FatalPhpError('negative limit');
  const [first = 0, second] = numbers;
  return second === undefined ? { offset: 0, count: first } : { offset: first, count: second };
}
