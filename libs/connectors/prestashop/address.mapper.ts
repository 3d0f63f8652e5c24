import type { AddressRecord, PostalAddress } from '#libs/domain/records.js';
import type { Mapped } from '../sdk/map-rows.js';
import { flagField, idField, textField } from '../sdk/fields.js';
import type { Row } from '../sdk/values.js';
import { momentOf, versionMomentOf } from '../sdk/moments.js';
import { taxNumberOf } from './tax-number.js';

/** Raise when the same row gives another record. */
export const ADDRESS_MAPPER = 1;

export const ADDRESS_FIELDS = [
  'id', 'id_customer', 'id_manufacturer', 'id_supplier', 'id_country', 'alias', 'company', 'lastname', 'firstname', 'vat_number', 'address1', 'address2', 'postcode', 'city',
  'other', 'phone', 'phone_mobile', 'dni', 'deleted', 'date_add', 'date_upd',
] as const;

/** As typed, each number once. */
function phonesOf(row: Row): string[] {
  const phones = [textField(row, 'phone'), textField(row, 'phone_mobile')].filter((phone) => phone !== null);
  return [...new Set(phones)];
}

function postalAddress(row: Row): PostalAddress {
  return {
    firstName: textField(row, 'firstname'),
    lastName: textField(row, 'lastname'),
    company: textField(row, 'company'),
    taxNumber: taxNumberOf(row['vat_number'], row['dni'], row['company'], row['other']),
    street: textField(row, 'address1'),
    street2: textField(row, 'address2'),
    postcode: textField(row, 'postcode'),
    city: textField(row, 'city'),
    country: idField(row, 'id_country'),
    phones: phonesOf(row),
  };
}

/** Addresses of suppliers and manufacturers share the table and belong to nobody's card. */
export function mapAddress(row: Row, zone: string): Mapped {
  const ownerId = idField(row, 'id_customer');
  if (ownerId === null && (idField(row, 'id_manufacturer') !== null || idField(row, 'id_supplier') !== null)) return { excluded: 'not_a_customer_address' };
  const record: AddressRecord = {
    kind: 'address',
    externalId: idField(row, 'id') ?? '',
    shop: null,
    zone,
    createdAt: momentOf(row['date_add'], 'date_add', zone),
    updatedAt: versionMomentOf(row['date_upd'], 'date_upd', zone),
    ownerId,
    label: textField(row, 'alias'),
    address: postalAddress(row),
    deleted: flagField(row, 'deleted') === true,
  };
  return record;
}
