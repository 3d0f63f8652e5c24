import { Runtime } from '@temporalio/worker';
import { createLogger } from '#libs/telemetry/logger.js';
import { temporalLogger } from './hosting/temporal-logger.js';
import { readSettings } from './settings.js';
import { startWorkerApp } from './worker-app.js';

/** Longer than the drain of the steps; whoever does not leave by then is left behind, and the database is right all the same. */
const EXIT_MS = 10_000;

const logger = createLogger('worker');
const stopping = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort(new Error(name)));

function fail(error: unknown): void {
  if (stopping.signal.aborted) return;
  logger.fatal({ err: error }, 'the worker cannot go on');
  process.exitCode = 1;
}

/** Resolves with the first wish to stop. */
const asked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));

try {
  const settings = readSettings(process.env);
  // Signals are ours: the SDK's own handlers would stop the queues without closing what stands behind them.
  Runtime.install({ shutdownSignals: [], logger: temporalLogger(logger) });
  const app = await startWorkerApp(settings, logger, stopping.signal);
  logger.info({ port: app.port }, 'worker ready');
  await Promise.race([app.done.catch(fail), asked]);
  setTimeout(() => process.exit(process.exitCode ?? 0), EXIT_MS).unref();
  await app.stop().catch(fail);
} catch (error) {
  fail(error);
}
