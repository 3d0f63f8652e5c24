import { buildEngine, connectPrestaShop, openRunRow, type ConnectedShop, type EngineHouse } from '../../test/support/engine.js';
import { estimate, requestsToFollow } from './estimate.js';
import { hashAccount } from './open-account.js';
import { planRun } from './plan-run.js';

const MONTH_MS = 30 * 86_400_000;

describe('requestsToFollow', () => {
  it('counts the passes of 30 days', () => {
    expect(requestsToFollow({ intervalMs: 8 * 60_000, requestsPerPass: 4 })).toBe(21_600);
    expect(requestsToFollow({ intervalMs: MONTH_MS, requestsPerPass: 11 })).toBe(11);
    expect(requestsToFollow({ intervalMs: 7 * 60_000, requestsPerPass: 1 })).toBe(6_172);
  });
});

describe('the estimate', () => {
  let house: EngineHouse;
  let shop: ConnectedShop;

  beforeAll(async () => {
    house = await buildEngine();
    shop = await connectPrestaShop(house, { customers: 20, orders: 30 });
  });

  afterAll(async () => {
    await shop.sandbox.stop();
    await house.close();
  });

  it('says what the account was asked this month, as the budget counts it, and what following takes', async () => {
    const { info, accountKey } = house.engine.connectors('prestashop');
    const key = hashAccount('prestashop', accountKey({ address: shop.sandbox.url, key: shop.sandbox.key }));
    await house.dataSource.query(`insert into budget_use (account_key, minute, requests) values ($1, date_trunc('month', now(), 'UTC'), 1000), ('somebody else', now(), 7)`, [key]);
    const asked = async (): Promise<Record<string, unknown>> => estimate(house.engine, { integrationId: shop.integrationId, sinceMs: null }, new AbortController().signal);
    const first = await asked();
    expect(first).toMatchObject({ requestsPerMonth: requestsToFollow(info) });
    expect(Number(first['usedThisMonth'])).toBeGreaterThanOrEqual(1_000);
    // What planning asks lands under the same key: the count is the budget's own.
    await planRun(house.engine, await openRunRow(house, shop.integrationId, 'initial'));
    await (house.engine.budget as unknown as { close(): Promise<void> }).close();
    expect(Number((await asked())['usedThisMonth'])).toBeGreaterThan(1_000);
  });
});
