import { allegroBase } from '#libs/domain/allegro.js';
import type { Marketplace, OrderRecord, PostalAddress } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { idOf, textOf, type Row } from '../sdk/values.js';
import { ALLEGRO, allegroLogin, customerOf, isMasked, nameOfBuyer, needsOwnAccounts, phonesOf, type Logins } from './assumptions.js';

/** What rows do not say themselves; see `LookUps`. */
export type Known = {
  /** Names of the seller's own accounts in small letters; null: they may not be read. */
  readonly ownAccounts: ReadonlySet<string> | null;
  /** Partner ids by the buyer's e-mail. */
  readonly partners: ReadonlyMap<string, string | null>;
};

/** The buyer's e-mail first: whom the goods are sent to is not always who bought them. */
const EMAILS = ['partner_email', 'invoice_email', 'delivery_email'] as const;
const PHONES = ['partner_phone', 'delivery_phone', 'invoice_phone'] as const;

const loginsOf = (row: Row): Logins => ({ user: textOf(row['user_login']), integration: textOf(row['integration_login']) });
const isAllegro = (row: Row): boolean => textOf(row['integration_type'])?.toLowerCase() === ALLEGRO;
const emailOf = (row: Row): string | null => EMAILS.map((field) => textOf(row[field])).find((email) => email !== null) ?? null;

export const needsAccounts = (row: Row): boolean => isAllegro(row) && needsOwnAccounts(loginsOf(row));

/** The e-mail the customer has to be looked for by; null where the order names a partner, or nobody at all. */
export const lookedUpEmail = (row: Row): string | null => (customerOf(idOf(row['invoice_partner_id']), idOf(row['delivery_partner_id'])) === null ? emailOf(row) : null);

export function ownerOf(row: Row, known: Known): string | null {
  const email = lookedUpEmail(row);
  return email === null ? customerOf(idOf(row['invoice_partner_id']), idOf(row['delivery_partner_id'])) : (known.partners.get(email) ?? null);
}

/** The buyer as the order names them; null when it names nobody. */
export function contactOf(row: Row): OrderRecord['contact'] {
  const email = EMAILS.map((field) => textField(row, field)).find((text) => text !== null) ?? null;
  const name = nameOfBuyer(textField(row, 'invoice_name') ?? textField(row, 'delivery_name'), textField(row, 'invoice_vat'));
  const phones = phonesOf(PHONES.map((field) => textField(row, field)));
  return email === null && phones.length === 0 && Object.values(name).every((part) => part === null) ? null : { email, firstName: name.firstName, lastName: name.lastName, company: name.company, phones };
}

/** What an Allegro order says about its buyer. A masked address of another base is somebody else's, the receiver's perhaps. */
export function marketplaceOf(row: Row, known: Known): Marketplace | null {
  if (!isAllegro(row)) return null;
  const own = emailOf(row);
  const base = own === null ? null : allegroBase(own);
  const emails = EMAILS.flatMap((field) => textOf(row[field]) ?? []).filter((email) => isMasked(email) && base !== null && allegroBase(email) === base);
  return { name: 'allegro', login: allegroLogin(loginsOf(row), known.ownAccounts), emails: [...new Set(emails)].sort() };
}

/** An address of the order; a country alone is none. */
export function addressOf(row: Row, prefix: 'delivery' | 'invoice'): PostalAddress | null {
  const text = (field: string): string | null => textField(row, `${prefix}_${field}`);
  const taxNumber = prefix === 'invoice' ? text('vat') : null;
  const { firstName, lastName, company } = nameOfBuyer(text('name'), taxNumber);
  const address: PostalAddress = {
    firstName, lastName, company, taxNumber,
    street: text('street'), street2: null, postcode: text('zip'), city: text('city'),
    country: text('country_code')?.toUpperCase() ?? text('country'),
    phones: phonesOf([text('phone')]),
  };
  const { country: _country, phones: _phones, ...rest } = address;
  return Object.values(rest).every((value) => value === null) ? null : address;
}
