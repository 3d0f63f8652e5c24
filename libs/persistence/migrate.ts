import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { createDataSource } from './data-source.js';

/** Any fixed number; the same in every version of the service. */
const LOCK_KEY = 7_250_318_001;
const RETRY_MS = 200;

/**
 * Asked for again and again instead of waited for: a session that waits inside `pg_advisory_lock` holds a snapshot, and
 * CREATE INDEX CONCURRENTLY of the session that has the lock would wait for that snapshot for ever.
 */
async function takeLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const rows = (await runner.query('select pg_try_advisory_lock($1) as taken', [LOCK_KEY])) as { taken: boolean }[];
    if (rows[0]?.taken === true) return;
    await wait(RETRY_MS);
  }
}

async function runLocked(dataSource: DataSource): Promise<string[]> {
  await using runner = dataSource.createQueryRunner();
  await runner.connect();
  await takeLock(runner);
  try {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

/**
 * Brings the schema up to date and returns the names of the migrations applied now. One runner at a time, whichever
 * process starts first; a migration with `transaction = false` runs outside a transaction.
 */
export async function migrate(url: string): Promise<string[]> {
  // One connection holds the lock, one runs the migrations.
  const dataSource = createDataSource({ url, poolSize: 2, applicationName: 'sztafeta-migrate' });
  await dataSource.initialize();
  try {
    return await runLocked(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
