import Big from 'big.js';
import { isAllegroAddress } from '#libs/domain/allegro.js';
import type { Marketplace, OrderRecord, PostalAddress } from '#libs/domain/records.js';
import { idField, moneyField, textField } from '../sdk/fields.js';
import { badField, type Mapped } from '../sdk/map-rows.js';
import { versionMomentOf } from '../sdk/moments.js';
import { decimalOf, idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { orderConsents } from './consents.js';
import { addressOf, BILLING, inner, localMoment, NONE, phonesOf, refuseFaulty, type AddressNames } from './fields.js';
import { ZONE } from './idosell.schema.js';
import { linesOf } from './order-lines.js';
import { JOINED, statusDetailKey } from './statuses.js';

/** Raise when the same row gives another record. */
export const ORDER_MAPPER = 2;

const prefixed = (prefix: string, phones: readonly string[], more: Partial<AddressNames> = {}): AddressNames => ({
  firstName: `${prefix}FirstName`, lastName: `${prefix}LastName`, company: `${prefix}Firm`, taxNumber: NONE, street: `${prefix}Street`, street2: NONE,
  postcode: `${prefix}ZipCode`, city: `${prefix}City`, country: `${prefix}CountryId`, ...more, phones: phones.map((name) => `${prefix}${name}`),
});
const DELIVERY = prefixed('clientDeliveryAddress', ['Phone1', 'Phone2']);
const PAYER = prefixed('payerAddress', ['Phone'], { taxNumber: 'payerAddressNip' });

const COSTS = ['orderProductsCost', 'orderDeliveryCost', 'orderPayformCost', 'orderInsuranceCost'] as const;

/** What settings decide about orders. */
export type OrderMapping = { readonly shop: string | null; readonly oneOffClients: boolean };

export const serialOf = (row: Row): string | null => idOf(row['orderSerialNumber']);

/** There is no ready total: the value is the sum of the costs (sheet section 5.3). */
function totalOf(amounts: Row): string | null {
  const costs = COSTS.map((field) => moneyField(amounts, field)).filter((cost) => cost !== null);
  return costs.length === 0 ? null : (decimalOf(costs.reduce((sum, cost) => sum.plus(cost), new Big(0)).toFixed()) ?? null);
}

/** Booked payments less repayments; null when they are in several currencies. */
function paidOf(details: Row, currency: string | null): string | null {
  const payments = listOrMap(details['prepaids']);
  if (payments === null) throw badField('prepaids_unreadable', 'prepaids');
  let sum = new Big(0);
  for (const payment of payments) {
    if (!isRow(payment) || payment['paymentStatus'] !== 'y') continue;
    const kind = textOf(payment['paymentType']);
    if (kind === 'fee') continue;
    if ((textOf(payment['currencyId']) ?? currency) !== currency) return null;
    const value = new Big(moneyField(payment, 'paymentValue') ?? '0');
    sum = kind === 'repayment' ? sum.minus(value.abs()) : sum.plus(value);
  }
  return decimalOf(sum.toFixed()) ?? null;
}

/** The other amounts are only worth keeping when the shop counts in another currency. */
function baseOf(payments: Row, currency: string | null): NonNullable<OrderRecord['base']> | null {
  const base = inner(payments, 'orderBaseCurrency');
  const own = textField(base, 'billingCurrency');
  if (own === null || own === currency) return null;
  const rate = decimalOf(inner(payments, 'orderCurrency')['orderCurrencyValue']);
  return { currency: own, total: totalOf(base), rate: rate ?? null };
}

/** The buyer: the account that bought, or in dropshipping the end client where only that one has an address (sheet section 5.3). */
function buyerOf(row: Row): Row {
  const result = inner(row, 'clientResult');
  const [account, end] = [inner(result, 'clientAccount'), inner(result, 'endClientAccount')];
  const isKnown = (person: Row): boolean => idOf(person['clientId']) !== null || textOf(person['clientEmail']) !== null;
  return !isKnown(account) || (textOf(account['clientEmail']) === null && textOf(end['clientEmail']) !== null) ? end : account;
}

/**
 * What an Allegro order tells of its buyer. Masked addresses open a card, so they stay away where clients without an account
 * are to have none: the client's own record carries its address.
 */
function marketplaceOf(details: Row, buyer: Row, { oneOffClients }: OrderMapping): Marketplace | null {
  const source = inner(details, 'orderSourceResults');
  const service = textOf(source['auctionsServiceName'])?.toLowerCase() ?? null;
  const auction = inner(details, 'auctionInfo');
  const emails = [textField(auction, 'auctionClientEmail'), textField(buyer, 'clientEmail')].filter((email) => email !== null && isAllegroAddress(email)) as string[];
  if (service === null && emails.length === 0) return null;
  const allegro = emails.length > 0 || service?.startsWith('allegro') === true;
  return { name: allegro ? 'allegro' : 'other', login: allegro ? textField(auction, 'auctionClientLogin') : null, emails: oneOffClients ? [...new Set(emails)].sort() : [] };
}

function pointOf(result: Row): Row | null {
  const point = inner(result, 'clientPickupPointAddress');
  return textOf(point['pickupPointId']) === null && textOf(point['name']) === null ? null : point;
}

/** At a pick-up point the address is the point's; the person stays who is named for the delivery. */
function deliveryOf(result: Row, point: Row | null): PostalAddress | null {
  const own = addressOf(inner(result, 'clientDeliveryAddress'), DELIVERY);
  if (point === null || own === null) return own;
  return { ...own, street: textField(point, 'street') ?? own.street, street2: textField(point, 'name'), postcode: textField(point, 'zipCode') ?? own.postcode, city: textField(point, 'city') ?? own.city };
}

/** A row of `Results`. Its key is the serial number of the panel; `orderId` holds the client's login and goes nowhere. */
export function mapOrder(row: Row, mapping: OrderMapping): Mapped {
  refuseFaulty(row);
  const id = serialOf(row) ?? '';
  const details = inner(row, 'orderDetails');
  const source = inner(details, 'orderSourceResults');
  const shop = idField(source, 'shopId');
  if (mapping.shop !== null && shop !== null && shop !== mapping.shop) return { excluded: 'other_shop' };
  const [buyer, result, payments] = [buyerOf(row), inner(row, 'clientResult'), inner(details, 'payments')];
  const amounts = inner(payments, 'orderCurrency');
  const billing = inner(result, 'clientBillingAddress');
  const [ownerId, status, currency] = [idField(buyer, 'clientId'), textField(details, 'orderStatus'), textField(amounts, 'currencyId')];
  const [placedAt, point, payer] = [localMoment(details, 'orderAddDate'), pointOf(result), addressOf(inner(result, 'payerAddress'), PAYER)];
  const detail = idField(details, 'orderStatusId');
  if (status === null) throw badField('status_missing', 'orderStatus');
  const record: OrderRecord = {
    kind: 'order',
    externalId: id,
    shop,
    zone: ZONE,
    createdAt: placedAt,
    updatedAt: versionMomentOf(details['orderChangeDate'], 'orderChangeDate', ZONE),
    reference: id,
    ownerId,
    placedAt,
    status,
    currency,
    total: totalOf(amounts),
    paid: paidOf(details, currency),
    shipping: moneyField(amounts, 'orderDeliveryCost'),
    discount: null,
    payment: textField(payments, 'orderPaymentType'),
    carrier: textField(inner(details, 'dispatch'), 'courierName'),
    waybill: textField(inner(details, 'dispatch'), 'deliveryPackageId'),
    deliveryAddressId: null,
    invoiceAddressId: null,
    deliveryAddress: deliveryOf(result, point),
    invoiceAddress: payer ?? addressOf(billing, BILLING),
    // With a client behind it the client's own record says who it is: the address here may since belong to somebody else.
    contact: ownerId !== null ? null : { email: textField(buyer, 'clientEmail'), firstName: textField(billing, 'clientFirstName'), lastName: textField(billing, 'clientLastName'), company: textField(billing, 'clientFirm'), phones: phonesOf(billing, BILLING.phones) },
    marketplace: marketplaceOf(details, buyer, mapping),
    note: textField(details, 'clientNoteToOrder'),
    lines: linesOf(details),
    statusDetail: detail === null ? null : statusDetailKey(detail),
    pickupPoint: point === null ? null : textField(point, 'pickupPointId'),
    merged: status === JOINED,
    base: baseOf(payments, currency),
    consents: orderConsents(row, shop, placedAt),
  };
  return record;
}
