import type { BudgetAccount, Permit, Priority, RequestBudget } from '#libs/domain/budget.js';
import { newId } from '#libs/domain/ids.js';
import { BudgetStore } from './budget-store.js';
import type { BudgetDatabase } from './budget-store.js';
import { Desk } from './desk.js';
import { DESK_TIMES, PROCESS_CLOCK } from './desk-clock.js';
import type { DeskTimes } from './desk-clock.js';
import { rankOf } from './wait-queue.js';

export type PgRequestBudgetOptions = {
  /** Replaces both clocks, the database's and the process's; for tests. */
  readonly nowMs?: () => number;
  /** Replaces the timer; for tests. Returns what cancels it. */
  readonly later?: (work: () => void, delayMs: number) => () => void;
  readonly times?: Partial<DeskTimes>;
  /** Told after every leave: how long a caller waited, ms. For metrics. */
  readonly onWaited?: (priority: Priority, waitedMs: number) => void;
};

/**
 * The request budget over PostgreSQL: permits with expiry, account-wide blocks and dated slots, shared by any number of
 * processes. One object a process; `close` gives back what it holds.
 */
export class PgRequestBudget implements RequestBudget {
  readonly #desks = new Map<string, Desk>();
  readonly #holder = newId();
  readonly #store: BudgetStore;
  readonly #clock;
  readonly #times: DeskTimes;

  constructor(
    database: BudgetDatabase,
    private readonly options: PgRequestBudgetOptions = {},
  ) {
    this.#store = new BudgetStore(database, this.#holder, options.nowMs ?? null);
    this.#clock = { now: options.nowMs ?? PROCESS_CLOCK.now, later: options.later ?? PROCESS_CLOCK.later };
    this.#times = { ...DESK_TIMES, ...options.times };
  }

  async acquire(account: BudgetAccount, priority: Priority, options: { readonly maxWaitMs: number; readonly signal: AbortSignal }): Promise<Permit> {
    options.signal.throwIfAborted();
    const from = this.#clock.now();
    const permit = await this.#desk(account).acquire(account, rankOf(priority), options.maxWaitMs, options.signal);
    this.options.onWaited?.(priority, this.#clock.now() - from);
    return permit;
  }

  async block(account: BudgetAccount, until: Date, reason: string): Promise<void> {
    const desk = this.#desk(account);
    desk.use.refused(this.#clock.now());
    const { block, now } = await this.#store.block(account.key, until.getTime(), reason.slice(0, 200));
    desk.blocked(block, now);
  }

  async blockedUntil(account: BudgetAccount): Promise<{ readonly until: Date; readonly reason: string } | null> {
    const block = (await this.#store.peek(account.key))?.block ?? null;
    return block === null ? null : { until: new Date(block.until), reason: block.reason };
  }

  /** Refuses whoever still waits and gives back all permits; call it when the process ends. */
  async close(): Promise<void> {
    await Promise.all([...this.#desks.values()].map((desk) => desk.close()));
    this.#desks.clear();
  }

  #desk(account: BudgetAccount): Desk {
    const known = this.#desks.get(account.key);
    if (known !== undefined) return known;
    const made = new Desk(account, this.#holder, this.#store, this.#clock, this.#times);
    this.#desks.set(account.key, made);
    return made;
  }
}
