import type { CustomerRecord, ListedAddress } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { badField, type Mapped } from '../sdk/map-rows.js';
import { dateOf, versionMomentOf } from '../sdk/moments.js';
import { idOf, isRow, listOrMap, type Row } from '../sdk/values.js';
import type { ClientTags } from './client-tags.js';
import { clientConsents } from './consents.js';
import { addressOf, BILLING, inner, localMoment, NONE, phonesOf, refuseFaulty, yesNo, type AddressNames } from './fields.js';
import { ZONE } from './idosell.schema.js';

/** Raise when the same row gives another record. */
export const CLIENT_MAPPER = 1;

const DELIVERY: AddressNames = {
  firstName: 'clientDeliveryAddressFirstName', lastName: 'clientDeliveryAddressLastName', company: 'clientDeliveryAddressAdditional', taxNumber: NONE,
  street: 'clientDeliveryAddressStreet', street2: NONE, postcode: 'clientDeliveryAddressZipCode', city: 'clientDeliveryAddressCity', country: 'clientDeliveryAddressCountry', phones: ['clientDeliveryAddressPhone1'],
};

export type ClientMapping = {
  /** The one shop this integration is about; null: all shops of the panel. */
  readonly shop: string | null;
  readonly oneOffClients: boolean;
  /** Delivery addresses by client id: a list, or `failed` when the platform could not give them; null: not asked for. */
  readonly addresses: ReadonlyMap<string, readonly unknown[] | 'failed'> | null;
  /** Null: not asked for. */
  readonly tags: ClientTags | null;
};

/** Absent where tags are not read: no tag is something else than not knowing. */
function tagged(id: string, { tags }: ClientMapping): Pick<CustomerRecord, 'tags'> {
  if (tags === null) return {};
  const own = tags.get(id) ?? [];
  if (own === 'failed') throw badField('client_tags_unreadable', 'tags');
  return { tags: own };
}

export const clientIdOf = (row: Row): string | null => idOf(row['clientId']);

function shopsOf(row: Row): string[] {
  const entries = listOrMap(row['clientActiveInShops']);
  if (entries === null) throw badField('clientActiveInShops_unreadable', 'clientActiveInShops');
  return entries.flatMap((entry) => (isRow(entry) ? (idOf(entry['shopId']) ?? []) : []));
}

const byId = (a: ListedAddress, b: ListedAddress): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

function listed(id: string, { addresses }: ClientMapping): ListedAddress[] {
  const rows = addresses?.get(id) ?? [];
  if (rows === 'failed') throw badField('delivery_addresses_unreadable', 'clientDeliveryAddresses');
  return rows.flatMap((row): ListedAddress[] => {
    const own = isRow(row) ? idOf(row['clientDeliveryAddressId']) : null;
    if (!isRow(row) || own === null) throw badField('delivery_addresses_unreadable', 'clientDeliveryAddresses');
    const address = addressOf(row, DELIVERY);
    return address === null ? [] : [{ id: own, label: null, address }];
  }).sort(byId);
}

/** A client row of `clients/clients` with its delivery addresses. The client is known panel-wide; only consents are a shop's. */
export function mapClient(row: Row, mapping: ClientMapping): Mapped {
  refuseFaulty(row);
  const id = clientIdOf(row) ?? '';
  const oneOff = yesNo(row, 'isUnregistered');
  if (oneOff && !mapping.oneOffClients) return { excluded: 'one_off_client' };
  const shops = shopsOf(row);
  if (mapping.shop !== null && shops.length > 0 && !shops.includes(mapping.shop)) return { excluded: 'other_shop' };
  const billing = inner(row, 'clientBillingAddress');
  const createdAt = localMoment(row, 'clientRegistrationDate');
  const record: CustomerRecord = {
    kind: 'customer',
    externalId: id,
    shop: mapping.shop ?? (shops.length === 1 ? (shops[0] ?? null) : null),
    zone: ZONE,
    createdAt,
    updatedAt: versionMomentOf(row['clientsLastModificationDate'], 'clientsLastModificationDate', ZONE),
    standing: oneOff ? 'alias' : 'account',
    email: textField(row, 'clientEmail'),
    firstName: textField(billing, 'clientFirstName'),
    lastName: textField(billing, 'clientLastName'),
    company: textField(billing, 'clientFirm'),
    taxNumber: textField(billing, 'clientNip'),
    birthDate: dateOf(inner(row, 'clientPersonalData')['clientBirthDate']),
    language: textField(inner(row, 'clientPreferences'), 'langId'),
    phones: phonesOf(billing, BILLING.phones),
    active: null,
    deleted: false,
    // Approvals are a shop's: see `consents`.
    newsletter: null,
    partnerOffers: null,
    address: addressOf(billing, BILLING),
    addresses: listed(id, mapping),
    consents: clientConsents(row, mapping.shop),
    ...tagged(id, mapping),
  };
  return record;
}
