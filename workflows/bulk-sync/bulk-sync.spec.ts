import { FakeHouse, failure } from '../../apps/worker/testing/fake-house.js';
import { FlowBench } from '../../apps/worker/testing/flow-bench.js';
import type { Observed } from '../names.js';
import { OBSERVED_QUERY, WAKE_SIGNAL, WORKFLOWS } from '../names.js';

describe('bulkSync', () => {
  let bench: FlowBench;
  let house: FakeHouse;
  let id = 0;

  beforeAll(async () => {
    bench = await FlowBench.start();
  });
  afterAll(async () => {
    await bench.close();
  });
  beforeEach(() => {
    house = new FakeHouse();
    id += 1;
  });

  const workflowId = (): string => `bulk-${String(id)}`;
  const run = async (): Promise<unknown> =>
    bench.with('bulk', house.activities, () =>
      bench.env.client.workflow.execute(WORKFLOWS.bulkSync, { workflowId: workflowId(), taskQueue: 'bulk', args: [{ runId: 'run-1' }] }),
    );
  const wake = async (): Promise<void> => bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL);

  it('reads parts in their order and closes the run once', async () => {
    house.part('customers', { status: 'more' }, { status: 'more' }).part('orders', { status: 'more' });
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('plan', 'sync', 'finish', 'inbox')).toEqual(['plan', 'sync customers', 'sync customers', 'sync customers', 'sync orders', 'sync orders', 'finish', 'inbox']);
  });

  it('lets a free reader take the next part while another is still reading', async () => {
    let second: () => void = () => undefined;
    const secondRead = new Promise<void>((resolve) => (second = resolve));
    house.concurrency = 2;
    house.part('slow', async () => (await secondRead, {})).part('first', {}).part('second', () => (second(), {}));
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('sync')).toEqual(expect.arrayContaining(['sync slow', 'sync first', 'sync second']));
  });

  it('waits as long as the platform wants, shows it, and clears the reason with the next page', async () => {
    const times: number[] = [];
    house.onCall = async (call) => {
      if (call.startsWith('sync')) times.push(await bench.env.currentTimeMs());
    };
    house.part('orders', { status: 'wait', waitMs: 90_000, pages: 0 }, { status: 'more' });
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('note')).toEqual(['note nothing', 'note rate_limited until', 'note nothing']);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(90_000);
  });

  it('holds a paused run, says so when asked, and goes on after resume', async () => {
    let observed: Observed | null = null;
    house.part('orders', () => ((house.wish = { ...house.wish, desired: 'pause' }), { status: 'held' }));
    house.onCall = async (call) => {
      if (call !== 'note paused') return;
      observed = await bench.env.client.workflow.getHandle(workflowId()).query<Observed>(OBSERVED_QUERY);
      house.wish = { ...house.wish, desired: 'run' };
      await wake();
    };
    expect(await run()).toEqual({ state: 'complete' });
    expect(observed).toEqual({ desired: 'pause', waitingFor: 'paused' });
    expect(house.of('note')).toEqual(['note nothing', 'note paused', 'note nothing']);
  });

  it('closes a stopped run without another step', async () => {
    house.part('orders', () => ((house.wish = { ...house.wish, desired: 'stop' }), { status: 'held' })).part('more');
    expect(await run()).toEqual({ state: 'cancelled' });
    expect(house.of('sync', 'finish')).toEqual(['sync orders', 'finish']);
  });

  it('ends at its first look when the row is closed', async () => {
    house.wish = { desired: 'run', ended: true, authenticated: true };
    house.part('orders');
    expect(await run()).toEqual({ state: null });
    expect(house.of('plan', 'sync', 'finish')).toEqual([]);
  });

  it.each(['credentials_rejected', 'permission_missing'] as const)('waits after %s and goes on by itself once authenticated', async (kind) => {
    house.part('orders', failure(kind, 'key_refused'));
    house.onCall = async (call) => {
      if (call === `note ${kind} key_refused`) house.wish = { ...house.wish, authenticated: false };
      if (call === 'wish' && !house.wish.authenticated) house.wish = { ...house.wish, authenticated: true };
      await Promise.resolve();
    };
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('note', 'sync', 'leave')).toEqual(['note nothing', 'sync orders', `note ${kind} key_refused`, 'note nothing', 'sync orders']);
  });

  it('does not refuse new credentials because of an answer to the old ones', async () => {
    let late: () => void = () => undefined;
    const authenticated = new Promise<void>((resolve) => (late = resolve));
    house.concurrency = 2;
    house.part('first', failure('credentials_rejected')).part('second', async () => (await authenticated, failure('credentials_rejected')));
    house.onCall = async (call) => {
      if (call === 'note credentials_rejected credentials_rejected') await wake();
      if (call === 'sync first' && house.of('sync first').length === 2) late();
    };
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('note credentials')).toHaveLength(1);
  });

  it('tries a shop that is away again and again, shows it, and leaves its parts after a while', async () => {
    house.part('one', ...Array.from({ length: 200 }, () => failure('platform_unavailable', 'time_out'))).part('two', ...Array.from({ length: 200 }, () => failure('platform_unavailable')));
    expect(await run()).toEqual({ state: 'incomplete' });
    expect(house.of('note platform_unavailable time_out until').length).toBeGreaterThanOrEqual(3);
    expect(house.of('leave')).toEqual(['leave one platform_unavailable time_out', 'leave two platform_unavailable platform_unavailable']);
    // The second part does not wait for a shop that is known to be away.
    expect(house.of('sync two')).toHaveLength(5);
  });

  it('goes on where a shop comes back', async () => {
    house.part('orders', ...Array.from({ length: 7 }, () => failure('platform_unavailable')), { status: 'more' });
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.calls.slice(-5)).toEqual(['sync orders', 'note nothing', 'sync orders', 'finish', 'inbox']);
  });

  it('leaves a part whose answers cannot be trusted after a few tries, and reads the others', async () => {
    house.part('bad', ...Array.from({ length: 9 }, () => failure('platform_defect', 'not_json'))).part('good');
    expect(await run()).toEqual({ state: 'incomplete' });
    expect(house.of('sync bad')).toHaveLength(5);
    expect(house.of('leave', 'sync good')).toEqual(['leave bad platform_defect not_json', 'sync good']);
  });

  it.each([
    ['a lost cursor', failure('cursor_lost'), 'leave orders cursor_lost cursor_lost', 1],
    ['a wrong setting', failure('configuration_invalid', 'address_not_allowed'), 'leave orders configuration_invalid address_not_allowed', 1],
    ['a defect of ours', new TypeError('x is not a function'), 'leave orders platform_defect internal_error', 5],
  ])('leaves a part with the reason: %s', async (_name, error, left, tries) => {
    house.part('orders', ...Array.from({ length: 9 }, () => error));
    expect(await run()).toEqual({ state: 'incomplete' });
    expect(house.of('leave')).toEqual([left]);
    expect(house.of('sync')).toHaveLength(tries);
  });

  it('outlasts our own database being away, however long', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    house.part('orders', ...Array.from({ length: 40 }, () => refused), { status: 'more' });
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('leave', 'note platform')).toEqual([]);
  });

  it('fails a run that cannot be planned, with the reason', async () => {
    house.planFailure = failure('configuration_invalid', 'address_not_allowed');
    expect(await run()).toEqual({ state: null });
    expect(house.of('fail', 'finish')).toEqual(['fail configuration_invalid address_not_allowed']);
  });

  it('does not take a run that was held before it was planned for complete', async () => {
    let plans = 0;
    house.onCall = async (call) => {
      if (call === 'plan' && (plans += 1) === 1) house.wish = { ...house.wish, desired: 'pause' };
      if (call !== 'note paused') return;
      house.part('orders');
      house.wish = { ...house.wish, desired: 'run' };
      await wake();
    };
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('plan', 'sync', 'finish')).toEqual(['plan', 'plan', 'sync orders', 'finish']);
  });

  it('does not turn in circles on a part that never moves', async () => {
    const times: number[] = [];
    house.onCall = async (call) => {
      if (call.startsWith('sync')) times.push(await bench.env.currentTimeMs());
    };
    house.part('orders', ...Array.from({ length: 6 }, () => ({ status: 'lost' as const, pages: 0 })));
    expect(await run()).toEqual({ state: 'complete' });
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  it('continues as new before its history grows long, without reading anything twice', async () => {
    const steps = 400;
    house.part('orders', ...Array.from({ length: steps }, () => ({ status: 'more' as const })));
    expect(await run()).toEqual({ state: 'complete' });
    expect(house.of('sync')).toHaveLength(steps + 1);
    expect(house.of('plan').length).toBeGreaterThan(1);
    const history = await bench.env.client.workflow.getHandle(workflowId()).fetchHistory();
    expect(history.events?.length).toBeLessThan(2_000);
  });

  it('goes on with another run it was told of while ending', async () => {
    house.part('orders');
    house.onCall = async (call) => {
      if (call === 'finish' && house.of('finish').length === 1) await bench.env.client.workflow.getHandle(workflowId()).signal(WAKE_SIGNAL, { runId: 'run-2' });
    };
    await run();
    expect(house.of('finish')).toHaveLength(2);
  });
});
