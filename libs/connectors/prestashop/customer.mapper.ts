import type { CustomerRecord } from '#libs/domain/records.js';
import type { Mapped } from '../sdk/map-rows.js';
import { flagField, idField, textField } from '../sdk/fields.js';
import { textOf, type Row } from '../sdk/values.js';
import { dateOf, momentOf, versionMomentOf } from '../sdk/moments.js';
import { taxNumberOf } from './tax-number.js';

/** Raise when the same row gives another record. */
export const CUSTOMER_MAPPER = 1;

/** Named on purpose: a full answer holds the password hash, the secure key and the reset token. */
export const CUSTOMER_FIELDS = [
  'id', 'id_lang', 'lastname', 'firstname', 'email', 'birthday', 'newsletter', 'optin', 'company', 'siret', 'active', 'deleted', 'is_guest', 'id_shop', 'date_add', 'date_upd',
] as const;

/** Inherits the orders of erased people in shops with the GDPR module. */
export const TECHNICAL_EMAIL = 'anonymous@psgdpr.com';

export function isTechnicalCustomer(row: Row): boolean {
  return textOf(row['email'])?.toLowerCase() === TECHNICAL_EMAIL;
}

export function mapCustomer(row: Row, zone: string): Mapped {
  if (isTechnicalCustomer(row)) return { excluded: 'technical_customer' };
  const record: CustomerRecord = {
    kind: 'customer',
    externalId: idField(row, 'id') ?? '',
    shop: idField(row, 'id_shop'),
    zone,
    createdAt: momentOf(row['date_add'], 'date_add', zone),
    updatedAt: versionMomentOf(row['date_upd'], 'date_upd', zone),
    standing: flagField(row, 'is_guest') === true ? 'alias' : 'account',
    email: textField(row, 'email'),
    firstName: textField(row, 'firstname'),
    lastName: textField(row, 'lastname'),
    company: textField(row, 'company'),
    taxNumber: taxNumberOf(null, row['siret'], row['company']),
    birthDate: dateOf(row['birthday']),
    language: idField(row, 'id_lang'),
    phones: [],
    active: flagField(row, 'active'),
    deleted: flagField(row, 'deleted') === true,
    newsletter: flagField(row, 'newsletter'),
    partnerOffers: flagField(row, 'optin'),
  };
  return record;
}

/** Fields of a sweep page; the e-mail only tells technical customers apart. */
export const SWEEP_FIELDS = ['id', 'email', 'newsletter', 'optin', 'deleted', 'active', 'date_upd'] as const;

const mark = (flag: boolean | null): string => (flag === null ? '-' : flag ? '1' : '0');

/**
 * What the daily sweep compares: flags that change without moving `date_upd`, and `date_upd` itself, which shows rows a
 * delta could not see (sheet section 11). The same text comes from a record and from a sweep row.
 */
export function customerDigest(customer: Pick<CustomerRecord, 'newsletter' | 'partnerOffers' | 'deleted' | 'active' | 'updatedAt'>): string {
  return `${mark(customer.newsletter)}${mark(customer.partnerOffers)}${mark(customer.deleted)}${mark(customer.active)} ${customer.updatedAt?.local ?? ''}`;
}
