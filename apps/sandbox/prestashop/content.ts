/** Bodies of lists and single entities. */
import type { Row } from './data/row.js';
import type { ResourceShape } from './fields.js';
import { REFUSALS } from './errors.js';
import { parseDisplay, type Display } from './query/display.js';
import type { Languages } from './query/languages.js';
import { parseListQuery } from './query/list-query.js';
import type { Parameters } from './query/parameters.js';
import { selectRows } from './query/select.js';
import { formOf, type Form, type Forms } from './render/form.js';
import { damagedJson, rowJson, truthy, type JsonRows } from './render/json-row.js';
import { idsXml, listXml, schemaXml, singleXml } from './render/xml.js';
import { checkEntityShop, contextTest, type ShopContext } from './shop-context.js';
import type { Shop } from './world/shop.js';

/** A body, or null: no such id. */
export type Content = string | Buffer | null;

export type View = {
  readonly shop: Shop;
  readonly shape: ResourceShape;
  readonly languages: Languages;
  readonly context: ShopContext;
  readonly base: string;
  readonly json: boolean;
  readonly forms: Forms;
  readonly rows: JsonRows;
};

/** `GET /resource` @throws Refusal 400 */
export function listAnswer(view: View, parameters: Parameters): Content {
  const schema = parameters.plain.get('schema');
  if (schema !== undefined) return schemaAnswer(view, schema);
  const { shop, shape, languages } = view;
  const query = parseListQuery(parameters, shape);
  const inContext = contextTest(shop, shape.name, view.context);
  const rows = selectRows(shop.tables[shape.name], shape, query, inContext, languages.ids.map((id) => id - 1));
  if (query.display.kind === 'minimum') return view.json ? idsJson(rows, shape) : idsXml(rows, shape, view.base);
  const form = formFor(view, query.display, parameters);
  return view.json ? listJson(rows, form, view.rows) : listXml(rows, form);
}

/** `GET /resource/ID`; the id is an integer cast of whatever was sent. @throws Refusal 400, 404/131 */
export function entityAnswer(view: View, id: number, parameters: Parameters): Content {
  const { shop, shape } = view;
  const given = parameters.plain.get('display');
  const display = given === undefined ? ({ kind: 'full' } as const) : parseDisplay(given, shape);
  const row = shop.tables[shape.name].get(id);
  if (row === undefined) return null;
  checkEntityShop(row, shape.className, view.context);
  if (display.kind === 'minimum' || (given === 'full' && shop.profile.fullSingleIsIdsOnly)) {
    return view.json ? idsJson([row], shape) : idsXml([row], shape, view.base);
  }
  const form = formFor(view, display, parameters);
  if (!view.json) return given === undefined ? singleXml(row, form) : listXml([row], form);
  // The mere presence of `display` makes it a plural list of one, which keeps the falsy fields.
  if (given !== undefined) return listJson([row], form, view.rows);
  const render = row.damage === undefined ? rowJson : damagedJson;
  const entity = shop.profile.stripsFalsy ? render(row, form, truthy) : render(row, form);
  return `{"${shape.singular}":${entity}}`;
}

function formFor(view: View, display: Display, parameters: Parameters): Form {
  const { shape, languages, context, base } = view;
  const key = [shape.name, parameters.plain.get('display') ?? '', languages.ids.join('.'), String(languages.asText), String(context.shop), base].join(' ');
  return view.forms.get(key, () => formOf(view.shop.profile, shape, display, languages, context.shop, base));
}

function idsJson(rows: readonly Row[], shape: ResourceShape): string {
  if (rows.length === 0) return '[]';
  return `{"${shape.name}":[${rows.map((row) => `{"id":${String(row.id)}}`).join(',')}]}`;
}

const COMMA = Buffer.from(',');

function listJson(rows: readonly Row[], form: Form, rendered: JsonRows): Content {
  if (rows.length === 0) return '[]';
  const parts: Buffer[] = [Buffer.from(`{"${form.shape.name}":[`)];
  rows.forEach((row, index) => {
    if (index > 0) parts.push(COMMA);
    parts.push(rendered.render(row, form));
  });
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
}

function schemaAnswer(view: View, kind: string): Content {
  if (kind !== 'blank' && kind !== 'synopsis') throw REFUSALS.badSchema();
  return view.json ? `{"${view.shape.singular}":[]}` : schemaXml(view.shape, kind);
}
