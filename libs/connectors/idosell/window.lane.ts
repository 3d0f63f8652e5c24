import { utcToLocal } from '#libs/domain/local-time.js';
import type { JsonObject } from '#libs/domain/words.js';
import { textAt } from '../sdk/cursor.js';
import { earlierText, overlapStart, untilOf } from '../sdk/local-window.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { ZONE } from './idosell.schema.js';
import type { IdoSellClient } from './idosell.client.js';
import { newestStamp, type Source, type Window } from './source.js';

/** A change that is stamped but not yet visible after this long will not come: the position may then move without one. */
const SETTLED_MS = 30 * 60_000;

type Following = { readonly client: IdoSellClient; readonly lagMs: number; readonly nowMs: () => number };

/** The panel's clock; it is asked for once an hour, because everything here depends on it. */
async function panelMs({ client, nowMs }: Following, signal: AbortSignal): Promise<number> {
  if (client.isClockDue()) await client.learnClock(signal);
  return client.clockMs() ?? nowMs();
}

const laterText = (a: string, b: string): string => (a > b ? a : b);

/**
 * Where following goes on behind a window: at the newest change seen, or half an hour before the window's end when it is
 * older: the last change of a quiet shop would else be read again for ever. Never further than the window.
 */
export function positionBehind(range: JsonObject, seen: string): string {
  return earlierText(laterText(seen, textAt(range, 'settled') ?? seen), windowOf(range).to);
}

/**
 * The next window of changes: from the newest change seen, with an overlap, to a little before the panel's own now. The end is
 * fixed, so that a record saved while the window is read leaves it and is found in the next one; none comes in.
 */
export async function planWindow(following: Following, { saved, followedSinceMs }: PlanInput, signal: AbortSignal): Promise<PartPlan> {
  const panel = await panelMs(following, signal);
  const until = untilOf(panel, { lagMs: following.lagMs, zone: ZONE });
  const position = textAt(saved, 'high') ?? utcToLocal(followedSinceMs + (panel - following.nowMs()), ZONE);
  // A clock that was set back takes the position with it.
  const high = earlierText(position, until);
  const settled = utcToLocal(panel - following.lagMs - SETTLED_MS, ZONE);
  return { range: { from: overlapStart(high, ZONE), to: until, settled }, cursor: { high }, expected: null, requests: 1 };
}

export function windowOf(range: JsonObject): Window {
  return { from: textAt(range, 'from') ?? '1000-01-01 00:00:00', to: textAt(range, 'to') ?? '9999-12-31 23:59:59' };
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const window = windowOf(range);
  const high = (carried: JsonObject): string => textAt(carried, 'high') ?? window.from;
  const list = {
    pageSize: source.pageSize,
    ask: (page: number, limit: number) => source.changed(window, page, limit, signal),
    map: ({ rows }: { readonly rows: readonly unknown[] }) => source.map(rows, signal),
    idOf: (row: unknown) => source.idOf(row),
    // The saved position must not move before the window is read to its end: a run that stops half-way reads it again.
    carry: (carried: JsonObject, rows: readonly unknown[]): JsonObject => ({ ...carried, seen: newestStamp(rows, source.stampOf, window, textAt(carried, 'seen') ?? high(carried)) }),
    then: (carried: JsonObject) => ({ cursor: { high: positionBehind(range, textAt(carried, 'seen') ?? high(carried)) }, done: true }),
  };
  yield* readNumbered(list, { cursor, expected: null, signal });
}

/** Changes by windows of modification dates, read by page numbers (design section 5). */
export function windowLane(source: Source): RecordLane {
  return { plan: async (input, signal) => [await planWindow(source, input, signal)], read: (input) => read(source, input) };
}
