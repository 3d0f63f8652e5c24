import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { Lifetime } from './lifetime.js';
import { anyFreePort } from './ports.js';
import { isAlive, signal, waitUntil } from './processes.js';
import { startStack } from './stack.js';
import type { Stack } from './stack.js';

const PATIENCE_MS = 60_000;

async function select(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-stack-'));
  chmodSync(folder, 0o711);
  const said: string[] = [];
  let lifetime: Lifetime;
  let stack: Stack;

  beforeAll(async () => {
    lifetime = new Lifetime(() => undefined);
    const ports = { postgres: await anyFreePort(), temporal: await anyFreePort(), temporalUi: await anyFreePort() };
    const log = (line: string): void => {
      said.push(line);
    };
    stack = await startStack({ dataDir: folder, ports, lifetime, log, embedded: { postgres: true, temporal: true } });
  });

  afterAll(async () => {
    await lifetime.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts a killed PostgreSQL again on the same address, with its data', async () => {
    await select(stack.databaseUrl, 'CREATE TABLE t AS SELECT 5 AS n');
    signal(stack.postgres?.current().pid ?? 0, 'SIGKILL');
    expect(await waitUntil(() => stack.postgres?.restarts() === 1, PATIENCE_MS)).toBe(true);
    expect(await select(stack.databaseUrl, 'SELECT n FROM t')).toEqual([{ n: 5 }]);
    expect(said).toContain('PostgreSQL ended unexpectedly; it is started again.');
  });

  it('starts a killed Temporal again on the same address', async () => {
    signal(stack.temporal?.current().pid ?? 0, 'SIGKILL');
    expect(await waitUntil(() => stack.temporal?.restarts() === 1, PATIENCE_MS)).toBe(true);
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.close();
    expect(serverVersion).toMatch(/^\d+\.\d+/);
  });

  it('refuses a second program on the same data', async () => {
    await expect(startStack({ dataDir: folder, lifetime, log: () => undefined })).rejects.toThrow('already runs with the data');
  });

  it('leaves nothing running after its lifetime', async () => {
    const pids = [stack.postgres?.current().pid ?? 0, stack.temporal?.current().pid ?? 0];
    await lifetime.close();
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(stack.postgres?.restarts()).toBe(1);
  });
});
