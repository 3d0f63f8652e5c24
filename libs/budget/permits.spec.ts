import { isFailure } from '#libs/domain/failure.js';
import { freshDatabase } from '../../test/setup/database.js';
import { account, never, openBench } from './testing/budget-bench.js';
import type { Bench } from './testing/budget-bench.js';
import { SimClock } from './testing/sim-clock.js';

const patient = { maxWaitMs: 600_000, signal: never() };

describe('permits of the request budget', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
  });
  afterAll(async () => {
    await bench.end();
  });

  it('never exceed maxInFlight over several processes, and all callers get through', async () => {
    const clock = new SimClock();
    const shop = account({ maxInFlight: 3 });
    const workers = bench.workers(clock, 3);
    let underWay = 0;
    let most = 0;
    let served = 0;
    const caller = async (worker: number, turns: number): Promise<void> => {
      for (let turn = 0; turn < turns; turn += 1) {
        const permit = await workers[worker % workers.length]?.acquire(shop, 'backfill', patient);
        underWay += 1;
        most = Math.max(most, underWay);
        await clock.sleep(40 + ((worker * 7 + turn * 13) % 60));
        underWay -= 1;
        served += 1;
        permit?.release();
        await clock.sleep((worker * 11 + turn * 5) % 30);
      }
    };
    await clock.run(Promise.all(Array.from({ length: 9 }, (_, worker) => caller(worker, 20))));
    expect(served).toBe(180);
    expect(most).toBe(3);
  });

  it('of a process that died come back when they expire', async () => {
    const clock = new SimClock();
    const shop = account();
    // The first process is cut off from its timers: it holds the permit and never says so again.
    const [dead] = bench.workers(clock, 1, { later: () => () => undefined });
    const [alive] = bench.workers(clock, 1);
    await clock.run(dead?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    const started = clock.nowMs();
    const permit = await clock.run(alive?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    const waited = clock.nowMs() - started;
    permit.release();
    expect(waited).toBeGreaterThan(10_000);
    expect(waited).toBeLessThanOrEqual(15_200);
  });

  it('go to another process at once when this one is idle', async () => {
    const clock = new SimClock();
    const shop = account();
    const [one, two] = bench.workers(clock, 2);
    const first = await clock.run(one?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    first.release();
    const started = clock.nowMs();
    const second = await clock.run(two?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    second.release();
    expect(clock.nowMs() - started).toBeLessThanOrEqual(500);
  });

  it('are shared fairly by two busy processes', async () => {
    const clock = new SimClock();
    const shop = account();
    const served = [0, 0];
    const end = clock.nowMs() + 30_000;
    const callers = bench.workers(clock, 2).map(async (worker, number) => {
      while (clock.nowMs() < end) {
        const permit = await worker.acquire(shop, 'recurring', patient);
        await clock.sleep(50);
        permit.release();
        served[number] = (served[number] ?? 0) + 1;
        await clock.sleep(8);
      }
    });
    await clock.run(Promise.all(callers));
    const [least, most] = [Math.min(...served), Math.max(...served)];
    expect(least + most).toBeGreaterThan(350);
    expect(least / most).toBeGreaterThan(0.7);
  });

  it('let the more urgent process go first and keep a tenth for the backfill', async () => {
    const clock = new SimClock();
    const shop = account();
    const served = { webhook: 0, backfill: 0 };
    const end = clock.nowMs() + 100_000;
    const kinds = ['webhook', 'backfill'] as const;
    const callers = bench.workers(clock, 2).flatMap((worker, number) =>
      [1, 2].map(async () => {
        const priority = kinds[number] ?? 'backfill';
        while (clock.nowMs() < end) {
          const permit = await worker.acquire(shop, priority, patient);
          await clock.sleep(50);
          permit.release();
          served[priority] += 1;
        }
      }),
    );
    await clock.run(Promise.all(callers));
    const share = served.backfill / (served.backfill + served.webhook);
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.2);
  });

  it('inside one process go to the more urgent caller, one in ten to a waiting backfill', async () => {
    const clock = new SimClock();
    const shop = account();
    const [worker] = bench.workers(clock, 1);
    const order: string[] = [];
    const call = async (priority: 'webhook' | 'recurring' | 'backfill'): Promise<void> => {
      const permit = await worker?.acquire(shop, priority, patient);
      order.push(priority);
      await clock.sleep(10);
      permit?.release();
    };
    const calls = [call('backfill'), call('backfill'), ...Array.from({ length: 18 }, () => call('recurring')), call('webhook')];
    await clock.run(Promise.all(calls));
    expect(order.slice(0, 2)).toEqual(['webhook', 'recurring']);
    expect(order.indexOf('backfill')).toBe(9);
  });

  it('tell a caller who must not wait when to come again', async () => {
    const clock = new SimClock();
    const shop = account();
    const [one, two] = bench.workers(clock, 2);
    await clock.run(one?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    const refused = two?.acquire(shop, 'webhook', { maxWaitMs: 400, signal: never() }).then(
      () => null,
      (error: unknown) => error,
    );
    const failure = await clock.run(refused ?? Promise.resolve(null));
    expect(isFailure(failure) && failure.kind).toBe('rate_limited');
    expect(isFailure(failure) && failure.retryAfterMs).toBeGreaterThan(0);
  });

  it('are not handed out to a caller who has given up, with the reason of the signal', async () => {
    const clock = new SimClock();
    const shop = account();
    const [worker] = bench.workers(clock, 1);
    const held = await clock.run(worker?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    const caller = new AbortController();
    const reason = new Error('pause');
    const waiting = worker?.acquire(shop, 'backfill', { maxWaitMs: 60_000, signal: caller.signal }).catch((error: unknown) => error);
    caller.abort(reason);
    expect(await clock.run(waiting ?? Promise.resolve(null))).toBe(reason);
    held.release();
    const next = await clock.run(worker?.acquire(shop, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    next.release();
    await clock.run(worker?.close() ?? Promise.resolve());
    const rows = await bench.dataSource.query<unknown[]>('select 1 from budget_permit where account_key = $1', [shop.key]);
    expect(rows).toHaveLength(0);
  });
});
