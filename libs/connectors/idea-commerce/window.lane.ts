import { numberAt } from '../sdk/cursor.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { isRow } from '../sdk/values.js';
import { momentText, OVERLAP_MS } from './assumptions.js';
import { createdMsOf } from './order.mapper.js';
import { closedList, type Source } from './source.js';

/** An order that is not visible after this long will not come, even where clocks differ: the position may then move without one. */
const SETTLED_MS = 30 * 60_000;

/** From the newest order seen, with an overlap, to now. The end is fixed, so that nothing comes into the window while it is read. */
function plan({ client }: Source, { saved, followedSinceMs }: PlanInput): PartPlan {
  const to = Math.ceil((client.nowMs() + 1) / 1_000) * 1_000;
  // A clock that was set back takes the position with it.
  const high = Math.min(to, numberAt(saved, 'high') ?? followedSinceMs);
  return { range: { from: Math.max(0, high - OVERLAP_MS), to }, cursor: { high }, expected: null, requests: 1 };
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const [from, to] = [numberAt(range, 'from') ?? 0, numberAt(range, 'to') ?? source.client.nowMs()];
  const newest = (rows: readonly unknown[], least: number): number => rows.reduce((high: number, row) => Math.max(high, Math.min(to, (isRow(row) ? createdMsOf(row) : null) ?? high)), least);
  const high = (carried: Page['cursor']): number => numberAt(carried, 'high') ?? from;
  const list = {
    ...closedList(source, { create_date_from: momentText(from), create_date_to: momentText(to) }, signal),
    // The saved position must not move before the window is read to its end: a run that stops half-way reads it again.
    carry: (carried: Page['cursor'], rows: readonly unknown[]) => ({ ...carried, seen: newest(rows, numberAt(carried, 'seen') ?? high(carried)) }),
    then: (carried: Page['cursor']) => ({ cursor: { high: Math.min(to, Math.max(numberAt(carried, 'seen') ?? high(carried), to - SETTLED_MS)) }, done: true }),
  };
  yield* readNumbered(list, { cursor, expected: null, signal });
}

/** New orders by windows of creation dates (A8). Edits move no date: what becomes of orders is the sweep's. */
export function windowLane(source: Source): RecordLane {
  return { plan: (input) => Promise.resolve([plan(source, input)]), read: (input) => read(source, input) };
}
