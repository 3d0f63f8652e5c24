import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from '../sdk/cursor.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, Stream } from '../sdk/stream.js';
import { readChain } from './list-chain.js';
import { PRODUCT_MAPPER } from './product.mapper.js';
import { stampOf, type ProductList, type Products } from './products.js';
import { newestStamp, readByIds } from './source.js';
import { planWindow, positionBehind, windowOf } from './window.lane.js';

/** The filter counts in days, so that each look reads the day's changes again: hourly is often enough for offers. */
const EVERY_MS = 55 * 60_000;
/** Prices of shops, stocks and names of menus move no date: the catalogue is read whole once a day. */
const WHOLE_MS = 24 * 3_600_000;

async function count(products: Products, list: ProductList, signal: AbortSignal): Promise<number> {
  return (await products.page(list, 0, 1, signal)).total;
}

/** Shops and categories, which pages of products need. */
const BESIDE = 2;

const pagesFor = (rows: number, { pageSize }: Products): number => Math.ceil(rows / pageSize);

async function planBackfill(products: Products, signal: AbortSignal): Promise<PartPlan[]> {
  const rows = await count(products, 'active', signal);
  return rows === 0 ? [] : [{ range: { rows }, cursor: null, expected: rows, requests: pagesFor(rows, products) + BESIDE }];
}

async function* readBackfill(products: Products, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const list = products.numbered('active', signal, { carry: (carried) => carried, then: () => ({ cursor: { read: true }, done: true }) });
  yield* readNumbered(list, { cursor, expected: numberAt(range, 'rows') ?? null, signal });
}

/**
 * Changes by days; once a day the whole catalogue instead. Products that were deleted are on a list of their own, which no
 * filter shortens: it is read when its length has changed, and once a day, because one that came back may balance one that went.
 */
async function planDelta(products: Products, input: PlanInput, signal: AbortSignal): Promise<PartPlan[]> {
  const part = await planWindow(products, input, signal);
  const deleted = await count(products, 'deleted', signal);
  const before = numberAt(input.saved, 'deleted');
  const wholeMs = numberAt(input.saved, 'wholeMs') ?? products.nowMs();
  const isWhole = Math.abs(products.nowMs() - wholeMs) >= WHOLE_MS;
  const gone = deleted > 0 && (isWhole || before !== deleted);
  const requests = (isWhole ? Math.max(1, pagesFor(await count(products, 'active', signal), products)) : 1) + (gone ? pagesFor(deleted, products) : 0);
  return [{ ...part, range: { ...part.range, whole: isWhole, gone, deleted, wholeMs: isWhole ? products.nowMs() : wholeMs }, requests }];
}

function listsIn(range: JsonObject): readonly ProductList[] {
  return [range['whole'] === true ? 'active' : windowOf(range), ...(range['gone'] === true ? (['deleted'] as const) : [])];
}

async function* readDelta(products: Products, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const [window, lists] = [windowOf(range), listsIn(range)];
  yield* readChain(
    {
      count: lists.length, from: window.from,
      list: (index, more) => products.numbered(lists[index] ?? 'active', signal, more),
      seen: (index, rows, before) => (lists[index] === 'deleted' ? before : newestStamp(rows, stampOf, window, before)),
      after: (seen) => ({ high: positionBehind(range, seen), deleted: range['deleted'] ?? 0, wholeMs: range['wholeMs'] ?? 0 }),
    },
    { cursor, signal },
  );
}

/** Goods as shops offer them, with the names of the categories they stand in. */
export function productsStream(products: Products): Stream {
  return {
    name: 'products', kind: 'product', mapperVersion: PRODUCT_MAPPER,
    // A change of a price, a stock or a menu moves no date.
    trustedTime: false,
    backfill: { plan: (_input, signal) => planBackfill(products, signal), read: (input) => readBackfill(products, input) },
    delta: { everyMs: EVERY_MS, plan: (input, signal) => planDelta(products, input, signal), read: (input) => readDelta(products, input) },
    sweep: null,
    estimate: async (_input, signal) => {
      const records = await count(products, 'active', signal);
      return { records, precision: 'exact', requests: pagesFor(records, products) + BESIDE };
    },
    byIds: readByIds(products),
  };
}
