import { byStatus, sendOpenLoop, slowestBySecond } from './open-loop.js';

describe('the open loop', () => {
  it('sends everything once, although the first answer only comes with the last delivery', async () => {
    const seen: number[] = [];
    let release: (status: number) => void = () => undefined;
    const first = new Promise<number>((resolve) => (release = resolve));
    const send = (index: number): Promise<number> => {
      seen.push(index);
      if (index === 9) release(204);
      return index === 0 ? first : Promise.resolve(204);
    };
    const sent = await sendOpenLoop({ count: 10, perSecond: 1_000, send });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(sent.map(({ index }) => index)).toEqual(seen);
    // Counted from the moment it was due: longer than the nine deliveries after it took.
    expect(sent[0]?.latencyMs).toBeGreaterThanOrEqual(8);
  });

  it('counts what was not answered', async () => {
    const send = (index: number): Promise<number> => (index === 1 ? Promise.reject(new Error('reset')) : Promise.resolve(index === 0 ? 204 : 503));
    expect(byStatus(await sendOpenLoop({ count: 4, perSecond: 1_000, send }))).toEqual({ '204': 1, none: 1, '503': 2 });
  });

  it('shows the slowest of each second', () => {
    const sent = [[100, 5], [600, 9], [1_100, 1_500.4], [1_600, 1_000]].map(([dueMs = 0, latencyMs = 0], index) => ({ index, dueMs, latencyMs, lateMs: 0, status: 204 }));
    expect(slowestBySecond(sent)).toEqual([9, 1_500]);
  });
});
