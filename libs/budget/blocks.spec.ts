import { isFailure } from '#libs/domain/failure.js';
import { freshDatabase } from '../../test/setup/database.js';
import { account, never, openBench } from './testing/budget-bench.js';
import type { Bench } from './testing/budget-bench.js';
import { SimClock } from './testing/sim-clock.js';

const patient = { maxWaitMs: 3_600_000, signal: never() };
const hasty = { maxWaitMs: 5_000, signal: never() };

describe('blocks told by a platform', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
  });
  afterAll(async () => {
    await bench.end();
  });

  function pair(clock: SimClock) {
    const [one, two] = bench.workers(clock, 2);
    if (one === undefined || two === undefined) throw new Error('two workers are needed');
    return { one, two };
  }

  it('stop every process until their end, and no longer', async () => {
    const clock = new SimClock();
    const shop = account({ maxInFlight: 4 });
    const { one, two } = pair(clock);
    const until = clock.nowMs() + 60_000;
    await clock.run(one.block(shop, new Date(until), 'status 429'));
    const times = await clock.run(
      Promise.all(
        [one, two, one].map(async (worker) => {
          const permit = await worker.acquire(shop, 'webhook', patient);
          const at = clock.nowMs();
          permit.release();
          return at;
        }),
      ),
    );
    for (const at of times) {
      expect(at).toBeGreaterThanOrEqual(until);
      expect(at).toBeLessThanOrEqual(until + 1_000);
    }
  });

  it('reach a process that is sending within a second', async () => {
    const clock = new SimClock();
    const shop = account({ maxInFlight: 4 });
    const { one, two } = pair(clock);
    const sent: number[] = [];
    let blockedAt = 0;
    const sender = async (): Promise<void> => {
      for (let turn = 0; turn < 200; turn += 1) {
        const permit = await one.acquire(shop, 'backfill', patient);
        sent.push(clock.nowMs());
        await clock.sleep(30);
        permit.release();
      }
    };
    const blocker = async (): Promise<void> => {
      await clock.sleep(3_000);
      blockedAt = clock.nowMs();
      await two.block(shop, new Date(blockedAt + 120_000), 'status 503');
    };
    await clock.run(Promise.all([sender(), blocker()]));
    expect(sent.filter((at) => at < blockedAt).length).toBeGreaterThan(50);
    expect(sent.filter((at) => at > blockedAt + 500 && at < blockedAt + 120_000)).toEqual([]);
    expect(sent).toHaveLength(200);
  });

  it('refuse callers that cannot wait so long, with the wait', async () => {
    const clock = new SimClock();
    const shop = account();
    const { one, two } = pair(clock);
    await clock.run(one.block(shop, new Date(clock.nowMs() + 90_000), 'status 429'));
    for (const worker of [one, two]) {
      const refused = await clock.run(worker.acquire(shop, 'webhook', hasty).catch((error: unknown) => error));
      expect(isFailure(refused) && refused.code).toBe('account_blocked');
      expect(isFailure(refused) && refused.retryAfterMs).toBeGreaterThan(89_000);
    }
  });

  it('end at the later of two moments, in whichever order they are told', async () => {
    const clock = new SimClock();
    const { one, two } = pair(clock);
    const [early, late] = [clock.nowMs() + 30_000, clock.nowMs() + 90_000];
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const shop = account();
      await clock.run(one.block(shop, new Date(order[0] ?? 0), `until ${order[0]}`));
      await clock.run(two.block(shop, new Date(order[1] ?? 0), `until ${order[1]}`));
      expect(await clock.run(one.blockedUntil(shop))).toEqual({ until: new Date(late), reason: `until ${late}` });
    }
  });

  it('are over when their time has passed', async () => {
    const clock = new SimClock();
    const shop = account();
    const { one } = pair(clock);
    expect(await clock.run(one.blockedUntil(shop))).toBeNull();
    await clock.run(one.block(shop, new Date(clock.nowMs() + 1_000), 'status 429'));
    await clock.run(clock.sleep(1_001));
    expect(await clock.run(one.blockedUntil(shop))).toBeNull();
  });

  it('and requests are counted by minute', async () => {
    const clock = new SimClock();
    const shop = account({ maxInFlight: 2 });
    const { one } = pair(clock);
    for (let turn = 0; turn < 7; turn += 1) {
      const permit = await clock.run(one.acquire(shop, 'backfill', patient));
      permit.release();
    }
    await clock.run(one.block(shop, new Date(clock.nowMs() + 10), 'status 429'));
    await clock.run(one.close());
    const rows = await bench.dataSource.query<{ requests: number; refused: number }[]>('select requests, refused from budget_use where account_key = $1', [shop.key]);
    expect(rows.reduce((sum, row) => sum + row.requests, 0)).toBe(7);
    expect(rows.reduce((sum, row) => sum + row.refused, 0)).toBe(1);
  });

  it('raise the count of blocks in a row', async () => {
    const clock = new SimClock();
    const shop = account();
    const { one } = pair(clock);
    const refusals = async (): Promise<number | undefined> =>
      (await bench.dataSource.query<{ refusals: number }[]>('select refusals from budget_account where key = $1', [shop.key]))[0]?.refusals;
    await clock.run(one.block(shop, new Date(clock.nowMs() + 1_000), 'status 429'));
    await clock.run(one.block(shop, new Date(clock.nowMs() + 1_000), 'the same wave'));
    expect(await refusals()).toBe(1);
    await clock.run(clock.sleep(2_000));
    await clock.run(one.block(shop, new Date(clock.nowMs() + 1_000), 'status 429'));
    expect(await refusals()).toBe(2);
    await clock.run(clock.sleep(700_000));
    await clock.run(one.block(shop, new Date(clock.nowMs() + 1_000), 'status 429'));
    expect(await refusals()).toBe(1);
  });
});
