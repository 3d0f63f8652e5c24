import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from '../sdk/cursor.js';
import { mapRows, type Mapped } from '../sdk/map-rows.js';
import type { Page } from '../sdk/page.js';
import type { Estimate, PartPlan, PlanInput, ReadInput, Stream } from '../sdk/stream.js';
import { isRow, type Row } from '../sdk/values.js';
import { secondsOf } from './seconds.js';
import type { BaseLinkerClient } from './baselinker.client.js';
import { byIds } from './by-ids.js';
import { PAGE, stepByDate } from './date-paging.js';
import { stepById } from './id-paging.js';
import { mapOrder, ORDER_MAPPER, orderIdOf } from './order.mapper.js';
import { cursorOf, parametersOf, positionOf, startAt } from './position.js';
import { FIRST_SECOND, survey, type Slice } from './survey.js';

const MINUTE = 60;
const DAY = 86_400;
/** How far the clocks of the platform and ours may differ. */
const SKEW = 5 * MINUTE;
/** Read again at each start of a delta, because nothing promises that an order is visible the second it is confirmed. */
const OVERLAP = 10 * MINUTE;
/** An order is confirmed when it is placed or soon after, 18 hours at most in what was seen (sheet section 4). */
const CONFIRMED_WITHIN = 31 * DAY;
/** A part is a workflow step of its own, so it should hold a few pages. */
const ORDERS_PER_PART = 5 * PAGE;

const secondOf = (ms: number): number => Math.floor(ms / 1_000);
const endOf = (client: BaseLinkerClient): number => secondOf(client.nowMs()) + SKEW;

/** Slices joined until each part is worth its step, newest first. */
function partsOf(slices: readonly Slice[], more: JsonObject): PartPlan[] {
  const parts: PartPlan[] = [];
  let joined: Slice[] = [];
  for (const slice of [...slices].reverse()) {
    joined = [slice, ...joined];
    const expected = joined.reduce((sum, one) => sum + one.expected, 0);
    if (expected < ORDERS_PER_PART && slice !== slices[0]) continue;
    // One more than its pages: the answer that shows its end.
    parts.push({ range: { from: slice.from, to: joined.at(-1)?.to ?? slice.to, ...more }, cursor: null, expected, requests: Math.ceil(expected / PAGE) + 1 });
    joined = [];
  }
  return parts;
}

/** Where history begins: an order may have been confirmed in the very minute it was placed, by another clock. */
const beginning = (sinceMs: number | null): number => (sinceMs === null ? FIRST_SECOND : Math.max(FIRST_SECOND, secondOf(sinceMs) - MINUTE));

async function planHistory(client: BaseLinkerClient, { sinceMs, untilMs }: PlanInput, signal: AbortSignal): Promise<readonly PartPlan[]> {
  const until = untilMs ?? null;
  const to = Math.min(endOf(client), until === null ? Number.POSITIVE_INFINITY : secondOf(until) + CONFIRMED_WITHIN);
  const { slices } = await survey(client, beginning(sinceMs), to, signal);
  return partsOf(slices, { ...(sinceMs === null ? {} : { sinceMs }), ...(until === null ? {} : { untilMs: until }) });
}

/** A gap, a second look, or what has been confirmed since the last time. A clock that was set back takes the position with it. */
function planChanges(client: BaseLinkerClient, { saved, sinceMs, followedSinceMs }: PlanInput): readonly PartPlan[] {
  const to = endOf(client);
  const high = Math.min(to, numberAt(saved, 'high') ?? secondOf(sinceMs ?? followedSinceMs));
  const from = sinceMs === null ? (saved === null ? high : high - OVERLAP) : secondOf(sinceMs);
  return [{ range: { to }, cursor: cursorOf(startAt(Math.max(FIRST_SECOND, from), high)), expected: null, requests: null }];
}

/** Orders placed before a moment are left out; the moment of placing is not the one that is paged by. */
function mapperFor(range: JsonObject): (row: Row) => Mapped {
  const sinceMs = numberAt(range, 'sinceMs');
  return (row) => {
    const order = mapOrder(row);
    const placedMs = order.placedAt === null ? null : Date.parse(order.placedAt.utc);
    return sinceMs !== undefined && placedMs !== null && placedMs < sinceMs ? { excluded: 'before_since' } : order;
  };
}

/** Orders placed at or after the end of a period that is read again are not of it. */
function within(rows: readonly unknown[], untilMs: number | undefined): readonly unknown[] {
  return untilMs === undefined ? rows : rows.filter((row) => !isRow(row) || (secondsOf(row['date_add']) ?? 0) * 1_000 < untilMs);
}

async function* read(client: BaseLinkerClient, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const to = numberAt(range, 'to') ?? endOf(client);
  const map = mapperFor(range);
  let at = positionOf(cursor, numberAt(range, 'from') ?? FIRST_SECOND);
  for (;;) {
    const { rows, requestedMs } = await client.orders(parametersOf(at), signal);
    const step = at.id === null ? stepByDate(rows, at, to) : stepById(rows, at, to);
    at = step.next;
    yield { ...mapRows(within(step.rows, numberAt(range, 'untilMs')), map, orderIdOf), cursor: cursorOf(at), done: step.done, total: null, requestedMs };
    if (step.done) return;
  }
}

async function estimate(client: BaseLinkerClient, sinceMs: number | null, signal: AbortSignal): Promise<Estimate> {
  const { slices, requests } = await survey(client, beginning(sinceMs), endOf(client), signal);
  const parts = partsOf(slices, {});
  const exact = sinceMs === null && slices.every((slice) => slice.exact);
  const sum = (values: readonly (number | null)[]): number => values.reduce((total: number, value) => total + (value ?? 0), 0);
  return { records: sum(parts.map((part) => part.expected)), precision: exact ? 'exact' : 'approximate', requests: requests + sum(parts.map((part) => part.requests)) };
}

/**
 * Orders by their confirmation date, the only one of them that never changes and has a filter. Unconfirmed orders are not of
 * history (documentation advises so); the journal tells when they are confirmed. Edits move no date.
 */
export function ordersStream(client: BaseLinkerClient): Stream {
  const lane = { read: (input: ReadInput) => read(client, input) };
  return {
    name: 'orders', kind: 'order', mapperVersion: ORDER_MAPPER, trustedTime: false, sweep: null,
    backfill: { ...lane, plan: (input, signal) => planHistory(client, input, signal) },
    delta: { ...lane, plan: (input) => Promise.resolve(planChanges(client, input)) },
    estimate: ({ sinceMs }, signal) => estimate(client, sinceMs, signal),
    byIds: byIds(client),
  };
}
