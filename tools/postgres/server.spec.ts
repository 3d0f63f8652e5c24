import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from './database.js';
import { startPostgres } from './server.js';
import type { PostgresOptions, PostgresServer } from './server.js';
import { anyFreePort } from '../ports.js';
import { isAlive, signal, waitUntil } from '../processes.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-postgres-'));
  chmodSync(folder, 0o711);
  let options: PostgresOptions;
  let server: PostgresServer;

  beforeAll(async () => {
    options = { dataDir: join(folder, 'data'), port: await anyFreePort(), logFile: join(folder, 'log', 'postgres.log') };
    server = await startPostgres(options);
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps committed rows over kill -9 of the server and comes back on the same port', async () => {
    const url = await createDatabase(server.url, 'kept');
    await query(url, 'CREATE TABLE t AS SELECT 7 AS n');
    const sleeper = query(url, 'SELECT pg_sleep(3600)').catch(() => 'cut');
    const before = server.pid;
    signal(before, 'SIGKILL');

    server = await startPostgres(options);

    expect(server.pid).not.toBe(before);
    expect(isAlive(before)).toBe(false);
    expect(await query(url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
    expect(await sleeper).toBe('cut');
  });

  it('takes over from a server that an earlier run left running', async () => {
    const orphan = server.pid;
    server = await startPostgres(options);
    expect(isAlive(orphan)).toBe(false);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('asks for the password', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('says in one sentence why it cannot start, and leaves no process', async () => {
    const second = { ...options, dataDir: join(folder, 'second'), logFile: join(folder, 'second.log') };
    await expect(startPostgres(second)).rejects.toThrow(/did not start on port \d+ .*could not bind/i);
    expect(existsSync(join(second.dataDir, 'postmaster.pid'))).toBe(false);
  });

  it('stops cleanly', async () => {
    await server.stop();
    expect(await waitUntil(() => !isAlive(server.pid), 0)).toBe(true);
    expect(readFileSync(options.logFile, 'utf8')).toContain('database system is shut down');
  });
});
