/** When things happened: instants in ms, ascending, and the moments rows were last saved. */
import type { Random } from '../../common/random.js';

export type Period = { readonly start: number; readonly end: number };

const DAY = 86_400_000;

/** `count` ascending instants spread over the period. */
export function ascending(random: Random, count: number, period: Period): number[] {
  const step = (period.end - period.start) / Math.max(1, count);
  return Array.from({ length: count }, (_unused, index) => Math.floor(period.start + (index + random.next()) * step));
}

/** When each row was last saved: at once, or within some days. */
export function saved(random: Random, created: readonly number[], period: Period, changedShare: number, days: number): number[] {
  return created.map((at) => (random.chance(changedShare) ? at + Math.floor(random.next() * Math.min(days * DAY, period.end - at)) : at));
}

/** Mass updates: three blocks of neighbouring rows are stamped with one second each. Changes the list it is given. */
export function stampImports(random: Random, created: readonly number[], updated: number[], period: Period, share: number): void {
  const size = Math.floor((created.length * share) / 3);
  if (size < 2) return;
  for (let block = 0; block < 3; block += 1) {
    const first = random.int(0, created.length - size);
    const newest = created[first + size - 1] ?? period.end;
    const instant = newest + Math.floor(random.next() * (period.end - newest));
    updated.fill(instant, first, first + size);
  }
}
