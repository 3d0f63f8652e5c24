import { utcToLocal } from '#libs/domain/local-time.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, ReadInput, RecordLane } from '../sdk/stream.js';
import { CLIENTS_PATH, isUndated, type Clients, type Days } from './clients.js';
import { untrustworthy } from './idosell.errors.js';
import { ZONE } from './idosell.schema.js';

/** Older than the platform. */
const FIRST_DAY = '2000-01-01';
const DAY_MS = 24 * 3_600_000;
/** Slices are cut until they are a sixteenth of all clients; smaller than a few pages they are not worth a workflow step. */
const PARTS = 16;
const PAGES_PER_PART = 8;
/** Attempts to count while nobody registers. */
const MOST_TRIES = 5;

type Slice = Days & { readonly rows: number };

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

async function count(clients: Clients, days: Days | null, signal: AbortSignal): Promise<number> {
  return (await clients.registered(days, 0, 1, signal)).total;
}

/** Halves a slice until it is small enough; the second half's rows are what the first one's leave. Newest first. */
async function halve(clients: Clients, slice: Slice, most: number, signal: AbortSignal): Promise<Slice[]> {
  if (slice.rows === 0) return [];
  if (slice.rows <= most || slice.from === slice.to) return [slice];
  const middle = dayOf(msOf(slice.from) + Math.floor((msOf(slice.to) - msOf(slice.from)) / 2 / DAY_MS) * DAY_MS);
  const older = await count(clients, { from: slice.from, to: middle }, signal);
  // More than the whole: what was not asked for came too.
  if (older > slice.rows * 2 + most) throw untrustworthy('filter_ignored', CLIENTS_PATH);
  const newer = { from: dayOf(msOf(middle) + DAY_MS), to: slice.to, rows: Math.max(0, slice.rows - older) };
  return [...(await halve(clients, newer, most, signal)), ...(await halve(clients, { from: slice.from, to: middle, rows: older }, most, signal))];
}

/** Pages of so many clients, with what is asked beside each page and each client. */
export const requestsFor = (rows: number, clients: Clients): number => Math.ceil(rows / clients.pageSize) * clients.requestsPerPage + rows * clients.requestsPerClient;

/** The pass over all clients for those without a date; addresses are asked for on pages that hold one. */
function requestsForUndated(total: number, undated: number, clients: Clients): number {
  const pages = Math.ceil(total / clients.pageSize);
  return pages + (clients.requestsPerPage - 1) * Math.min(pages, undated) + undated * clients.requestsPerClient;
}

/** A day more than there can be: shops in other zones, and clocks that are ahead. */
const allDays = (clients: Clients): Days => ({ from: FIRST_DAY, to: dayOf(msOf(today(clients)) + DAY_MS) });

const today = (clients: Clients): string => utcToLocal(clients.nowMs(), ZONE).slice(0, 10);

type Counts = { readonly total: number; readonly dated: number };

/** Asked until nobody registered in between: a newborn counted on one side only would hide somebody without a date. */
async function countAll(clients: Clients, all: Days, signal: AbortSignal): Promise<Counts> {
  let before = await count(clients, all, signal);
  for (let tries = 1; ; tries += 1) {
    const total = await count(clients, null, signal);
    const dated = await count(clients, all, signal);
    // In a shop that never rests: rather a pass too many than somebody left out.
    if (dated === before || tries === MOST_TRIES) return { total, dated: Math.min(dated, before) };
    before = dated;
  }
}

/** Days of registration never change; clients without one are read in a pass over all of them (design section 5). */
async function plan(clients: Clients, signal: AbortSignal): Promise<PartPlan[]> {
  const all = allDays(clients);
  const { total, dated } = await countAll(clients, all, signal);
  if (total === 0) return [];
  const most = Math.max(clients.pageSize * PAGES_PER_PART, Math.ceil(total / PARTS));
  // Today apart: who registers while the history is read lengthens a few pages, and not a sixteenth of all.
  const past = { from: all.from, to: dayOf(msOf(today(clients)) - DAY_MS) };
  const old = await count(clients, past, signal);
  const fresh: Slice = { from: today(clients), to: all.to, rows: Math.max(0, dated - old) };
  const slices = [...(fresh.rows > 0 ? [fresh] : []), ...(await halve(clients, { ...past, rows: old }, most, signal))];
  const parts: PartPlan[] = slices.map(({ from, to, rows }) => ({ range: { from, to, rows }, cursor: null, expected: rows, requests: requestsFor(rows, clients) }));
  if (dated >= total) return parts;
  return [...parts, { range: { ...all, undated: true, rows: total }, cursor: null, expected: total - dated, requests: requestsForUndated(total, total - dated, clients) }];
}

async function* read(clients: Clients, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const days: Days = { from: textAt(range, 'from') ?? FIRST_DAY, to: textAt(range, 'to') ?? FIRST_DAY };
  const undated = range['undated'] === true;
  const list = {
    pageSize: clients.pageSize,
    ask: (page: number, limit: number) => clients.registered(undated ? null : days, page, limit, signal),
    // Rows with a date of registration are in the parts of their own days.
    map: ({ rows }: { readonly rows: readonly unknown[] }) => clients.map(undated ? rows.filter((row) => isUndated(row, days)) : rows, signal),
    idOf: (row: unknown) => clients.idOf(row),
    // Newborns lengthen the list of all clients, but have a date.
    ...(undated ? { wanted: { is: (row: unknown) => isUndated(row, days), count: async () => { const { total, dated } = await countAll(clients, days, signal); return total - dated; } } } : {}),
    carry: (carried: Page['cursor']) => carried,
    then: () => ({ cursor: { read: true }, done: true }),
  };
  yield* readNumbered(list, { cursor, expected: numberAt(range, 'rows') ?? null, signal });
}

/** The history of clients, in slices of registration days that are read by page numbers. */
export function slicesLane(clients: Clients): RecordLane {
  return { plan: (_input, signal) => plan(clients, signal), read: (input) => read(clients, input) };
}

/** How many clients there are, and what reading them costs. */
export async function countClients(clients: Clients, signal: AbortSignal): Promise<{ readonly records: number; readonly requests: number }> {
  const { total: records, dated } = await countAll(clients, allDays(clients), signal);
  const undated = records > dated ? requestsForUndated(records, records - dated, clients) : 0;
  return { records, requests: Math.max(1, requestsFor(dated, clients) + undated) };
}
