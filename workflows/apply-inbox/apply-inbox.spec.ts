import type { PartRef } from '../activities.js';
import { FakeHouse } from '../../apps/worker/testing/fake-house.js';
import { FlowBench } from '../../apps/worker/testing/flow-bench.js';
import { WAKE_SIGNAL, WORKFLOWS } from '../names.js';

describe('applyInbox', () => {
  let bench: FlowBench;
  let id = 0;
  let due: number;

  beforeAll(async () => {
    bench = await FlowBench.start();
  });
  afterAll(async () => {
    await bench.close();
  });

  const workflowId = (): string => `inbox-${String(id)}`;

  async function run(house: FakeHouse): Promise<unknown> {
    id += 1;
    const openInboxRun = async (): Promise<{ runId: string } | null> => {
      const opened = due > 0 ? { runId: 'run-1' } : null;
      house.calls.push(opened === null ? 'nothing' : 'open');
      await house.onCall(opened === null ? 'nothing' : 'open');
      return opened;
    };
    const takeInboxBatch = (): Promise<PartRef | null> => {
      if (due === 0) return Promise.resolve(null);
      due -= 1;
      house.calls.push('take');
      return Promise.resolve({ partId: `batch-${String(due)}`, stream: 'orders', lane: 'by-id' });
    };
    return bench.with('live', { ...house.activities, openInboxRun, takeInboxBatch }, () =>
      bench.env.client.workflow.execute(WORKFLOWS.applyInbox, { workflowId: workflowId(), taskQueue: 'live', args: [{ integrationId: 'integration-1' }] }),
    );
  }

  it('reads batch after batch until nothing is due', async () => {
    due = 3;
    const house = new FakeHouse();
    expect(await run(house)).toEqual({ batches: 3 });
    expect(house.of('take', 'sync', 'finish', 'nothing')).toEqual(['take', 'sync batch-2', 'take', 'sync batch-1', 'take', 'sync batch-0', 'finish', 'nothing']);
  });

  it('does not lose a signal that comes while it ends', async () => {
    due = 1;
    const house = new FakeHouse();
    house.onCall = async (call) => {
      if (call !== 'nothing' || house.of('nothing').length > 1) return;
      due = 1;
      await bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL);
    };
    expect(await run(house)).toEqual({ batches: 2 });
  });

  it('leaves rows that look due and cannot be taken to a later round', async () => {
    due = 1;
    const house = new FakeHouse();
    house.onCall = (call) => {
      if (call === 'plan') due = 0;
      if (call === 'finish') due = 1;
    };
    expect(await run(house)).toEqual({ batches: 0 });
    expect(house.of('open')).toHaveLength(1);
  });

  it('reads first what an earlier execution had taken', async () => {
    due = 1;
    const house = new FakeHouse().part('taken-before');
    expect(await run(house)).toEqual({ batches: 1 });
    expect(house.of('sync')).toEqual(['sync taken-before', 'sync batch-0']);
  });
});
