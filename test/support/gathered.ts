import { connectorOf } from '#libs/connectors/registry.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { JournalMeaning } from '#libs/connectors/sdk/journal.js';
import { ORDER_STAGES } from '#libs/domain/order-stage.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { EngineHouse } from './engine.js';
import { buildRelay, withEngine, type Relay } from './relay-world.js';
import { buyer, order } from './relay-records.js';

const kin = (name: JournalMeaning['kin'], more: Partial<JournalMeaning> = {}): JournalMeaning => ({ read: true, kin: name, birth: false, touchesEvent: true, ...more });

/** Invoices (7) are not read for, edits of delivery (11) and buyer (16) and a status (18) touch no purchase; the others do. */
const MEANINGS: Readonly<Record<number, JournalMeaning>> = {
  1: kin(null, { birth: true }), 2: kin(null), 3: kin(null), 5: kin('merge'), 6: kin('split'), 7: kin(null, { read: false, touchesEvent: false }), 11: kin(null, { touchesEvent: false }), 12: kin(null),
  16: kin(null, { touchesEvent: false }), 17: kin('copy'), 18: kin(null, { touchesEvent: false }),
};

/** A platform that gathers orders and keeps a journal, without anything behind it: its records and entries are written by hand. */
const gathering: ConnectorDefinition = {
  ...connectorOf('idosell'),
  orderStage: ({ confirmed, status }) => (confirmed === false ? 'unconfirmed' : (ORDER_STAGES.find((stage) => stage === status) ?? 'open')),
  journal: { stream: 'orders', keepMs: 3 * 86_400_000, meaning: (type) => MEANINGS[type] ?? null, pollMs: () => 60_000, rereadMs: () => 0 },
};

/** A route of a platform that gathers orders. */
export async function buildGathered(house: EngineHouse, options: Partial<RouteOptions> = {}): Promise<Relay> {
  const built = await buildRelay(house, { options });
  await house.dataSource.query(`update integration set platform = 'baselinker' where id = $1`, [built.source.id]);
  return { ...built, account: withEngine(built.account, { sync: { ...built.account.engine.sync, connectors: () => gathering } }) };
}

/** An order that came from an account of a source, with the buyer named in it. */
export function gathered(externalId: string, email: string, source: readonly [type: string, account: string], more: Partial<OrderRecord> = {}): OrderRecord {
  return order(externalId, null, { contact: buyer(email), origin: { type: source[0], account: source[1], number: null }, confirmed: true, ...more });
}

/** Options as they are after a person has saved them, without anything that saving leads to. */
export async function setOptions({ house, routeId }: Relay, options: Partial<RouteOptions>): Promise<void> {
  await house.dataSource.query(`update route set options = options || $2::jsonb where id = $1`, [routeId, JSON.stringify(options)]);
}

export async function pauseDestination({ house, account }: Relay, paused: boolean): Promise<void> {
  await house.dataSource.query(`update destination set desired = $2 where id = $1`, [account.destinationId, paused ? 'pause' : 'run']);
}

let logged = 0;

/** Entries of the journal about one order, told now. */
export async function journal({ house, source }: Relay, orderId: string, ...types: readonly number[]): Promise<void> {
  for (const type of types) {
    logged += 1;
    await house.dataSource.query(`insert into journal_entry (integration_id, log_id, workspace_id, type, record_id, logged_at) values ($1, $2, $3, $4, $5, now())`, [source.id, logged, house.workspaceId, type, orderId]);
  }
}

/** A birth that becomes known now. */
export async function born({ house, source }: Relay, parent: string, name: 'merge' | 'split' | 'copy', child: string): Promise<void> {
  await house.dataSource.query(`insert into order_kin (integration_id, parent_id, child_id, kin, workspace_id) values ($1, $2, $3, $4, $5)`, [source.id, parent, child, name, house.workspaceId]);
}

/** The order is not at the source any more. */
export async function remove({ house, source }: Relay, orderId: string): Promise<void> {
  await house.dataSource.query(`update source_record set gone_at = now() where integration_id = $1 and kind = 'order' and external_id = $2`, [source.id, orderId]);
}
