import { FlowBench } from '../../apps/worker/testing/flow-bench.js';
import { failure } from '../../apps/worker/testing/fake-house.js';
import type { DeliverStep } from '../activities.js';
import { WAKE_SIGNAL, WORKFLOWS } from '../names.js';

const did = (status: DeliverStep['status'], waitMs = 0, delivered = 0): DeliverStep => ({ status, waitMs, considered: 0, delivered });

describe('deliver', () => {
  let bench: FlowBench;
  let id = 0;

  beforeAll(async () => {
    bench = await FlowBench.start();
  });
  afterAll(async () => {
    await bench.close();
  });

  const workflowId = (): string => `deliver-${String(id)}`;

  /** Plays the steps one after another; the last one is repeated. `onStep` is told the number of the step that begins. */
  async function run(steps: readonly (DeliverStep | Error)[], onStep: (count: number) => Promise<void> = () => Promise.resolve()): Promise<{ readonly result: unknown; readonly count: number }> {
    id += 1;
    let count = 0;
    const deliverStep = async (): Promise<DeliverStep> => {
      const now = steps[Math.min(count, steps.length - 1)];
      count += 1;
      await onStep(count);
      if (now instanceof Error) throw now;
      return now ?? did('wait');
    };
    const result: unknown = await bench.with<unknown>('live', { deliverStep }, () => bench.env.client.workflow.execute(WORKFLOWS.deliver, { workflowId: workflowId(), taskQueue: 'live', args: [{ destinationId: 'destination-1' }] }));
    return { result, count };
  }

  it('goes on while there is something to do, and ends when nothing waits', async () => {
    expect(await run([did('more', 0, 3), did('more', 0, 4), did('wait')])).toEqual({ result: { delivered: 7 }, count: 3 });
  });

  it('waits for what is due later', async () => {
    expect(await run([did('wait', 60_000), did('wait', 0, 1), did('wait')])).toMatchObject({ result: { delivered: 1 }, count: 2 });
  });

  it('ends at once for a destination that is gone, and for one that is held and has nothing to decide', async () => {
    expect(await run([did('closed')])).toMatchObject({ count: 1 });
    expect(await run([did('held')])).toMatchObject({ count: 1 });
  });

  it('does not lose a signal that comes while it ends', async () => {
    const woken = await run([did('wait'), did('wait', 0, 5), did('wait')], async (count) => {
      if (count === 1) await bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL);
    });
    expect(woken).toMatchObject({ result: { delivered: 5 }, count: 2 });
  });

  it('outlives faults of the house', async () => {
    const broken = failure('platform_unavailable', 'database');
    const steps = [...Array.from({ length: 4 }, () => broken), did('wait', 0, 2)];
    expect(await run(steps)).toMatchObject({ result: { delivered: 2 } });
  });
});
