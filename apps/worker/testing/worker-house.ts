import { fixedKeyRing, newMasterKey } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { createLogger } from '#libs/telemetry/logger.js';
import type { TemporalClient } from '#libs/temporal/connect.js';
import type { EngineHouse } from '../../../test/support/engine.js';
import { buildEngine } from '../../../test/support/engine.js';
import { readSettings } from '../settings.js';
import type { WorkerApp } from '../worker-app.js';
import { startWorkerApp } from '../worker-app.js';
import { ownNamespace } from './own-namespace.js';
import { quietRuntime } from './quiet-runtime.js';

/** A worker as `main` starts it, on a database and a namespace of its own, with waits a test can live with. */
export type WorkerHouse = {
  readonly house: EngineHouse;
  readonly temporal: TemporalClient;
  start(tuning?: object): Promise<WorkerApp>;
  rows<T>(sql: string, parameters?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
};

const TUNING = { retryMs: 50, unavailableMs: 300, giveUpAfterMs: 60_000, watchMs: 50, defaultBlockMs: 200, reconcileMs: 300, alertsMs: 300 };

export async function buildWorkerHouse(): Promise<WorkerHouse> {
  quietRuntime();
  const built = await buildEngine();
  const masterKey = newMasterKey();
  const house: EngineHouse = { ...built, secrets: new SecretStore(built.dataSource, fixedKeyRing(masterKey)) };
  const temporal = await ownNamespace();
  const started: WorkerApp[] = [];
  const env = {
    DATABASE_URL: house.url,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    TEMPORAL_NAMESPACE: temporal.namespace,
    WORKER_PORT: '0',
    HOST: '127.0.0.1',
    SZTAFETA_MASTER_KEY: masterKey,
    SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32',
  };
  return {
    house,
    temporal,
    start: async (tuning = {}) => {
      const settings = readSettings({ ...env, SZTAFETA_TUNING: JSON.stringify({ ...TUNING, ...tuning }) });
      const app = await startWorkerApp(settings, createLogger('worker', { level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }), new AbortController().signal);
      started.push(app);
      return app;
    },
    rows: (sql, parameters) => house.dataSource.query(sql, parameters),
    close: async () => {
      await Promise.all(started.map((app) => app.stop()));
      await temporal.close();
      await house.close();
    },
  };
}
