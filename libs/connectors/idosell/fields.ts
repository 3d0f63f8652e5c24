import type { PostalAddress, SourceMoment } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { momentOf } from '../sdk/moments.js';
import { isRow, textOf, type Row } from '../sdk/values.js';
import { badField } from '../sdk/map-rows.js';
import { faultOf } from './answer.js';
import { ZONE } from './idosell.schema.js';

/** An object inside a row; PHP writes an empty one as `[]`. @throws RowProblem for anything else */
export function inner(row: Row, field: string): Row {
  const value = row[field];
  if (isRow(value)) return value;
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return {};
  throw badField(`${field}_unreadable`, field);
}

/** A row the platform could not give whole says so itself, beside good ones (sheet section 3). @throws RowProblem */
export function refuseFaulty(row: Row): void {
  if (faultOf(row['error']) !== 0 || faultOf(row['errors']) !== 0) throw badField('platform_row_fault', 'errors');
}

const YES: ReadonlySet<unknown> = new Set(['y', 'yes', true, 1, '1']);
const NO: ReadonlySet<unknown> = new Set(['n', 'no', false, 0, '0', '', null, undefined]);

/** The platform's many spellings of yes and no; nothing is no. @throws RowProblem */
export function yesNo(row: Row, field: string): boolean {
  const value = row[field];
  if (YES.has(value)) return true;
  if (NO.has(value)) return false;
  throw badField(`${field}_unreadable`, field);
}

const ALPHA_2 = /^[a-z]{2}$/iu;

/** ISO code in capitals where it is one ("pl"), else what the platform wrote. */
export function countryOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== null && ALPHA_2.test(text) ? text.toUpperCase() : text;
}

/** Names of the members of an address, which carry another prefix in every place. */
export type AddressNames = Readonly<Record<'firstName' | 'lastName' | 'company' | 'taxNumber' | 'street' | 'street2' | 'postcode' | 'city' | 'country', string>> & { readonly phones: readonly string[] };

/** A member that is missing or empty is nothing; `-` is never a name of a member. */
export const NONE = '-';

export const BILLING: AddressNames = {
  firstName: 'clientFirstName', lastName: 'clientLastName', company: 'clientFirm', taxNumber: 'clientNip', street: 'clientStreet', street2: 'clientAdditional',
  postcode: 'clientZipCode', city: 'clientCity', country: 'clientCountryId', phones: ['clientPhone1', 'clientPhone2'],
};

/** As typed, each number once. */
export function phonesOf(row: Row, names: readonly string[]): string[] {
  return [...new Set(names.map((name) => textField(row, name)).filter((phone) => phone !== null))];
}

/** An address; null when nothing of it is filled. */
export function addressOf(row: Row, names: AddressNames): PostalAddress | null {
  const address: PostalAddress = {
    firstName: textField(row, names.firstName),
    lastName: textField(row, names.lastName),
    company: textField(row, names.company),
    taxNumber: textField(row, names.taxNumber),
    street: textField(row, names.street),
    street2: textField(row, names.street2),
    postcode: textField(row, names.postcode),
    city: textField(row, names.city),
    country: countryOf(row[names.country]),
    phones: phonesOf(row, names.phones),
  };
  const { country: _country, phones, ...texts } = address;
  return phones.length > 0 || Object.values(texts).some((text) => text !== null) ? address : null;
}

export const localMoment = (row: Row, field: string): SourceMoment | null => momentOf(row[field], field, ZONE);
