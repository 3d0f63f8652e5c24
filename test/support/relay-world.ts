import type { DeliveryEngine, DeliveryTuning } from '#libs/delivery/engine.js';
import type { Connector, ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { connectorOf } from '#libs/connectors/registry.js';
import { ORDER_STAGES } from '#libs/domain/order-stage.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { SalesmanagoSandboxOptions } from '../../apps/sandbox/salesmanago/options.js';
import type { ContactView, EventView } from '../../apps/sandbox/salesmanago/control/views.js';
import type { EngineHouse } from './engine.js';
import type { Shop } from './house.js';
import { addRoute, connectSalesmanago, deliverAll, ledgerOf, outboxOf, type Account } from './relay.js';
import { addSource, store, type Read } from './relay-records.js';
import type { NeutralRecord } from '#libs/domain/records.js';

/** One route of one source to an account of its own. */
export type Relay = { readonly house: EngineHouse; readonly source: Shop; readonly account: Account; readonly routeId: string };

export type RelayRequest = {
  readonly options?: Partial<RouteOptions>; readonly startedAgo?: string; readonly sandbox?: SalesmanagoSandboxOptions; readonly settings?: JsonObject;
  readonly tuning?: Partial<DeliveryTuning>; readonly writeConsents?: Connector['writeConsents'];
};

let worlds = 0;

/** IdoSell, whose orders say their stage as status, and whose consents may be written back without a panel. */
function fakeConnector(writeConsents: Connector['writeConsents']): ConnectorDefinition {
  return {
    ...connectorOf('idosell'),
    orderStage: ({ status }) => ORDER_STAGES.find((stage) => stage === status) ?? 'open',
    open: (context) => ({ ...connectorOf('idosell').open(context), ...(writeConsents === undefined ? {} : { writeConsents }) }),
  };
}

/** The same account with other parts of the engine. */
export const withEngine = (account: Account, patch: Partial<DeliveryEngine>): Account => ({ ...account, engine: { ...account.engine, ...patch } });

export async function buildRelay(house: EngineHouse, request: RelayRequest = {}): Promise<Relay> {
  worlds += 1;
  const source = await addSource(house, `S${String(worlds)}`);
  const connector = fakeConnector(request.writeConsents);
  if (request.writeConsents !== undefined) {
    await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: source.id, name: 'credentials', value: { address: 'http://127.0.0.1:9', key: 'an-invented-key-of-the-panel', version: 'v8' } });
  }
  const account = await connectSalesmanago({ ...house, engine: { ...house.engine, connectors: () => connector } }, { clientId: `sandboxaccount${String(worlds)}`, ...request.sandbox }, request.settings, request.tuning);
  const routeId = await addRoute(house, { integrationId: source.id, destinationId: account.destinationId, ...(request.options === undefined ? {} : { options: request.options }), startedAgo: request.startedAgo ?? '1 hour' });
  return { house, source, account, routeId };
}

/** Stores records and delivers everything they lead to. */
export async function relay({ house, source, account }: Relay, records: readonly NeutralRecord[], read: Read = {}): Promise<void> {
  await store(house, source, records, read);
  await deliverAll(account);
}

/** Both ledgers add up, and nothing arrived twice. */
export async function expectSums({ house, account }: Pick<Relay, 'house' | 'account'>, routeId: string): Promise<void> {
  const [ledger, outbox] = [await ledgerOf(house, routeId), await outboxOf(house, routeId)];
  const reasons = Object.values(ledger.excluded_reasons).reduce((sum, count) => sum + count, 0);
  expect({ ...ledger, reasons }).toMatchObject({ considered: ledger.queued + ledger.collapsed + ledger.already_sent + ledger.excluded, reasons: ledger.excluded, queued: outbox.queued });
  expect(outbox.queued).toBe(outbox.delivered + outbox.failed + outbox.cancelled + outbox.open);
  expect(account.sandbox.control.transactions().duplicates).toEqual([]);
}

export const contactAt = ({ account }: Pick<Relay, 'account'>, email: string): ContactView | null => account.sandbox.control.contact(email);
export const eventsAt = (relayed: Pick<Relay, 'account'>, email: string, type: string): readonly EventView[] => (contactAt(relayed, email)?.events ?? []).filter((event) => event.type === type);

export type DeliveryView = { readonly id: string; readonly key: string; readonly address: string; readonly state: string; readonly reason: string | null; readonly attempts: number; readonly silent: boolean; readonly problem: JsonObject | null };

export function deliveriesOf({ house, routeId }: Pick<Relay, 'house' | 'routeId'>, address: string): Promise<DeliveryView[]> {
  return house.dataSource.query<DeliveryView[]>(`select id, key, address, state, reason, attempts, silent, problem from delivery where route_id = $1 and address = $2 order by id`, [routeId, address]);
}

/** Who is left out, as `effect: reason`, by record. */
export async function exclusionsOf({ house, routeId }: Pick<Relay, 'house' | 'routeId'>, externalId: string): Promise<string[]> {
  const rows = await house.dataSource.query<{ text: string }[]>(`select effect || ': ' || reason as text from route_exclusion where route_id = $1 and external_id = $2 order by 1`, [routeId, externalId]);
  return rows.map((row) => row.text);
}

/** What a person does who retries a delivery from the reject desk. */
export async function retry({ house, routeId }: Pick<Relay, 'house' | 'routeId'>, deliveryId: string): Promise<void> {
  await house.dataSource.query(`update delivery set state = 'pending', version = version + 1, queued = queued + 1, attempts = 0, checks = 0, not_before = null, reason = null, problem = null where id = $1 and state = 'failed'`, [deliveryId]);
  await house.dataSource.query(`update route_ledger set considered = considered + 1, queued = queued + 1 where route_id = $1`, [routeId]);
}

/** Makes what was delivered look older than the time in which a contact may not be shown yet. */
export async function afterSettling({ house }: Pick<Relay, 'house'>): Promise<void> {
  await house.dataSource.query(`update remote_contact set delivered_at = delivered_at - interval '10 minutes', created_by_us_at = created_by_us_at - interval '10 minutes'`);
}
