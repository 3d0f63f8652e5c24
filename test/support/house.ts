import type { DataSource } from 'typeorm';
import { addressRules } from '#libs/domain/email.js';
import { newId } from '#libs/domain/ids.js';
import { EMPTY_LEDGER } from '#libs/domain/ledger.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { FieldRole, Lane, StreamName } from '#libs/domain/words.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import { freshDatabase } from '../setup/database.js';

/** A migrated database with one workspace, for specs that write through ingest. */
export type House = { readonly url: string; readonly dataSource: DataSource; readonly workspaceId: string; close(): Promise<void> };

export async function buildHouse(): Promise<House> {
  const database = await freshDatabase();
  await migrate(database.url);
  const dataSource = await createDataSource({ url: database.url, ingest: true }).initialize();
  const workspaceId = newId();
  await dataSource.query(`insert into workspace (id, name) values ($1, 'Test')`, [workspaceId]);
  return {
    url: database.url,
    dataSource,
    workspaceId,
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

/** What a house holds; tables that others refer to come last. */
const TABLES = [
  'journal_entry', 'order_kin', 'email_search', 'phone_lookup', 'duplicate_decision', 'source_record', 'consent', 'consent_change', 'part_seen', 'customer', 'identity',
  'hint', 'customer_field_value', 'cart', 'contested_key', 'split_key', 'card_link', 'refused_pair', 'decision', 'ticket', 'tombstone', 'erasure', 'inbox', 'reject',
  'absent_record', 'part', 'lane', 'run', 'custom_field_use', 'custom_field', 'dictionary', 'route_ledger', 'route_change', 'route_export', 'delivery', 'route',
  'integration',
] as const;

/** Takes everything out of a house but its workspace. Rows are few: deleting them is much quicker than new files for every table. */
export async function emptyHouse({ dataSource }: House): Promise<void> {
  await dataSource.query(TABLES.map((table) => `delete from ${table}`).join('; '));
}

const KINDS = { customers: 'customer', addresses: 'address', orders: 'order', subscribers: 'subscriber', products: 'product' } as const;

/** A shop account with its custom fields, and a run to hang parts on. */
export type Shop = { readonly id: string; readonly code: string; readonly runId: string; readonly fields: ReadonlyMap<FieldRole, string> };

export async function addShop(house: House, code: string, roles: readonly FieldRole[] = ['id']): Promise<Shop> {
  const id = newId();
  const runId = newId();
  await house.dataSource.query(
    `insert into integration (id, workspace_id, platform, code, name, state) values ($1, $2, 'prestashop', $3, $3, 'running')`,
    [id, house.workspaceId, code],
  );
  const fields = new Map<FieldRole, string>();
  for (const role of roles) {
    const fieldId = newId();
    const type = role === 'id' ? 'number' : role === 'last_order_date' ? 'date' : 'text';
    await house.dataSource.query(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, $3, $3, $4)`, [fieldId, house.workspaceId, `${code}_${role}`, type]);
    await house.dataSource.query(`insert into custom_field_use (integration_id, role, workspace_id, field_id) values ($1, $2, $3, $4)`, [id, role, house.workspaceId, fieldId]);
    fields.set(role, fieldId);
  }
  await house.dataSource.query(
    `insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'test')`,
    [runId, house.workspaceId, id],
  );
  return { id, code, runId, fields };
}

let ordinals = 0;

/** An open part of the shop's run, with the context and progress ingest takes. */
export async function openPart(house: House, shop: Shop, stream: StreamName, options: { readonly lane?: Lane; readonly epoch?: number; readonly appliedWith?: string; readonly askable?: readonly StreamName[] } = {}): Promise<{ context: PartContext; progress: PartProgress }> {
  const partId = newId();
  const lane = options.lane ?? 'backfill';
  ordinals += 1;
  await house.dataSource.query(
    `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version) values ($1, $2, $3, $4, $5, $6, $7, '{}', 0)`,
    [partId, shop.runId, house.workspaceId, shop.id, stream, lane, ordinals],
  );
  return {
    context: {
      workspaceId: house.workspaceId, integrationId: shop.id, runId: shop.runId, partId, stream, kind: KINDS[stream], lane,
      epoch: options.epoch ?? 0, settingsVersion: 0, appliedWith: options.appliedWith ?? '1', trustedTime: true, addresses: addressRules(), fields: new Map([...shop.fields].map(([role, id]) => [role, [id]])), range: {},
      askable: new Set(options.askable ?? ['customers', 'addresses', 'orders', 'products']),
      sweepDigest: (record: NeutralRecord) => (record.kind === 'customer' ? String(record.active) : null),
    },
    progress: { seq: 0, cursor: null, counts: EMPTY_LEDGER, excludedReasons: {}, pages: 0, swept: 0, queued: 0, exclusiveFor: 0 },
  };
}
