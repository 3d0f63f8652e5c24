import { XMLParser } from 'fast-xml-parser';
import { isTame } from './tame.js';
import { unfoldForm } from './unfold-form.js';

/** Kinds of content platforms send. */
export type Format = 'json' | 'form' | 'xml';
export type ContentHeaders = { readonly 'content-type'?: string | undefined; readonly 'content-encoding'?: string | undefined };

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/^application\/(?:[\w.-]+\+)?json$/u, 'json'],
  [/^application\/x-www-form-urlencoded$/u, 'form'],
  [/^(?:application|text)\/xml$|^application\/[\w.-]+\+xml$/u, 'xml'],
];
const MOST_FIELDS = 1_000;
const DEEPEST = 40;
/**
 * Reading XML costs far more than its size shows, by tags and by attributes alike (each has its `=`): without limits one
 * delivery would hold up everybody for seconds. A record of a shop is a small part of each.
 */
const MOST_XML_BYTES = 131_072;
const MOST_TAGS = 8_000;
const MOST_EQUAL_SIGNS = 2_000;

/** Values stay text: an id such as "007" is no number. `<s:order>` is an order. Entities are left as they are, which also ends every bomb made of them. */
const XML = new XMLParser({
  processEntities: false, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false,
  ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: DEEPEST, removeNSPrefix: true,
});

/** The kind of content a delivery declares; null when it is none that is taken. Compressed content is not. */
export function formatOf(headers: ContentHeaders): Format | null {
  if (!/^(?:|identity)$/iu.test(headers['content-encoding']?.trim() ?? '')) return null;
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return FORMATS.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}

/** Polish shops still write in older character sets; an unknown name is read as UTF-8. */
function textOf(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/iu.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function json(text: string): unknown {
  return JSON.parse(text);
}

/** A field may carry JSON as its text: platforms that know forms only send their record this way. */
function fieldValue(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return text;
  try {
    return json(text);
  } catch {
    return text;
  }
}

function form(text: string): unknown {
  const fields = [...new URLSearchParams(text)];
  if (fields.length === 0 || fields.length > MOST_FIELDS) throw new Error('no fields, or too many');
  return unfoldForm(fields.map(([name, value]) => [name, fieldValue(value)]));
}

function moreThan(most: number, sign: string, text: string): boolean {
  return text.split(sign, most + 2).length > most + 1;
}

function xml(text: string): unknown {
  if (/<!DOCTYPE/iu.test(text) || moreThan(MOST_TAGS, '<', text) || moreThan(MOST_EQUAL_SIGNS, '=', text)) throw new Error('a document type, or too many tags or attributes');
  return XML.parse(text, true);
}

const READERS: Readonly<Record<Format, (text: string) => unknown>> = { json, form, xml };

/** The content as plain values; null when it is not what it says to be, or built to do harm. Never throws. */
export function decode(format: Format, bytes: Buffer, contentType: string): { readonly value: unknown } | null {
  if (format === 'xml' && bytes.length > MOST_XML_BYTES) return null;
  try {
    const value = READERS[format](textOf(bytes, contentType));
    return isTame(value) ? { value } : null;
  } catch {
    return null;
  }
}
