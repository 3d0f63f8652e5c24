import { waitUntil } from '#tools/processes.js';
import { Problem } from '#tools/problem.js';
import { ask, askOne } from '../measure/database.js';
import { percentiles, type Percentiles } from '../load/percentiles.js';
import type { House } from './house.js';

type Counted = { readonly received: number; readonly stored: number; readonly collapsed: number };

/** Deliveries counted by the service so far. */
export async function countedBy({ launched, integrationId }: House): Promise<Counted> {
  return askOne<Counted>(
    launched.databaseUrl,
    'select coalesce(sum(received), 0)::int as received, coalesce(sum(stored), 0)::int as stored, coalesce(sum(collapsed), 0)::int as collapsed from hook_count where integration_id = $1',
    [integrationId],
  );
}

/** Records in the inbox that are not on their cards yet. */
export async function waitingIn({ launched, integrationId }: House): Promise<number> {
  return (await askOne<{ count: number }>(launched.databaseUrl, 'select count(*)::int as count from inbox where integration_id = $1 and applied_at is null', [integrationId])).count;
}

/** Waits until nothing is left to apply and no run is unfinished. @throws Problem when that takes too long */
export async function untilDrained(house: House, limitMs: number): Promise<void> {
  const { launched, integrationId } = house;
  const drained = async (): Promise<boolean> => {
    if ((await waitingIn(house)) > 0) return false;
    return (await ask(launched.databaseUrl, 'select 1 from run where integration_id = $1 and ended_at is null', [integrationId])).length === 0;
  };
  if (!(await waitUntil(drained, limitMs))) throw new Problem(`${String(await waitingIn(house))} records are still in the inbox after ${String(limitMs / 1_000)} s.`);
}

/** Rows applied since a moment (of the database), and how long each waited, ms. */
export async function appliedSince({ launched, integrationId }: House, since: string): Promise<{ readonly rows: number; readonly waited: Percentiles; readonly firstAt: number | null; readonly lastAt: number | null }> {
  const rows = await ask<{ waited: number; at: number }>(
    launched.databaseUrl,
    `select (extract(epoch from applied_at - received_at) * 1000)::float8 as waited, (extract(epoch from applied_at) * 1000)::float8 as at
     from inbox where integration_id = $1 and received_at >= $2::timestamptz and applied_at is not null and origin = 'webhook' order by applied_at`,
    [integrationId, since],
  );
  return { rows: rows.length, waited: percentiles(rows.map(({ waited }) => waited)), firstAt: rows[0]?.at ?? null, lastAt: rows.at(-1)?.at ?? null };
}

/** The clock of the database. */
export async function databaseNow({ launched }: House): Promise<string> {
  return (await askOne<{ now: string }>(launched.databaseUrl, 'select clock_timestamp()::text as now')).now;
}
