/** Rows of a list: conditions, order and limit, with the two sorted orders of the table used where they help. */
import type { ResourceShape } from '../fields.js';
import type { Cell, Row } from '../data/row.js';
import { firstIndex, type Table } from '../data/table.js';
import { compareCells, dateConstant, leadingNumber } from './compare.js';
import { cellTest, type CellTest } from './filter.js';
import type { FieldCondition, ListQuery } from './list-query.js';
import type { Limit, SortKey } from './sort-limit.js';

export type RowTest = (row: Row) => boolean;

type Candidates = { readonly rows: readonly Row[]; readonly from: number; readonly to: number; readonly order: 'id' | 'date' };

/** @param inContext rows the shop context shows; null = all. @param languages positions of the languages searched in multilingual fields */
export function selectRows(table: Table, shape: ResourceShape, query: ListQuery, inContext: RowTest | null, languages: readonly number[]): readonly Row[] {
  const tests = query.conditions.map(({ field, condition }) => rowTest(field.name, cellTest(field.type, condition), field.type === 'm' ? languages : null));
  if (inContext !== null) tests.push(inContext);
  const test: RowTest = (row) => tests.every((one) => one(row));
  const candidates = cheapest(table, query);
  const direction = presorted(candidates.order, query.sort);
  if (query.sort.length === 0) return unsorted(candidates, test, query.limit);
  if (direction === null) return cut(collect(candidates, test, false, Infinity).sort(comparator(shape, query.sort)), query.limit);
  const wanted = query.limit === null ? Infinity : query.limit.offset + query.limit.count;
  return cut(collect(candidates, test, direction === 'descending', wanted), query.limit);
}

function rowTest(name: string, test: CellTest | null, languages: readonly number[] | null): RowTest {
  if (test === null) return () => true;
  if (name === 'id') return (row) => test(row.id);
  if (languages === null) return (row) => test(row.cells[name]);
  return (row) => {
    const texts = row.cells[name];
    return Array.isArray(texts) && languages.some((index) => test((texts as readonly Cell[])[index]));
  };
}

function collect(candidates: Candidates, test: RowTest, backwards: boolean, wanted: number): Row[] {
  const { rows, from, to } = candidates;
  const found: Row[] = [];
  for (let step = 0; step < to - from && found.length < wanted; step += 1) {
    const row = rows[backwards ? to - 1 - step : from + step];
    if (row !== undefined && test(row)) found.push(row);
  }
  return found;
}

/** Without `sort` the database gives its own order, and another one for another page: the list turned by one or two rows. */
function unsorted(candidates: Candidates, test: RowTest, limit: Limit | null): readonly Row[] {
  const turn = limit !== null && limit.offset > 0 ? 2 : 1;
  const end = limit === null ? Infinity : turn + limit.offset + limit.count;
  const found = collect(candidates, test, false, end);
  if (limit !== null && found.length === end) return found.slice(turn + limit.offset, end);
  const by = found.length === 0 ? 0 : turn % found.length;
  return cut([...found.slice(by), ...found.slice(0, by)], limit);
}

function cut(rows: readonly Row[], limit: Limit | null): readonly Row[] {
  return limit === null ? rows : rows.slice(limit.offset, limit.offset + limit.count);
}

/** Whether the candidates already stand in the wanted order. */
function presorted(order: 'id' | 'date', sort: readonly SortKey[]): 'ascending' | 'descending' | null {
  const [first, second] = sort;
  if (first === undefined) return null;
  const direction = first.descending ? 'descending' : 'ascending';
  if (order === 'id') return first.field === 'id' ? direction : null;
  const tieById = second === undefined || (second.field === 'id' && second.descending === first.descending);
  return first.field === 'date_upd' && tieById ? direction : null;
}

function comparator(shape: ResourceShape, sort: readonly SortKey[]): (a: Row, b: Row) => number {
  const keys = sort.map((key) => ({ ...key, type: shape.byName.get(key.field)?.type ?? 's' }));
  return (a, b) => {
    for (const { field, type, descending } of keys) {
      const difference = field === 'id' ? a.id - b.id : compareCells(type, a.cells[field], b.cells[field]);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  };
}

/** The smallest slice of the table that holds every match. */
function cheapest(table: Table, query: ListQuery): Candidates {
  const wantsDateOrder = query.sort[0]?.field === 'date_upd' && table.dated.length > 0;
  let best: Candidates = wantsDateOrder
    ? { rows: table.dated, from: 0, to: table.dated.length, order: 'date' }
    : { rows: table.rows, from: 0, to: table.rows.length, order: 'id' };
  for (const condition of query.conditions) {
    const slice = condition.field.name === 'id' ? byId(table, condition) : condition.field.name === 'date_upd' ? byDate(table, condition) : null;
    if (slice !== null && slice.to - slice.from < best.to - best.from) best = slice;
  }
  return best;
}

function byId(table: Table, { condition }: FieldCondition): Candidates | null {
  const { rows } = table;
  const from = (id: number): number => firstIndex(rows, (row) => row.id >= id);
  const after = (id: number): number => firstIndex(rows, (row) => row.id > id);
  switch (condition.kind) {
    case 'any-of': {
      const ids = [...new Set(condition.values.map(leadingNumber))].sort((a, b) => a - b);
      const found = ids.map((id) => table.get(id)).filter((row) => row !== undefined);
      return { rows: found, from: 0, to: found.length, order: 'id' };
    }
    case 'between':
      return { rows, from: from(leadingNumber(condition.low)), to: after(leadingNumber(condition.high)), order: 'id' };
    case 'above':
      return { rows, from: after(leadingNumber(condition.value)), to: rows.length, order: 'id' };
    case 'below':
      return { rows, from: 0, to: from(leadingNumber(condition.value)), order: 'id' };
    default:
      return null;
  }
}

function byDate(table: Table, { condition }: FieldCondition): Candidates | null {
  const { dated: rows } = table;
  if (rows.length === 0) return null;
  const slice = (low: string | null, high: string | null, inclusive: boolean): Candidates | null => {
    const lower = low === null ? '' : dateConstant(low);
    const upper = high === null ? '9999' : dateConstant(high);
    if (lower === null || upper === null) return null;
    const text = (row: Row): string => String(row.cells['date_upd']);
    const from = firstIndex(rows, (row) => (inclusive ? text(row) >= lower : text(row) > lower));
    const to = firstIndex(rows, (row) => (inclusive ? text(row) > upper : text(row) >= upper));
    return { rows, from, to: Math.max(from, to), order: 'date' };
  };
  switch (condition.kind) {
    case 'any-of':
      return condition.values.length === 1 ? slice(condition.values[0] ?? '', condition.values[0] ?? '', true) : null;
    case 'between':
      return slice(condition.low, condition.high, true);
    case 'above':
      return slice(condition.value, null, false);
    case 'below':
      return slice(null, condition.value, false);
    default:
      return null;
  }
}
