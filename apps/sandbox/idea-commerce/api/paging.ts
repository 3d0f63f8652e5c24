/** One page of a list with its envelope (sheet section 2). */
import type { Behaviour } from '../options.js';
import { Broken } from './api-error.js';
import { MOST, type Query } from './query.js';

export type Span = { readonly limit: number; readonly offset: number };

const USUAL = 100;

/** 0 is no limit, as in Odoo; what the database cannot take breaks. */
export function spanOf(query: Query, { maxLimit, overLimit }: Pick<Behaviour, 'maxLimit' | 'overLimit'>): Span {
  const wanted = query.whole('limit') ?? USUAL;
  const offset = query.whole('offset') ?? 0;
  const limit = wanted === 0 ? MOST : wanted;
  if (maxLimit !== null && limit > maxLimit && overLimit === 'refuse') query.refuse('limit', 'limit', wanted);
  return { limit: maxLimit === null ? limit : Math.min(limit, maxLimit), offset };
}

/** @param name key of the list. @throws Broken for negative numbers */
export function pageOf<T>(name: string, all: readonly T[], { limit, offset }: Span, { totalShift }: Pick<Behaviour, 'totalShift'>, row: (record: T) => unknown): Readonly<Record<string, unknown>> {
  if (limit < 0 || offset < 0 || offset > MOST) throw new Broken('LIMIT must not be negative');
  const rows = all.slice(offset, offset + limit).map(row);
  return { count: rows.length, total_count: Math.max(0, all.length + totalShift), [name]: rows };
}
