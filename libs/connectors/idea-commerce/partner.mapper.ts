import { textField } from '../sdk/fields.js';
import type { Mapped } from '../sdk/map-rows.js';
import { idOf, type Row } from '../sdk/values.js';
import { isOfOrder, nameOfBuyer, told } from './assumptions.js';

/** Raise when the same row gives another record. */
export const PARTNER_MAPPER = 2;

/** A partner record (sheet section 4). A person may have many, and none of them is an account: no telephone, tax number or date is told. */
export function mapPartner(raw: Row): Mapped {
  const row = told(raw);
  const email = textField(row, 'email');
  if (isOfOrder({ type: textField(row, 'type'), email })) return { excluded: 'address_of_orders' };
  const { firstName, lastName, company } = nameOfBuyer(textField(row, 'name'), null);
  const place = { street: textField(row, 'street'), postcode: textField(row, 'zip'), city: textField(row, 'city') };
  const country = textField(row, 'country_code')?.toUpperCase() ?? null;
  const isEmpty = Object.values(place).every((part) => part === null);
  return {
    kind: 'customer',
    externalId: idOf(row['id']) ?? '',
    shop: null,
    zone: null,
    createdAt: null,
    updatedAt: null,
    standing: 'alias',
    email,
    firstName,
    lastName,
    company,
    taxNumber: null,
    birthDate: null,
    language: null,
    phones: [],
    active: null,
    deleted: false,
    newsletter: null,
    partnerOffers: null,
    address: isEmpty ? null : { firstName, lastName, company, taxNumber: null, street: place.street, street2: null, postcode: place.postcode, city: place.city, country, phones: [] },
  };
}
