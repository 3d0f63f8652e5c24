import { reasonOf } from './problem.js';
import type { Log } from './progress.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const WATCH_MS = 500;

/** Calls `gone` when the bootstrap that started this process is killed without a chance to pass a signal on. */
export function watchBootstrap(gone: () => void): NodeJS.Timeout | undefined {
  const bootstrap = Number(process.env['SZTAFETA_BOOTSTRAP_PID']);
  if (process.ppid !== bootstrap) return undefined;
  const timer = setInterval(() => {
    if (process.ppid !== bootstrap) gone();
  }, WATCH_MS);
  timer.unref();
  return timer;
}

/**
 * What a program has started and must stop, newest first. The first SIGINT, SIGTERM or SIGHUP asks for an orderly end; a
 * second one ends this process at once, and the guard then ends the rest.
 */
export class Lifetime {
  private readonly steps: { readonly name: string; readonly stop: () => Promise<void> | void }[] = [];
  private closing: Promise<void> | undefined;
  private asked: NodeJS.Signals | undefined;
  private readonly waiting: ((name: NodeJS.Signals) => void)[] = [];

  private readonly log: Log;
  private readonly watch: NodeJS.Timeout | undefined;
  /** The servers do not keep this process alive by themselves, and neither does waiting for a signal. */
  private readonly alive = setInterval(() => undefined, 3_600_000);

  constructor(log: Log) {
    this.log = log;
    for (const name of SIGNALS) process.on(name, this.onSignal);
    this.watch = watchBootstrap(() => {
      if (this.asked === undefined) this.onSignal('SIGHUP');
    });
  }

  private readonly onSignal = (name: NodeJS.Signals): void => {
    if (this.asked !== undefined) process.exit(130);
    this.asked = name;
    for (const wake of this.waiting) wake(name);
  };

  /** The signal that asked for the end; resolves at once when it already came. */
  untilAsked(): Promise<NodeJS.Signals> {
    return this.asked === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(this.asked);
  }

  /** Remembers a step for `close`. */
  defer(name: string, stop: () => Promise<void> | void): void {
    this.steps.push({ name, stop });
  }

  /** Runs the steps, newest first; a failing one is reported and does not keep the others from running. */
  close(): Promise<void> {
    this.closing ??= this.runSteps();
    return this.closing;
  }

  private async runSteps(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step.stop();
      } catch (thrown) {
        this.log(`${step.name} did not stop in order: ${reasonOf(thrown)}`);
      }
    }
    for (const name of SIGNALS) process.off(name, this.onSignal);
    clearInterval(this.watch);
    clearInterval(this.alive);
  }
}

/** Runs `work`; when it fails or a signal comes first, everything deferred is stopped before this returns. */
export async function withLifetime(log: Log, work: (lifetime: Lifetime) => Promise<void>): Promise<void> {
  const lifetime = new Lifetime(log);
  try {
    await Promise.race([work(lifetime), lifetime.untilAsked()]);
  } finally {
    await lifetime.close();
  }
}
