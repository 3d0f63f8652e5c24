import { join } from 'node:path';
import { lockDataDir } from './data-lock.js';
import { keepRunning } from './keep-running.js';
import type { KeptRunning } from './keep-running.js';
import type { Lifetime } from './lifetime.js';
import { choosePort, requestedPort } from './ports.js';
import { createDatabase, databaseExists, withDatabase } from './postgres/database.js';
import { reachableDataDir } from './postgres/place.js';
import { startPostgres } from './postgres/server.js';
import type { PostgresServer } from './postgres/server.js';
import { withProgress } from './progress.js';
import type { Log } from './progress.js';
import { startTemporalDevServer } from './temporal/dev-server.js';
import type { TemporalServer } from './temporal/dev-server.js';
import { findTemporalProgram } from './temporal/find.js';
import { TEMPORAL_CLI } from './temporal/programs.js';

/** Ports asked for; a busy one is an error. Left out: the usual one, or a free one near it. */
export interface StackPorts {
  readonly postgres?: number;
  readonly temporal?: number;
  readonly temporalUi?: number;
}

/** How the outer parts of the service are brought up. */
export interface StackOptions {
  /** Holds the database, the Temporal state and the logs. */
  readonly dataDir: string;
  readonly ports?: StackPorts;
  /** Which parts to run here. Default: those whose address is not in DATABASE_URL / TEMPORAL_ADDRESS. */
  readonly embedded?: { readonly postgres: boolean; readonly temporal: boolean };
  /** Everything started is stopped with it. */
  readonly lifetime: Lifetime;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
}

/** The outer parts, ready to use. */
export interface Stack {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl?: string;
  /** Present when it runs here. */
  readonly postgres?: KeptRunning<PostgresServer>;
  /** Present when it runs here. */
  readonly temporal?: KeptRunning<TemporalServer>;
}

const DATABASE_NAME = 'sztafeta';
const PREFERRED = { postgres: 5_433, temporal: 7_233, temporalUi: 8_233 } as const;
const SETTINGS = { postgres: 'SZTAFETA_POSTGRES_PORT', temporal: 'SZTAFETA_TEMPORAL_PORT', temporalUi: 'SZTAFETA_TEMPORAL_UI_PORT' } as const;

async function portsFor(options: StackOptions, parts: readonly (keyof StackPorts)[]): Promise<Map<keyof StackPorts, number>> {
  const chosen = new Map<keyof StackPorts, number>();
  for (const part of parts) {
    const given = options.ports?.[part];
    const setting = SETTINGS[part];
    const port = await choosePort({
      label: part === 'temporalUi' ? 'the Temporal web UI' : part === 'temporal' ? 'Temporal' : 'PostgreSQL',
      preferred: PREFERRED[part],
      requested: given === undefined ? requestedPort(setting, options.env) : { port: given, setting },
      taken: new Set(chosen.values()),
      log: options.log,
    });
    chosen.set(part, port);
  }
  return chosen;
}

async function embeddedDatabase(options: StackOptions): Promise<{ readonly url: string; readonly server: KeptRunning<PostgresServer> }> {
  const { dataDir, lifetime, log } = options;
  const port = (await portsFor(options, ['postgres'])).get('postgres') ?? PREFERRED.postgres;
  log('Starting PostgreSQL');
  const place = { dataDir: reachableDataDir(join(dataDir, 'postgres'), log), port, logFile: join(dataDir, 'log', 'postgres.log') };
  const server = await withProgress('PostgreSQL', log, () => keepRunning('PostgreSQL', () => startPostgres(place), log));
  lifetime.defer('PostgreSQL', () => server.stop());
  const { url } = server.current();
  const exists = await databaseExists(url, DATABASE_NAME);
  return { server, url: exists ? withDatabase(url, DATABASE_NAME) : await createDatabase(url, DATABASE_NAME) };
}

async function embeddedTemporal(options: StackOptions, namespace: string): Promise<KeptRunning<TemporalServer>> {
  const { dataDir, lifetime, log } = options;
  const ports = await portsFor(options, ['temporal', 'temporalUi']);
  const binary = await findTemporalProgram(TEMPORAL_CLI, { log, ...(options.env === undefined ? {} : { env: options.env }) });
  log('Starting Temporal');
  const place = {
    binary,
    namespace,
    dbFile: join(dataDir, 'temporal', 'temporal.db'),
    port: ports.get('temporal') ?? PREFERRED.temporal,
    uiPort: ports.get('temporalUi') ?? PREFERRED.temporalUi,
    logFile: join(dataDir, 'log', 'temporal.log'),
  };
  const server = await withProgress('Temporal', log, () => keepRunning('Temporal', () => startTemporalDevServer(place), log));
  lifetime.defer('Temporal', () => server.stop());
  return server;
}

/**
 * Brings up PostgreSQL and Temporal with their data in `dataDir`, or uses the servers named by DATABASE_URL and
 * TEMPORAL_ADDRESS (namespace: TEMPORAL_NAMESPACE).
 * @throws Problem with the remedy when something stands in the way
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const env = options.env ?? process.env;
  const given = { database: env['DATABASE_URL'] || undefined, temporal: env['TEMPORAL_ADDRESS'] || undefined };
  const embedded = options.embedded ?? { postgres: given.database === undefined, temporal: given.temporal === undefined };
  const namespace = env['TEMPORAL_NAMESPACE'] || 'default';
  options.lifetime.defer('data folder', lockDataDir(options.dataDir));

  const database = embedded.postgres ? await embeddedDatabase(options) : undefined;
  const temporal = embedded.temporal ? await embeddedTemporal(options, namespace) : undefined;
  const served = temporal?.current();
  return {
    databaseUrl: database?.url ?? given.database ?? '',
    temporalAddress: served?.address ?? given.temporal ?? '',
    temporalNamespace: namespace,
    ...(served?.uiUrl === undefined ? {} : { temporalUiUrl: served.uiUrl }),
    ...(database === undefined ? {} : { postgres: database.server }),
    ...(temporal === undefined ? {} : { temporal }),
  };
}
