import { failpointOf } from './failpoint.js';

describe('failpointOf', () => {
  it.each([
    ['page-committed', 1],
    ['page-committed:3', 3],
  ])('kills at the passing that %s names', (setting, passing) => {
    let kills = 0;
    const failpoint = failpointOf(setting, () => (kills += 1));
    const seen = Array.from({ length: 4 }, () => (failpoint?.('page-fetched'), failpoint?.('page-committed'), kills));
    expect(seen.indexOf(1)).toBe(passing - 1);
    expect(kills).toBe(1);
  });

  it('is nothing where it is not set', () => {
    expect([failpointOf(null), failpointOf('')]).toEqual([null, null]);
  });
});
