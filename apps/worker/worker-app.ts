import { CONNECTORS, connectorOf } from '#libs/connectors/registry.js';
import { recurringIntervalOf } from '#libs/connectors/sdk/streams-read.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { destinationOf } from '#libs/destinations/registry.js';
import type { Engine } from '#libs/sync/engine.js';
import { finishRun } from '#libs/sync/run-life.js';
import type { Logger } from '#libs/telemetry/logger.js';
import { createMetrics } from '#libs/telemetry/metrics.js';
import { connectTemporal } from '#libs/temporal/connect.js';
import { registerSearchAttributes } from '#libs/temporal/search-attributes.js';
import { createActivities } from './activities/activities.js';
import type { Check } from './health/health-server.js';
import { startHealthServer } from './health/health-server.js';
import { checkDatabase, checkTemporal, checkWorkers } from './health/checks.js';
import { fillGauges } from './health/gauges.js';
import { startDeliveryWaker } from './hosting/delivery-waker.js';
import type { Engines } from './hosting/engines.js';
import { deliveryFailpointOf, erasureFailpointOf } from './hosting/failpoint.js';
import { openEngines, SLOTS } from './hosting/engines.js';
import type { TemporalWorkers } from './hosting/temporal-workers.js';
import { startTemporalWorkers } from './hosting/temporal-workers.js';
import { waitFor } from './hosting/wait-for.js';
import type { Housekeeping } from './housekeeping/housekeeping.js';
import { startHousekeeping } from './housekeeping/housekeeping.js';
import { prune } from './housekeeping/retention.js';
import type { WorkerSettings } from './settings.js';

export type WorkerApp = {
  /** Port of health and metrics. */
  readonly port: number;
  readonly housekeeping: Housekeeping;
  /** Rejects when a Temporal worker has failed and cannot go on. */
  readonly done: Promise<void>;
  /** Leaves in order within ten seconds: steps, housekeeping, connections. */
  stop(): Promise<void>;
};

type Parts = { engines?: Engines; workers?: TemporalWorkers };

function engineFor(engines: Engines, queue: keyof typeof SLOTS): Engine {
  const engine = engines.byQueue.get(queue);
  if (engine === undefined) throw new Error(`No engine for the queue ${queue}`);
  return engine;
}

function intervalOf(settings: WorkerSettings): (platform: string) => number | null {
  return (platform) => {
    const own = recurringIntervalOf(connectorOf(platform));
    return own === null ? null : (settings.intervalMs ?? own);
  };
}

/**
 * Starts the worker: health first, so that it can be seen waiting; then, as soon as database and Temporal are there, the
 * three queues and the housekeeping.
 */
export async function startWorkerApp(settings: WorkerSettings, logger: Logger, signal: AbortSignal): Promise<WorkerApp> {
  const temporal = connectTemporal(settings.temporal);
  const metrics = createMetrics();
  const parts: Parts = {};
  const waker = startDeliveryWaker(() => parts.engines?.house ?? null, temporal, logger);
  const ready = async (): Promise<Record<string, Check>> => ({
    database: parts.engines ? await checkDatabase(parts.engines.house) : { ok: false, reason: 'not connected yet' },
    temporal: await checkTemporal(temporal),
    workers: parts.workers ? checkWorkers(parts.workers) : { ok: false, reason: 'not started yet' },
  });
  const health = await startHealthServer({
    host: settings.host,
    port: settings.port,
    source: {
      ready,
      metrics: async () => {
        if (parts.engines) await fillGauges(parts.engines.house, metrics);
        return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
      },
    },
  });
  const release = async (): Promise<void> => {
    waker.stop();
    await parts.engines?.close();
    await temporal.close();
    await health.close();
  };

  try {
    const waiting = (part: string) => (error: unknown) => logger.warn({ waitingFor: part, err: error }, 'waiting');
    const engines = await waitFor(() => openEngines(settings, logger, metrics, (integrationId) => waker.wake(integrationId)), waiting('database'), signal);
    parts.engines = engines;
    await waitFor(() => temporal.call(() => registerSearchAttributes(temporal.connection, settings.temporal.namespace), 5_000), waiting('temporal'), signal);
    const failpoint = deliveryFailpointOf(settings.failpoint);
    const queues = [...engines.byQueue].map(([taskQueue, engine]) => ({
      taskQueue,
      slots: SLOTS[taskQueue],
      activities: createActivities({ sync: engine, destinations: destinationOf, tuning: settings.delivery, ...(failpoint === null ? {} : { failpoint }) }, temporal.client, logger, (onBeat, abort) => prune(engines.house, settings.retention, { onBeat, signal: abort }), erasureFailpointOf(settings.failpoint) ?? undefined),
    }));
    const workers = await waitFor(() => startTemporalWorkers({ ...settings.temporal, queues }), waiting('temporal'), signal);
    parts.workers = workers;
    const { house: dataSource, secrets, budget, nowMs } = engines;
    const live = engineFor(engines, 'live');
    const housekeeping = startHousekeeping({
      dataSource,
      reconcileMs: settings.reconcileMs,
      alertsMs: settings.alertsMs,
      reconcile: { dataSource, temporal, logger, intervalOf: intervalOf(settings), journals: CONNECTORS.filter(({ journal }) => journal !== undefined).map(({ platform }) => platform), finishRun: (runId) => finishRun(live, runId) },
      send: { dataSource, secrets, budget, guard: createAddressGuard({ allow: settings.allowAddresses }), nowMs, logger },
    });
    return {
      port: health.port,
      housekeeping,
      done: workers.done,
      stop: async () => {
        await Promise.allSettled([housekeeping.stop(), workers.stop()]);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
