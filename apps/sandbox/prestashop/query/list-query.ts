/** All of a list's parameters, checked in the order the webservice checks them: schema, filters, display, sort, limit. */
import { FatalPhpError, REFUSALS } from '../errors.js';
import type { Field, ResourceShape } from '../fields.js';
import { parseDisplay, type Display } from './display.js';
import { parseCondition, type Condition } from './filter.js';
import type { Parameters } from './parameters.js';
import { parseLimit, parseSort, type Limit, type SortKey } from './sort-limit.js';

export type FieldCondition = { readonly field: Field; readonly condition: Condition };

export type ListQuery = {
  readonly conditions: readonly FieldCondition[];
  readonly display: Display;
  readonly sort: readonly SortKey[];
  readonly limit: Limit | null;
};

/** @throws Refusal 400/31–39, FatalPhpError */
export function parseListQuery(parameters: Parameters, shape: ResourceShape): ListQuery {
  const dated = (parameters.plain.get('date') ?? '0') !== '0' && parameters.plain.get('date') !== '';
  const usable = shape.fields.filter((field) => dated || (field.name !== 'date_add' && field.name !== 'date_upd'));
  const known = usable.filter((field) => field.type !== 'm').map((field) => field.name);
  if (dated) known.push(...['date_add', 'date_upd'].filter((name) => !known.includes(name)));
  const translated = usable.filter((field) => field.type === 'm').map((field) => field.name);
  const conditions: FieldCondition[] = [];
  for (const [name, { value, nested }] of parameters.filters) {
    const field = shape.byName.get(name);
    if (field === undefined && known.includes(name)) throw new FatalPhpError(`no column ${name}`);
    const usableField = field !== undefined && usable.includes(field) ? field : undefined;
    if (usableField === undefined || (usableField.type === 'm' && value === '')) {
      throw nested ? REFUSALS.noLinkedTable() : REFUSALS.unknownFilter(name, known);
    }
    if (usableField.type !== 'm') {
      if (nested) throw new FatalPhpError(`array in the filter ${name}`);
      if (value === '') throw REFUSALS.emptyFilter(name);
      if (usableField.type === 'c') throw REFUSALS.computedFilter(name);
    }
    conditions.push({ field: usableField, condition: parseCondition(value) });
  }
  const display = parseDisplay(parameters.plain.get('display') ?? 'minimum', shape);
  const sort = parameters.plain.get('sort');
  const limit = parameters.plain.get('limit');
  return {
    conditions,
    display,
    sort: sort === undefined ? [] : parseSort(sort, known, translated),
    limit: limit === undefined ? null : parseLimit(limit),
  };
}
