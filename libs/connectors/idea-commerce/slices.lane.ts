import { textAt, numberAt } from '../sdk/cursor.js';
import type { Mapped, MappedRows } from '../sdk/map-rows.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import { readOffsets } from '../sdk/offset-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import type { JsonObject } from '#libs/domain/words.js';
import { momentText } from './assumptions.js';
import type { Query } from './idea-commerce.client.js';
import { untrustworthy } from './idea-commerce.errors.js';
import { closedList, growingList, type Source } from './source.js';

/** Older than the platform. */
const FIRST_MS = Date.parse('2005-01-01T00:00:00Z');
const SECOND_MS = 1_000;
/** Rows of a slice: so few that what moves inside it is read again in no time. */
const PAGES_PER_SLICE = 10;
/** Planning has to end: what is larger than so many slices is cut into larger ones. */
const MOST_SLICES = 400;

/** A period of creation dates `[from, to)`, ms since 1970. */
type Slice = { readonly from: number; readonly to: number; readonly rows: number };

/** Placed at or after a moment (A8); orders without that date are not among these. */
const placedFrom = (sinceMs: number | null): Query => (sinceMs === null ? {} : { order_date_from: momentText(sinceMs) });
/** Times are told in whole seconds, and so is what they are compared with. */
const wholeSecond = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
const created = ({ from, to }: Pick<Slice, 'from' | 'to'>): Query => ({ create_date_from: momentText(from), create_date_to: momentText(to) });

/** Halves a slice until it is small enough; the second half's rows are what the first one's leave. Newest first. */
async function halve(source: Source, slice: Slice, more: Query, most: number, signal: AbortSignal): Promise<Slice[]> {
  if (slice.rows === 0) return [];
  if (slice.rows <= most || slice.to - slice.from <= SECOND_MS) return [slice];
  const middle = slice.from + Math.floor((slice.to - slice.from) / 2 / SECOND_MS) * SECOND_MS;
  const older = await source.count({ ...created({ from: slice.from, to: middle }), ...more }, signal);
  // More than the whole: what was not asked for came too.
  if (older > slice.rows * 2 + most) throw untrustworthy('filter_ignored', source.list);
  const newer: Slice = { from: middle, to: slice.to, rows: Math.max(0, slice.rows - older) };
  return [...(await halve(source, newer, more, most, signal)), ...(await halve(source, { from: slice.from, to: middle, rows: older }, more, most, signal))];
}

const requestsFor = (rows: number, { pageSize }: Source): number => Math.max(1, Math.ceil(rows / pageSize));

/**
 * Dates of creation never change. What is created from now on is the delta's. Where all slices together hold fewer orders than there
 * are, some have no date that a filter sees: one pass over everything finds them.
 */
async function plan(source: Source, { sinceMs, untilMs }: PlanInput, signal: AbortSignal): Promise<PartPlan[]> {
  const more = placedFrom(sinceMs);
  const all = { from: FIRST_MS, to: Math.ceil((source.client.nowMs() + 1) / SECOND_MS) * SECOND_MS };
  const total = await source.count(more, signal);
  if (total === 0) return [];
  const dated = await source.count({ ...created(all), ...more }, signal);
  const later = dated >= total ? 0 : await source.count({ create_date_from: momentText(all.to), ...more }, signal);
  const most = Math.max(source.pageSize * PAGES_PER_SLICE, Math.ceil(dated / MOST_SLICES));
  const range: JsonObject = { ...(sinceMs === null ? {} : { sinceMs: wholeSecond(sinceMs) }), ...(untilMs === undefined || untilMs === null ? {} : { untilMs }) };
  const slices = await halve(source, { ...all, rows: dated }, more, most, signal);
  const parts = slices.map(({ from, to, rows }): PartPlan => ({ range: { ...range, from: momentText(from), to: momentText(to), rows }, cursor: null, expected: rows, requests: requestsFor(rows, source) }));
  const undated = total - dated - later;
  if (undated <= 0) return parts;
  return [...parts, { range, cursor: null, expected: total, requests: requestsFor(total, source) }];
}

const placedMs = (mapped: MappedRows['records'][number]): number | null => (mapped.kind === 'order' && mapped.placedAt !== null ? Date.parse(mapped.placedAt.utc) : null);

/** Orders placed before the wanted period are left out by name; what was placed behind it is not of it. */
function within(page: MappedRows, range: JsonObject): MappedRows {
  const [sinceMs, untilMs] = [numberAt(range, 'sinceMs') ?? Number.NEGATIVE_INFINITY, numberAt(range, 'untilMs') ?? Number.POSITIVE_INFINITY];
  const isBefore = (record: Mapped): boolean => !('excluded' in record) && (placedMs(record) ?? sinceMs) < sinceMs;
  const early = page.records.filter(isBefore);
  const records = page.records.filter((record) => !isBefore(record) && (placedMs(record) ?? sinceMs) < untilMs);
  return { ...page, records, excluded: [...page.excluded, ...early.map(({ externalId }) => ({ externalId, reason: 'before_since' }))] };
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const [from, to] = [textAt(range, 'from'), textAt(range, 'to')];
  const placed = placedFrom(numberAt(range, 'sinceMs') ?? null);
  const more = { map: async ({ rows }: { readonly rows: readonly unknown[] }) => within(await source.map(rows, signal), range), then: () => ({ cursor: { read: true }, done: true }) };
  if (from === undefined || to === undefined) yield* readOffsets({ ...growingList(source, placed, signal), ...more }, { cursor, signal });
  else yield* readNumbered({ ...closedList(source, { create_date_from: from, create_date_to: to, ...placed }, signal), ...more }, { cursor, expected: numberAt(range, 'rows') ?? null, signal });
}

/** The history of orders, in slices of creation dates that are read by offsets and counted. */
export function slicesLane(source: Source): RecordLane {
  return { plan: (input, signal) => plan(source, input, signal), read: (input) => read(source, input) };
}

/** How many orders a first sync reads, and what it costs: their pages, and about two counts for each slice. */
export async function countOrders(source: Source, sinceMs: number | null, signal: AbortSignal): Promise<{ readonly records: number; readonly requests: number }> {
  const records = await source.count(placedFrom(sinceMs), signal);
  return { records, requests: requestsFor(records, source) + 2 * Math.ceil(records / (source.pageSize * PAGES_PER_SLICE)) + 3 };
}
