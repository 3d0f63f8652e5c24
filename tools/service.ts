import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#libs/persistence/migrate.js';
import { superviseChild } from './children.js';
import type { SupervisedChild } from './children.js';
import type { Lifetime } from './lifetime.js';
import { choosePort, requestedPort } from './ports.js';
import { Problem } from './problem.js';
import { withProgress } from './progress.js';
import type { Log } from './progress.js';
import { projectRoot } from './project.js';
import { rememberEnvironment } from './service-environment.js';
import { startStack } from './stack.js';
import type { Stack, StackPorts } from './stack.js';

/** How the whole service is brought up. */
export interface ServiceOptions {
  /** Holds data, logs and the master key; must belong to this program alone. */
  readonly dataDir: string;
  readonly lifetime: Lifetime;
  readonly log: Log;
  readonly ports?: StackPorts;
  /** Everything is on this machine, the shops too: webhooks may come to a loopback address. */
  readonly demo?: boolean;
  /** Added to the environment of API and worker. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The running service. */
export interface Service {
  readonly stack: Stack;
  /** Base address of the API, without a path. */
  readonly apiUrl: string;
  readonly docsUrl: string;
  readonly workerUrl: string;
  readonly api: SupervisedChild;
  readonly worker: SupervisedChild;
}

const PREFERRED_API_PORT = 3_000;
const PREFERRED_WORKER_PORT = 3_001;

function compiled(path: string): string {
  const file = join(projectRoot(), 'dist', path);
  if (!existsSync(file)) throw new Problem(`${join('dist', path)} is missing: run "npm run build" and look at its errors.`);
  return file;
}

async function applyMigrations(url: string, log: Log): Promise<void> {
  const applied = await withProgress('Database schema', log, () => migrate(url));
  if (applied.length > 0) log(`Database schema brought up to date (${applied.length} steps)`);
}

/**
 * Starts the stack, brings the schema up to date, then starts API and worker and waits until both are ready.
 * @throws Problem with the remedy when something stands in the way
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { dataDir, lifetime, log } = options;
  const scripts = { api: compiled('apps/api/main.js'), worker: compiled('apps/worker/main.js') };
  // Before anything is started: a busy port must not cost the user a wait.
  const port = await choosePort({ label: 'the API', preferred: PREFERRED_API_PORT, requested: requestedPort('PORT'), log });
  const workerPort = await choosePort({
    label: 'the worker',
    preferred: PREFERRED_WORKER_PORT,
    requested: requestedPort('WORKER_PORT'),
    taken: new Set([port]),
    log,
  });
  const stack = await startStack({ dataDir, lifetime, log, ...(options.ports === undefined ? {} : { ports: options.ports }) });
  await applyMigrations(stack.databaseUrl, log);

  const publicUrl = process.env['PUBLIC_URL'] ?? (options.demo === true ? `http://127.0.0.1:${port}` : undefined);
  const env = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: stack.temporalNamespace,
    // On this machine only: whoever wants it on a network sets HOST, and puts TLS in front of it.
    HOST: process.env['HOST'] || '127.0.0.1',
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    SZTAFETA_MASTER_KEY_FILE: process.env['SZTAFETA_MASTER_KEY_FILE'] || join(dataDir, 'master.key'),
    ...(publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }),
    ...(options.demo === true ? { SZTAFETA_DEMO: '1' } : {}),
    ...options.env,
  };
  lifetime.defer('environment file', rememberEnvironment(dataDir, env));
  const launch = async (name: string, script: string, healthPort: number): Promise<SupervisedChild> => {
    log(`Starting the ${name}`);
    const healthUrl = `http://127.0.0.1:${healthPort}/health/ready`;
    const child = await withProgress(`The ${name}`, log, () => superviseChild({ name, script, env, healthUrl, logFile: join(dataDir, 'log', `${name.toLowerCase()}.log`) }, log));
    lifetime.defer(name, () => child.stop());
    return child;
  };
  const api = await launch('API', scripts.api, port);
  const worker = await launch('worker', scripts.worker, workerPort);
  const apiUrl = `http://127.0.0.1:${port}`;
  return { stack, api, worker, apiUrl, docsUrl: `${apiUrl}/api/docs`, workerUrl: `http://127.0.0.1:${workerPort}` };
}
