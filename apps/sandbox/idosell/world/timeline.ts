/** When things happened: instants in ms, with both nights of changed clocks among them. */
import { clockChange } from './clock.js';
import type { Random } from '../../common/random.js';

export type Period = { readonly start: number; readonly end: number };

/** Autumn nights of the period: the hour from 02:00 comes twice after this instant minus one hour. */
function nights({ start, end }: Period): readonly number[] {
  const years = Array.from({ length: new Date(end).getUTCFullYear() - new Date(start).getUTCFullYear() + 1 }, (_unused, index) => new Date(start).getUTCFullYear() + index);
  return years.map((year) => clockChange(year, 9) * 1000).filter((at) => at - 3_600_000 > start && at + 3_600_000 < end);
}

/** Ascending instants; in each autumn night pairs whose local texts are equal although an hour lies between them. */
export function instants(random: Random, count: number, period: Period): number[] {
  const list = Array.from({ length: count }, () => Math.floor(period.start + random.next() * (period.end - period.start)));
  const pairs = Math.min(3, Math.floor(count / 30));
  let place = 0;
  for (const change of nights(period)) {
    for (let n = 0; n < pairs; n += 1) {
      const at = change - random.int(1, 3599) * 1000;
      list[place] = at;
      list[place + 1] = at + 3_600_000;
      place += 2;
    }
    // The spring before it: the last second before the gap, the first after.
    const spring = clockChange(new Date(change).getUTCFullYear(), 2) * 1000;
    if (pairs > 0 && spring > period.start + 1000) {
      list[place] = spring - 1000;
      list[place + 1] = spring;
      place += 2;
    }
  }
  return list.sort((a, b) => a - b);
}
