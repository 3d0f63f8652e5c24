import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { loadKeyRing } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { wakeDelivery } from '#libs/temporal/deliveries.js';
import type { Lifetime } from '#tools/lifetime.js';
import { Problem } from '#tools/problem.js';
import type { Log } from '#tools/progress.js';
import { askOne } from '../measure/database.js';
import { innerLifetime } from '../service/inner-lifetime.js';
import { launch, type Launched } from '../service/launch.js';
import { connectPanel } from '../service/panel.js';
import { followOnce } from '../service/quiet.js';
import { startRun, untilEnded } from '../service/run.js';
import { SimulatedShop } from '../shop.js';
import { SimulatedAccount } from './account.js';
import { LOCATION } from './location.js';

/** A service that follows a small panel, with a simulated account as its destination; no route yet. */
export type House = {
  readonly launched: Launched;
  readonly panel: SimulatedShop;
  readonly account: SimulatedAccount;
  readonly dataSource: DataSource;
  readonly workspaceId: string;
  readonly integrationId: string;
  /** Stands in ids that leave the house. */
  readonly code: string;
  readonly destinationId: string;
  /** Starts the flow that delivers, or wakes it, as the worker does when something was written. */
  readonly wake: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type HouseOptions = {
  readonly name: string;
  readonly latencyMs: number;
  readonly contactsPerMinute: number;
  readonly seed: number;
  /** Clients the panel has; they are read before anything is measured. */
  readonly panelClients: number;
  /** Waits of deliveries that are shorter than in production. */
  readonly tuning: object;
};

const RUN_LIMIT_MS = 10 * 60_000;
const PANEL_REQUESTS = 3_000;
/** What the panel brings is brought by webhooks or by hand: polling would read the same changes. */
const NO_POLLING = { intervalMs: 24 * 3_600_000 };
/** As many calls as the settings of a destination allow. */
const MOST_CALLS = { requestsPerMinute: 3_000, maxInFlight: 8 };

async function putDestination(dataSource: DataSource, workspaceId: string, account: SimulatedAccount, dataDir: string, contactsPerMinute: number): Promise<string> {
  const id = newId();
  const value = { endpoint: account.url, clientId: account.clientId, apiSecret: account.apiSecret, owner: account.owner };
  await dataSource.query(`insert into destination (id, workspace_id, kind, code, name, state, account, settings) values ($1, $2, 'salesmanago', 'SM', 'Benchmark account', 'ready', $3, $4)`, [
    id, workspaceId, hashAccount('salesmanago', account.clientId), JSON.stringify({ ...MOST_CALLS, contactsPerMinute }),
  ]);
  const secrets = new SecretStore(dataSource, loadKeyRing({ env: process.env, file: process.env['SZTAFETA_MASTER_KEY_FILE'] ?? join(dataDir, 'master.key') }));
  await secrets.put({ workspaceId, ownerKind: 'destination', ownerId: id, name: 'credentials', value });
  return id;
}

/** @throws Problem when something cannot be started or the panel cannot be read */
export async function openHouse(options: HouseOptions, lifetime: Lifetime, log: Log): Promise<House> {
  const inner = innerLifetime(lifetime, log);
  const account = await SimulatedAccount.start(options.name, options.latencyMs, inner, log);
  const panel = await SimulatedShop.start({ orders: 0, customers: options.panelClients, seed: options.seed }, inner, log, { platform: 'idosell', more: { subscribers: 0 } });
  const launched = await launch({ lifetime: inner, log, webhooks: true, tuning: { ...NO_POLLING, delivery: options.tuning } });
  const { rest, databaseUrl, dataDir, service } = launched;
  const integrationId = await connectPanel(rest, panel, PANEL_REQUESTS);
  const run = await untilEnded(rest, await startRun(rest, integrationId, 'initial-sync'), RUN_LIMIT_MS);
  if (run.state !== 'complete') throw new Problem(`The panel was read as ${run.state}; nothing can be measured on it.`);
  await followOnce(launched, integrationId, RUN_LIMIT_MS);
  const { workspaceId, code } = await askOne<{ workspaceId: string; code: string }>(databaseUrl, `select workspace_id as "workspaceId", code from integration where id = $1`, [integrationId]);
  const dataSource = await createDataSource({ url: databaseUrl, poolSize: 4, ingest: true, applicationName: 'bench' }).initialize();
  const connection = await Connection.connect({ address: service.stack.temporalAddress });
  inner.defer('connections', async () => {
    await connection.close();
    await dataSource.destroy();
  });
  const destinationId = await putDestination(dataSource, workspaceId, account, dataDir, options.contactsPerMinute);
  const client = new Client({ connection, namespace: service.stack.temporalNamespace });
  return {
    launched, panel, account, dataSource, workspaceId, integrationId, code, destinationId, close: () => inner.close(),
    wake: () => wakeDelivery(client, { workspaceId, destinationId, kind: 'salesmanago', code: 'SM' }),
  };
}

const OPTIONS = {
  scope: 'everyone', consentSource: null, shop: null, language: null, location: LOCATION, leaveOut: [], events: ['PURCHASE', 'CANCELLATION', 'RETURN', 'CART'], consents: ['email', 'sms'],
  accountTag: 'rejestracja', subscriberTag: 'newsletter', commonTag: null,
};

/** A route that was switched on at a moment, ms since 1970. */
export async function addRoute(house: House, startedMs: number): Promise<string> {
  const id = newId();
  await house.dataSource.query(
    `insert into route (id, workspace_id, integration_id, destination_id, name, state, options, started_at, events_from, source_code, source_account)
     values ($1, $2, $3, $4, 'Benchmark route', 'on', $5, to_timestamp($6::float8 / 1000), to_timestamp($6::float8 / 1000), $7, $8)`,
    [id, house.workspaceId, house.integrationId, house.destinationId, JSON.stringify(OPTIONS), startedMs, house.code, `bench-${house.integrationId}`],
  );
  await house.dataSource.query(`insert into route_ledger (route_id) values ($1)`, [id]);
  return id;
}
