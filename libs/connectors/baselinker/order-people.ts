import { isAllegroAddress } from '#libs/domain/allegro.js';
import type { Marketplace, OrderOrigin, OrderRecord, PostalAddress } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { splitName } from '../sdk/names.js';
import type { Row } from '../sdk/values.js';

/** Sources that are no marketplace (sheet section 6). */
const OWN_SOURCES: ReadonlySet<string> = new Set(['shop', 'personal', 'blconnect', 'order_return']);

/** "0" and "" mean that there is none. */
function numberField(row: Row, field: string): string | null {
  const text = textField(row, field);
  return text === '0' ? null : text;
}

/** Where an order came from; undefined where the platform does not say. The account of manual orders is "0". */
export function originOf(row: Row): OrderOrigin | undefined {
  const type = textField(row, 'order_source');
  if (type === null) return undefined;
  const number = (type === 'shop' ? numberField(row, 'shop_order_id') : null) ?? numberField(row, 'external_order_id');
  return { type, account: textField(row, 'order_source_id') ?? '0', number };
}

/** Only an Allegro login is one: of other marketplaces it would be searched for among those of Allegro. */
export function marketplaceOf(row: Row): Marketplace | null {
  const source = textField(row, 'order_source');
  if (source === null || OWN_SOURCES.has(source)) return null;
  if (!source.startsWith('allegro')) return { name: 'other', login: null, emails: [] };
  const email = textField(row, 'email');
  return { name: 'allegro', login: textField(row, 'user_login'), emails: email !== null && isAllegroAddress(email) ? [email] : [] };
}

/** An address of the order. The country's name is used where its code is missing; a country alone is no address. */
export function addressOf(row: Row, prefix: 'delivery' | 'invoice'): PostalAddress | null {
  const text = (field: string): string | null => textField(row, `${prefix}_${field}`);
  const name = splitName(row[`${prefix}_fullname`], text('company'));
  const address: PostalAddress = {
    ...name,
    taxNumber: prefix === 'invoice' ? text('nip') : null,
    street: text('address'),
    street2: null,
    postcode: text('postcode'),
    city: text('city'),
    country: text('country_code')?.toUpperCase() ?? text('country'),
    phones: [],
  };
  return Object.entries(address).some(([field, value]) => field !== 'country' && field !== 'phones' && value !== null) ? address : null;
}

/** The buyer as the order names them: who it is sent to, else who it is invoiced to. */
export function contactOf(row: Row): NonNullable<OrderRecord['contact']> {
  const company = textField(row, 'delivery_company') ?? textField(row, 'invoice_company');
  const fullName = textField(row, 'delivery_fullname') ?? textField(row, 'invoice_fullname');
  const name = splitName(fullName, company);
  const phone = textField(row, 'phone');
  return { email: textField(row, 'email'), firstName: name.firstName, lastName: name.lastName, company: name.company, phones: phone === null ? [] : [phone] };
}
