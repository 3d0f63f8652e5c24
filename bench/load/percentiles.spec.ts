import { percentile, percentiles } from './percentiles.js';

describe('percentiles', () => {
  it('takes the nearest rank, whatever the order', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentiles(hundred)).toEqual({ count: 100, p50: 50, p90: 90, p99: 99, max: 100 });
    expect(percentiles([3])).toEqual({ count: 1, p50: 3, p90: 3, p99: 3, max: 3 });
  });

  it('shows one slow answer of a few as the highest percentile', () => {
    expect(percentiles([1, 1, 1, 500.04])).toEqual({ count: 4, p50: 1, p90: 500, p99: 500, max: 500 });
  });

  it('gives 0 where there is nothing', () => {
    expect(percentile([], 0.5)).toBe(0);
    expect(percentiles([])).toEqual({ count: 0, p50: 0, p90: 0, p99: 0, max: 0 });
  });
});
