import type { NeutralRecord } from '#libs/domain/records.js';
import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from '../sdk/cursor.js';
import { readOffsets } from '../sdk/offset-pages.js';
import type { Page, SweepEntry, SweepPage } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, SweepLane } from '../sdk/stream.js';
import { contentDigest, sweepEntries } from '../sdk/sweep-entries.js';
import { isOpen, OPEN_STATUSES } from './assumptions.js';
import type { Query } from './idea-commerce.client.js';
import { growingList, type Source } from './source.js';

const WEEK_MS = 7 * 24 * 3_600_000;
const OPEN = 'open:';

/** Everything a record says; orders that are expected to change can be told from the others. */
export function digestOf(record: NeutralRecord): string | null {
  if (record.kind === 'order') return `${isOpen(record.status) ? OPEN : 'shut:'}${contentDigest(record)}`;
  return record.kind === 'customer' ? contentDigest(record) : null;
}

/** What was created before following began was read by the first sync, or was not wanted: an order of then is only compared. */
function entriesOf(page: Page, sinceMs: number): readonly SweepEntry[] {
  const old = new Set(page.records.flatMap(({ externalId, createdAt }) => (createdAt !== null && Date.parse(createdAt.utc) < sinceMs ? [externalId] : [])));
  return sweepEntries(page, digestOf).map((entry) => (old.has(entry.externalId) ? { ...entry, knownOnly: true } : entry));
}

/** Lists one after another. A row the pages have missed is taken for missing, asked for by id, and found: no second pass is needed. */
async function* readLists(source: Source, lists: readonly Query[], after: JsonObject, { cursor, signal }: Pick<ReadInput, 'cursor' | 'signal'>): AsyncGenerator<Page> {
  let at: JsonObject = { ...cursor };
  for (let index = numberAt(at, 'list') ?? 0; index < lists.length; index += 1) {
    const isLast = index === lists.length - 1;
    const list = {
      ...growingList(source, lists[index] ?? {}, signal),
      carry: (carried: JsonObject): JsonObject => ({ ...carried, list: index }),
      then: (carried: JsonObject) => ({ cursor: isLast ? after : { ...carried, list: index + 1 }, done: isLast }),
    };
    for await (const page of readOffsets(list, { cursor: at, signal })) {
      yield page;
      at = page.cursor;
    }
  }
}

const OPEN_LISTS: readonly Query[] = OPEN_STATUSES.map((status) => ({ status }));

/** All orders once a week, those that are expected to change each time; `wholeMs` of the cursor says when it was all of them last. */
async function planOrders(source: Source, { saved, followedSinceMs }: PlanInput, signal: AbortSignal): Promise<PartPlan[]> {
  const nowMs = source.client.nowMs();
  const wholeMs = numberAt(saved, 'wholeMs') ?? followedSinceMs;
  if (nowMs - wholeMs < WEEK_MS) return [{ range: { open: true, sinceMs: followedSinceMs, wholeMs }, cursor: { wholeMs }, expected: null, requests: OPEN_LISTS.length }];
  const rows = await source.count({}, signal);
  return [{ range: { sinceMs: followedSinceMs, wholeMs: nowMs }, cursor: { wholeMs }, expected: rows, requests: Math.max(1, Math.ceil(rows / source.pageSize)) }];
}

async function* readOrders(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<SweepPage> {
  const [among, lists] = range['open'] === true ? [{ among: OPEN }, OPEN_LISTS] : [{}, [{}]];
  const sinceMs = numberAt(range, 'sinceMs') ?? 0;
  for await (const page of readLists(source, lists, { wholeMs: numberAt(range, 'wholeMs') ?? 0 }, { cursor, signal })) {
    yield { entries: entriesOf(page, sinceMs), cursor: page.cursor, done: page.done, requestedMs: page.requestedMs, ...among };
  }
}

/** No date moves with an edit and nothing tells of a removed order: open ones are looked at with every pass (sheet section 11). */
export function ordersSweep(source: Source): SweepLane {
  return { everyMs: 0, plan: (input, signal) => planOrders(source, input, signal), read: (input) => readOrders(source, input) };
}

async function* readPartners(source: Source, { cursor, signal }: ReadInput): AsyncGenerator<SweepPage> {
  for await (const page of readLists(source, [{}], { read: true }, { cursor, signal })) yield { entries: sweepEntries(page, digestOf), cursor: page.cursor, done: page.done, requestedMs: page.requestedMs };
}

/** Partners have no dates at all: once a week over all of them, for people without orders, changes and removed records. */
export function partnersSweep(source: Source): SweepLane {
  return {
    everyMs: WEEK_MS,
    plan: async (_input, signal) => {
      const rows = await source.count({}, signal);
      return [{ range: {}, cursor: null, expected: rows, requests: Math.max(1, Math.ceil(rows / source.pageSize)) }];
    },
    read: (input) => readPartners(source, input),
  };
}
