import type { DataSource } from 'typeorm';
import type { CustomerRecord, NeutralRecord, OrderRecord, SubscriberRecord } from '#libs/domain/records.js';

const moment = (second: number): { utc: string } => ({ utc: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString() });

export function account(id: number, email: string | null, more: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    kind: 'customer', externalId: String(id), shop: null, zone: null, createdAt: moment(0), updatedAt: moment(0), standing: 'account', email,
    firstName: `Imię${String(id)}`, lastName: `Wzór${String(id)}`, company: null, taxNumber: null, birthDate: null, language: null, phones: [],
    active: true, deleted: false, newsletter: null, partnerOffers: null, ...more,
  };
}

/** One of the many numbers a guest gets. */
export const guest = (id: number, email: string | null, more: Partial<CustomerRecord> = {}): CustomerRecord => account(id, email, { standing: 'alias', ...more });

export function order(id: number, ownerId: number | null, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    kind: 'order', externalId: String(id), shop: null, zone: null, createdAt: moment(id), updatedAt: moment(0), reference: `REF${String(id)}`,
    ownerId: ownerId === null ? null : String(ownerId), placedAt: moment(id), status: '1', currency: '1', total: '10.00', paid: null, shipping: null, discount: null,
    payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null,
    contact: null, marketplace: null, note: null, lines: [], ...more,
  };
}

/** An order that names its buyer by an address alone. */
export const stray = (id: number, email: string): OrderRecord =>
  order(id, null, { contact: { email, phones: [], firstName: 'Ktoś', lastName: 'Nieznany', company: null } });

/** A purchase at Allegro: the login is a hint. */
export const market = (id: number, ownerId: number | null, login: string, emails: readonly string[] = []): OrderRecord =>
  order(id, ownerId, { marketplace: { name: 'allegro', login, emails: [...emails] } });

export function listed(id: number, email: string): SubscriberRecord {
  return {
    kind: 'subscriber', externalId: `s${String(id)}`, shop: '1', zone: null, createdAt: null, updatedAt: moment(0), ownerId: null, email, phone: null, language: null,
    consent: { shop: '1', channel: 'email', kind: 'newsletter', state: 'granted', changedAt: moment(0) },
  };
}

/** Cards as the names of their records. */
export async function cardsByName(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ records: string }[]>(`
    select string_agg(i.code || '/' || r.kind || '/' || r.external_id, ' ' order by i.code, r.kind, r.external_id) as records
    from source_record r join integration i on i.id = r.integration_id where r.customer_id is not null group by r.customer_id order by 1`);
  return rows.map((row) => row.records);
}

/** The card a record is on. */
export async function cardOf(dataSource: DataSource, kind: NeutralRecord['kind'], externalId: number | string): Promise<string> {
  const [row] = await dataSource.query<{ id: string | null }[]>(`select customer_id as id from source_record where kind = $1 and external_id = $2`, [kind, String(externalId)]);
  if (row === undefined || row.id === null) throw new Error(`${kind} ${String(externalId)} is on no card`);
  return row.id;
}

export async function recordId(dataSource: DataSource, kind: NeutralRecord['kind'], externalId: number | string): Promise<string> {
  const [row] = await dataSource.query<{ id: string }[]>(`select id from source_record where kind = $1 and external_id = $2`, [kind, String(externalId)]);
  if (row === undefined) throw new Error(`${kind} ${String(externalId)} is not stored`);
  return row.id;
}
