import type { CustomerRecord, NeutralRecord, OrderRecord, SubscriberRecord } from '#libs/domain/records.js';
import type { IngestPage } from '#libs/ingest/page.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import { openPart, type House, type Shop } from './house.js';

/** So many seconds after the first of January 2026. */
export const moment = (second: number): { readonly utc: string } => ({ utc: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString() });

/** A registered customer as of a second. */
export function customer(id: number, email: string | null, second = 0, more: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    kind: 'customer', externalId: String(id), shop: null, zone: null, createdAt: moment(0), updatedAt: moment(second), standing: 'account', email,
    firstName: `Jan${String(id)}`, lastName: `Wzór${String(second)}`, company: null, taxNumber: null, birthDate: null, language: null, phones: [],
    active: true, deleted: false, newsletter: null, partnerOffers: null, ...more,
  };
}

export function order(id: number, ownerId: number | null, second = 0, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    kind: 'order', externalId: String(id), shop: null, zone: null, createdAt: moment(id), updatedAt: moment(second), reference: `REF${String(id)}`,
    ownerId: ownerId === null ? null : String(ownerId), placedAt: moment(id), status: '1', currency: '1', total: '10.00', paid: null, shipping: null, discount: null,
    payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null,
    contact: null, marketplace: null, note: null, lines: [], ...more,
  };
}

/** An order of an Allegro buyer. */
export const allegroOrder = (id: number, ownerId: number | null, emails: readonly string[], second = 0): OrderRecord => order(id, ownerId, second, { marketplace: { name: 'allegro', login: null, emails } });

/** An entry of a newsletter list: of an account, or of a stranger who is known by the address alone. */
export function subscriber(id: number, email: string | null, second: number, ownerId: number | null): SubscriberRecord {
  return {
    kind: 'subscriber', externalId: `${ownerId === null ? 's' : 'r'}${String(id)}`, shop: '1', zone: null, createdAt: null, updatedAt: moment(second), ownerId: ownerId === null ? null : String(ownerId), email, phone: null, language: null,
    consent: { shop: '1', channel: 'email', kind: 'newsletter', state: second % 2 === 0 ? 'granted' : 'refused', changedAt: moment(second) },
  };
}

export const page = (records: readonly NeutralRecord[], requestedMs = Date.UTC(2026, 1, 1), cursor = 1): IngestPage => ({ records, rejects: [], excluded: [], cursor: { cursor }, done: false, requestedMs });

const STREAMS = { customer: 'customers', order: 'orders', subscriber: 'subscribers' } as const;

/** Writes records as pages of parts of their own, one a kind. */
export async function put(house: House, shop: Shop, records: readonly NeutralRecord[], requestedMs?: number): Promise<void> {
  for (const kind of ['customer', 'order', 'subscriber'] as const) {
    const own = records.filter((record) => record.kind === kind);
    if (own.length === 0) continue;
    const part = await openPart(house, shop, STREAMS[kind]);
    expect((await ingestPages(house.dataSource, part.context, part.progress, [page(own, requestedMs)])).status).toBe('committed');
  }
}
