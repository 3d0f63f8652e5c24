import type { DataSource } from 'typeorm';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';

/** Runs a command over the database of DATABASE_URL, brought up to date. */
export async function withDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '') throw new Error('DATABASE_URL is not set.');
  await migrate(url);
  const dataSource = await createDataSource({ url, poolSize: 2, applicationName: 'sztafeta-cli' }).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
