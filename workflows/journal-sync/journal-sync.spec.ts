import type { PartStep } from '../activities.js';
import { toApplicationFailure } from '../../apps/worker/activities/application-failure.js';
import { FakeHouse, failure } from '../../apps/worker/testing/fake-house.js';
import { FlowBench } from '../../apps/worker/testing/flow-bench.js';
import { WAKE_SIGNAL, WORKFLOWS } from '../names.js';

const DAY_OVER: Partial<PartStep> = { status: 'done' };
const LOOK: Partial<PartStep> = { status: 'more', read: 0, waitMs: 60_000 };

describe('journalSync', () => {
  let bench: FlowBench;
  let id = 0;
  let days: number;
  let first = '';

  beforeAll(async () => {
    bench = await FlowBench.start();
  });
  beforeEach(() => {
    days = 1;
    id += 1;
  });
  afterAll(async () => {
    await bench.close();
  });

  const workflowId = (): string => `journal-${String(id)}`;
  const wake = async (): Promise<void> => bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL);

  async function run(house: FakeHouse, more: object = {}): Promise<unknown> {
    const openJournalRun = async (): Promise<{ runId: string } | null> => {
      days -= 1;
      house.calls.push(days < 0 ? 'nothing' : 'open');
      await house.onCall(days < 0 ? 'nothing' : 'open');
      return days < 0 ? null : { runId: 'day' };
    };
    return bench.with('live', { ...house.activities, openJournalRun, ...more }, async () => {
      const handle = await bench.env.client.workflow.start(WORKFLOWS.journalSync, { workflowId: workflowId(), taskQueue: 'live', args: [{ integrationId: 'integration-1' }] });
      first = handle.firstExecutionRunId;
      return (await handle.result()) as unknown;
    });
  }

  /** Moments of the looks, by the clock of the server. */
  function timed(house: FakeHouse, onCall: FakeHouse['onCall'] = () => undefined): number[] {
    const times: number[] = [];
    house.onCall = async (call) => {
      if (call.startsWith('sync')) times.push(await bench.env.currentTimeMs());
      await onCall(call);
    };
    return times;
  }

  /** Events of every execution of the flow, the first one first. */
  async function historyLengths(): Promise<number[]> {
    const lengths: number[] = [];
    for (let runId = first; runId !== ''; ) {
      const { events } = await bench.env.client.workflow.getHandle(workflowId(), runId).fetchHistory();
      lengths.push(events?.length ?? 0);
      runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
    }
    return lengths;
  }

  it('looks, waits and looks again until the day is over, and opens the next day', async () => {
    days = 2;
    const house = new FakeHouse().ofLane('journal', 'log', LOOK, LOOK, DAY_OVER);
    const times = timed(house, (call) => {
      if (call === 'open' && house.of('finish').length === 1) house.ofLane('journal', 'log-2', LOOK, DAY_OVER);
    });
    expect(await run(house)).toEqual({ polls: 5 });
    expect(times.map((time) => Math.round((time - (times[0] ?? 0)) / 60_000))).toEqual([0, 1, 2, 2, 3]);
    expect(house.of('open', 'sync', 'finish', 'nothing')).toEqual(['open', 'sync log', 'sync log', 'sync log', 'finish', 'open', 'sync log-2', 'sync log-2', 'finish', 'nothing']);
  });

  it('looks at once when it is woken', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', { ...LOOK, waitMs: 86_400_000 }, DAY_OVER);
    const times = timed(house, async (call) => {
      if (call === 'sync log' && house.of('sync log').length === 1) await wake();
    });
    expect(await run(house)).toEqual({ polls: 2 });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(3_600_000);
  });

  it('wakes the inbox for what was told, and once more for what is left alone for a moment', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', LOOK, { ...LOOK, read: 3 }, LOOK, LOOK, DAY_OVER);
    await run(house);
    // The first look of an execution also asks: an earlier one may have ended in between.
    expect(house.of('sync', 'inbox')).toEqual(['sync log', 'inbox', 'sync log', 'inbox', 'sync log', 'inbox', 'sync log', 'sync log']);
  });

  it('reads scans beside the journal, and does not close the day before them', async () => {
    const scan = { partId: 'scan', stream: 'orders' as const, lane: 'delta' as const };
    const house = new FakeHouse().part('scan', { status: 'more', pages: 1 }, { status: 'more', pages: 1 }, { status: 'done' }).ofLane('journal', 'log', { ...LOOK, beside: [scan] }, { ...LOOK, beside: [scan] }, DAY_OVER);
    expect(await run(house)).toEqual({ polls: 3 });
    expect(house.of('sync scan')).toHaveLength(3);
    expect(house.calls.indexOf('finish')).toBeGreaterThan(house.calls.lastIndexOf('sync scan'));
  });

  it('looks phone numbers up while some wait', async () => {
    const left = [2, 1, 0];
    const house = new FakeHouse().ofLane('journal', 'log', { ...LOOK, phones: 3 }, LOOK, DAY_OVER);
    const lookUpPhones = (): Promise<{ left: number; waitMs: number }> => {
      house.calls.push('phones');
      return Promise.resolve({ left: left.shift() ?? 0, waitMs: 0 });
    };
    await run(house, { lookUpPhones });
    expect(house.of('phones')).toHaveLength(3);
  });

  it('leaves phone numbers to the next day, so that the journal does not wait for them', async () => {
    days = 2;
    const house = new FakeHouse().ofLane('journal', 'log', { ...LOOK, phones: 3 }, DAY_OVER);
    let asked = 0;
    house.onCall = (call) => {
      if (call === 'open' && house.of('finish').length === 1) house.ofLane('journal', 'log-2', LOOK, DAY_OVER);
    };
    const lookUpPhones = (): Promise<{ left: number; waitMs: number }> => {
      asked += 1;
      // An hour of them: each call takes the time the budget leaves.
      return Promise.resolve({ left: Math.max(0, 60 - asked), waitMs: asked < 60 ? 60_000 : 0 });
    };
    const times = timed(house, house.onCall);
    await run(house, { lookUpPhones });
    expect(house.of('sync log-2')).toHaveLength(2);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeLessThan(10 * 60_000);
  });

  it('goes on where the account may not look phone numbers up', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', { ...LOOK, phones: 3 }, LOOK, DAY_OVER);
    expect(await run(house, { lookUpPhones: () => Promise.reject(toApplicationFailure(failure('permission_missing'))) })).toEqual({ polls: 3 });
    expect(house.of('note permission_missing')).toEqual([]);
  });

  it.each(['platform_defect', 'platform_unavailable', 'configuration_invalid', 'rate_limited'] as const)('never gives a journal up: %s', async (kind) => {
    // More than Temporal tries by itself.
    const house = new FakeHouse().ofLane('journal', 'log', ...Array.from({ length: 12 }, () => failure(kind)), LOOK, DAY_OVER);
    house.tuning = { retryMs: 1_000, unavailableMs: 60_000, giveUpAfterMs: 1 };
    expect(await run(house)).toEqual({ polls: 2 });
    expect(house.of('leave', 'fail')).toEqual([]);
    expect(house.of('note').some((call) => call.startsWith(`note ${kind}`))).toBe(true);
  });

  it('waits for new credentials and goes on by itself', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', failure('credentials_rejected'), LOOK, DAY_OVER);
    house.onCall = async (call) => {
      if (call.startsWith('note credentials_rejected')) await wake();
    };
    expect(await run(house)).toEqual({ polls: 2 });
  });

  it('does not look while it is paused, and leaves when it is stopped', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', () => {
      house.wish = { ...house.wish, desired: 'pause' };
      return { status: 'held' };
    }, LOOK, LOOK);
    house.onCall = async (call) => {
      if (call !== 'note paused') return;
      house.wish = { ...house.wish, desired: 'stop' };
      await wake();
    };
    await run(house);
    expect(house.of('sync')).toHaveLength(1);
    expect(house.of('finish')).toHaveLength(1);
  });

  it('waits while its day cannot be planned, and makes no row of each try', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', DAY_OVER);
    house.planFailure = failure('platform_defect');
    let rests = 0;
    house.onCall = (call) => {
      if (!call.startsWith('note platform_defect')) return;
      rests += 1;
      if (rests === 3) house.planFailure = null;
    };
    expect(await run(house)).toEqual({ polls: 1 });
    expect([rests, house.of('fail'), house.of('open'), house.of('finish')]).toEqual([3, [], ['open'], ['finish']]);
  });

  it('does not spin when nothing can be written', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', ...Array.from({ length: 5 }, () => ({ status: 'more' as const, pages: 0, read: 0, waitMs: 0 })), DAY_OVER);
    const times = timed(house);
    await run(house);
    expect((times[5] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(5 * house.tuning.retryMs);
  });

  it('keeps its histories small however long it follows', async () => {
    const house = new FakeHouse().ofLane('journal', 'log', ...Array.from({ length: 600 }, () => ({ ...LOOK, read: 1 })), DAY_OVER);
    days = 100;
    house.onCall = (call) => {
      if (call === 'finish') days = 0;
    };
    await run(house);
    expect(house.of('sync')).toHaveLength(601);
    const lengths = await historyLengths();
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThan(2_000);
  });
});
