import { PRIORITIES } from '#libs/domain/budget.js';
import type { Permit, Priority } from '#libs/domain/budget.js';
import { BACKFILL, FLOOR_EVERY } from './slots.js';

/** A caller that waits for leave to send. Times in ms by the local clock. */
export type Waiter = {
  readonly rank: number;
  readonly since: number;
  readonly deadline: number;
  /** True once the database has been asked on its behalf: only then may it be told to come later. */
  asked: boolean;
  readonly resolve: (permit: Permit) => void;
  readonly reject: (error: unknown) => void;
};

/** A caller whose signal calls `onAbort` for as long as it waits. */
export function makeWaiter(init: Omit<Waiter, 'asked'>, signal: AbortSignal, onAbort: () => void): Waiter {
  signal.addEventListener('abort', onAbort, { once: true });
  const leave = (): void => signal.removeEventListener('abort', onAbort);
  return {
    ...init,
    asked: false,
    resolve: (permit) => {
      leave();
      init.resolve(permit);
    },
    reject: (error) => {
      leave();
      init.reject(error);
    },
  };
}

export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}

/** Callers of one process and account: more urgent ones first, one in ten a backfill as long as one waits. */
export class WaitQueue {
  readonly #lines: readonly Waiter[][] = PRIORITIES.map(() => []);
  #passedOver = 0;

  get size(): number {
    return this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  /** Callers by priority. */
  counts(): readonly number[] {
    return this.#lines.map((line) => line.length);
  }

  /** Since when the oldest waits; null when nobody does. */
  oldest(): number | null {
    const firsts = this.#lines.flatMap((line) => (line[0] === undefined ? [] : [line[0].since]));
    return firsts.length === 0 ? null : Math.min(...firsts);
  }

  add(waiter: Waiter): void {
    this.#lines[waiter.rank]?.push(waiter);
  }

  remove(waiter: Waiter): void {
    const line = this.#lines[waiter.rank];
    const place = line?.indexOf(waiter) ?? -1;
    if (place !== -1) line?.splice(place, 1);
  }

  /** Takes the next caller; `floor`: this leave is the backfill's own share. */
  take(floor: boolean): Waiter | null {
    const backfill = this.#lines[BACKFILL];
    const waits = backfill !== undefined && backfill.length > 0;
    if (waits && (floor || this.#passedOver >= FLOOR_EVERY - 1)) return this.#served(backfill);
    const line = this.#lines.find((one) => one.length > 0);
    if (line === undefined) return null;
    if (waits && line !== backfill) this.#passedOver += 1;
    return line === backfill ? this.#served(backfill) : (line.shift() ?? null);
  }

  /** In the order they will be served, the floor aside. */
  all(): readonly Waiter[] {
    return this.#lines.flat();
  }

  #served(backfill: Waiter[]): Waiter | null {
    this.#passedOver = 0;
    return backfill.shift() ?? null;
  }
}
