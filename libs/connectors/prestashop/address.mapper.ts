import type { AddressRecord, PostalAddress } from '#libs/domain/records.js';
import type { Mapped } from '../sdk/map-rows.js';
import { flagOf, idOf, textOf, type Row } from '../sdk/values.js';
import { momentOf, versionMomentOf } from './moments.js';
import { taxNumberOf } from './tax-number.js';

/** Raise when the same row gives another record. */
export const ADDRESS_MAPPER = 1;

export const ADDRESS_FIELDS = [
  'id', 'id_customer', 'id_manufacturer', 'id_supplier', 'id_country', 'alias', 'company', 'lastname', 'firstname', 'vat_number', 'address1', 'address2', 'postcode', 'city',
  'other', 'phone', 'phone_mobile', 'dni', 'deleted', 'date_add', 'date_upd',
] as const;

/** As typed, each number once. */
function phonesOf(row: Row): string[] {
  const phones = [textOf(row['phone']), textOf(row['phone_mobile'])].filter((phone) => phone !== null);
  return [...new Set(phones)];
}

function postalAddress(row: Row): PostalAddress {
  return {
    firstName: textOf(row['firstname']),
    lastName: textOf(row['lastname']),
    company: textOf(row['company']),
    taxNumber: taxNumberOf(row['vat_number'], row['dni'], row['company'], row['other']),
    street: textOf(row['address1']),
    street2: textOf(row['address2']),
    postcode: textOf(row['postcode']),
    city: textOf(row['city']),
    country: idOf(row['id_country']),
    phones: phonesOf(row),
  };
}

/** Addresses of suppliers and manufacturers share the table and belong to nobody's card. */
export function mapAddress(row: Row, zone: string): Mapped {
  const ownerId = idOf(row['id_customer']);
  if (ownerId === null && (idOf(row['id_manufacturer']) !== null || idOf(row['id_supplier']) !== null)) return { excluded: 'not_a_customer_address' };
  const record: AddressRecord = {
    kind: 'address',
    externalId: idOf(row['id']) ?? '',
    shop: null,
    zone,
    createdAt: momentOf(row['date_add'], 'date_add', zone),
    updatedAt: versionMomentOf(row['date_upd'], 'date_upd', zone),
    ownerId,
    label: textOf(row['alias']),
    address: postalAddress(row),
    deleted: flagOf(row['deleted']) === true,
  };
  return record;
}
