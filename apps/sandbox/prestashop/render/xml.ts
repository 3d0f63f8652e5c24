/** XML as the webservice writes it: tabs before fields, CDATA, links on references. */
import type { ErrorEntry } from '../errors.js';
import type { Field, ResourceShape } from '../fields.js';
import { cellText, type Cell, type Cells, type Row } from '../data/row.js';
import type { Form } from './form.js';

export function xmlDocument(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n${content}</prestashop>\n`;
}

export function errorsXml(entries: readonly ErrorEntry[]): string {
  const list = entries.map(({ code, message }) => `<error>\n<code><![CDATA[${String(code)}]]></code>\n<message><![CDATA[${message}]]></message>\n</error>\n`);
  return xmlDocument(`<errors>\n${list.join('')}</errors>\n`);
}

/** Ids only. */
export function idsXml(rows: readonly Row[], shape: ResourceShape, base: string): string {
  const items = rows.map((row) => `<${shape.singular} id="${String(row.id)}" xlink:href="${base}${shape.name}/${String(row.id)}"/>\n`);
  return xmlDocument(`<${shape.name}>\n${items.join('')}</${shape.name}>\n`);
}

export function listXml(rows: readonly Row[], form: Form): string {
  return xmlDocument(`<${form.shape.name}>\n${rows.map((row) => rowXml(row, form)).join('')}</${form.shape.name}>\n`);
}

export function singleXml(row: Row, form: Form): string {
  return xmlDocument(rowXml(row, form));
}

/** Empty entity for `schema=blank`; `synopsis` says the kind of each field. */
export function schemaXml(shape: ResourceShape, kind: 'blank' | 'synopsis'): string {
  const formats = { i: 'isUnsignedId', b: 'isBool', d: 'isPrice', t: 'isDate', s: 'isGenericName', m: 'isGenericName', c: 'isString' } as const;
  const fields = shape.fields
    .filter((field) => kind === 'blank' || field.name !== 'id')
    .map((field) => `\t<${field.name}${kind === 'blank' ? '' : ` format="${formats[field.type]}"`}></${field.name}>\n`);
  return xmlDocument(`<${shape.singular}>\n${fields.join('')}</${shape.singular}>\n`);
}

function rowXml(row: Row, form: Form): string {
  const fields = form.fields.map((field) => fieldXml(field, valueOf(row, field), form, false));
  return `<${form.shape.singular}>\n${fields.join('')}${associationXml(row, form)}</${form.shape.singular}>\n`;
}

function valueOf(row: Row, field: Field): Cell {
  if (row.damage?.has(field.name) === true) {
    const value = row.damage.get(field.name);
    return typeof value === 'string' ? value : null;
  }
  return field.name === 'id' ? row.id : (row.cells[field.name] ?? null);
}

function fieldXml(field: Field, value: Cell, form: Form, associated: boolean): string {
  const { name, link } = field;
  if (typeof value === 'object' && value !== null) return `\t<${name}>${translatedXml(value, form)}</${name}>\n`;
  const text = cellText(value);
  const href = link !== null && (associated || (text !== '' && text !== '0')) ? ` xlink:href="${form.base}${link}/${text}"` : '';
  const computed = field.type === 'c' ? ' notFilterable="true"' : '';
  return `\t<${name}${href}${computed}>${cdata(text, form)}</${name}>\n`;
}

function cdata(text: string, form: Form): string {
  return text === '' && !form.profile.emptyCdata ? '' : `<![CDATA[${text}]]>`;
}

function translatedXml(texts: readonly string[], form: Form): string {
  return form.languages.ids
    .map((id) => `<language id="${String(id)}" xlink:href="${form.base}languages/${String(id)}">${cdata(texts[id - 1] ?? '', form)}</language>`)
    .join('');
}

function associationXml(row: Row, form: Form): string {
  const { association } = form;
  if (association === null) return '';
  const members: readonly Cells[] = association.name === 'groups' ? (row.groups ?? []).map((id) => ({ id })) : (row.lines ?? []);
  const nodes = members.map((member) => {
    const group = association.name === 'groups';
    if (group && form.profile.brokenGroups) return `\t<group xlink:href="${form.base}groups/">\n\t<0><![CDATA[]]></0>\n\t</group>\n`;
    const href = group ? ` xlink:href="${form.base}groups/${cellText(member['id'])}"` : '';
    const fields = association.fields.map((field) => fieldXml(field, member[field.name] ?? null, form, true));
    return `\t<${association.node}${href}>\n${fields.join('')}\t</${association.node}>\n`;
  });
  return `<associations>\n<${association.name}${association.attributes}>\n${nodes.join('')}</${association.name}>\n</associations>\n`;
}
