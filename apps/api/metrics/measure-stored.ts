import type { DataSource } from 'typeorm';
import type { Metrics } from '#libs/telemetry/metrics.js';

const QUEUES = `
  select 'inbox' as queue, count(*)::int as size, coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as age from inbox where applied_at is null
  union all select 'rejects', count(*)::int, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from reject where closed_at is null
  union all select 'alerts', count(*)::int, coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 from alert where closed_at is null`;
const RUNS = `select state, count(*)::int as count from run where state in ('queued', 'running', 'paused', 'waiting') group by 1`;

/** Sets the gauges that tell of the database, when they are asked for. */
export async function measureStored(dataSource: DataSource, metrics: Metrics): Promise<void> {
  for (const row of await dataSource.query<{ queue: string; size: number; age: number }[]>(QUEUES)) {
    metrics.queueSize.set({ queue: row.queue }, row.size);
    metrics.queueAgeSeconds.set({ queue: row.queue }, row.age);
  }
  metrics.runsUnfinished.reset();
  for (const row of await dataSource.query<{ state: string; count: number }[]>(RUNS)) metrics.runsUnfinished.set({ state: row.state }, row.count);
}
