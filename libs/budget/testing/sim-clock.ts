import { setImmediate as turn } from 'node:timers/promises';
import type { BudgetDatabase } from '../budget-store.js';

type Timer = { readonly at: number; readonly work: () => void };

/**
 * A clock that stands still while anything is under way and then jumps to the next timer: hours pass in seconds, and
 * what happens at one moment happens at exactly that moment.
 */
export class SimClock {
  #now: number;
  #queries = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = 1_767_225_600_000) {
    this.#now = startMs;
  }

  readonly nowMs = (): number => this.#now;

  readonly later = (work: () => void, delayMs: number): (() => void) => {
    const timer = { at: this.#now + Math.max(0, delayMs), work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Resolves at a later moment of this clock. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(resolve, ms));
  }

  /** The same database, with its work counted: the clock does not move while a query is under way. */
  watch(database: BudgetDatabase): BudgetDatabase {
    const counted = async <T>(work: () => Promise<T>): Promise<T> => {
      this.#queries += 1;
      try {
        return await work();
      } finally {
        this.#queries -= 1;
      }
    };
    return {
      query: (sql, parameters) => counted(() => database.query(sql, parameters)),
      transaction: (work) => counted(() => database.transaction(work)),
    };
  }

  /** Runs until the given work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = (): void => {
      done = true;
    };
    work.then(finish, finish);
    for (;;) {
      await this.#settle();
      if (done) return work;
      this.#step();
    }
  }

  /** Lets everything that can happen at this moment happen. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await turn();
      quiet = this.#queries === 0 ? quiet + 1 : 0;
    }
  }

  #step(): void {
    const next = [...this.#timers].reduce<Timer | null>((first, timer) => (first === null || timer.at < first.at ? timer : first), null);
    if (next === null) throw new Error('Nothing is under way and no timer is set: the work can never end.');
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.work();
  }
}
