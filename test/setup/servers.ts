import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../tools/ports.js';
import { reachableDataDir } from '../../tools/postgres/place.js';
import { startPostgres } from '../../tools/postgres/server.js';
import type { PostgresServer } from '../../tools/postgres/server.js';
import { isAlive } from '../../tools/processes.js';
import { startTemporalDevServer } from '../../tools/temporal/dev-server.js';
import type { TemporalServer } from '../../tools/temporal/dev-server.js';
import { findTemporalProgram } from '../../tools/temporal/find.js';
import { TEMPORAL_CLI, TEMPORAL_TEST_SERVER } from '../../tools/temporal/programs.js';

const PORT_ATTEMPTS = 5;

/** What `stopTestServers` undoes, newest last. */
const undo: (() => Promise<void> | void)[] = [];

/** Other Jest runs choose ports at the same moment: a port may be gone between the choice and its use. */
async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await anyFreePort());
    } catch (thrown) {
      if (attempt === PORT_ATTEMPTS) throw thrown;
    }
  }
}

async function startDatabase(folder: string): Promise<PostgresServer> {
  const dataDir = reachableDataDir(join(folder, 'postgres'), log);
  undo.push(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const server = await onFreePort((port) =>
    startPostgres({ dataDir, port, logFile: join(folder, 'postgres.log'), durable: false }),
  );
  undo.push(() => server.stop());
  return server;
}

async function startTemporal(folder: string, binary: string): Promise<TemporalServer> {
  const server = await onFreePort((port) => startTemporalDevServer({ binary, port, logFile: join(folder, 'temporal.log') }));
  undo.push(() => server.stop());
  return server;
}

const FOLDER_PREFIX = 'sztafeta-test-';

/** The folder of this run alone. Those of runs that were killed are removed on the way. */
function runFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${FOLDER_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
  }
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  // PostgreSQL may run as another account and has to pass through.
  chmodSync(folder, 0o711);
  undo.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Starts the servers on free ports and sets TEST_DATABASE_URL (database `postgres` of an owner role that may create
 * databases), TEST_TEMPORAL_ADDRESS (namespace `default`) and TEST_TIME_SKIPPING_BINARY (path).
 */
export async function startTestServers(): Promise<void> {
  try {
    const folder = runFolder();
    const [database, temporal, timeSkipping] = await Promise.all([
      startDatabase(folder),
      findTemporalProgram(TEMPORAL_CLI, { log }).then((binary) => startTemporal(folder, binary)),
      findTemporalProgram(TEMPORAL_TEST_SERVER, { log }),
    ]);
    process.env['TEST_DATABASE_URL'] = database.url;
    process.env['TEST_TEMPORAL_ADDRESS'] = temporal.address;
    process.env['TEST_TIME_SKIPPING_BINARY'] = timeSkipping;
  } catch (thrown) {
    await stopTestServers();
    throw thrown;
  }
}

/** Stops the servers and removes their data. */
export async function stopTestServers(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}
