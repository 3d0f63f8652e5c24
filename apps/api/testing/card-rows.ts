import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { Consent } from '#libs/domain/records.js';
import type { AddressRecord, CustomerRecord, NeutralRecord, OrderRecord, SubscriberRecord } from '#libs/domain/records.js';

type Place = { readonly dataSource: DataSource; readonly workspaceId: string };

const BASE = { shop: null, zone: 'Europe/Warsaw', createdAt: { utc: '2026-01-01T09:00:00.000Z' }, updatedAt: { utc: '2026-02-01T09:00:00.000Z' } } as const;

export const customerRecord = (externalId: string, over: Partial<CustomerRecord> = {}): CustomerRecord => ({
  kind: 'customer', externalId, ...BASE, standing: 'account', email: `osoba${externalId}@example.com`, firstName: 'Żaneta', lastName: 'Próbna', company: null,
  taxNumber: null, birthDate: null, language: 'pl', phones: ['600 100 200'], active: true, deleted: false, newsletter: true, partnerOffers: false, ...over,
});

export const addressRecord = (externalId: string, ownerId: string): AddressRecord => ({
  kind: 'address', externalId, ...BASE, ownerId, label: 'dom', deleted: false,
  address: { firstName: 'Żaneta', lastName: 'Próbna', company: null, taxNumber: null, street: 'Wymyślona 1', street2: null, postcode: '00-001', city: 'Warszawa', country: '14', phones: ['600100200'] },
});

export const orderRecord = (externalId: string, ownerId: string, over: Partial<OrderRecord> = {}): OrderRecord => ({
  kind: 'order', externalId, ...BASE, reference: `REF${externalId}`, ownerId, placedAt: { utc: '2026-02-03T10:00:00.000Z', local: '2026-02-03 11:00:00' }, status: '2', currency: '1',
  total: '123.400000', paid: '123.4', shipping: '9.99', discount: null, payment: 'Przelew', carrier: 'Kurier', waybill: 'W-1', deliveryAddressId: null, invoiceAddressId: null,
  deliveryAddress: null, invoiceAddress: null, contact: null, marketplace: null, note: null,
  lines: [{ id: '1', productId: '7', variantId: null, sku: 'SKU-7', ean: null, name: 'Kubek', quantity: '2', unitGross: '61.7', unitNet: '50.162602' }], ...over,
});

export const subscriberRecord = (externalId: string, email: string, over: Partial<SubscriberRecord> = {}): SubscriberRecord => ({
  kind: 'subscriber', externalId, ...BASE, ownerId: null, email, phone: null, language: 'pl', consent: { shop: null, channel: 'email', kind: 'newsletter', state: 'granted', changedAt: null }, ...over,
});

/** A saved integration named `name`, with a dictionary. */
export async function addIntegration({ dataSource, workspaceId }: Place, name: string, settings: object = {}): Promise<string> {
  const id = newId();
  await dataSource.query(`insert into integration (id, workspace_id, platform, code, name, state, settings, address) values ($1, $2, 'prestashop', $3, $4, 'running', $5, 'https://shop.example.com')`, [
    id, workspaceId, id, name, JSON.stringify(settings),
  ]);
  await dataSource.query(
    `insert into dictionary (integration_id, kind, code, name, iso) values ($1, 'status', '2', 'Płatność zaakceptowana', null), ($1, 'currency', '1', 'złoty', 'PLN'), ($1, 'country', '14', 'Polska', 'PL')`,
    [id],
  );
  return id;
}

export async function addCustomer({ dataSource, workspaceId }: Place, name: string, email: string | null, searchText: string): Promise<string> {
  const id = newId();
  await dataSource.query(`insert into customer (id, workspace_id, display_name, email, search_text) values ($1, $2, $3, $4, $5)`, [id, workspaceId, name, email, searchText]);
  return id;
}

/** Stores a record as ingest would; returns the row's id. */
export async function addRecord({ dataSource, workspaceId }: Place, integrationId: string, customerId: string | null, record: NeutralRecord, keys: readonly string[] = []): Promise<string> {
  const id = newId();
  const body = JSON.stringify(record);
  const order = record.kind === 'order' ? record : null;
  await dataSource.query(
    `insert into source_record (id, workspace_id, integration_id, kind, external_id, customer_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys, owner_id, order_number, placed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, '1:x', 0, now(), now(), $9, $10, $11, $12)`,
    [id, workspaceId, integrationId, record.kind, record.externalId, customerId, body, createHash('sha256').update(body).digest(), keys,
      'ownerId' in record ? record.ownerId : null, order?.reference ?? null, order?.placedAt?.utc ?? null],
  );
  return id;
}

/** What a stored record says about a consent, first seen at `observedAt`. */
export async function addConsent({ dataSource, workspaceId }: Place, integrationId: string, recordId: string, origin: string, consent: Consent, observedAt: string): Promise<void> {
  await dataSource.query(
    `insert into consent (record_id, kind, channel, shop, workspace_id, integration_id, state, changed_at, observed_at, origin) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [recordId, consent.kind, consent.channel, consent.shop ?? '', workspaceId, integrationId, consent.state, consent.changedAt?.utc ?? null, observedAt, origin],
  );
}

export async function addKeys({ dataSource, workspaceId }: Place, integrationId: string, customerId: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const type = key.slice(0, key.indexOf(':'));
    const value = key.slice(key.indexOf(':') + 1);
    if (['allegro_login', 'phone', 'email_seen'].includes(type)) {
      await dataSource.query(`insert into hint (workspace_id, type, value, customer_id, integration_id) values ($1, $2, $3, $4, $5)`, [workspaceId, type, value, customerId, integrationId]);
    } else {
      await dataSource.query(`insert into identity (workspace_id, type, value, customer_id, integration_id, record_id) values ($1, $2, $3, $4, $5, $6)`, [workspaceId, type, value, customerId, integrationId, newId()]);
    }
  }
}
