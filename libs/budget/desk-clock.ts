import { performance } from 'node:perf_hooks';

/** Times of a desk in ms. */
export type DeskTimes = {
  /** Permits of a process that no longer says it lives come back after this. */
  readonly ttlMs: number;
  /** How often a working process looks whether the account is blocked or somebody else wants it. */
  readonly peekMs: number;
  /** How often a waiting process asks again. */
  readonly pollMs: number;
  /** How long unused permits are kept while nobody else wants them: a page is written between two requests. */
  readonly lingerMs: number;
};

export const DESK_TIMES: DeskTimes = { ttlMs: 15_000, peekMs: 250, pollMs: 100, lingerMs: 1_000 };

/** Clock and timer of a process; a test brings its own. */
export type DeskClock = { readonly now: () => number; readonly later: (work: () => void, delayMs: number) => () => void };

const LONGEST_TIMER_MS = 2_147_483_647;

/** Steps of the wall clock must not stretch a lease: the clock only counts on from the start of the process. */
export const PROCESS_CLOCK: DeskClock = {
  now: () => performance.timeOrigin + performance.now(),
  later: (work, delayMs) => {
    const timer = setTimeout(work, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    // Callers keep the process alive, not the budget.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
