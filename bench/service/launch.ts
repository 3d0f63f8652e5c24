import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import type { Lifetime } from '#tools/lifetime.js';
import { anyFreePort } from '#tools/ports.js';
import { Problem } from '#tools/problem.js';
import type { Log } from '#tools/progress.js';
import { startService } from '#tools/service.js';
import type { Service } from '#tools/service.js';
import type { StackPorts } from '#tools/stack.js';
import { dataFolder } from './data-folder.js';
import { innerLifetime } from './inner-lifetime.js';
import { RestClient } from './rest.js';

/** The whole service on data of its own, with a key to its API. */
export type Launched = {
  readonly service: Service;
  readonly rest: RestClient;
  readonly databaseUrl: string;
  /** Holds data, logs and the master key. */
  readonly dataDir: string;
  /** Present pids; they change when a part is killed and started again. */
  readonly pids: () => { readonly worker: number; readonly api: number; readonly temporal: number; readonly postgres: number };
  /** Stops everything and removes the data. */
  readonly close: () => Promise<void>;
};

export type LaunchOptions = {
  /** Of the program; the service may be closed earlier. */
  readonly lifetime: Lifetime;
  readonly log: Log;
  /** Receives a CPU profile of API and worker each when they end. */
  readonly profileDir?: string;
  /** Waits of the worker, as SZTAFETA_TUNING takes them. */
  readonly tuning?: object;
  /** The shop is on this machine: webhooks may come to its loopback address. */
  readonly webhooks?: boolean;
};

function refuseServersOfTheirOwn(): void {
  for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) {
    if (process.env[name]) throw new Problem(`The benchmark measures the servers it starts: unset ${name} and run it again.`);
  }
}

/** Ports nobody else tries first: while a killed part is being started again, another program must not answer in its place. */
async function ports(): Promise<StackPorts> {
  process.env['PORT'] = String(await anyFreePort());
  process.env['WORKER_PORT'] = String(await anyFreePort());
  return { postgres: await anyFreePort(), temporal: await anyFreePort(), temporalUi: await anyFreePort() };
}

function pidOf(pid: number | undefined, name: string): number {
  if (pid === undefined) throw new Problem(`The ${name} is not running.`);
  return pid;
}

/** Starts PostgreSQL, Temporal, API and worker. @throws Problem with the remedy when something stands in the way */
export async function launch(options: LaunchOptions): Promise<Launched> {
  refuseServersOfTheirOwn();
  const { log, profileDir } = options;
  const key = `szt_${randomBytes(32).toString('base64url')}`;
  const dataDir = dataFolder();
  const lifetime = innerLifetime(options.lifetime, log);
  // The first one in is the last one out.
  lifetime.defer('data folder', () => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });
  const close = (): Promise<void> => lifetime.close();
  if (profileDir !== undefined) mkdirSync(profileDir, { recursive: true });
  try {
    const service = await startService({
      dataDir,
      lifetime,
      log,
      ports: await ports(),
      demo: options.webhooks === true,
      env: {
        SZTAFETA_ADMIN_KEY: key,
        SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32',
        ...(profileDir === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` }),
        ...(options.tuning === undefined ? {} : { SZTAFETA_TUNING: JSON.stringify(options.tuning) }),
      },
    });
    const { stack, api, worker } = service;
    return {
      service,
      rest: new RestClient(service.apiUrl, key),
      databaseUrl: stack.databaseUrl,
      dataDir,
      pids: () => ({
        worker: pidOf(worker.pid(), 'worker'),
        api: pidOf(api.pid(), 'API'),
        temporal: pidOf(stack.temporal?.current().pid, 'Temporal server'),
        postgres: pidOf(stack.postgres?.current().pid, 'PostgreSQL server'),
      }),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
