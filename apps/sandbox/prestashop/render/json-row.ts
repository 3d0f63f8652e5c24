import type { Field } from '../fields.js';
import type { Cell, Cells, Row } from '../data/row.js';
import type { Form } from './form.js';
import { jsonText, jsonValue } from './json-values.js';

/** Rows kept rendered take memory; above this many bytes new ones are rendered each time. */
const KEPT_BYTES = 128_000_000;

/** Renders rows of a shop as JSON and keeps the last look of each. */
export class JsonRows {
  private kept = 0;

  render(row: Row, form: Form): Buffer {
    if (row.damage !== undefined) return Buffer.from(damagedJson(row, form));
    const known = row.rendered;
    if (known?.form === form) return known.json;
    const json = Buffer.from(rowJson(row, form));
    if (known !== undefined) this.kept -= known.json.length;
    delete row.rendered;
    if (this.kept < KEPT_BYTES) {
      row.rendered = { form, json };
      this.kept += json.length;
    }
    return json;
  }
}

/** One entity as text. @param keep which top-level values stay; a single entity loses the falsy ones */
export function rowJson(row: Row, form: Form, keep?: (json: string) => boolean): string {
  let text = '';
  const cached = servedFromCache(row, form);
  for (const field of form.fields) {
    const value = field.name === 'id' ? String(row.id) : fieldJson(field, row.cells[field.name] ?? null, form, cached);
    if (keep === undefined || keep(value)) text += `,${field.member}${value}`;
  }
  const association = associationJson(row, form);
  if (association !== null) text += `,"associations":${association}`;
  return text === '' ? '[]' : `{${text.slice(1)}}`;
}

/** What PHP's array_filter removes. */
export function truthy(json: string): boolean {
  return json !== '""' && json !== '"0"' && json !== '0' && json !== 'null' && json !== '[]';
}

function servedFromCache(row: Row, form: Form): boolean {
  if (form.shape.name === 'shops') return row.id === form.contextShop;
  return form.shape.name === 'languages' && row.id === 1;
}

function fieldJson(field: Field, cell: Cell, form: Form, cached: boolean): string {
  // Dates and decimals come from the generator and hold nothing to escape.
  if (typeof cell === 'string') return field.type === 'd' || field.type === 't' ? `"${cell}"` : jsonText(cell);
  if (cell === null) return field.name.startsWith('id_') ? '""' : 'null';
  const { jsonTypes } = form.profile;
  if (typeof cell === 'number') {
    const number = jsonTypes === 'native' || (jsonTypes === 'mixed' && (field.type !== 'b' || cached));
    return number ? String(cell) : `"${String(cell)}"`;
  }
  return translatedJson(cell, form);
}

/** One language gives a plain text, more a list. */
function translatedJson(texts: readonly string[], { languages, profile }: Form): string {
  const [only] = languages.ids;
  if (languages.ids.length === 1 && only !== undefined) return jsonText(texts[only - 1] ?? '');
  const quote = languages.asText || profile.jsonTypes === 'text' ? '"' : '';
  return `[${languages.ids.map((id) => `{"id":${quote}${String(id)}${quote},"value":${jsonText(texts[id - 1] ?? '')}}`).join(',')}]`;
}

function associationJson(row: Row, form: Form): string | null {
  const { association } = form;
  if (association === null) return null;
  const members: readonly Cells[] = association.name === 'groups' ? (row.groups ?? []).map((id) => ({ id })) : (row.lines ?? []);
  if (members.length === 0) return null;
  if (association.name === 'groups' && form.profile.brokenGroups) return '{"groups":[[null]]}';
  let list = '';
  for (const member of members) {
    let text = '';
    for (const field of association.fields) text += `,${field.member}${fieldJson(field, member[field.name] ?? null, form, false)}`;
    list += `,{${text.slice(1)}}`;
  }
  return `{"${association.name}":[${list.slice(1)}]}`;
}

/** A damaged row as a defective module would send it. */
export function damagedJson(row: Row, form: Form, keep?: (json: string) => boolean): string {
  const entity = JSON.parse(rowJson(row, form, keep)) as Record<string, unknown>;
  for (const [name, value] of row.damage ?? []) {
    if (value === undefined) delete entity[name];
    else if (name in entity || name === 'associations') entity[name] = value;
  }
  return jsonValue(entity);
}
