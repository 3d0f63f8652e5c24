import type { DataSource } from 'typeorm';
import type { BudgetAccount } from '#libs/domain/budget.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { PgRequestBudget } from '../pg-request-budget.js';
import type { PgRequestBudgetOptions } from '../pg-request-budget.js';
import type { SimClock } from './sim-clock.js';

let accounts = 0;

/** An account nobody has used yet. */
export function account(settings: Partial<BudgetAccount> = {}): BudgetAccount {
  accounts += 1;
  return { key: `account-${process.pid}-${accounts}`, limit: null, share: 1, maxInFlight: 1, ...settings };
}

export const never = (): AbortSignal => new AbortController().signal;

export type Bench = {
  readonly dataSource: DataSource;
  /** Budgets of several processes that share a simulated clock. */
  workers(clock: SimClock, count: number, options?: PgRequestBudgetOptions): readonly PgRequestBudget[];
  end(): Promise<void>;
};

/** Gives an empty database the schema, for the specs of the budget; `end` drops it. */
export async function openBench(database: { readonly url: string; drop(): Promise<void> }): Promise<Bench> {
  await migrate(database.url);
  const dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  return {
    dataSource,
    workers: (clock, count, options) =>
      Array.from({ length: count }, () => new PgRequestBudget(clock.watch(dataSource), { nowMs: clock.nowMs, later: clock.later, ...options })),
    end: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

/** The most moments that lie in any window [t, t + windowMs). */
export function mostInWindow(moments: readonly number[], windowMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [place, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? moment) >= windowMs) first += 1;
    most = Math.max(most, place - first + 1);
  }
  return most;
}
