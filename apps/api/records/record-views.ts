import type { PanelLinks } from '#libs/connectors/sdk/connector.js';
import type { PostalAddress, SourceMoment } from '#libs/domain/records.js';
import type { Dictionary } from './dictionary.js';
import type { AddressRecordView, AddressView, CustomerRecordView, IntegrationRefView, SubscriberRecordView } from './record.schemas.js';
import type { Stored } from './stored-record.js';

/** What is needed to show the records of one integration. */
export type Showing = { readonly dictionary: Dictionary; readonly links: PanelLinks; readonly integration: IntegrationRefView };

export const utc = (moment: SourceMoment | null): string | null => moment?.utc ?? null;

export function addressOf(address: PostalAddress, { dictionary, integration }: Showing): AddressView {
  const { country, phones, ...plain } = address;
  return { ...plain, country: dictionary.country(integration.id, country), phones: [...phones] };
}

export function customerRecordOf({ record, ...row }: Stored<'customer'>, showing: Showing): CustomerRecordView {
  return {
    id: row.id,
    externalId: row.externalId,
    standing: record.standing,
    shop: record.shop,
    firstName: record.firstName,
    lastName: record.lastName,
    company: record.company,
    taxNumber: record.taxNumber,
    birthDate: record.birthDate,
    email: record.email,
    phones: [...record.phones],
    address: record.address ? addressOf(record.address, showing) : null,
    language: record.language,
    newsletter: record.newsletter,
    active: record.active,
    deleted: record.deleted,
    gone: row.goneAt !== null,
    createdAt: utc(record.createdAt),
    updatedAt: utc(record.updatedAt),
    url: showing.links.customer(row.externalId),
  };
}

export function addressRecordOf({ record, ...row }: Stored<'address'>, showing: Showing): AddressRecordView {
  return { id: row.id, externalId: row.externalId, label: record.label, address: addressOf(record.address, showing), deleted: record.deleted, gone: row.goneAt !== null };
}

/** Addresses that have no record of their own; they are there as long as their customer is. */
export function listedAddressesOf({ record, ...row }: Stored<'customer'>, showing: Showing): AddressRecordView[] {
  return (record.addresses ?? []).map((listed) => ({
    id: `${row.id}/${listed.id}`,
    externalId: listed.id,
    label: listed.label,
    address: addressOf(listed.address, showing),
    deleted: record.deleted,
    gone: row.goneAt !== null,
  }));
}

export function subscriberRecordOf({ record, ...row }: Stored<'subscriber'>, { dictionary, integration }: Showing): SubscriberRecordView {
  const { ownerId, email, phone, language } = record;
  return {
    id: row.id,
    externalId: row.externalId,
    shop: dictionary.shop(integration.id, record.shop),
    ownerId,
    email,
    phone,
    language,
    gone: row.goneAt !== null,
    createdAt: utc(record.createdAt),
    updatedAt: utc(record.updatedAt),
  };
}
