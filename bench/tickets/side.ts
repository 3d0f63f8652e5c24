import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { createDatabase, dropDatabase } from '#tools/postgres/database.js';
import { plant } from '../delivery/plant.js';
import type { TicketsOptions } from './options.js';

/** One way of a round. `assigned`: tickets that found their card. */
export type Side = { readonly seconds: number; readonly assigned: number };

const base = (index: number): string => `h${String(index).padStart(7, '0')}`;

function sale(index: number): OrderRecord {
  const at = { utc: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString() };
  return {
    kind: 'order', externalId: String(index), shop: null, zone: null, createdAt: at, updatedAt: at, reference: `A${String(index)}`, ownerId: null, placedAt: at, status: '1', currency: 'PLN', total: '10.00',
    paid: null, shipping: null, discount: null, payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null,
    contact: null, marketplace: { name: 'allegro', login: null, emails: [`${base(index)}+${String(index)}@allegromail.pl`] }, note: null, lines: [],
  };
}

const PLANT_TICKETS = `insert into ticket (id, workspace_id, source, external_id, sender, address, lookup_key)
  select gen_random_uuid(), $1::uuid, 'bench', n::text, a.address, a.address, 'allegro_address:h' || lpad(n::text, 7, '0') || '@allegromail.pl'
  from generate_series(0, $2::int - 1) n cross join lateral (select 'h' || lpad(n::text, 7, '0') || '+' || n || '@allegromail.pl' as address) a`;

async function prepare(dataSource: DataSource, tickets: number): Promise<{ workspaceId: string; integrationId: string }> {
  const [workspaceId, integrationId] = [newId(), newId()];
  await dataSource.query(`insert into workspace (id, name, settings) values ($1, 'Bench', '{"allegro": {}}')`, [workspaceId]);
  await dataSource.query(`insert into integration (id, workspace_id, platform, code, name, state) values ($1, $2, 'baselinker', 'BENCH', 'Bench', 'running')`, [integrationId, workspaceId]);
  if (tickets > 0) await dataSource.query(PLANT_TICKETS, [workspaceId, tickets]);
  await dataSource.query('analyze ticket');
  return { workspaceId, integrationId };
}

/** Writes the addresses into a fresh database that holds so many tickets. */
export async function measureSide(serverUrl: string, options: TicketsOptions, tickets: number): Promise<Side> {
  const name = `tickets_${randomUUID().slice(0, 8)}`;
  const url = await createDatabase(serverUrl, name);
  try {
    await migrate(url);
    const dataSource = await createDataSource({ url, ingest: true }).initialize();
    try {
      const place = { dataSource, ...(await prepare(dataSource, tickets)) };
      const started = performance.now();
      await plant(place, 'order', 'backfill', options.addresses, sale);
      const seconds = (performance.now() - started) / 1000;
      const [row] = await dataSource.query<{ n: number }[]>(`select count(*)::int as n from ticket where customer_id is not null`);
      return { seconds, assigned: row?.n ?? 0 };
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await dropDatabase(serverUrl, name);
  }
}
