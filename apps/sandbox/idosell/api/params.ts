/**
 * Filters as the platform reads them: what has not the expected shape counts as absent, silently, so a slip in a filter
 * gives unfiltered rows and no error.
 */
import { parseLocal, type Local } from '../world/clock.js';

type Values = Readonly<Record<string, unknown>>;

const PAGING = /^results_?(Page|Limit|page|limit)$/;

export class Params {
  /** @param style how lists are written: comma separated text in a query, arrays in a body */
  constructor(
    private readonly values: Values,
    private readonly style: 'query' | 'body',
  ) {}

  /** Paging alone, as if no filter had been given. */
  withoutFilters(): Params {
    return new Params(Object.fromEntries(Object.entries(this.values).filter(([name]) => PAGING.test(name))), this.style);
  }

  /** Equal for requests that differ in paging only. */
  filterKey(): string {
    return this.style + JSON.stringify(Object.entries(this.values).filter(([name]) => !PAGING.test(name)));
  }

  text(name: string): string | null {
    return scalar(this.values[name]);
  }

  int(name: string): number | null {
    const text = this.text(name);
    return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
  }

  bool(name: string): boolean {
    return ['true', '1', 'y', 'yes'].includes(this.text(name) ?? '');
  }

  list(name: string): readonly string[] | null {
    const value = this.values[name];
    if (this.style === 'query') {
      const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()).filter((item) => item !== '') : [];
      return items.length > 0 ? items : null;
    }
    if (!Array.isArray(value)) return null;
    const items = value.map(scalar).filter((item) => item !== null);
    return items.length > 0 ? items : null;
  }

  /** A nested object: `a[b]=c` in a query, `{"a":{"b":"c"}}` in a body. */
  group(name: string): Params {
    return new Params(asObject(this.values[name]) ?? {}, this.style);
  }

  /** A list of objects; in a body only. */
  groups(name: string): readonly Params[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.map(asObject).filter((item) => item !== null).map((item) => new Params(item, this.style)) : [];
  }

  /** A pair of dates; null = no end was given in the platform's form. */
  range(begin: string, end: string): Range | null {
    const from = parseLocal(this.text(begin) ?? '', false);
    const to = parseLocal(this.text(end) ?? '', true);
    return from === null && to === null ? null : { from: from ?? -Infinity, to: to ?? Infinity };
  }
}

export type Range = { readonly from: Local; readonly to: Local };

export function within(value: Local | null, range: Range): boolean {
  return value !== null && value >= range.from && value <= range.to;
}

/** Rows that pass every test; a plain loop, because each page goes through all rows. */
export function passing<T>(rows: readonly T[], tests: readonly ((row: T) => boolean)[]): T[] {
  const [first, ...others] = tests;
  if (first === undefined) return [...rows];
  const found: T[] = [];
  for (const row of rows) if (first(row) && (others.length === 0 || others.every((test) => test(row)))) found.push(row);
  return found;
}

function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function asObject(value: unknown): Values | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : null;
}

/** Query text as PHP reads it: `a[b]=c` nests, `a[]=c` makes a list (which no filter expects), of equal names the last counts. */
export function queryParams(query: string): Params {
  const result: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const match = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(name);
    if (match === null) continue;
    const [, outer = '', inner] = match;
    if (inner === undefined) result[outer] = value;
    else if (inner === '') result[outer] = [value];
    else result[outer] = { ...asObject(result[outer]), [inner]: value };
  }
  return new Params(result, 'query');
}

/** Only what is inside `params` counts. @returns null when the text is no JSON */
export function bodyParams(body: string): Params | null {
  try {
    return new Params(asObject(asObject(JSON.parse(body))?.['params']) ?? {}, 'body');
  } catch {
    return null;
  }
}

/** What stands beside `params`. */
export function outsideParams(body: string): Params {
  const { params: _inside, ...outside } = body === '' ? {} : (asObject(JSON.parse(body)) ?? {});
  return new Params(outside, 'body');
}
