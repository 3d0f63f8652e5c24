import type { Consent, CustomerRecord, OrderLine, OrderRecord, PostalAddress, SourceMoment } from '#libs/domain/records.js';
import { LOCATION } from './location.js';

/**
 * Made-up customers and their orders, by number: whoever needs one makes it anew, so that what is planted, what a hand-written
 * loop sends and what is expected in the end come from one place without being kept.
 */
const CUSTOMERS_FROM = 5_000_000;
const ORDERS_FROM = 9_000_000;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Moments everything is dated from, ms since 1970. */
export type Dates = { readonly routeStartMs: number };

const moment = (ms: number): SourceMoment => ({ utc: new Date(ms).toISOString() });
const padded = (index: number): string => String(index).padStart(6, '0');

export const customerId = (index: number): string => String(CUSTOMERS_FROM + index);
export const orderId = (index: number): string => String(ORDERS_FROM + index);
export const emailOf = (index: number): string => `klient.${padded(index)}@poczta.example.pl`;

const addressOf = (index: number): PostalAddress => ({
  firstName: 'Żaneta', lastName: `Próbna-${padded(index)}`, company: null, taxNumber: null, street: `ul. Długa ${String(1 + (index % 200))}`, street2: null,
  postcode: `${String(10 + (index % 80))}-${String(100 + (index % 900))}`, city: 'Łódź', country: 'PL', phones: [],
});

/** Two of three have agreed to the newsletter: an opt-in that must not mail anybody. */
const consentsOf = (index: number, createdMs: number): Consent[] =>
  index % 3 === 0 ? [] : [{ shop: null, channel: 'email', kind: 'newsletter', state: 'granted', changedAt: moment(createdMs) }];

export const hasOptedIn = (index: number): boolean => consentsOf(index, 0).length > 0;
/** One of two was a customer before the route: created silently, the others loudly. */
export const isOld = (index: number): boolean => index % 2 === 0;

/** `everybodyOld`: as in a first export; else every second person came after the route's start. */
export function customerRecord(index: number, { routeStartMs }: Dates, everybodyOld: boolean): CustomerRecord {
  const createdMs = everybodyOld || isOld(index) ? routeStartMs - DAY_MS * (1 + (index % 700)) : routeStartMs + MINUTE_MS;
  return {
    kind: 'customer', externalId: customerId(index), shop: null, zone: null, createdAt: moment(createdMs), updatedAt: moment(createdMs), standing: 'account',
    email: emailOf(index), firstName: 'Żaneta', lastName: `Próbna-${padded(index)}`, company: index % 10 === 0 ? `Firma ${padded(index)}` : null, taxNumber: null, birthDate: null,
    language: null, phones: [`+48600${padded(index)}`], active: true, deleted: false, newsletter: null, partnerOffers: null, address: addressOf(index),
    consents: everybodyOld ? consentsOf(index, createdMs) : [],
  };
}

/** What an account has to show of a customer; everything is told, so that what is missing shows. */
export const expectedContact = (index: number, code: string, optedIn: boolean): object => ({
  name: `Żaneta Próbna-${padded(index)}`, company: index % 10 === 0 ? `Firma ${padded(index)}` : null, phone: `+48600${padded(index)}`, externalId: `${code}-${customerId(index)}`, lang: null,
  address: { streetAddress: addressOf(index).street, zipCode: addressOf(index).postcode, city: 'Łódź', country: 'PL' }, tags: ['REJESTRACJA'], optedOut: !optedIn, optedOutPhone: true, deleted: false,
});

const priceOf = (index: number): number => 1_000 + ((index * 7_919) % 90_000);
const money = (cents: number): string => (cents / 100).toFixed(2);
const productsOf = (index: number): string[] => [String(1_000 + (index % 977)), String(3_000 + (index % 1_009))];
/** All after the route's start: they count as live. */
const placedMs = (index: number, { routeStartMs }: Dates): number => routeStartMs + 2 * MINUTE_MS + 1_000 * (index % 3_000);

const lineOf = (index: number, productId: string, position: number): OrderLine => ({
  id: String(position), productId, variantId: null, sku: null, ean: null, name: `Towar ${productId}`, quantity: '1', unitGross: money(position === 0 ? priceOf(index) : 990), unitNet: null,
});

export function orderRecord(index: number, people: number, dates: Dates): OrderRecord {
  const total = money(priceOf(index) + 990);
  return {
    kind: 'order', externalId: orderId(index), shop: null, zone: null, createdAt: moment(placedMs(index, dates)), updatedAt: moment(placedMs(index, dates)), reference: orderId(index),
    ownerId: customerId(index % people), placedAt: moment(placedMs(index, dates)), status: 'new', currency: 'PLN', total, paid: null, shipping: null, discount: null, payment: null, carrier: null,
    waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null, contact: null, marketplace: null, note: null,
    lines: productsOf(index).map((productId, position) => lineOf(index, productId, position)),
  };
}

/** A purchase as the account has to hold it. */
export type ExpectedEvent = { readonly email: string; readonly externalId: string; readonly type: 'PURCHASE'; readonly date: number; readonly value: number; readonly products: string; readonly location: string };

export const expectedEvent = (index: number, people: number, code: string, dates: Dates): ExpectedEvent => ({
  email: emailOf(index % people), externalId: `${code}-${orderId(index)}`, type: 'PURCHASE', date: placedMs(index, dates), value: (priceOf(index) + 990) / 100,
  products: productsOf(index).join(','), location: LOCATION,
});
