import fc from 'fast-check';
import { PRIORITIES } from '#libs/domain/budget.js';
import type { BudgetAccount } from '#libs/domain/budget.js';
import { isFailure } from '#libs/domain/failure.js';
import { nextDate, slotRule, takeSlots } from './slots.js';
import { freshDatabase } from '../../test/setup/database.js';
import { account, mostInWindow, never, openBench } from './testing/budget-bench.js';
import type { Bench } from './testing/budget-bench.js';
import { SimClock } from './testing/sim-clock.js';

const patient = { maxWaitMs: 3_600_000, signal: never() };

/** Callers of several processes that ask again as soon as they are served; returns when each request was sent. */
async function saturate(bench: Bench, asked: BudgetAccount, options: { workers: number; callers: number; forMs: number; priorities?: readonly (typeof PRIORITIES)[number][] }) {
  const clock = new SimClock();
  const start = clock.nowMs();
  const sent: { at: number; priority: string }[] = [];
  const workers = bench.workers(clock, options.workers);
  const priorities = options.priorities ?? ['backfill'];
  const calls = workers.flatMap((worker) =>
    priorities.flatMap((priority) =>
      Array.from({ length: options.callers }, async () => {
        while (clock.nowMs() < start + options.forMs) {
          const permit = await worker.acquire(asked, priority, patient);
          sent.push({ at: clock.nowMs(), priority });
          await clock.sleep(70);
          permit.release();
        }
      }),
    ),
  );
  await clock.run(Promise.all(calls));
  return { sent, start };
}

describe('the rule of an account', () => {
  it('is absent where no rate is known', () => {
    expect(slotRule(account())).toBeNull();
  });

  it.each([
    { requests: 100, windowMs: 60_000, share: 0.8, most: 80 },
    { requests: 100, windowMs: 60_000, share: 0.6, most: 60 },
    { requests: 9_000, windowMs: 60_000, share: 0.8, most: 7_200 },
    { requests: 10, windowMs: 1_000, share: 0.8, most: 8 },
    { requests: 5, windowMs: 1_000, share: 0.8, most: 4 },
    { requests: 2, windowMs: 60_000, share: 0.8, most: 1 },
    { requests: 1, windowMs: 60_000, share: 0.5, most: 1 },
  ])('dates at most $most of $requests requests into any window, even when each is used as late as allowed', ({ requests, windowMs, share, most }) => {
    const rule = slotRule(account({ limit: { requests, windowMs }, share })) ?? { spacingMs: 0, burst: 0, validMs: 0 };
    expect(rule.burst).toBeLessThanOrEqual(Math.max(1, most * 0.02));
    let state = { nextAt: 0, floorAt: 0 };
    const dates: number[] = [];
    const start = 1_000_000;
    for (let taken = 0; taken < most * 3; taken += 1) {
      const at = nextDate(rule, state, start);
      dates.push(at);
      state = { ...state, nextAt: Math.max(state.nextAt, at) + rule.spacingMs };
    }
    // The worst case: everything before a moment is used as late as possible, everything after it at once.
    for (let probe = 0; probe < 40; probe += 1) {
      const turn = dates[Math.floor((probe * most) / 40)] ?? start;
      const used = dates.map((at) => (at <= turn ? at + rule.validMs * 0.999 : at));
      expect(mostInWindow(used, windowMs)).toBeLessThanOrEqual(most);
    }
  });

  it('costs less than 2 % of the share for windows of a minute', () => {
    for (const requests of [60, 100, 600, 9_000]) {
      const rule = slotRule(account({ limit: { requests, windowMs: 60_000 }, share: 1 }));
      expect(60_000 / (rule?.spacingMs ?? 1) / requests).toBeGreaterThan(0.98);
    }
  });

  it('never gives a share below one request more than that', () => {
    const rule = slotRule(account({ limit: { requests: 1, windowMs: 60_000 }, share: 0.5 }));
    expect(rule?.spacingMs).toBeGreaterThanOrEqual(120_000);
  });
});

describe('taking slots', () => {
  const rule = { spacingMs: 300, burst: 1, validMs: 100 };
  const wish = (waiting: number[], waitingSince = 0): { waiting: number[]; waitingSince: number } => ({ waiting, waitingSince });

  it('hands out none further away than the look-ahead', () => {
    const taken = takeSlots(rule, { nextAt: 0, floorAt: 0 }, 10_000, { ...wish([0, 0, 0, 50]), ahead: 0 }, []);
    expect(taken.slots.map((slot) => slot.at - 10_000)).toEqual([0, 300, 600, 900]);
  });

  it('leaves slots that are not due yet to a more urgent process', () => {
    const taken = takeSlots(rule, { nextAt: 10_500, floorAt: 99_999 }, 10_000, { ...wish([0, 0, 0, 5]), ahead: 0 }, [wish([1, 0, 0, 0])]);
    expect(taken.slots).toEqual([]);
  });

  it('takes a slot that the more urgent process has not come for', () => {
    const taken = takeSlots(rule, { nextAt: 10_050, floorAt: 99_999 }, 10_000, { ...wish([0, 0, 0, 5]), ahead: 0 }, [wish([1, 0, 0, 0])]);
    expect(taken.slots.map((slot) => slot.at)).toEqual([10_050]);
  });

  it('keeps the floor for a waiting backfill even when webhooks wait', () => {
    const taken = takeSlots(rule, { nextAt: 10_500, floorAt: 0 }, 10_000, { ...wish([0, 0, 0, 5]), ahead: 0 }, [wish([9, 0, 0, 0])]);
    expect(taken.slots).toEqual([{ at: 10_500, floor: true }]);
    expect(taken.state.floorAt).toBe(13_500);
  });
});

describe('dated slots over several processes', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
  });
  afterAll(async () => {
    await bench.end();
  });

  it('never exceed the share in any window, whoever asks when', async () => {
    const arrival = fc.record({ delayMs: fc.integer({ min: 0, max: 9_000 }), worker: fc.nat({ max: 2 }), priority: fc.constantFrom(...PRIORITIES), workMs: fc.integer({ min: 0, max: 900 }) });
    const limits = fc.record({ requests: fc.integer({ min: 2, max: 300 }), windowMs: fc.constantFrom(1_000, 10_000, 60_000), share: fc.constantFrom(0.5, 0.6, 0.8, 1), maxInFlight: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(arrival, { minLength: 1, maxLength: 60 }), async ({ requests, windowMs, share, maxInFlight }, arrivals) => {
        const clock = new SimClock();
        const asked = account({ limit: { requests, windowMs }, share, maxInFlight });
        const workers = bench.workers(clock, 3);
        const sent: number[] = [];
        const calls = arrivals.map(async ({ delayMs, worker, priority, workMs }) => {
          await clock.sleep(delayMs);
          const permit = await workers[worker]?.acquire(asked, priority, patient);
          sent.push(clock.nowMs());
          await clock.sleep(workMs);
          permit?.release();
        });
        await clock.run(Promise.all(calls));
        expect(sent).toHaveLength(arrivals.length);
        expect(mostInWindow(sent, windowMs)).toBeLessThanOrEqual(Math.max(1, Math.floor(requests * share + 1e-9)));
      }),
      { numRuns: 25, seed: 20_261_125 },
    );
  });

  it.each([1, 3])('use 60 ± 2 %% of the limit when the share is 60 %% and work waits (%i processes)', async (workers) => {
    const asked = account({ limit: { requests: 100, windowMs: 60_000 }, share: 0.6, maxInFlight: 4 });
    const { sent, start } = await saturate(bench, asked, { workers, callers: 3, forMs: 300_000 });
    const perMinute = sent.filter(({ at }) => at < start + 300_000).length / 5;
    expect(perMinute).toBeGreaterThan(58);
    expect(perMinute).toBeLessThan(62);
    expect(mostInWindow(sent.map(({ at }) => at), 60_000)).toBeLessThanOrEqual(60);
  });

  it('use at least 97 % of a share of 100 requests a minute while work waits', async () => {
    const asked = account({ limit: { requests: 100, windowMs: 60_000 }, share: 1, maxInFlight: 2 });
    const { sent, start } = await saturate(bench, asked, { workers: 2, callers: 2, forMs: 300_000 });
    expect(sent.filter(({ at }) => at < start + 300_000).length / 5).toBeGreaterThan(97);
    expect(mostInWindow(sent.map(({ at }) => at), 60_000)).toBeLessThanOrEqual(100);
  });

  it('use a fast account well', async () => {
    const asked = account({ limit: { requests: 1_200, windowMs: 60_000 }, share: 1, maxInFlight: 4 });
    const { sent, start } = await saturate(bench, asked, { workers: 2, callers: 3, forMs: 60_000 });
    expect(sent.filter(({ at }) => at < start + 60_000).length).toBeGreaterThan(1_200 * 0.95);
    expect(mostInWindow(sent.map(({ at }) => at), 60_000)).toBeLessThanOrEqual(1_200);
  });

  it('keep a tenth for a waiting backfill and give the rest to webhooks', async () => {
    const asked = account({ limit: { requests: 120, windowMs: 60_000 }, share: 1, maxInFlight: 4 });
    const { sent } = await saturate(bench, asked, { workers: 2, callers: 3, forMs: 200_000, priorities: ['webhook', 'backfill'] });
    const share = sent.filter(({ priority }) => priority === 'backfill').length / sent.length;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.2);
  });

  it('refuse at once a caller whose turn comes too late, with the wait', async () => {
    const clock = new SimClock();
    const asked = account({ limit: { requests: 1, windowMs: 3_600_000 }, share: 1 });
    const [worker] = bench.workers(clock, 1);
    const first = await clock.run(worker?.acquire(asked, 'backfill', patient) ?? Promise.reject(new Error('no worker')));
    first.release();
    const started = clock.nowMs();
    const refused = await clock.run(worker?.acquire(asked, 'backfill', { maxWaitMs: 5_000, signal: never() }).catch((error: unknown) => error) ?? Promise.resolve(null));
    expect(isFailure(refused) && refused.code).toBe('budget_spent');
    expect(isFailure(refused) && refused.retryAfterMs).toBeGreaterThan(3_500_000);
    expect(clock.nowMs() - started).toBeLessThan(1_000);
  });
});
