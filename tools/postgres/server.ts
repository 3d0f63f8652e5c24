import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { blockedFolder, postgresAccount } from './account.js';
import type { Account } from './account.js';
import { findPostgresBinaries } from './binaries.js';
import { OWNER_ROLE, initialise, readPassword } from './initialise.js';
import { endLeftoverServer } from './leftover.js';
import { reachableBinaries } from './place.js';
import { endWithUs } from '../guard.js';
import { Problem, reasonOf } from '../problem.js';
import { endProcess, signal, waitUntil } from '../processes.js';

const READY_TIMEOUT_MS = 60_000;

/** How an embedded PostgreSQL is run. */
export interface PostgresOptions {
  /** Data directory; made on first use, kept afterwards. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** Server log; appended to. */
  readonly logFile: string;
  /** Extra server settings, for example `{ fsync: 'off' }`. */
  readonly tuning?: Readonly<Record<string, string>>;
  /** False for throw-away data: initdb does not wait for the disk. */
  readonly durable?: boolean;
}

/** A running embedded PostgreSQL. */
export interface PostgresServer {
  /** Connection string of the owner role and the database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** The postmaster: SIGKILL to it is a crash of the whole server. */
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown; returns when the process is gone. */
  stop(): Promise<void>;
}

function requireWay(path: string, account: Account | undefined): void {
  const folder = blockedFolder(path, account);
  if (folder === undefined) return;
  throw new Problem(
    `PostgreSQL runs as an account of its own under root, and that account may not pass through ${folder}: run "chmod o+x ${folder}", ` +
      'move the project to a folder that others may enter, or set DATABASE_URL to a server of your own.',
  );
}

function lastLogLines(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
  return lines.filter((line) => /FATAL|ERROR|HINT|could not/.test(line)).join(' ') || lines.slice(-2).join(' ');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Attempt {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly failure?: string;
}

async function attempt(binary: string, options: PostgresOptions, dataDir: string, account: Account | undefined, url: string): Promise<Attempt> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', jit: 'off', ...options.tuning };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(options.logFile, 'a');
  const logStart = statSync(options.logFile).size;
  const child = spawn(binary, ['-D', dataDir, '-p', String(options.port), ...flags], {
    ...account,
    cwd: '/',
    // A session of its own: Ctrl-C in the terminal must reach the programs that use the database first.
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(log);
  let starting = true;
  const failed = new Promise<string>((settle) => {
    child.once('error', (error) => {
      settle(error.message);
    });
    child.once('exit', () => {
      // Its end much later is no failed start, and the log may be gone by then.
      settle(starting ? lastLogLines(options.logFile, logStart) : '');
    });
  });
  const pid = child.pid;
  if (pid === undefined) return { child, pid: 0, failure: await failed };
  endWithUs(child);
  child.unref();
  let ended = false;
  const failure = await Promise.race([
    failed.finally(() => (ended = true)),
    waitUntil(async () => ended || (await answers(url)), READY_TIMEOUT_MS).then((ready) => {
      if (!ready) signal(pid, 'SIGKILL');
      return ready && !ended ? undefined : failed;
    }),
  ]);
  starting = false;
  return failure === undefined ? { child, pid } : { child, pid, failure };
}

/**
 * Starts PostgreSQL on the data directory and returns when it answers a query. What a killed earlier run left behind (a
 * running server, a stale pid file, shared memory still held by dying backends) is cleared or waited for.
 * @throws Problem with one sentence when it cannot run
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = postgresAccount();
  const binaries = reachableBinaries(findPostgresBinaries(), account);
  const dataDir = resolve(options.dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(dirname(options.logFile), { recursive: true });
  requireWay(dataDir, account);
  await initialise(binaries.initdb, dataDir, account, options.durable ?? true);
  await endLeftoverServer(dataDir);

  const url = `postgres://${OWNER_ROLE}:${readPassword(dataDir)}@127.0.0.1:${options.port}/postgres`;
  let started = await attempt(binaries.postgres, options, dataDir, account, url);
  // After kill -9 of the postmaster its backends need a moment to notice; until then the new one refuses to start.
  await waitUntil(async () => {
    if (started.failure === undefined || !/pre-existing shared memory block|lock file "postmaster.pid"/.test(started.failure)) return true;
    started = await attempt(binaries.postgres, options, dataDir, account, url);
    return started.failure === undefined;
  }, READY_TIMEOUT_MS);
  const { child, pid, failure } = started;
  if (failure !== undefined) throw new Problem(`PostgreSQL did not start on port ${options.port} (log: ${options.logFile}): ${reasonOf(failure)}`);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  return {
    url,
    port: options.port,
    pid,
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // Otherwise nothing keeps this program waiting for the news of its end.
      child.ref();
      await endProcess(pid, 'SIGINT', 20_000);
      await ended;
    },
  };
}
