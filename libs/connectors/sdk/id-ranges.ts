import type { PartPlan } from './stream.js';

const MOST_PARTS = 16;
/** A part costs a workflow step of its own, so it should hold a few pages. */
const PAGES_PER_PART = 16;

export type IdSpan = { readonly lowest: number; readonly highest: number; /** Rows in it, at most. */ readonly rows: number; readonly pageSize: number };

/** Parts of the ids in `[lowest, highest]`, newest first; the range of each is `{ after, to }`, meaning `(after, to]`. */
export function cutRanges({ lowest, highest, rows, pageSize }: IdSpan): PartPlan[] {
  const span = highest - lowest + 1;
  const count = Math.max(1, Math.min(MOST_PARTS, Math.ceil(span / (pageSize * PAGES_PER_PART))));
  const plans: PartPlan[] = [];
  for (let index = 0; index < count; index += 1) {
    const after = lowest - 1 + Math.floor((span * index) / count);
    const to = lowest - 1 + Math.floor((span * (index + 1)) / count);
    const expected = Math.ceil((rows * (to - after)) / span);
    plans.push({ range: { after, to }, cursor: null, expected, requests: Math.ceil(expected / pageSize) });
  }
  return plans.reverse();
}
