import { FakeHouse } from '../../apps/worker/testing/fake-house.js';
import { FlowBench } from '../../apps/worker/testing/flow-bench.js';
import { WAKE_SIGNAL, WORKFLOWS } from '../names.js';

describe('recurringSync', () => {
  let bench: FlowBench;
  let id = 0;

  beforeAll(async () => {
    bench = await FlowBench.start();
  });
  afterAll(async () => {
    await bench.close();
  });

  const workflowId = (): string => `recurring-${String(id)}`;
  const wake = async (): Promise<void> => bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL);

  async function run(house: FakeHouse, open: () => { runId: string } | null): Promise<unknown> {
    id += 1;
    const openRecurringRun = async (): Promise<{ runId: string } | null> => {
      const opened = open();
      house.calls.push(opened === null ? 'nothing' : `open ${opened.runId}`);
      await house.onCall('open');
      return opened;
    };
    return bench.with('recurring', { ...house.activities, openRecurringRun }, async () => {
      const handle = await bench.env.client.workflow.signalWithStart(WORKFLOWS.recurringSync, {
        workflowId: workflowId(), taskQueue: 'recurring', args: [{ integrationId: 'integration-1' }], signal: WAKE_SIGNAL, signalArgs: [],
      });
      return (await handle.result()) as unknown;
    });
  }

  it('makes one pass for the signal it was started with, and wakes the inbox', async () => {
    const house = new FakeHouse().part('orders');
    expect(await run(house, () => ({ runId: 'run-1' }))).toEqual({ passes: 1 });
    expect(house.of('open', 'finish', 'inbox')).toEqual(['open run-1', 'finish', 'inbox']);
  });

  it('makes one more pass for any number of signals that come during a pass', async () => {
    const house = new FakeHouse().part('orders');
    house.onCall = async (call) => {
      if (call === 'sync orders') for (let n = 0; n < 3; n += 1) await wake();
    };
    let runs = 0;
    expect(await run(house, () => ({ runId: `run-${String((runs += 1))}` }))).toEqual({ passes: 2 });
    expect(house.of('open')).toEqual(['open run-1', 'open run-2']);
  });

  it('does nothing for an integration that should not run', async () => {
    const house = new FakeHouse();
    expect(await run(house, () => null)).toEqual({ passes: 0 });
    expect(house.of('nothing', 'plan')).toEqual(['nothing']);
  });

  it('does not lose a signal that comes while it finds nothing to do', async () => {
    const house = new FakeHouse().part('orders');
    let looks = 0;
    house.onCall = async (call) => {
      if (call === 'open' && looks === 1) await wake();
    };
    expect(await run(house, () => ((looks += 1) === 1 ? null : { runId: 'run-1' }))).toEqual({ passes: 1 });
  });

  it('carries a signal through continue-as-new', async () => {
    const house = new FakeHouse().part('orders', ...Array.from({ length: 400 }, () => ({ status: 'more' as const })));
    house.onCall = async (call) => {
      if (call === 'sync orders' && house.of('sync').length === 10) await wake();
    };
    await run(house, () => ({ runId: `run-${String(house.of('finish').length + 1)}` }));
    expect(house.of('plan').length).toBeGreaterThan(2);
    expect(house.of('open').at(-1)).toBe('open run-2');
    expect(house.of('finish')).toHaveLength(2);
  });
});
