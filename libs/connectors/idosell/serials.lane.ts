import { highestLocal, lowestLocal } from '#libs/domain/local-time.js';
import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { cutRanges } from '../sdk/id-ranges.js';
import { mayHelpToAskLess, PageSize } from '../sdk/page-size.js';
import type { Page } from '../sdk/page.js';
import type { Estimate, PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { isRow } from '../sdk/values.js';
import type { Answer } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import { ZONE } from './idosell.schema.js';
import { serialOf } from './order.mapper.js';
import type { Orders, Placed } from './orders.js';

/** So many numbers in a row fit into one answer whatever its order. */
const BLOCK = 100;
/** Doublings of a serial number until it is beyond belief. */
const MOST_DOUBLINGS = 40;

function placedSince(sinceMs: number | null, untilMs: number | null): Placed {
  if (sinceMs === null && untilMs === null) return null;
  const second = (ms: number): number => Math.floor(ms / 1_000) * 1_000;
  // In the repeated hour rather an order too many.
  return { from: sinceMs === null ? '1990-01-01 00:00:00' : lowestLocal(second(sinceMs), ZONE), to: untilMs === null ? '2099-12-31 23:59:59' : highestLocal(second(untilMs - 1_000), ZONE) };
}

function serials(rows: readonly unknown[]): number[] {
  return rows.flatMap((row) => (isRow(row) ? Number(serialOf(row) ?? 0) : 0)).filter((serial) => serial > 0);
}

/** @throws Failure when a row lies outside the numbers asked for: the filter was ignored */
function inside(answer: Answer, begin: number, end: number, path: string): number[] {
  const found = serials(answer.rows);
  if (found.some((serial) => serial < begin || serial > end)) throw untrustworthy('filter_ignored', path);
  return found;
}

type Found = { readonly lowest: number; readonly highest: number; readonly rows: number };

/** Both ends of the serial numbers. The sorting is proven: a panel that ignores it is asked until nothing lies beyond. */
async function findSerials(orders: Orders, placed: Placed, signal: AbortSignal): Promise<Found | null> {
  const ask = (begin: number, sort: 'ASC' | 'DESC'): Promise<Answer> => orders.bySerial({ begin, end: null, placed, sort, limit: 1 }, signal);
  const top = await ask(1, 'DESC');
  let [highest = 0] = serials(top.rows);
  if (top.rows.length === 0 || highest === 0) return null;
  for (let doublings = 0; ; doublings += 1) {
    const beyond = await ask(highest + 1, 'DESC');
    const [next] = inside(beyond, highest + 1, Number.MAX_SAFE_INTEGER, orders.path);
    if (next === undefined) break;
    if (doublings === MOST_DOUBLINGS) throw untrustworthy('no_progress', orders.path);
    highest = Math.max(next, highest * 2);
  }
  const [first = 1] = serials((await ask(1, 'ASC')).rows);
  const before = first > 1 ? await orders.bySerial({ begin: 1, end: first - 1, placed, sort: 'ASC', limit: 1 }, signal) : null;
  return { lowest: before === null || before.rows.length === 0 ? first : 1, highest, rows: top.total };
}

async function plan(orders: Orders, { sinceMs, untilMs }: PlanInput, signal: AbortSignal): Promise<PartPlan[]> {
  const placed = placedSince(sinceMs, untilMs ?? null);
  const found = await findSerials(orders, placed, signal);
  if (found === null) return [];
  const more: JsonObject = placed === null ? {} : { placedFrom: placed.from, placedTo: placed.to };
  return cutRanges({ ...found, pageSize: orders.pageSize }).map((part) => ({ ...part, range: { ...part.range, ...more } }));
}

const rises = (numbers: readonly number[]): boolean => numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

/** So many rising numbers in a row are no accident; fewer are counted. */
const PROOF = 8;

type Wanted = { readonly last: number; readonly to: number; readonly placed: Placed; readonly limit: number };

/** Rows of numbers behind `last`, all different. @throws Failure when rows that have to be in the answer are not */
async function ask(orders: Orders, { last, to, placed, limit }: Wanted, signal: AbortSignal): Promise<{ readonly answer: Answer; readonly found: readonly number[]; readonly isAll: boolean }> {
  const answer = await orders.bySerial({ begin: last + 1, end: to, placed, sort: 'ASC', limit }, signal);
  const found = [...new Set(inside(answer, last + 1, to, orders.path))];
  // Damaged rows without a number become rejects; repeated ones are one row.
  const rows = found.length + answer.rows.length - serials(answer.rows).length;
  if (rows < Math.min(limit, answer.total)) throw untrustworthy('rows_left_out', orders.path);
  return { answer, found, isAll: rows >= answer.total };
}

/** True when rising numbers are proven to be the next ones: none lies between them. */
async function areNext(orders: Orders, found: readonly number[], { last, placed }: Wanted, signal: AbortSignal): Promise<boolean> {
  const highest = found.at(-1);
  if (highest === undefined || !rises(found)) return false;
  if (found.length >= PROOF) return true;
  return (await orders.bySerial({ begin: last + 1, end: highest, placed, sort: 'ASC', limit: 1 }, signal)).total === found.length;
}

/**
 * The next rows of a range. An answer that holds all of it may come in any order; of a longer one only rising numbers can be
 * gone on from, and a panel that does not sort is asked for blocks that fit.
 */
async function nextRows(orders: Orders, wanted: Wanted, signal: AbortSignal): Promise<{ readonly answer: Answer; readonly last: number }> {
  const { last, to, limit } = wanted;
  const { answer, found, isAll } = await ask(orders, wanted, signal);
  if (isAll) return { answer, last: to };
  if (await areNext(orders, found, wanted, signal)) return { answer, last: found.at(-1) ?? to };
  if (to - last <= limit) throw untrustworthy('no_progress', orders.path);
  const end = Math.min(to, last + Math.min(limit, BLOCK));
  const block = await ask(orders, { ...wanted, to: end }, signal);
  return { answer: block.answer, last: end };
}

async function* read(orders: Orders, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const to = numberAt(range, 'to') ?? 0;
  const [from, until] = [textAt(range, 'placedFrom'), textAt(range, 'placedTo')];
  const placed: Placed = from === undefined || until === undefined ? null : { from, to: until };
  let last = numberAt(cursor, 'last') ?? numberAt(range, 'after') ?? 0;
  const size = new PageSize(orders.pageSize, numberAt(cursor, 'size'));
  while (last < to) {
    try {
      const step = await nextRows(orders, { last, to, placed, limit: size.size }, signal);
      size.succeeded();
      last = step.last;
      yield { ...(await orders.map(step.answer.rows, signal)), cursor: { last, ...size.mark }, done: last >= to, total: null, requestedMs: step.answer.requestedMs };
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted || !size.shrink()) throw error;
    }
  }
}

/** History of orders by ranges of serial numbers, which never change (design section 5). */
export function serialsLane(orders: Orders): RecordLane {
  return { plan: (input, signal) => plan(orders, input, signal), read: (input) => read(orders, input) };
}

export async function estimateOrders(orders: Orders, sinceMs: number | null, signal: AbortSignal): Promise<Estimate> {
  const found = await findSerials(orders, placedSince(sinceMs, null), signal);
  if (found === null) return { records: 0, precision: 'exact', requests: 1 };
  return { records: found.rows, precision: 'exact', requests: Math.max(1, Math.ceil(found.rows / orders.pageSize)) };
}
