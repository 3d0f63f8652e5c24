import { dueAt, dueBy } from './schedule.js';

describe('the schedule of an open loop', () => {
  it('spaces deliveries evenly', () => {
    expect([0, 1, 200].map((index) => dueAt(index, 200))).toEqual([0, 5, 1_000]);
  });

  it('knows how many are due, the first one at once and never more than there are', () => {
    expect([-1, 0, 4.9, 5, 999, 1_000, 9_999].map((ms) => dueBy(ms, 200, 300))).toEqual([0, 1, 1, 2, 200, 201, 300]);
  });

  it('calls each delivery due at its own moment', () => {
    for (const index of [1, 7, 1_234]) {
      expect(dueBy(dueAt(index, 40), 40, 5_000)).toBe(index + 1);
      expect(dueBy(dueAt(index, 40) - 0.01, 40, 5_000)).toBe(index);
    }
  });
});
