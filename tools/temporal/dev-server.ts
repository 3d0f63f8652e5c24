import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { endWithUs } from '../guard.js';
import { Problem } from '../problem.js';
import { isPortFree } from '../ports.js';
import type { Log } from '../progress.js';
import { commandLine, endProcess, signal, waitUntil } from '../processes.js';
import { findTemporalProgram } from './find.js';
import { TEMPORAL_CLI } from './programs.js';
import { SEARCH_ATTRIBUTES } from './search-attributes.js';

const READY_TIMEOUT_MS = 60_000;
/** A server that was just killed may still hold its port for a moment. */
const PORT_FREE_MS = 1_000;

/** How a Temporal development server is run. */
export interface TemporalOptions {
  /** Keeps the state across restarts; without it everything is in memory. */
  readonly dbFile?: string;
  /** gRPC port. */
  readonly port: number;
  /** Web UI port; without it there is no web UI. */
  readonly uiPort?: number;
  /** Default 127.0.0.1. */
  readonly ip?: string;
  /** Default "default". */
  readonly namespace?: string;
  /** Server log; appended to. */
  readonly logFile: string;
  /** Path of the `temporal` program; looked up when missing. */
  readonly binary?: string;
  readonly log?: Log;
}

/** A running Temporal development server. */
export interface TemporalServer {
  /** host:port for clients and workers. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
  /** SIGKILL to it is a crash of the whole server. */
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Returns when the process is gone. */
  stop(): Promise<void>;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, host);
    const end = (result: boolean): void => {
      socket.destroy();
      settle(result);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

async function answers(address: string, namespace: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '2s' });
    await connection.withDeadline(Date.now() + 2_000, async () => {
      await connection?.workflowService.describeNamespace({ namespace });
      await connection?.workflowService.listWorkflowExecutions({ namespace, pageSize: 1, query: `${SEARCH_ATTRIBUTES[0]} = 'none'` });
    });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

function argumentsFor(options: TemporalOptions, ip: string, namespace: string): string[] {
  const quiet = [
    // Both would call the internet.
    'frontend.enableServerVersionCheck=false',
    'frontend.enableUpdateWorkflowExecution=true',
    // A new search attribute must be usable at once: the server otherwise caches the list for a minute.
    'system.forceSearchAttributesCacheRefreshOnRead=true',
  ];
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(options.port), '--namespace', namespace, '--log-level', 'warn'],
    ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
    ...(options.dbFile === undefined ? [] : ['--db-filename', resolve(options.dbFile)]),
    ...quiet.flatMap((value) => ['--dynamic-config-value', value]),
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** Ends the server that a killed earlier run left on this database file; another program that got its pid is not touched. */
async function endLeftover(dbFile: string, pidFile: string): Promise<void> {
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  } catch {
    return;
  }
  const command = Number.isInteger(pid) && pid > 1 ? commandLine(pid) : undefined;
  if (command?.includes('start-dev') === true && command.includes(dbFile)) await endProcess(pid, 'SIGTERM');
}

/**
 * Starts the server and returns when a client can use the namespace and our search attributes.
 * @throws Problem with one sentence when it cannot run
 */
export async function startTemporalDevServer(options: TemporalOptions): Promise<TemporalServer> {
  const binary = options.binary ?? (await findTemporalProgram(TEMPORAL_CLI, { log: options.log ?? (() => undefined) }));
  const ip = options.ip ?? '127.0.0.1';
  const namespace = options.namespace ?? 'default';
  const address = `${ip}:${options.port}`;
  mkdirSync(dirname(options.logFile), { recursive: true });
  const pidFile = options.dbFile === undefined ? undefined : `${resolve(options.dbFile)}.pid`;
  if (options.dbFile !== undefined && pidFile !== undefined) {
    mkdirSync(dirname(pidFile), { recursive: true });
    await endLeftover(resolve(options.dbFile), pidFile);
  }

  // Another server on this port would answer in place of ours while ours is still failing to start.
  if (!(await waitUntil(() => isPortFree(options.port), PORT_FREE_MS))) {
    throw new Problem(`The Temporal server did not start on port ${options.port}, because another program uses it: end that program or choose another port.`);
  }
  const log = openSync(options.logFile, 'a');
  const logStart = statSync(options.logFile).size;
  // A session of its own: Ctrl-C in the terminal must reach our workers first.
  const child = spawn(binary, argumentsFor(options, ip, namespace), { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    for (const event of ['exit', 'error'] as const) {
      child.once(event, () => {
        ended = true;
        resolve();
      });
    }
  });
  endWithUs(child);
  child.unref();
  const pid = child.pid;
  if (pid !== undefined && pidFile !== undefined) writeFileSync(pidFile, String(pid));

  const ready = await waitUntil(async () => ended || ((await accepts(ip, options.port)) && (await answers(address, namespace))), READY_TIMEOUT_MS);
  if (pid === undefined || ended || !ready) {
    if (pid !== undefined && !ended) signal(pid, 'SIGKILL');
    const said = readFileSync(options.logFile).subarray(logStart).toString('utf8').trim().split('\n').at(-1) ?? '';
    throw new Problem(`The Temporal server did not start on port ${options.port} (log: ${options.logFile}): ${said || 'it said nothing'}`);
  }
  return {
    address,
    namespace,
    pid,
    ended: gone,
    ...(options.uiPort === undefined ? {} : { uiUrl: `http://${ip}:${options.uiPort}` }),
    stop: async () => {
      // Otherwise nothing keeps this program waiting for the news of its end.
      child.ref();
      // Its orderly end takes over a second, which in-memory state is not worth.
      if (!ended) await endProcess(pid, options.dbFile === undefined ? 'SIGKILL' : 'SIGTERM');
      await gone;
      if (pidFile !== undefined) rmSync(pidFile, { force: true });
    },
  };
}
