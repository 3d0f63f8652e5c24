import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { startTemporalDevServer } from './dev-server.js';
import type { TemporalServer } from './dev-server.js';
import { anyFreePort } from '../ports.js';
import { isAlive, signal, waitUntil } from '../processes.js';

const workspace = defineSearchAttributeKey('SztafetaWorkspace', 'KEYWORD');

async function withClient<T>(server: TemporalServer, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection, namespace: server.namespace }));
  } finally {
    await connection.close();
  }
}

describe('Temporal development server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-temporal-'));
  const workflowId = `kept-${randomUUID()}`;
  let server: TemporalServer;
  let restart: () => Promise<TemporalServer>;

  beforeAll(async () => {
    const [port, uiPort] = [await anyFreePort(), await anyFreePort()];
    restart = () => startTemporalDevServer({ dbFile: join(folder, 'state.db'), port, uiPort, namespace: 'sztafeta', logFile: join(folder, 'temporal.log') });
    server = await restart();
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts workflows with our search attributes and serves its web UI', async () => {
    await withClient(server, (client) =>
      client.workflow.start('waiting', {
        workflowId,
        taskQueue: 'nobody',
        typedSearchAttributes: [{ key: workspace, value: 'shop-of-anna' }],
      }),
    );
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
  });

  it('keeps them over kill -9', async () => {
    const before = server.pid;
    signal(before, 'SIGKILL');
    server = await restart();
    expect(server.pid).not.toBe(before);
    const described = await withClient(server, (client) => client.workflow.getHandle(workflowId).describe());
    expect(described.status.name).toBe('RUNNING');
    expect(described.typedSearchAttributes.get(workspace)).toBe('shop-of-anna');
  });

  it('takes over from a server that an earlier run left running', async () => {
    const orphan = server.pid;
    server = await restart();
    expect(isAlive(orphan)).toBe(false);
    expect(Number(readFileSync(join(folder, 'state.db.pid'), 'utf8'))).toBe(server.pid);
  });

  it('says in one sentence why it cannot start', async () => {
    const port = Number(server.address.split(':')[1]);
    const logFile = join(folder, 'second.log');
    await expect(startTemporalDevServer({ port, logFile })).rejects.toThrow(`did not start on port ${port}`);
  });

  it('stops', async () => {
    await server.stop();
    expect(await waitUntil(() => !isAlive(server.pid), 0)).toBe(true);
  });
});
