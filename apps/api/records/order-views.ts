import type { PostalAddress } from '#libs/domain/records.js';
import type { AddressBook } from './address-book.js';
import { amountText } from './money.js';
import type { AddressView, MoneyView, OrderSummaryView, OrderView } from './record.schemas.js';
import { addressOf, utc, type Showing } from './record-views.js';
import type { Stored } from './stored-record.js';

function moneyOf(amount: string | null, currency: string | null): MoneyView | null {
  return amount === null ? null : { amount: amountText(amount), currency };
}

const shown = (address: PostalAddress | null, showing: Showing): AddressView | null => (address === null ? null : addressOf(address, showing));

/** Nobody knows for whom the platform means this page. */
const OTHER_PAGE = { pl: 'Strona zamówienia podana przez platformę; może być stroną kupującego', en: 'Page of the order as the platform names it; it may be the buyer’s own' };

export function orderSummaryOf(stored: Stored<'order'>, showing: Showing, addresses: AddressBook): OrderSummaryView {
  const { record, ...row } = stored;
  const { dictionary, links, integration } = showing;
  const currency = dictionary.currency(integration.id, record.currency);
  return {
    id: row.id,
    externalId: row.externalId,
    number: record.reference,
    placedAt: utc(record.placedAt),
    status: dictionary.status(integration.id, record.status, record.statusDetail ?? null),
    total: moneyOf(record.total, currency),
    paid: moneyOf(record.paid, currency),
    marketplace: record.marketplace === null ? null : { name: record.marketplace.name, login: record.marketplace.login },
    source: dictionary.source(integration.id, record.origin ?? null),
    confirmed: record.confirmed ?? null,
    payment: record.payment,
    delivery: { carrier: record.carrier, waybill: record.waybill, pickupPoint: record.pickupPoint ?? null },
    deliveryAddress: shown(addresses.delivery(stored), showing),
    merged: record.merged === true,
    gone: row.goneAt !== null,
    url: links.order(row.externalId),
    otherPage: record.panelUrl === undefined || record.panelUrl === null ? null : { url: record.panelUrl, label: OTHER_PAGE },
  };
}

function baseOf({ record }: Stored<'order'>, { dictionary, integration }: Showing): OrderView['base'] {
  if (!record.base) return null;
  const currency = dictionary.currency(integration.id, record.base.currency);
  return { currency, total: moneyOf(record.base.total, currency), rate: record.base.rate };
}

export function orderOf(stored: Stored<'order'>, showing: Showing, addresses: AddressBook): OrderView {
  const { record } = stored;
  const currency = showing.dictionary.currency(showing.integration.id, record.currency);
  return {
    ...orderSummaryOf(stored, showing, addresses),
    integration: showing.integration,
    customerId: stored.customerId,
    ownerId: record.ownerId,
    shop: record.shop,
    placedLocal: record.placedAt?.local ?? null,
    updatedAt: utc(record.updatedAt),
    base: baseOf(stored, showing),
    shipping: moneyOf(record.shipping, currency),
    discount: moneyOf(record.discount, currency),
    invoiceAddress: shown(addresses.invoice(stored), showing),
    note: record.note,
    lines: record.lines.map((line) => ({ ...line, unitGross: moneyOf(line.unitGross, currency), unitNet: moneyOf(line.unitNet, currency) })),
  };
}
