import { redact, REDACTED } from '#libs/domain/failure.js';
import type { Json, JsonObject } from '#libs/domain/words.js';
import { isRow } from './values.js';

/** Names whose values say nothing about a person: ids, dates, amounts, counts, flags and codes. */
const SAFE_NAME =
  /^id(_[a-z_]+)?$|_id$|^date_|_date$|^(total|unit_price|product_price)[a-z_]*$|quantity$|^(conversion_rate|current_state|valid|deleted|active|is_guest|newsletter|optin|module|status|currency|iso_code|type|code)$/u;
const SAFE_TEXT = /^[\w.,:+ -]{0,40}$/u;
/** The same in names written in one word. Only numbers and dates. */
const SAFE_CAMEL_NAME = /^(?!.*Birth).*(?:Date|Cost|Price|Quantity|Status|Type|Rate)$|^(?:faultCode|isUnregistered|registered|approval)$/u;
const SAFE_CAMEL_TEXT = /^(?:[\d.,: -]{0,30}|[a-z_]{1,20})$/u;
/** An order's id may hold the buyer's login or phone; other numbers are of cards, vouchers, telephones and taxes. */
const CAMEL_ID_NAME = /Id$|^orderSerialNumber$/u;
/** Shorter than a telephone number. */
const CAMEL_ID = /^\d{1,8}$/u;
/** What `redact` would take out by its name whatever stands there: it says so at once. */
const SECRET_NAME = /(?:ws_key|token|apikey|api_key|password|passwd|secret|sha)$/iu;
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;

function shape(value: unknown): Json {
  if (value === null) return null;
  if (typeof value === 'string') return `text(${value.length})`;
  return value === undefined ? 'nothing' : typeof value;
}

function clean(name: string, value: unknown, depth: number): Json {
  if (depth > MAX_DEPTH) return 'too deep';
  if (SECRET_NAME.test(name)) return REDACTED;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => clean(name, item, depth + 1));
  if (isRow(value)) return object(value, depth + 1);
  if (CAMEL_ID_NAME.test(name)) return (typeof value === 'number' || typeof value === 'string') && CAMEL_ID.test(String(value)) ? value : shape(value);
  if (SAFE_CAMEL_NAME.test(name)) return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && SAFE_CAMEL_TEXT.test(value)) ? value : shape(value);
  if (!SAFE_NAME.test(name)) return shape(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && SAFE_TEXT.test(value) ? redact(value) : shape(value);
}

function object(row: Readonly<Record<string, unknown>>, depth: number): JsonObject {
  return Object.fromEntries(Object.entries(row).slice(0, 200).map(([name, value]) => [name, clean(name, value, depth)]));
}

/**
 * A row as received, fit to be stored beside a reject: every field name stays, values stay only where they cannot be
 * personal; of other values the type and length remain, which is what is needed to see why a row could not be read.
 */
export function redactRow(row: unknown): JsonObject {
  return isRow(row) ? object(row, 0) : { value: clean('', row, 0) };
}
