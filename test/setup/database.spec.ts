import pg from 'pg';
import { freshDatabase } from './database.js';

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('freshDatabase', () => {
  it('gives each caller an empty PostgreSQL 18 database of its own, and removes it', async () => {
    const first = await freshDatabase();
    const second = await freshDatabase();
    try {
      await rows(first.url, 'CREATE TABLE t (n int)');
      expect(await rows(first.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([{ tablename: 't' }]);
      expect(await rows(second.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
      expect(await rows(second.url, "SELECT current_setting('server_version_num')::int / 10000 AS major")).toEqual([{ major: 18 }]);
    } finally {
      await first.drop();
      await second.drop();
    }
    await expect(rows(first.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('runs in UTC', () => {
    expect(new Date(2026, 0, 1).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});
