import type { DataSource } from 'typeorm';
import { PgRequestBudget } from '#libs/budget/pg-request-budget.js';
import type { RequestBudget } from '#libs/domain/budget.js';
import { connectorOf } from '#libs/connectors/registry.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { loadKeyRing } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startDatabaseClock } from '#libs/sync/clock.js';
import type { Metrics } from '#libs/telemetry/metrics.js';
import type { Engine, EngineLogger } from '#libs/sync/engine.js';
import type { TaskQueue } from '#workflows/activities.js';
import { TASK_QUEUES } from '#workflows/activities.js';
import type { WorkerSettings } from '../settings.js';
import { engineObserver } from './engine-observer.js';
import { failpointOf } from './failpoint.js';

/** Steps a process takes at once. Each queue has its own, so that a backfill never stands in the way of a webhook. */
export const SLOTS: Readonly<Record<TaskQueue, number>> = { live: 6, recurring: 4, bulk: 6 };
/** A step writes, looks at the wish and asks the budget at the same time. */
const CONNECTIONS_PER_SLOT = 1.5;
/** For the request budget, the reconciler, alerts, health and retention. */
const HOUSE_CONNECTIONS = 6;

export type Engines = {
  readonly byQueue: ReadonlyMap<TaskQueue, Engine>;
  /** Ordinary sessions for everything that is not ingest. */
  readonly house: DataSource;
  readonly secrets: SecretStore;
  readonly budget: RequestBudget;
  readonly nowMs: () => number;
  close(): Promise<void>;
};

async function openAll(sources: readonly DataSource[]): Promise<void> {
  for (const source of sources) await source.initialize();
}

async function closeAll(sources: readonly DataSource[]): Promise<void> {
  await Promise.allSettled(sources.filter((source) => source.isInitialized).map((source) => source.destroy()));
}

/** One engine with its own pool per task queue. @throws when the database cannot be reached; nothing stays open then. */
export async function openEngines(settings: WorkerSettings, logger: EngineLogger, metrics: Metrics, onWritten: (integrationId: string) => void): Promise<Engines> {
  const source = (name: string, poolSize: number, ingest: boolean): DataSource =>
    createDataSource({ url: settings.databaseUrl, poolSize, ingest, applicationName: `sztafeta-worker-${name}` });
  const house = source('house', HOUSE_CONNECTIONS, false);
  const queues = Object.values(TASK_QUEUES).map((queue) => [queue, source(queue, Math.ceil(SLOTS[queue] * CONNECTIONS_PER_SLOT), true)] as const);
  const sources = [house, ...queues.map(([, pool]) => pool)];
  try {
    await openAll(sources);
    const keyRing = loadKeyRing({ env: settings.env, file: settings.masterKeyFile });
    const clock = await startDatabaseClock(house);
    const guard = createAddressGuard({ allow: settings.allowAddresses });
    // One a process: what it holds is given back when it leaves, so that nobody waits for permits of the dead.
    const budget = new PgRequestBudget(house, { nowMs: clock.nowMs, onWaited: (priority, ms) => metrics.budgetWaitSeconds.observe({ priority }, ms / 1000) });
    const failpoint = failpointOf(settings.failpoint);
    const engineOf = (dataSource: DataSource): Engine => ({
      dataSource,
      secrets: new SecretStore(dataSource, keyRing),
      budget,
      guard,
      connectors: connectorOf,
      logger,
      tuning: settings.engine,
      nowMs: clock.nowMs,
      observer: engineObserver(metrics),
      onWritten,
      ...(failpoint === null ? {} : { failpoint }),
    });
    return {
      byQueue: new Map(queues.map(([queue, pool]) => [queue, engineOf(pool)])),
      house,
      secrets: new SecretStore(house, keyRing),
      budget,
      nowMs: clock.nowMs,
      close: async () => {
        clock.stop();
        await Promise.allSettled([budget.close()]);
        await closeAll(sources);
      },
    };
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}
