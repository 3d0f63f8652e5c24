import { createHash } from 'node:crypto';
import Big from 'big.js';
import type { EventWrite, Noted } from '#libs/domain/relay/writes.js';
import { firstCharacters } from './cut.js';
import { Fitting, LONGEST_TEXT } from './fit.js';
import { LOCATION } from './salesmanago.schema.js';

/** Sheet section 4.2. */
const LONGEST_DESCRIPTION = 2_048;
const LONGEST_PRODUCTS = 512;
const DETAILS = 20;
/** At most 19 digits and two places. */
const VALUE = /^-?\d{1,19}(?:\.\d{1,2})?$/u;
const HASH = 32;

/** Ids as long as they fit, joined by commas, never a part of one; an id with a comma would be two others on the server. */
function fitProducts(fitting: Fitting, products: readonly string[]): string[] {
  const ids = products.map((id) => id.toWellFormed().trim()).filter((id) => id !== '');
  const whole = ids.filter((id) => !id.includes(','));
  if (whole.length < ids.length) fitting.note('value_left_out', 'products', `${String(ids.length - whole.length)} with a comma inside`);
  const kept: string[] = [];
  let length = 0;
  for (const id of whole) {
    const more = id.length + (kept.length === 0 ? 0 : 1);
    if (length + more > LONGEST_PRODUCTS) break;
    kept.push(id);
    length += more;
  }
  if (kept.length < whole.length) fitting.note('list_cut', 'products', `${String(kept.length)} of ${String(whole.length)}`);
  return kept;
}

/** Decimal text that a JSON number carries without losing a digit; others are left out rather than sent wrong. */
function fitValue(fitting: Fitting, value: string | null): string | null {
  if (value === null) return null;
  const exact = VALUE.test(value) && new Big(value).eq(Number(value));
  if (exact) return value;
  fitting.note('value_left_out', 'value', 'no number of at most 19 digits and two places that can be sent exactly');
  return null;
}

/** The id an event is found again by. One that is too long keeps its beginning and gets a hash, so that two never become one. */
function fitExternalId(fitting: Fitting, id: string): string {
  if (id.length <= LONGEST_TEXT) return id.toWellFormed();
  fitting.note('text_cut', 'externalId', `${String(id.length)} > ${String(LONGEST_TEXT)}`);
  return `${firstCharacters(id, LONGEST_TEXT - HASH - 1)}~${createHash('sha256').update(id).digest('hex').slice(0, HASH)}`;
}

function fitDetails(fitting: Fitting, details: EventWrite['details']): Record<number, string> {
  const fitted: Record<number, string> = {};
  for (const [name, value] of Object.entries(details)) {
    const number = Number(name);
    const text = fitting.text(`detail${name}`, value, LONGEST_TEXT);
    if (number >= 1 && number <= DETAILS && Number.isInteger(number)) {
      if (text !== null) fitted[number] = text;
    } else fitting.note('value_left_out', `detail${name}`, `only 1 to ${String(DETAILS)}`);
  }
  return fitted;
}

/** A location must be the e-shop's own, literally: a shortened one would name another e-shop or none (sheet section 5). */
function fitLocation(fitting: Fitting, location: string | null): string | null {
  if (location === null || LOCATION.test(location)) return location;
  fitting.note('value_left_out', 'location', 'at most 36 letters, digits and / _ - .');
  return null;
}

/** An event within the limits of sheet sections 4.2 and 5. */
export function fitEvent(event: EventWrite): Noted<EventWrite> {
  const fitting = new Fitting();
  const write: EventWrite = {
    ...event,
    externalId: fitExternalId(fitting, event.externalId),
    description: fitting.text('description', event.description, LONGEST_DESCRIPTION),
    products: fitProducts(fitting, event.products),
    location: fitLocation(fitting, event.location),
    value: fitValue(fitting, event.value),
    details: fitDetails(fitting, event.details),
    shopDomain: fitting.text('shopDomain', event.shopDomain, LONGEST_TEXT),
  };
  return { write, notes: fitting.notes };
}
