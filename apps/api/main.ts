import { CONNECTORS } from '#libs/connectors/registry.js';
import { DESTINATIONS } from '#libs/destinations/registry.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { ensureFirstAdminKey } from '#libs/security/first-admin-key.js';
import { loadKeyRing } from '#libs/security/key-ring.js';
import { createLogger } from '#libs/telemetry/logger.js';
import { createMetrics } from '#libs/telemetry/metrics.js';
import { createApplication } from './application.js';
import { readConfig } from './config.js';
import { closeSoon } from './shutdown.js';

/** Longest wait of one statement, ms: a database that hangs must not hold callers. */
const STATEMENT_MS = 15_000;
const CONNECT_MS = 2_000;

const logger = createLogger('api');

/** The only place where a key is ever shown; it goes to the terminal, never into the log. */
function announce(secret: string): void {
  process.stdout.write(`\nFirst admin API key (shown once, keep it): ${secret}\n\n`);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const applied = await migrate(config.databaseUrl);
  if (applied.length > 0) logger.info({ applied }, 'database schema brought up to date');
  const dataSource = createDataSource({ url: config.databaseUrl, applicationName: 'sztafeta-api', connectTimeoutMs: CONNECT_MS, queryTimeoutMs: STATEMENT_MS });
  await dataSource.initialize();
  await ensureFirstAdminKey(dataSource, { env: process.env, announce });
  const app = await createApplication({
    dataSource,
    keyRing: loadKeyRing({ env: process.env, file: config.masterKeyFile }),
    guard: createAddressGuard({ allow: config.allowAddresses }),
    connectors: CONNECTORS,
    destinations: DESTINATIONS,
    temporal: config.temporal,
    publicUrl: config.publicUrl,
    publicUrlMayBeLoopback: config.publicUrlMayBeLoopback,
    logger,
    metrics: createMetrics(),
  });
  const stop = async (): Promise<void> => {
    await closeSoon(app);
    await dataSource.destroy();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().then(() => process.exit(0), fail));
  await app.listen(config.port, config.host);
  logger.info({ port: config.port }, 'API ready');
}

function fail(error: unknown): void {
  logger.fatal({ err: error }, 'the API cannot go on');
  process.exit(1);
}

await start().catch(fail);
