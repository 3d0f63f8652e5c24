import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { childOutput } from './child-output.js';
import type { ChildOutput } from './child-output.js';
import { endWithUs } from './guard.js';
import { Problem } from './problem.js';
import type { Log } from './progress.js';
import { endProcess, waitUntil } from './processes.js';

const READY_TIMEOUT_MS = 120_000;
const PROBE_TIMEOUT_MS = 2_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A child that ran this long was healthy: the next pause starts small again. */
const HEALTHY_AFTER_MS = 60_000;
const STOP_GRACE_MS = 30_000;

/** A Node program to keep running. */
export interface ChildSpec {
  /** Shown in messages, for example "worker". */
  readonly name: string;
  /** Path of the JavaScript file. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Flags of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers 200 when the child is ready; without it a started process counts as ready. */
  readonly healthUrl?: string;
  /** Pause before the first restart in ms (default 500); doubled each time, 30 s at most. */
  readonly firstPauseMs?: number;
}

/** A child under supervision. */
export interface SupervisedChild {
  readonly name: string;
  /** Pid of the present process; changes with a restart, undefined between two. */
  pid(): number | undefined;
  /** How often it was started again after an unexpected end. */
  restarts(): number;
  /** SIGTERM, then SIGKILL after 30 s; it is not started again. */
  stop(): Promise<void>;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

class Supervisor implements SupervisedChild {
  readonly name: string;
  private child: ChildProcess | undefined;
  private stopping = false;
  private startedAgain = 0;
  private pauseMs: number;
  private timer: NodeJS.Timeout | undefined;
  private readonly output: ChildOutput;
  private readonly spec: ChildSpec;
  private readonly log: Log;

  constructor(spec: ChildSpec, log: Log) {
    this.spec = spec;
    this.log = log;
    this.name = spec.name;
    this.pauseMs = spec.firstPauseMs ?? FIRST_PAUSE_MS;
    this.output = childOutput(spec.name, spec.logFile, log);
  }

  pid(): number | undefined {
    return this.child?.pid;
  }

  restarts(): number {
    return this.startedAgain;
  }

  /** Starts the process; `onEnd` hears of its end, for whatever reason. */
  private launch(onEnd: (how: string) => void): void {
    const { spec } = this;
    const child = spawn(process.execPath, [...(spec.nodeArgs ?? []), spec.script, ...(spec.args ?? [])], {
      env: { ...process.env, ...spec.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C reaches this process alone, which then stops the children in order.
      detached: true,
    });
    this.child = child;
    endWithUs(child);
    this.output.take(child.stdout);
    this.output.take(child.stderr);
    child.once('error', (error) => {
      onEnd(error.message);
    });
    child.once('exit', (code, signalName) => {
      this.child = undefined;
      onEnd(signalName === null ? `exit code ${String(code)}` : `signal ${signalName}`);
    });
  }

  /** First start: an end before it is ready is the caller's problem, later ones lead to a restart. */
  async start(): Promise<void> {
    let ended: string | undefined;
    let ready = false;
    const startedAt = Date.now();
    this.launch((how) => {
      if (ready) this.again(how, startedAt);
      else ended = how;
    });
    const { healthUrl } = this.spec;
    const inTime = await waitUntil(async () => ended !== undefined || healthUrl === undefined || (await isHealthy(healthUrl)), READY_TIMEOUT_MS);
    if (inTime && ended === undefined) {
      ready = true;
      return;
    }
    const why = ended === undefined ? `was not ready after ${READY_TIMEOUT_MS / 1_000} s` : `ended at once (${ended})`;
    await this.stop();
    throw new Problem(`The ${this.name} ${why}; log: ${this.spec.logFile}. It said last:\n${this.output.lastLines()}`);
  }

  private again(how: string, startedAt: number): void {
    if (this.stopping) return;
    if (Date.now() - startedAt > HEALTHY_AFTER_MS) this.pauseMs = this.spec.firstPauseMs ?? FIRST_PAUSE_MS;
    this.log(`The ${this.name} ended unexpectedly (${how}); it starts again in ${this.pauseMs / 1_000} s. Log: ${this.spec.logFile}`);
    this.timer = setTimeout(() => {
      this.startedAgain += 1;
      const now = Date.now();
      this.launch((next) => {
        this.again(next, now);
      });
    }, this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child?.pid !== undefined) await endProcess(child.pid, 'SIGTERM', STOP_GRACE_MS);
    this.output.end();
  }
}

/**
 * Starts a Node program, waits until it is ready and keeps it running until `stop`. It ends with this process in any case,
 * kill -9 of this process included.
 * @throws Problem when it ends before it is ready, or is not ready in time
 */
export async function superviseChild(spec: ChildSpec, log: Log): Promise<SupervisedChild> {
  const supervisor = new Supervisor(spec, log);
  await supervisor.start();
  return supervisor;
}
