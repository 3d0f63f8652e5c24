import type { DataSource } from 'typeorm';
import { UNFINISHED_RUN_STATES } from '#libs/domain/run-state.js';
import type { Metrics } from '#libs/telemetry/metrics.js';

const QUEUES = `select 'inbox' as queue, count(*)::int as size, coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as age from inbox where applied_at is null
  union all select 'rejects', count(*)::int, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from reject where closed_at is null
  union all select 'alerts', count(*)::int, coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 from alert where sent_at is null and closed_at is null
  union all select 'deliveries', count(*)::int, coalesce(extract(epoch from now() - min(updated_at)), 0)::float8 from delivery where state in ('pending', 'sending', 'confirming', 'unknown')
  union all select 'route_changes', count(*)::int, coalesce(extract(epoch from now() - min(changed_at)), 0)::float8 from route_change`;

/** Reads from the database what only it knows; called when the metrics are asked for. */
export async function fillGauges(dataSource: DataSource, metrics: Metrics): Promise<void> {
  const runs = await dataSource.query<{ state: string; count: number }[]>(
    `select state, count(*)::int as count from run where state in ('queued', 'running', 'paused', 'waiting') group by state`,
  );
  for (const state of UNFINISHED_RUN_STATES) metrics.runsUnfinished.set({ state }, runs.find((row) => row.state === state)?.count ?? 0);
  for (const { queue, size, age } of await dataSource.query<{ queue: string; size: number; age: number }[]>(QUEUES)) {
    metrics.queueSize.set({ queue }, size);
    metrics.queueAgeSeconds.set({ queue }, age);
  }
}
