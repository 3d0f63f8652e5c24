/**
 * The filter grammar `prefix[content]suffix`. What it does not understand it drops without a word,
 * as PrestaShop does: all rows come back.
 */
import type { FieldType } from '../fields.js';
import type { Cell } from '../data/row.js';
import { comparisonWith, likePattern } from './compare.js';

/** A filter value as understood; `dropped` lets everything through. */
export type Condition =
  | { readonly kind: 'any-of' | 'none-of'; readonly values: readonly string[] }
  | { readonly kind: 'between'; readonly low: string; readonly high: string }
  | { readonly kind: 'above' | 'below'; readonly value: string }
  | { readonly kind: 'like'; readonly pattern: string }
  | { readonly kind: 'dropped' };

const RANGE = /^([\d.:\-\s]+),([\d.:\-\s]+)$/;

/** Reads one filter value; never refuses. */
export function parseCondition(value: string): Condition {
  const match = /^(.*)\[(.*)\](.*)$/.exec(value);
  if (match === null) return { kind: 'any-of', values: [value] };
  const [, prefix = '', content = '', suffix = ''] = match;
  if (prefix === '%' || suffix === '%') return { kind: 'like', pattern: prefix + content + suffix };
  if (prefix === '' && suffix === '') {
    if (content.indexOf('|') > 0) return { kind: 'any-of', values: content.split('|') };
    const range = RANGE.exec(content);
    if (range === null) return { kind: 'any-of', values: [content] };
    const [low = '', high = ''] = sortedAsPhp(range[1] ?? '', range[2] ?? '');
    return { kind: 'between', low, high };
  }
  if (prefix === '>') return { kind: 'above', value: content };
  if (prefix === '<') return { kind: 'below', value: content };
  if (prefix === '!') return { kind: 'none-of', values: content.split('|') };
  return { kind: 'dropped' };
}

/** PHP's sort() compares numeric texts as numbers, others as text. */
function sortedAsPhp(a: string, b: string): readonly string[] {
  const numeric = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));
  const swapped = numeric(a) && numeric(b) ? Number(a) > Number(b) : a > b;
  return swapped ? [b, a] : [a, b];
}

export type CellTest = (cell: Cell | undefined) => boolean;

/** A test of one column's cells; null = lets everything through. */
export function cellTest(type: FieldType, condition: Condition): CellTest | null {
  switch (condition.kind) {
    case 'dropped':
      return null;
    case 'like':
      return likePattern(condition.pattern);
    case 'any-of': {
      const tests = condition.values.map((value) => comparisonWith(type, value));
      return (cell) => tests.some((test) => test(cell) === 0);
    }
    case 'none-of': {
      const tests = condition.values.map((value) => comparisonWith(type, value));
      return (cell) => tests.every((test) => (test(cell) ?? 0) !== 0);
    }
    case 'between': {
      const low = comparisonWith(type, condition.low);
      const high = comparisonWith(type, condition.high);
      return (cell) => (low(cell) ?? -1) >= 0 && (high(cell) ?? 1) <= 0;
    }
    case 'above': {
      const test = comparisonWith(type, condition.value);
      return (cell) => (test(cell) ?? 0) > 0;
    }
    case 'below': {
      const test = comparisonWith(type, condition.value);
      return (cell) => (test(cell) ?? 0) < 0;
    }
  }
}
