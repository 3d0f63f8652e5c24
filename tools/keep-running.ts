import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from './problem.js';
import type { Log } from './progress.js';

/** A server process that can end by itself. */
export interface Endable {
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** A server that is started again whenever it ends unasked. */
export interface KeptRunning<T extends Endable> {
  /** The present one. */
  current(): T;
  /** How often it was started again. */
  restarts(): number;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Starts a server and keeps it running until `stop`; only the first start may fail. */
export async function keepRunning<T extends Endable>(name: string, start: () => Promise<T>, log: Log): Promise<KeptRunning<T>> {
  const stopping = new AbortController();
  let server = await start();
  let restarts = 0;

  const startAgain = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        server = await start();
        restarts += 1;
        log(`${name} runs again.`);
        return;
      } catch (thrown) {
        log(`${name} could not be started again: ${reasonOf(thrown)}`);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await server.ended;
      if (stopping.signal.aborted) return;
      log(`${name} ended unexpectedly; it is started again.`);
      await startAgain();
    }
  };
  const watching = watch();
  return {
    current: () => server,
    restarts: () => restarts,
    stop: async () => {
      stopping.abort();
      await server.stop();
      await watching;
      // A start that was under way when the end was asked for.
      await server.stop();
    },
  };
}
