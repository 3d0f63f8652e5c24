import type { BudgetDatabase } from './budget-store.js';

/** Requests sent to an outside account, by calendar month in UTC. */
export type MonthUse = { readonly thisMonth: number; readonly lastMonth: number };

export const NO_USE: MonthUse = { thisMonth: 0, lastMonth: 0 };

// A day before the first lies in the month before, in whatever zone the session counts its days.
const USE = `
  with m as (select date_trunc('month', now(), 'UTC') as this, date_trunc('month', date_trunc('month', now(), 'UTC') - interval '1 day', 'UTC') as last)
  select u.account_key as key, coalesce(sum(u.requests) filter (where u.minute >= m.this), 0)::float8 as "thisMonth",
    coalesce(sum(u.requests) filter (where u.minute < m.this), 0)::float8 as "lastMonth"
  from m, budget_use u where u.account_key = any($1::text[]) and u.minute >= m.last group by 1`;

/** Requests of some accounts, by their keys; an account that nobody asked anything in these months is not in it. */
export async function monthUseOf(database: Pick<BudgetDatabase, 'query'>, accountKeys: readonly string[]): Promise<ReadonlyMap<string, MonthUse>> {
  const rows = await database.query<(MonthUse & { readonly key: string })[]>(USE, [accountKeys]);
  return new Map(rows.map(({ key, thisMonth, lastMonth }) => [key, { thisMonth, lastMonth }]));
}
