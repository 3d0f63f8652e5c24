import type { DataSource } from 'typeorm';

/** Tables an export or a flood of changes fills from nothing. */
const TABLES = ['delivery', 'routed_record', 'delivered_fact', 'remote_contact', 'remote_opt'] as const;

/** Rows changed since the last look at a table that make its statistics worthless: many, and a good part of it. */
const STALE = `select relname as name from pg_stat_user_tables where schemaname = current_schema() and relname = any($1::text[]) and n_mod_since_analyze > 500 and n_mod_since_analyze > n_live_tup / 2`;

/**
 * All indexes of `delivery` begin with the destination or the route: without statistics the planner reads everything that waits to
 * find one address, and autovacuum comes by only once a minute. Two workers at once do the same work twice and no harm.
 */
export async function keepStatistics(dataSource: DataSource): Promise<void> {
  const stale = await dataSource.query<{ name: string }[]>(STALE, [[...TABLES]]);
  if (stale.length > 0) await dataSource.query(`analyze ${stale.map(({ name }) => name).join(', ')}`);
}
