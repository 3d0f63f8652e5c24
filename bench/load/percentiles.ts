/** Milliseconds, to a tenth. */
export type Percentiles = { readonly count: number; readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };

/** The value that `share` of the values do not exceed (nearest rank); 0 for none. `sorted` rises. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => tenth(percentile(sorted, share));
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
