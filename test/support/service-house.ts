import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource } from '#libs/persistence/data-source.js';
import { Rest } from '../../tools/demo/rest.js';
import type { Run } from '../../tools/demo/run-view.js';
import { Lifetime } from '../../tools/lifetime.js';
import { anyFreePort } from '../../tools/ports.js';
import { startService, type Service } from '../../tools/service.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../apps/sandbox/idosell/options.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from '../../apps/sandbox/prestashop/prestashop-sandbox.js';
import type { PrestaShopSandboxOptions } from '../../apps/sandbox/prestashop/options.js';

/** The whole service as its users run it: own PostgreSQL, own Temporal, API and worker as processes that can be killed. */
export type ServiceHouse = {
  readonly service: Service;
  readonly rest: Rest;
  readonly dataSource: DataSource;
  /** Logs are in `log/`. */
  readonly dataDir: string;
  readonly adminKey: string;
  close(): Promise<void>;
};

/** Waits of a test machine: nothing here changes what is done, only how soon it is tried again. */
const TUNING = { retryMs: 200, watchMs: 200, reconcileMs: 1_000, alertsMs: 1_000, unavailableMs: 1_000, defaultBlockMs: 500 };

export async function startServiceHouse(env: Readonly<Record<string, string>> = {}): Promise<ServiceHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sztafeta-house-'));
  const said: string[] = [];
  const lifetime = new Lifetime((line) => said.push(line));
  const key = `szt_test_${randomBytes(24).toString('hex')}`;
  try {
    // Far from the usual ports: other houses choose theirs at the same moment.
    const [port = 0, workerPort = 0, postgres = 0, temporal = 0, temporalUi = 0] = await Promise.all(Array.from({ length: 5 }, () => anyFreePort()));
    Object.assign(process.env, { PORT: String(port), WORKER_PORT: String(workerPort) });
    const service = await startService({
      dataDir, lifetime, demo: true, ports: { postgres, temporal, temporalUi }, log: (line) => said.push(line),
      env: { SZTAFETA_ADMIN_KEY: key, SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32', SZTAFETA_MASTER_KEY_FILE: join(dataDir, 'master.key'), SZTAFETA_TUNING: JSON.stringify(TUNING), ...env },
    });
    const dataSource = await createDataSource({ url: service.stack.databaseUrl, poolSize: 4 }).initialize();
    return {
      service, dataSource, dataDir, adminKey: key, rest: new Rest(service.apiUrl, key),
      close: async () => {
        await dataSource.destroy();
        await lifetime.close();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await lifetime.close();
    throw new Error(`the service did not start: ${said.slice(-5).join(' | ')}`, { cause: error });
  }
}

/** Connects a simulated shop through the REST API. */
export async function connectShop(house: ServiceHouse, options: PrestaShopSandboxOptions): Promise<{ readonly integrationId: string; readonly sandbox: PrestaShopSandbox }> {
  const sandbox = await startPrestaShopSandbox(options);
  await house.rest.post('/custom-fields', { key: 'shop_id', label: 'Shop id', type: 'number' });
  await house.rest.post('/custom-fields', { key: 'shop_login', label: 'Login', type: 'text' });
  const { id } = await house.rest.post<{ id: string }>('/integrations', { platform: 'prestashop', name: 'Shop' });
  await house.rest.post(`/integrations/${id}/authenticate`, { credentials: { address: sandbox.url, key: sandbox.key } });
  await house.rest.put(`/integrations/${id}/settings?run=true`, { settings: { idField: 'shop_id', allegroLoginField: 'shop_login', maxInFlight: 2 } });
  return { integrationId: id, sandbox };
}

/** Connects a simulated IdoSell panel through the REST API. */
export async function connectPanel(house: ServiceHouse, options: IdoSellSandboxOptions, settings: Readonly<Record<string, unknown>> = {}): Promise<{ readonly integrationId: string; readonly sandbox: IdoSellSandbox }> {
  const sandbox = await startIdoSellSandbox(options);
  const fields = [['panel_id', 'number'], ['panel_last', 'date'], ['panel_login', 'text']] as const;
  for (const [key, type] of fields) await house.rest.post('/custom-fields', { key, label: key, type });
  const { id } = await house.rest.post<{ id: string }>('/integrations', { platform: 'idosell', name: 'Panel' });
  await house.rest.post(`/integrations/${id}/authenticate`, { credentials: { address: sandbox.url, key: sandbox.key } });
  await house.rest.put(`/integrations/${id}/settings?run=true`, {
    settings: { idField: 'panel_id', lastOrderField: 'panel_last', allegroLoginField: 'panel_login', requestsPerMinute: 3_000, ...settings },
  });
  return { integrationId: id, sandbox };
}

/** The run once it has ended; a service that is just being killed may refuse or not answer, which is asked again. */
export async function untilEnded(house: ServiceHouse, runId: string): Promise<Run> {
  for (;;) {
    const run = await house.rest.get<Run>(`/runs/${runId}`).catch(() => null);
    if (run?.ended === true) return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
