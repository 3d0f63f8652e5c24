import { newId } from '#libs/domain/ids.js';
import type { Consent, CustomerRecord, NeutralRecord, OrderRecord, SourceMoment, SubscriberRecord } from '#libs/domain/records.js';
import type { Lane, StreamName } from '#libs/domain/words.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import { openPart, type House, type Shop } from './house.js';

const STREAM_OF: Readonly<Record<NeutralRecord['kind'], StreamName>> = { customer: 'customers', address: 'addresses', order: 'orders', subscriber: 'subscribers', product: 'products' };

/** An IdoSell integration without a panel behind it: its records are written by hand. */
export async function addSource(house: House, code: string, workspaceId = house.workspaceId): Promise<Shop> {
  const [id, runId] = [newId(), newId()];
  await house.dataSource.query(`insert into integration (id, workspace_id, platform, code, name, state) values ($1, $2, 'idosell', $3, $3, 'running')`, [id, workspaceId, code]);
  await house.dataSource.query(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'test')`, [runId, workspaceId, id]);
  return { id, code, runId, fields: new Map() };
}

export type Read = { readonly lane?: Lane; readonly epoch?: number; readonly appliedWith?: string };

/** Stores records as a part of a lane brings them, through ingest; the copy that was stored last is the newest. */
export async function store(house: House, source: Shop, records: readonly NeutralRecord[], read: Read = {}): Promise<void> {
  for (const [kind, own] of Map.groupBy(records, (record) => record.kind)) {
    const { context, progress } = await openPart(house, source, STREAM_OF[kind], { lane: read.lane ?? 'delta', epoch: read.epoch ?? 0, appliedWith: read.appliedWith ?? '1' });
    const page = { records: own, rejects: [], excluded: [], cursor: {}, done: true, requestedMs: Date.now() };
    const result = await ingestPages(house.dataSource, { ...context, trustedTime: false }, progress, [page]);
    if (result.status !== 'committed') throw new Error('the fence refused the page');
  }
}

/** A moment so many seconds before now. */
export const ago = (seconds: number): SourceMoment => ({ utc: new Date(Date.now() - seconds * 1_000).toISOString() });

export const newsletter = (state: Consent['state'], changedAt: SourceMoment | null, channel: 'email' | 'sms' = 'email'): Consent => ({ shop: null, channel, kind: 'newsletter', state, changedAt });
export const sharing = (state: Consent['state'], changedAt: SourceMoment | null): Consent => ({ shop: null, channel: 'any', kind: 'data_sharing', state, changedAt });

const base = { shop: null, zone: null, updatedAt: null };

/** A registered customer, born a moment ago. */
export function customer(externalId: string, email: string | null, more: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    kind: 'customer', externalId, ...base, createdAt: ago(1), standing: 'account', email, firstName: 'Anna', lastName: `Nowak ${externalId}`, company: null, taxNumber: null, birthDate: null, language: 'pl',
    phones: [], active: true, deleted: false, newsletter: null, partnerOffers: null, ...more,
  };
}

/** An order of a customer, or of an address where `more.contact` names one; placed a moment ago. Its status is its stage. */
export function order(externalId: string, ownerId: string | null, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    kind: 'order', externalId, ...base, createdAt: ago(1), reference: externalId, ownerId, placedAt: ago(1), status: 'open', currency: 'PLN', total: '100.00', paid: '0.00', shipping: '0.00', discount: '0.00',
    payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null, contact: null, marketplace: null, note: null,
    lines: [{ id: '1', productId: `p${externalId}`, variantId: null, sku: null, ean: null, name: 'Kubek', quantity: '1', unitGross: '100.00', unitNet: null }], ...more,
  };
}

export const buyer = (email: string): OrderRecord['contact'] => ({ email, firstName: 'Jan', lastName: 'Gość', company: null, phones: [] });

export function subscriber(externalId: string, email: string, consent: Consent, more: Partial<SubscriberRecord> = {}): SubscriberRecord {
  return { kind: 'subscriber', externalId, ...base, createdAt: consent.changedAt, ownerId: null, email, phone: null, language: 'pl', consent, ...more };
}
