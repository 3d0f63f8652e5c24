import type { CustomerRecord, OrderLine, OrderRecord, ProductRecord, SubscriberRecord } from '../../records.js';
import type { Person, PersonConsent, Seen } from '../person.js';
import type { RouteOptions } from '../route-options.js';

/** Invented records for specs of relay rules; every part may be overridden. */

export const ZONE = 'Europe/Warsaw';
export const START = Date.UTC(2026, 2, 1, 12);

export const at = (utc: string): { utc: string } => ({ utc: new Date(utc).toISOString() });

export const seen = <R>(record: R, more: Partial<Seen<R>> = {}): Seen<R> => ({ record, firstSeenMs: START, gone: false, ...more });

export const OPTIONS: RouteOptions = {
  scope: 'everyone', consentSource: null, shop: '1', language: null, location: 'sm_1', leaveOut: [], events: ['PURCHASE', 'CANCELLATION', 'RETURN', 'CART'],
  consents: ['email'], accountTag: 'rejestracja', subscriberTag: 'newsletter', commonTag: null, sourceTag: false, skipShopOrders: false, productId: 'product', sources: [], emailByPhone: 'surname',
};

export const customer = (more: Partial<CustomerRecord> = {}): CustomerRecord => ({
  kind: 'customer', externalId: '10', shop: '1', zone: ZONE, createdAt: at('2026-02-01'), updatedAt: at('2026-02-02'), standing: 'account', email: 'ola@example.com',
  firstName: 'Ola', lastName: 'Nowicka', company: null, taxNumber: null, birthDate: null, language: 'pol', phones: [], active: null, deleted: false, newsletter: null,
  partnerOffers: null, address: null, ...more,
});

export const subscriber = (more: Partial<SubscriberRecord> = {}): SubscriberRecord => ({
  kind: 'subscriber', externalId: 'email-1-x', shop: '1', zone: ZONE, createdAt: null, updatedAt: null, ownerId: null, email: 'ola@example.com', phone: null, language: 'pol',
  consent: { shop: '1', channel: 'email', kind: 'newsletter', state: 'granted', changedAt: at('2026-02-01') }, ...more,
});

export const line = (productId: string | null, more: Partial<OrderLine> = {}): OrderLine => ({
  id: `${productId ?? '0'}-uniw`, productId, variantId: null, sku: null, ean: null, name: `Towar ${productId ?? ''}`, quantity: '1', unitGross: '10', unitNet: null, ...more,
});

export const order = (more: Partial<OrderRecord> = {}): OrderRecord => ({
  kind: 'order', externalId: '500', shop: '1', zone: ZONE, createdAt: at('2026-03-02'), updatedAt: at('2026-03-02T10:00:00Z'), reference: '500', ownerId: '10',
  placedAt: at('2026-03-02'), status: 'new', currency: 'PLN', total: '20', paid: null, shipping: null, discount: null, payment: null, carrier: null, waybill: null,
  deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null, contact: null, marketplace: null, note: null, lines: [line('1'), line('2')], ...more,
});

export const product = (externalId: string, paths: readonly (readonly string[])[], more: Partial<ProductRecord['offers'][number]> = {}): ProductRecord => ({
  kind: 'product', externalId, shop: null, zone: ZONE, createdAt: null, updatedAt: null, sku: null, brand: null, imageUrl: null, deleted: false,
  offers: [{ shop: '1', language: 'pol', name: `Produkt ${externalId}`, description: null, url: null, price: null, oldPrice: null, currency: null, available: null, categoryPaths: paths, ...more }],
});

export const consent = (more: Partial<PersonConsent> = {}): PersonConsent => ({
  state: 'granted', changedMs: null, observedMs: START, byAccount: false, silent: false, kind: 'newsletter', channel: 'email', shop: '1', source: 'subscriber', ...more,
});

export const person = (more: Partial<Person> = {}): Person => ({ address: 'ola@example.com', customers: [], subscribers: [], orders: [], consents: [], ...more });
