import { account as anyAccount, openBench, type Bench } from '#libs/budget/testing/budget-bench.js';
import { SimClock } from '#libs/budget/testing/sim-clock.js';
import type { BudgetAccount, Permit, Priority, RequestBudget } from '#libs/domain/budget.js';
import { isFailure } from '#libs/domain/failure.js';
import { DEFAULT_TUNING } from '#libs/sync/engine.js';
import { Limiter } from '../../../apps/sandbox/baselinker/limiter.js';
import { freshDatabase } from '../../../test/setup/database.js';
import { baselinker } from './baselinker.connector.js';
import { DOCUMENTED_LIMIT, ENDPOINT, withDefaults } from './baselinker.schema.js';

const MINUTE_MS = 60_000;
const BLOCK_MS = 600_000;
const POLL_MS = 10_000;
/** As long as a step of the service waits before it leaves the wait to its workflow. */
const MAX_WAIT_MS = DEFAULT_TUNING.maxWaitMs;
const SHARE = 0.8;

type Sent = { readonly at: number; readonly priority: Priority; readonly waitedMs: number };

/** The account as the platform counts it: 100 calls in any 60 s by their arrival, or the token is blocked for ten minutes. */
class Platform {
  readonly sent: Sent[] = [];
  private readonly limiter = new Limiter(DOCUMENTED_LIMIT, BLOCK_MS);
  private seed = 20_261_126;

  constructor(private readonly clock: SimClock) {}

  /** The same waits each time. */
  private random(): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return this.seed / 2_147_483_647;
  }

  get blocks(): number {
    return this.limiter.blocks();
  }

  /** A call on its way there and back: it takes 60 to 900 ms, and arrives somewhere on the way. */
  async call(priority: Priority, waitedMs: number): Promise<void> {
    const at = this.clock.nowMs();
    const way = 60 + this.random() * 840;
    const arrives = way * this.random();
    await this.clock.sleep(arrives);
    this.limiter.refuse(this.clock.nowMs(), { prolongBlock: true });
    this.sent.push({ at, priority, waitedMs });
    await this.clock.sleep(way - arrives);
  }
}

/** Leave for one call, asked for again after each refusal as a workflow does. */
async function leave(clock: SimClock, budget: RequestBudget, account: BudgetAccount, priority: Priority): Promise<Permit> {
  for (;;) {
    try {
      return await budget.acquire(account, priority, { maxWaitMs: MAX_WAIT_MS, signal: new AbortController().signal });
    } catch (error) {
      if (!isFailure(error) || error.retryAfterMs === null) throw error;
      await clock.sleep(error.retryAfterMs);
    }
  }
}

/** What was sent in so many minutes. */
class Driven {
  constructor(
    private readonly minutes: number,
    readonly blocks: number,
    private readonly sent: readonly Sent[],
  ) {}

  /** Share of what is allowed. */
  get used(): number {
    return this.sent.length / (DOCUMENTED_LIMIT * SHARE * this.minutes);
  }

  shareOf(priority: Priority): number {
    return this.waits(priority).length / this.sent.length;
  }

  meanWaitMs(priority: Priority): number {
    const waits = this.waits(priority);
    return waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length);
  }

  longestWaitMs(priority: Priority): number {
    return Math.max(0, ...this.waits(priority));
  }

  private waits(priority: Priority): number[] {
    return this.sent.filter((one) => one.priority === priority).map(({ waitedMs }) => waitedMs);
  }
}

const never: RequestBudget = { acquire: () => Promise.reject(new Error('no such process')), block: () => Promise.resolve(), blockedUntil: () => Promise.resolve(null) };

describe('minutes in which more waits than an account allows', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
  });
  afterAll(async () => {
    await bench.end();
  });

  type Place = { readonly journal: RequestBudget; readonly lookUps: RequestBudget; readonly pages: readonly RequestBudget[] };

  /** Journal, look-ups and a first synchronisation of one account, in as many processes. */
  async function drive({ processes, minutes }: { readonly processes: number; readonly minutes: number }, placed: (budgets: readonly RequestBudget[]) => Place): Promise<Driven> {
    const clock = new SimClock();
    const until = clock.nowMs() + minutes * MINUTE_MS;
    const platform = new Platform(clock);
    const account: BudgetAccount = { ...anyAccount(), ...baselinker.budget({ token: 'an-invented-token', endpoint: ENDPOINT }, withDefaults(null)) };
    const { journal, lookUps, pages } = placed(bench.workers(clock, processes));
    const once = async (budget: RequestBudget, priority: Priority): Promise<void> => {
      const asked = clock.nowMs();
      const permit = await leave(clock, budget, account, priority);
      await platform.call(priority, clock.nowMs() - asked);
      permit.release();
    };
    const always = async (budget: RequestBudget, priority: Priority): Promise<void> => {
      while (clock.nowMs() < until) await once(budget, priority);
    };
    const follow = async (): Promise<void> => {
      for (; clock.nowMs() < until; await clock.sleep(POLL_MS)) await once(journal, 'webhook');
    };
    await clock.run(Promise.all([follow(), always(lookUps, 'recurring'), always(lookUps, 'recurring'), ...pages.map((budget) => always(budget, 'backfill'))]));
    return new Driven(minutes, platform.blocks, platform.sent.filter(({ at }) => at < until));
  }

  it('use 97 % of the share or more without a block, the journal first and a tenth for history', async () => {
    const driven = await drive({ processes: 1, minutes: 10 }, ([one = never]) => ({ journal: one, lookUps: one, pages: [one, one] }));
    expect(driven.blocks).toBe(0);
    expect(driven.used).toBeGreaterThanOrEqual(0.97);
    expect(driven.used).toBeLessThanOrEqual(1);
    expect(driven.meanWaitMs('webhook')).toBeLessThan(driven.meanWaitMs('recurring'));
    expect(driven.meanWaitMs('recurring')).toBeLessThan(driven.meanWaitMs('backfill'));
    expect(driven.longestWaitMs('webhook')).toBeLessThan(3_000);
    expect(driven.shareOf('backfill')).toBeGreaterThanOrEqual(0.09);
  });

  it('share it without a block where two processes ask', async () => {
    const driven = await drive({ processes: 2, minutes: 4 }, ([one = never, other = never]) => ({ journal: one, lookUps: other, pages: [one, other] }));
    expect(driven.blocks).toBe(0);
    expect(driven.used).toBeGreaterThanOrEqual(0.94);
    expect(driven.used).toBeLessThanOrEqual(1);
    expect(driven.longestWaitMs('webhook')).toBeLessThan(MAX_WAIT_MS);
    expect(driven.shareOf('backfill')).toBeGreaterThanOrEqual(0.07);
  });

  it('would be blocked without a budget', async () => {
    const clock = new SimClock();
    const platform = new Platform(clock);
    const always = async (): Promise<void> => {
      for (let calls = 0; calls < 120; calls += 1) await platform.call('recurring', 0);
    };
    await clock.run(Promise.all([always(), always()]));
    expect(platform.blocks).toBeGreaterThan(0);
  });
});
