/**
 * The one table of assumptions about IDEA Commerce (sheet section 12): no documentation of its API is published, and nothing here
 * was tried on a living instance. Everything the code takes for granted stands here, by its number; where an instance says otherwise,
 * this is the file to change. A10 and A28 ask for nothing (`fields` and v1 of the API are not used), A27 is the schema.
 */
import { isAllegroAddress } from '#libs/domain/allegro.js';
import { isRelay } from '#libs/domain/email.js';
import { utcToLocal } from '#libs/domain/local-time.js';
import { cleanText } from '#libs/domain/text.js';
import { splitName, type PersonName } from '../sdk/names.js';
import type { Row } from '../sdk/values.js';

/** A1: where the API of an instance is; may be overridden. */
export const apiAddressOf = (instance: string): string => `https://api.${instance}.ideaerp.pl`;

const INSTANCE = /^[a-z0-9][a-z0-9-]{0,62}$/u;
const HOST = /^(?:https?:\/\/)?(?:api\.)?([a-z0-9-]+)\.ideaerp\.pl(?:[/?#:].*)?$/u;

/** A2: the name of an instance, also out of a pasted address; null when it cannot be one. */
export function instanceOf(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const name = HOST.exec(text)?.[1] ?? text;
  return INSTANCE.test(name) ? name : null;
}

/** A3: the cheapest list; whoever may read it has a token that is accepted. */
export const PROBE = 'shops';

/** A4: 401 and 403 refuse the token. A 403 of one list, while the probe answers, can only be about that list. */
export const TOKEN_REFUSED: readonly number[] = [401, 403];
export const LIST_REFUSED = 403;

/** A5: an unknown path is 404; an unknown id is an empty list. */
export const NO_SUCH_PATH = 404;

/** A6: Odoo style. Nothing depends on it being obeyed. */
export const ORDER_BY = 'id asc';

/** A8: naive ISO text in UTC, in whole seconds; the lower end belongs to a period, the upper one does not. */
export const momentText = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
/** A8: how far windows of new orders overlap, ms. */
export const OVERLAP_MS = 10 * 60_000;
/** A8: the zone of times in answers. */
export const TIMES_IN = 'UTC';

/** A9 is not relied on: what comes for an e-mail is compared letter by letter, regardless of case. */
export const isSameEmail = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** A11 */
export const LANGUAGE = 'pl_PL';

/** A12: `integration_type` in small letters. */
export const ALLEGRO = 'allegro';

export type Logins = { readonly user: string | null; readonly integration: string | null };

/** A12: true when only a look at the seller's own accounts tells whether the login is the buyer's. */
export const needsOwnAccounts = ({ user, integration }: Logins): boolean => user === null && integration !== null && !integration.includes('@');

/** A12: the buyer's login. @param own names of the seller's own accounts in small letters; null: not known, and then a name may be one of them */
export function allegroLogin(logins: Logins, own: ReadonlySet<string> | null): string | null {
  if (!needsOwnAccounts(logins)) return logins.user;
  return own === null || logins.integration === null || own.has(logins.integration.toLowerCase()) ? null : logins.integration;
}

/** A13: the partner record that stands for the customer, where an order names one. */
export const customerOf = (invoicePartner: string | null, deliveryPartner: string | null): string | null => invoicePartner ?? deliveryPartner;
/** A13: the type of the record that is looked for by e-mail where it names none. */
export const LOOKED_UP_TYPE = 'contact';

const ADDRESS_TYPES: ReadonlySet<string> = new Set(['delivery', 'invoice', 'invoice_receiver']);

/**
 * A13, sheet section 11.5: true for one of the records a marketplace order brings with it. Orders tell all that is in it, and nothing but
 * an order leads from it to the buyer: a card of its own would stand empty beside theirs.
 */
export const isOfOrder = ({ type, email }: { readonly type: string | null; readonly email: string | null }): boolean => (email === null ? type !== null && ADDRESS_TYPES.has(type) : isRelay(email));

/** A14: who bought. With a tax number it is a company, and its name stands for the surname too. */
export function nameOfBuyer(name: string | null, taxNumber: string | null): PersonName {
  return taxNumber === null || name === null ? splitName(name, null) : { firstName: null, lastName: name, company: name };
}

/** A15: digits with an optional leading plus, each number once. */
export function phonesOf(typed: readonly (string | null)[]): string[] {
  const numbers = typed.map((text) => (text ?? '').replace(/[^\d+]/gu, '').replace(/(?!^)\+/gu, '')).filter((text) => /\d/u.test(text));
  return [...new Set(numbers)];
}

/** A16: a line that is the delivery charge, which stands beside the lines as well. */
export const isDeliveryLine = (line: { readonly name: string; readonly sku: string | null }, deliveryMethod: string | null): boolean =>
  (deliveryMethod !== null && line.name === deliveryMethod) || line.sku?.includes('SHIP') === true;
/** A16 */
export const TOTAL_PLACES = 2;

/** A17: what was never bought. The Polish word is no state of the schema; another client of the API compares with it too (sheet section 5). */
const NO_PURCHASE: ReadonlySet<string> = new Set(['cancel', 'draft', 'anulowane']);
export const isPurchase = (status: string | null): boolean => status === null || !NO_PURCHASE.has(status);
/** A17: whose days are meant. */
export const ZONE = 'Europe/Warsaw';
export const localText = (ms: number): string => utcToLocal(ms, ZONE);

/** Where staff log in (sheet section 1). */
export const panelOf = (instance: string): string => `https://${instance}.ideaerp.pl`;
const form = (instance: string, model: string, id: string): string => `${panelOf(instance)}/web#id=${id}&model=${model}&view_type=form`;
/** A18 */
export const customerLink = (instance: string, id: string): string => form(instance, 'res.partner', id);
/** A19 */
export const orderLink = (instance: string, id: string): string => form(instance, 'sale.order', id);

const SECRET_PART = /(?:token|key|hash|sign|secret|pass|auth|code)/iu;
/** Letters and digits mixed, or a long run of either: nothing a path of an order needs. */
const RANDOM_PART = /(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{10,}|[\w-]{20,}/u;

/**
 * A19: `order_panel_url`, which may be the buyer's page. Only a plain https address is kept: one that holds a token lets in
 * whoever has it, whatever it calls it.
 */
export function panelUrlOf(url: string | null, tokens: readonly (string | null)[]): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  const behind = decodeURIComponent(`${parsed.pathname}${parsed.search}${parsed.hash}`.replaceAll(/%(?![\da-f]{2})/giu, ''));
  const names = [...parsed.searchParams.keys(), ...new URLSearchParams(parsed.hash.slice(1)).keys()];
  const isSecret = parsed.username !== '' || parsed.password !== '' || RANDOM_PART.test(behind) || names.some((name) => SECRET_PART.test(name));
  return parsed.protocol !== 'https:' || isSecret || tokens.some((token) => token !== null && url.includes(token)) ? null : parsed.href;
}

const isNothing = (value: unknown): boolean => value === false || value === undefined || (typeof value === 'string' && cleanText(value) === null);

/** A20: nothing is written as null, `false`, "" or not at all. */
export const orNothing = (value: unknown): unknown => (isNothing(value) ? null : value);

/** A20: a row in which nothing is null. @param flags fields in which `false` means no */
export const told = (row: Row, flags: readonly string[] = []): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, flags.includes(name) && typeof value === 'boolean' ? value : orNothing(value)]));

/** A22 */
export const PAGE_SIZE = 100;

/** A23: requests a second, and at once. What a 429 without `Retry-After` waits for is the outbound client's own 30 s. */
export const REQUESTS_PER_SECOND = 2;
export const IN_FLIGHT = 1;

/** A25, and A21 for a state that is not among them: it is shown as it came. */
export const STATUSES: ReadonlyMap<string, string> = new Map([
  ['draft', 'Szkic'],
  ['sent', 'Oferta wysłana'],
  ['sale', 'Zamówienie'],
  ['to_pickup', 'Do odbioru'],
  ['to_collect', 'Do zebrania'],
  ['to_pack', 'Do spakowania'],
  ['sent_to_warehouse', 'Przekazane do magazynu'],
  ['done', 'Zrealizowane'],
  ['order_sent', 'Wysłane'],
  ['delivered', 'Dostarczone'],
  ['cancel', 'Anulowane'],
]);

const CLOSED: ReadonlySet<string> = new Set(['cancel', 'done', 'delivered']);
/** States that are expected to change (sheet section 11). A26: no read tells of a removed order, hence those of these states are looked for. */
export const OPEN_STATUSES: readonly string[] = [...STATUSES.keys()].filter((status) => !CLOSED.has(status));
export const isOpen = (status: string | null): boolean => status !== null && OPEN_STATUSES.includes(status);

/** A12: an order's masked addresses are those at Allegro's domains. */
export const isMasked = isAllegroAddress;
