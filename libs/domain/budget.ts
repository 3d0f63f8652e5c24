/**
 * The port of the request budget: everything that calls an outside account asks here first. The implementation keeps its
 * state in PostgreSQL, so that any number of workers share one budget.
 */

/** Who asks; earlier ones go first, and backfill keeps a floor of 10 %. */
export const PRIORITIES = ['webhook', 'recurring', 'replay', 'backfill'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** One outside limit an account shares with everything that uses it. */
export type BudgetAccount = {
  /** Hash of what the platform counts by (shop origin, token); not scoped to a workspace, because the platform is not. */
  readonly key: string;
  /** Requests allowed per window, as published or set; null where no rate is known: then no slot is asked for. */
  readonly limit: { readonly requests: number; readonly windowMs: number } | null;
  /** Share of the limit that is ours, 0–1 (default 0.8); the rest stays free for the owner's other tools. */
  readonly share: number;
  /** Requests of ours that may be under way at once, over all workers. */
  readonly maxInFlight: number;
};

/** Leave to send one request. `release` must be called when the answer is there or given up; permits expire by themselves. */
export type Permit = { release(): void };

export interface RequestBudget {
  /**
   * Resolves when a request may be sent now.
   * @throws Failure `rate_limited` with `retryAfterMs` when the wait would be longer than `maxWaitMs` (the caller's
   *   worker slot must not be slept in; the workflow waits instead).
   */
  acquire(account: BudgetAccount, priority: Priority, options: { readonly maxWaitMs: number; readonly signal: AbortSignal }): Promise<Permit>;
  /** The platform told us to stop: nobody asks this account anything until then. A later `until` wins. */
  block(account: BudgetAccount, until: Date, reason: string): Promise<void>;
  /** The moment until which the account is blocked, or null. */
  blockedUntil(account: BudgetAccount): Promise<{ readonly until: Date; readonly reason: string } | null>;
}
