import type { BaseLinkerClient } from './baselinker.client.js';
import { PAGE } from './date-paging.js';
import { placed } from './position.js';

/** Where all history begins. Zero might be taken for no filter at all. */
export const FIRST_SECOND = 1;
const MOST_SLICES = 12;
const DAY = 86_400;

/** A period of confirmation dates `[from, to)` in seconds since 1970, and how many orders it holds. */
export type Slice = { readonly from: number; readonly to: number; readonly expected: number; /** The orders were counted, not guessed. */ readonly exact: boolean };

/** What one answer shows: the seconds of its orders, and up to where it shows all of them. */
type Sample = { readonly seconds: readonly number[]; readonly until: number; readonly rows: number };

async function sample(client: BaseLinkerClient, from: number, signal: AbortSignal): Promise<Sample> {
  const { rows } = await client.orders({ date_confirmed_from: from }, signal);
  const seconds = rows.map((row) => placed(row).second).filter((second) => second !== null && second >= from) as number[];
  seconds.sort((a, b) => a - b);
  // Fewer than a page is all there is (documented, sheet section 4).
  return { rows: rows.length, seconds, until: rows.length < PAGE ? Number.POSITIVE_INFINITY : (seconds.at(-1) ?? from) };
}

type Seen = { readonly from: number; readonly to: number; readonly count: number; readonly covered: number };

const densityOf = ({ from, count, covered }: Seen): number => count / Math.max(1, covered - from);

/** Orders of a slice: those that were seen, and for the rest the higher of the densities at its two ends. */
function sliceOf(seen: Seen, next: Seen | undefined): Slice {
  const { from, to, count, covered } = seen;
  const density = Math.max(densityOf(seen), next === undefined ? 0 : densityOf(next));
  return { from, to, expected: Math.ceil(count + (to - covered) * density), exact: covered >= to };
}

/**
 * How the orders of a period lie, by a look at a dozen moments of it: the platform counts nothing and has no upper filter. Slices
 * from the oldest order on, oldest first; none when there is no order. An answer that reaches over several slices serves them all.
 */
export async function survey(client: BaseLinkerClient, from: number, to: number, signal: AbortSignal): Promise<{ readonly slices: readonly Slice[]; readonly requests: number }> {
  let shown = await sample(client, from, signal);
  let requests = 1;
  const [oldest] = shown.seconds;
  // Rows without a usable date are to be met as rejects.
  if (oldest === undefined && shown.rows > 0) return { slices: [{ from, to, expected: shown.rows, exact: false }], requests };
  if (oldest === undefined || oldest >= to) return { slices: [], requests };
  const count = Math.min(MOST_SLICES, Math.max(1, Math.ceil((to - oldest) / (7 * DAY))));
  const edge = (index: number): number => oldest + Math.floor(((to - oldest) * index) / count);
  const seen: Seen[] = [];
  for (let index = 0; index < count; index += 1) {
    const [start, end] = [edge(index), edge(index + 1)];
    if (index > 0 && shown.until < end) {
      shown = await sample(client, start, signal);
      requests += 1;
    }
    const covered = Math.min(end, Math.max(start, shown.until));
    // What is shown at the last second itself is counted too: it may be all there is of a slice.
    const inside = shown.seconds.filter((second) => second >= start && second < end && second <= covered);
    seen.push({ from: start, to: end, count: inside.length, covered });
  }
  return { slices: seen.map((slice, index) => sliceOf(slice, seen[index + 1])), requests };
}
