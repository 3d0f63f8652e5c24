import { isAllegroAddress } from '#libs/domain/allegro.js';
import type { Marketplace } from '#libs/domain/records.js';
import { textOf, type Row } from '../sdk/values.js';

/**
 * PrestaShop has no field for an Allegro buyer; modules and hubs write the login wherever they find room (sheet section 14).
 * Hence places and patterns are settings.
 */
export const ALLEGRO_PLACES = [
  'note',
  'payment',
  'gift_message',
  'delivery.other',
  'delivery.alias',
  'delivery.company',
  'invoice.other',
  'invoice.alias',
  'invoice.company',
] as const;
export type AllegroPlace = (typeof ALLEGRO_PLACES)[number];

export const ALLEGRO_PATTERNS: readonly string[] = ['allegro login: {login}', 'login allegro: {login}', 'nick allegro: {login}', 'allegro ({login})', 'allegro: {login}', '{login}'];

/** Letters, digits, `_ . -` and the colon of accounts that never chose a name ("Client:12345678"). */
const LOGIN = String.raw`[\p{L}\d_.:-]{2,63}[\p{L}\d_]`;
/** Alone in a field, a word is taken for a login only when it does not look like an ordinary word. */
const LOOKS_LIKE_LOGIN = /[\d_:]/u;
/** Words shops write behind "Allegro:" that are no logins. */
const NOT_LOGINS: ReadonlySet<string> = new Set(['allegro', 'smart', 'payu', 'przelewy24', 'p24', 'pay', 'płatność', 'payment', 'raty', 'pobranie', 'cod', 'finance', 'login', 'nick', 'wysyłka', 'one']);
const MARK = /allegro/iu;
const ADDRESS = /[^\s<>"'(),;:@]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const MAX_TEXT = 2_000;

export type AllegroRules = { readonly places: readonly AllegroPlace[]; readonly patterns: readonly { readonly regex: RegExp; readonly bare: boolean }[] };
/** Addresses of the orders on a page by id; only looked up for orders that need them. */
export type AddressRows = ReadonlyMap<string, Row>;

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);

/** Patterns are literal texts, not regular expressions: a shop's setting must not be able to stall a worker. */
function compile(pattern: string): { regex: RegExp; bare: boolean } {
  const at = pattern.indexOf('{login}');
  const literal = (text: string): string => text.split(/\s+/u).map(escape).join(String.raw`\s*`);
  const [before, after] = [literal(pattern.slice(0, at).trim()), literal(pattern.slice(at + '{login}'.length).trim())];
  const bare = before === '' && after === '';
  const body = `${before}${before === '' ? '' : String.raw`\s*`}(${LOGIN})${after === '' ? '' : String.raw`\s*`}${after}`;
  return { regex: new RegExp(bare ? `^(${LOGIN})$` : body, 'iu'), bare };
}

export function allegroRules(places: readonly AllegroPlace[], patterns: readonly string[]): AllegroRules {
  return { places, patterns: patterns.map(compile) };
}

const isAddressPlace = (place: AllegroPlace): boolean => place.includes('.');

function textAt(place: AllegroPlace, order: Row, addresses: AddressRows): string | null {
  if (!isAddressPlace(place)) return textOf(order[place]);
  const [which, field] = place.split('.') as ['delivery' | 'invoice', string];
  const address = addresses.get(textOf(order[`id_address_${which}`]) ?? '');
  return address === undefined ? null : textOf(address[field]);
}

/** Alone in a payment's name a word is the payment. */
function loginIn(text: string, place: AllegroPlace, marked: boolean, rules: AllegroRules): string | null {
  if (!marked && !MARK.test(text)) return null;
  for (const { regex, bare } of rules.patterns) {
    if (bare && (!marked || place === 'payment')) continue;
    const login = regex.exec(text.slice(0, MAX_TEXT))?.[1];
    if (login === undefined || NOT_LOGINS.has(login.toLowerCase()) || (bare && !LOOKS_LIKE_LOGIN.test(login))) continue;
    return login;
  }
  return null;
}

const namesAllegro = (value: unknown): boolean => typeof value === 'string' && MARK.test(value);

/** True when the module or the payment names Allegro; a buyer's own words do not make an order Allegro's. */
function isMarked(order: Row): boolean {
  return namesAllegro(order['module']) || namesAllegro(order['payment']);
}

export const NO_ADDRESSES: AddressRows = new Map();

/** True when the login can only be in an address: the page reader then fetches those addresses. */
export function needsAddresses(order: Row, rules: AllegroRules): boolean {
  if (!isMarked(order)) return false;
  for (const place of rules.places) {
    if (isAddressPlace(place)) return true;
    const text = textAt(place, order, NO_ADDRESSES);
    if (text !== null && loginIn(text, place, true, rules) !== null) return false;
  }
  return false;
}

/** What the order tells about its Allegro buyer; null for orders that did not come from there. */
export function marketplaceOf(order: Row, addresses: AddressRows, rules: AllegroRules): Marketplace | null {
  const marked = isMarked(order);
  let login: string | null = null;
  const emails = new Set<string>();
  for (const place of rules.places) {
    const text = textAt(place, order, addresses);
    if (text === null) continue;
    if (text.includes('@')) for (const [email] of text.matchAll(ADDRESS)) if (isAllegroAddress(email)) emails.add(email);
    login ??= loginIn(text, place, marked, rules);
  }
  return marked || login !== null || emails.size > 0 ? { name: 'allegro', login, emails: [...emails].sort() } : null;
}
