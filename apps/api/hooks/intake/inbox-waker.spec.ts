import { jest } from '@jest/globals';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { InboxWaker } from './inbox-waker.js';

const owner = (integrationId: string): FlowOwner => ({ workspaceId: 'w', integrationId, platform: 'idosell', code: 'idosell-1' });

describe('InboxWaker', () => {
  let calls: string[];
  let down: boolean;
  let waker: InboxWaker;

  beforeEach(() => {
    jest.useFakeTimers();
    calls = [];
    down = false;
    waker = new InboxWaker({
      everyMs: 1_000, longestMs: 30_000,
      wake: async ({ integrationId }) => {
        calls.push(integrationId);
        await Promise.resolve();
        if (down) throw new Error('Temporal is away');
      },
    });
  });
  afterEach(() => {
    waker.stop();
    jest.useRealTimers();
  });

  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it('does nothing on the path of the caller', async () => {
    waker.wake(owner('a'));
    expect(calls).toEqual([]);
    await pass(0);
    expect(calls).toEqual(['a']);
  });

  it('calls once a second at most for one integration, and never forgets the last wish', async () => {
    for (let n = 0; n < 9; n += 1) {
      waker.wake(owner('a'));
      await pass(100);
    }
    expect(calls).toEqual(['a']);
    await pass(1_000);
    expect(calls).toEqual(['a', 'a']);
    await pass(60_000);
    expect(calls).toEqual(['a', 'a']);
    waker.wake(owner('a'));
    await pass(0);
    expect(calls).toHaveLength(3);
  });

  it('does not let one integration wait for another', async () => {
    waker.wake(owner('a'));
    waker.wake(owner('b'));
    await pass(0);
    expect(calls).toEqual(['a', 'b']);
  });

  it('tries again with growing pauses while Temporal is away, and as usual afterwards', async () => {
    down = true;
    waker.wake(owner('a'));
    const seen: number[] = [];
    for (let second = 0; second < 100; second += 1) {
      const before = calls.length;
      waker.wake(owner('a'));
      await pass(second === 0 ? 0 : 1_000);
      if (calls.length > before) seen.push(second);
    }
    expect(seen).toEqual([0, 2, 6, 14, 30, 60, 90]);
    down = false;
    await pass(30_000);
    const there = calls.length;
    await pass(1_000);
    waker.wake(owner('a'));
    await pass(1_000);
    expect(calls.length).toBeGreaterThan(there);
  });

  it('is quiet after it was stopped', async () => {
    down = true;
    waker.wake(owner('a'));
    await pass(0);
    waker.stop();
    waker.wake(owner('b'));
    await pass(60_000);
    expect(calls).toEqual(['a']);
  });
});
