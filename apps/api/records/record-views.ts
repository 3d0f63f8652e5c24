import type { PanelLinks } from '#libs/connectors/sdk/connector.js';
import type { PostalAddress, SourceMoment } from '#libs/domain/records.js';
import type { Dictionary } from './dictionary.js';
import { amountText } from './money.js';
import type { AddressRecordView, AddressView, CustomerRecordView, IntegrationRefView, MoneyView, OrderSummaryView, OrderView } from './record.schemas.js';
import type { Stored } from './stored-record.js';

/** What is needed to show the records of one integration. */
export type Showing = { readonly dictionary: Dictionary; readonly links: PanelLinks; readonly integration: IntegrationRefView };

const utc = (moment: SourceMoment | null): string | null => moment?.utc ?? null;

export function addressOf(address: PostalAddress, { dictionary, integration }: Showing): AddressView {
  const { country, phones, ...plain } = address;
  return { ...plain, country: dictionary.country(integration.id, country), phones: [...phones] };
}

export function customerRecordOf({ record, ...row }: Stored<'customer'>, { links }: Showing): CustomerRecordView {
  return {
    id: row.id,
    externalId: row.externalId,
    standing: record.standing,
    shop: record.shop,
    firstName: record.firstName,
    lastName: record.lastName,
    company: record.company,
    taxNumber: record.taxNumber,
    email: record.email,
    phones: [...record.phones],
    language: record.language,
    newsletter: record.newsletter,
    active: record.active,
    deleted: record.deleted,
    gone: row.goneAt !== null,
    createdAt: utc(record.createdAt),
    updatedAt: utc(record.updatedAt),
    url: links.customer(row.externalId),
  };
}

export function addressRecordOf({ record, ...row }: Stored<'address'>, showing: Showing): AddressRecordView {
  return { id: row.id, externalId: row.externalId, label: record.label, address: addressOf(record.address, showing), deleted: record.deleted, gone: row.goneAt !== null };
}

export function orderSummaryOf({ record, ...row }: Stored<'order'>, { dictionary, links, integration }: Showing): OrderSummaryView {
  const currency = dictionary.currency(integration.id, record.currency);
  return {
    id: row.id,
    externalId: row.externalId,
    number: record.reference,
    placedAt: utc(record.placedAt),
    status: dictionary.status(integration.id, record.status),
    total: moneyOf(record.total, currency),
    paid: moneyOf(record.paid, currency),
    marketplace: record.marketplace === null ? null : { name: record.marketplace.name, login: record.marketplace.login },
    gone: row.goneAt !== null,
    url: links.order(row.externalId),
  };
}

function moneyOf(amount: string | null, currency: string | null): MoneyView | null {
  return amount === null ? null : { amount: amountText(amount), currency };
}

/** Addresses an order only refers to, by their external ids. */
export type ReferredAddresses = ReadonlyMap<string, PostalAddress>;

export function orderOf(stored: Stored<'order'>, showing: Showing, referred: ReferredAddresses): OrderView {
  const { record } = stored;
  const currency = showing.dictionary.currency(showing.integration.id, record.currency);
  const pick = (own: PostalAddress | null, id: string | null): AddressView | null => {
    const found = own ?? (id === null ? undefined : referred.get(id));
    return found === undefined ? null : addressOf(found, showing);
  };
  return {
    ...orderSummaryOf(stored, showing),
    integration: showing.integration,
    customerId: stored.customerId,
    ownerId: record.ownerId,
    shop: record.shop,
    placedLocal: record.placedAt?.local ?? null,
    updatedAt: utc(record.updatedAt),
    shipping: moneyOf(record.shipping, currency),
    discount: moneyOf(record.discount, currency),
    payment: record.payment,
    delivery: { carrier: record.carrier, waybill: record.waybill },
    deliveryAddress: pick(record.deliveryAddress, record.deliveryAddressId),
    invoiceAddress: pick(record.invoiceAddress, record.invoiceAddressId),
    note: record.note,
    lines: record.lines.map((line) => ({ ...line, unitGross: moneyOf(line.unitGross, currency), unitNet: moneyOf(line.unitNet, currency) })),
  };
}
