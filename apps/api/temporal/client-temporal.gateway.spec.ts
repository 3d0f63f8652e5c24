import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { newId } from '#libs/domain/ids.js';
import { connectTemporal, type TemporalClient } from '#libs/temporal/connect.js';
import { registerSearchAttributes, type DestinationOwner, type FlowOwner } from '#libs/temporal/search-attributes.js';
import { scheduleIds, workflowIds } from '#workflows/names.js';
import { ApiProblem } from '../http/problem.js';
import { ClientTemporalGateway } from './client-temporal.gateway.js';

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'succeeded',
    (thrown: unknown) => (thrown instanceof ApiProblem ? thrown.init.code : String(thrown)),
  );

describe('the gateway to Temporal', () => {
  let temporal: TemporalClient;
  let gateway: ClientTemporalGateway;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    temporal = connectTemporal({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '', namespace: 'default' });
    await registerSearchAttributes(temporal.connection, 'default');
    gateway = new ClientTemporalGateway(temporal);
  });

  afterAll(async () => {
    await gateway.onApplicationShutdown();
  });

  const destinationOf = (): DestinationOwner => ({ workspaceId: newId(), destinationId: newId(), kind: 'salesmanago', code: 'salesmanago-1' });
  const ownerOf = (): FlowOwner => ({ workspaceId: newId(), integrationId: newId(), platform: 'prestashop', code: 'prestashop-1' });

  it('starts a run under its readable id, once however often it is told', async () => {
    const owner = ownerOf();
    const run = { id: newId(), kind: 'initial' as const };
    await gateway.startRun(owner, run);
    await gateway.startRun(owner, run);
    const handle = temporal.client.workflow.getHandle(workflowIds.initialSync(owner.integrationId));
    const description = await handle.describe();
    expect(description).toMatchObject({ type: 'bulkSync', taskQueue: 'bulk', status: { name: 'RUNNING' } });
    expect(description.typedSearchAttributes.getAll().map((pair) => pair.value)).toEqual(expect.arrayContaining([owner.workspaceId, owner.integrationId, 'prestashop', 'initial']));
    expect(await gateway.wakeRun(owner, 'initial')).toBe(true);
    await handle.terminate();
  });

  it('starts the flow that delivers under its readable id, and wakes it however often', async () => {
    const owner = destinationOf();
    expect(await gateway.wakeDelivery(owner)).toBe(true);
    expect(await gateway.wakeDelivery(owner)).toBe(true);
    const handle = temporal.client.workflow.getHandle(workflowIds.deliver(owner.destinationId));
    const description = await handle.describe();
    expect(description).toMatchObject({ type: 'deliver', taskQueue: 'live', status: { name: 'RUNNING' } });
    expect(description.typedSearchAttributes.getAll().map((pair) => pair.value)).toEqual(expect.arrayContaining([owner.workspaceId, 'salesmanago']));
    await handle.terminate();
  });

  it('leaves a run without a flow to the reconciler', async () => {
    expect(await gateway.wakeRun(ownerOf(), 'reread')).toBe(false);
  });

  it('makes and removes the schedule, however often', async () => {
    const owner = ownerOf();
    const id = scheduleIds.recurringSync(owner.integrationId);
    expect(await gateway.setFollowing(owner, { intervalMs: 1_800_000 })).toBe(true);
    expect(await gateway.setFollowing(owner, { intervalMs: 1_800_000 })).toBe(true);
    const { spec } = await temporal.client.schedule.getHandle(id).describe();
    expect(spec.intervals?.[0]?.every).toBeLessThanOrEqual(1_800_000);
    expect(await gateway.setFollowing(owner, null)).toBe(true);
    expect(await gateway.setFollowing(owner, null)).toBe(true);
    await expect(temporal.client.schedule.getHandle(id).describe()).rejects.toThrow(/not found|not exist/iu);
  });

  it('answers the ping, and knows that no worker serves a queue', async () => {
    await gateway.ping();
    expect((await gateway.queues()).map((queue) => queue.queue).sort()).toEqual(['bulk', 'live', 'recurring']);
  });

  describe.each(['refused connections', 'a server that never answers'])('with %s', (kind) => {
    const sockets = new Set<Socket>();
    let silent: Server;
    let away: ClientTemporalGateway;

    beforeAll(async () => {
      silent = createServer((socket) => void sockets.add(socket));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as AddressInfo;
      away = new ClientTemporalGateway(connectTemporal({ address: kind === 'refused connections' ? '127.0.0.1:1' : `127.0.0.1:${String(port)}`, namespace: 'default' }));
    });

    afterAll(async () => {
      await away.onApplicationShutdown();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    });

    it('starts are refused as unavailable, signals and schedules are left to the reconciler', async () => {
      const owner = ownerOf();
      const answers = await Promise.all([
        codeOf(away.startRun(owner, { id: newId(), kind: 'initial' })),
        codeOf(away.syncNow(owner, 'recurring')),
        codeOf(away.wakeInbox(owner)),
        codeOf(away.ping()),
        codeOf(away.checkConnection(owner, newId(), 'candidate')),
        codeOf(away.estimate(owner, newId(), null)),
        codeOf(away.askDestination(destinationOf(), newId(), { secretName: 'candidate', question: 'check' })),
      ]);
      expect(answers).toEqual(Array.from({ length: 7 }, () => 'temporal_unavailable'));
      expect(await away.wakeRun(owner, 'initial')).toBe(false);
      expect(await away.wakeDelivery({ workspaceId: owner.workspaceId, destinationId: newId(), kind: 'salesmanago', code: 'salesmanago-1' })).toBe(false);
      expect(await away.setFollowing(owner, null)).toBe(false);
      expect(await away.wakeDelivery(destinationOf())).toBe(false);
    });
  });
});
