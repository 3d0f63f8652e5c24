import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import type { BaselinkerSandboxOptions } from './options.js';
import { ask } from './spec-client.js';

/** Half past ten in Warsaw, and not a whole second. */
const START = Date.parse('2026-01-15T09:30:00.400Z');
const OPEN: BaselinkerSandbox[] = [];
afterEach(async () => {
  for (const sandbox of OPEN.splice(0)) await sandbox.stop();
});

async function account(options: BaselinkerSandboxOptions = {}): Promise<{ sandbox: BaselinkerSandbox; wait: (ms: number) => void; calls: (n: number) => Promise<unknown[]> }> {
  const clock = { ms: START };
  const sandbox = await startBaselinkerSandbox({ orders: 3, now: () => clock.ms, ...options });
  OPEN.push(sandbox);
  const calls = async (n: number): Promise<unknown[]> => {
    const found: unknown[] = [];
    for (let call = 0; call < n; call += 1) found.push((await ask(sandbox, 'getOrderStatusList'))['error_message'] ?? 'ok');
    return found;
  };
  return { sandbox, wait: (ms) => { clock.ms += ms; }, calls };
}

const blocked = (time: string): string => `Query limit exceeded, token blocked until 2026-01-15 ${time}`;

it('blocks the token at call 101 until a local time', async () => {
  const { sandbox, calls } = await account();
  expect(new Set(await calls(100))).toEqual(new Set(['ok']));
  expect(await calls(1)).toEqual([blocked('10:40:01')]);
  expect(sandbox.control.blocks()).toBe(1);
});

it('counts a sliding minute', async () => {
  const { calls, wait } = await account({ ratePerMinute: 3 });
  await calls(2);
  wait(59_999);
  expect(await calls(1)).toEqual(['ok']);
  wait(1);
  expect(await calls(3)).toEqual(['ok', 'ok', blocked('10:41:01')]);
});

it('prolongs the block with every call, and lets the first one behind it through', async () => {
  const { sandbox, calls, wait } = await account({ ratePerMinute: 1 });
  await calls(2);
  wait(300_000);
  expect(await calls(1)).toEqual([blocked('10:45:01')]);
  wait(600_000);
  expect(await calls(1)).toEqual([blocked('10:55:01')]);
  wait(600_600);
  expect(await calls(1)).toEqual(['ok']);
  expect(sandbox.control.blocks()).toBe(1);
});

it('keeps the end of the block when told so, in UTC', async () => {
  const { calls, wait } = await account({ ratePerMinute: 1, prolongBlock: false, blockZone: 'UTC' });
  await calls(2);
  wait(300_000);
  expect(await calls(1)).toEqual([blocked('09:40:01')]);
});

it('lets time pass for blocks alone, and ends them at once', async () => {
  const { sandbox, calls } = await account({ ratePerMinute: 1 });
  await calls(2);
  sandbox.control.advanceBlocks(601_000);
  expect([sandbox.control.nowMs(), sandbox.control.blockedUntil()]).toEqual([START, null]);
  expect(await calls(2)).toEqual(['ok', blocked('10:40:01')]);
  sandbox.control.clearBlock();
  expect(await calls(1)).toEqual(['ok']);
});

it('shares the limit with other integrations of the account', async () => {
  const { sandbox, calls } = await account();
  sandbox.control.spendLimit(99);
  expect(await calls(2)).toEqual(['ok', blocked('10:40:01')]);
});

it('blocks the whole account by hand, or after so many calls during a block', async () => {
  const { sandbox, calls } = await account({ ratePerMinute: 1, accountBlockAfter: 2 });
  await calls(4);
  expect(await ask(sandbox, 'getOrders')).toMatchObject({ error_code: 'ERROR_USER_ACCOUNT_BLOCKED' });
  sandbox.control.blockAccount('off');
  sandbox.control.clearBlock();
  expect(await calls(1)).toEqual(['ok']);
  sandbox.control.blockAccount('on');
  expect(await ask(sandbox, 'getOrders')).toMatchObject({ error_code: 'ERROR_USER_ACCOUNT_BLOCKED' });
});

it('has no limit when it is 0', async () => {
  const { calls } = await account({ ratePerMinute: 0 });
  expect(new Set(await calls(150))).toEqual(new Set(['ok']));
});
