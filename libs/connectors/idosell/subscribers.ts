import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { mapRows } from '../sdk/map-rows.js';
import { readNumbered, type NumberedAnswer, type NumberedList } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, ReadInput, RecordLane, Stream } from '../sdk/stream.js';
import { isRow, type Row } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { IdoSellClient } from './idosell.client.js';
import type { IdoSellSettings } from './idosell.schema.js';
import { readShops } from './shops.js';
import { insideWindow, newestStamp, type Window } from './source.js';
import { entryIdOf, mapEntry, shopEntry, SUBSCRIBER_MAPPER, type NewsletterList } from './subscriber.mapper.js';
import { planWindow, positionBehind, windowOf } from './window.lane.js';

/** Spelt another way than everything else (sheet section 3, paging). */
const SHAPE: ListShape = { member: 'clients', paging: 'snake', emptyFault: true };
/** Lists are four a shop and say little: most approvals come with the client's own row at once. */
const EVERY_MS = 55 * 60_000;

const CHANNELS = ['email', 'sms'] as const;
const APPROVALS = ['y', 'n'] as const;
const pathOf = (channel: 'email' | 'sms'): string => `clients/newsletter/${channel}/search`;

type Reader = { readonly client: IdoSellClient; readonly pageSize: number; readonly shop: string | null; readonly lagMs: number; readonly nowMs: () => number };

/** All lists of some shops, in an order that never changes. */
const listsOf = (shops: readonly string[]): NewsletterList[] => shops.flatMap((shop) => CHANNELS.flatMap((channel) => APPROVALS.map((approval) => ({ shop, channel, approval }))));

async function shopIds({ client, shop }: Reader, signal: AbortSignal): Promise<string[]> {
  return shop !== null ? [shop] : (await readShops(client, signal)).map(({ id }) => id);
}

type Asked = { readonly list: NewsletterList; /** Only people without an account: the others are in the client rows. */ readonly strangers: boolean; readonly window: Window | null };

async function ask({ client }: Reader, { list, strangers, window }: Asked, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer> {
  const path = pathOf(list.channel);
  const shops = [{ shop_id: Number(list.shop), approval: list.approval, ...(strangers ? { registered: 'n' } : {}) }];
  const answer = await client.search(path, SHAPE, { shops, ...(window === null ? {} : { date: { from: window.from, to: window.to } }), results_page: page, results_limit: limit }, signal);
  if (window !== null) insideWindow(answer.rows, stampOf(list), window, path);
  return answer;
}

const stampOf = (list: NewsletterList) => (row: Row): unknown => shopEntry(row, list.shop)?.['date_modification'];

function numbered(reader: Reader, asked: Asked, signal: AbortSignal, more: Pick<NumberedList, 'carry' | 'then'>): NumberedList {
  const { list } = asked;
  return {
    pageSize: reader.pageSize,
    ask: (page, limit) => ask(reader, asked, page, limit, signal),
    map: ({ rows }) => Promise.resolve(mapRows(rows, (row) => mapEntry(row, list), (row) => entryIdOf(row, list))),
    idOf: (row) => (isRow(row) ? entryIdOf(row, list) : null),
    ...more,
  };
}

async function planBackfill(reader: Reader, signal: AbortSignal): Promise<PartPlan[]> {
  const parts: PartPlan[] = [];
  for (const list of listsOf(await shopIds(reader, signal))) {
    const { total } = await ask(reader, { list, strangers: true, window: null }, 0, 1, signal);
    if (total > 0) parts.push({ range: { ...list, rows: total }, cursor: null, expected: total, requests: Math.ceil(total / reader.pageSize) });
  }
  return parts;
}

async function* readBackfill(reader: Reader, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const list: NewsletterList = { shop: textAt(range, 'shop') ?? '', channel: range['channel'] === 'sms' ? 'sms' : 'email', approval: range['approval'] === 'n' ? 'n' : 'y' };
  const reading = numbered(reader, { list, strangers: true, window: null }, signal, { carry: (carried) => carried, then: () => ({ cursor: { read: true }, done: true }) });
  yield* readNumbered(reading, { cursor, expected: numberAt(range, 'rows') ?? null, signal });
}

/** One part for all lists: they share the window and the position that is saved behind the last of them. */
async function* readDelta(reader: Reader, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const window = windowOf(range);
  const lists = listsOf(Array.isArray(range['shops']) ? (range['shops'] as string[]) : []);
  let at: JsonObject = cursor ?? {};
  for (let index = numberAt(at, 'list') ?? 0; index < lists.length; index += 1) {
    const list = lists[index];
    if (list === undefined) return;
    const last = index === lists.length - 1;
    const seenIn = (carried: JsonObject): string => textAt(carried, 'seen') ?? textAt(carried, 'high') ?? window.from;
    const reading = numbered(reader, { list, strangers: false, window }, signal, {
      carry: (carried, rows) => ({ ...carried, list: index, seen: newestStamp(rows, stampOf(list), window, seenIn(carried)) }),
      then: (carried) => (last ? { cursor: { high: positionBehind(range, seenIn(carried)) }, done: true } : { cursor: { ...carried, list: index + 1 }, done: false }),
    });
    const pages = readNumbered(reading, { cursor: { ...at, list: index }, expected: null, signal });
    for (let next = await pages.next(); ; next = await pages.next()) {
      if (next.done === true) {
        if (next.value === 'counted') return;
        break;
      }
      at = next.value.cursor;
      yield next.value;
    }
  }
}

/** Newsletter lists: whole for people without an account, changes for everybody (sheet section 4.4). */
export function subscribersStream(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): Stream {
  const reader: Reader = { client, pageSize: settings.rowsPerPage, shop: settings.shop ?? null, lagMs: settings.lagSeconds * 1_000, nowMs };
  const backfill: RecordLane = { plan: (_input, signal) => planBackfill(reader, signal), read: (input) => readBackfill(reader, input) };
  const delta: RecordLane = {
    everyMs: EVERY_MS,
    plan: async (input, signal) => {
      const [shops, part] = [await shopIds(reader, signal), await planWindow(reader, input, signal)];
      return [{ ...part, range: { ...part.range, shops }, requests: shops.length * CHANNELS.length * APPROVALS.length }];
    },
    read: (input) => readDelta(reader, input),
  };
  return {
    name: 'subscribers', kind: 'subscriber', mapperVersion: SUBSCRIBER_MAPPER,
    // A leaving without a date would lose against a dated joining.
    trustedTime: false,
    backfill, delta, sweep: null,
    estimate: async (_input, signal) => {
      const parts = await planBackfill(reader, signal);
      const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
      return { records: sum(parts.map((part) => part.expected)), precision: 'exact', requests: Math.max(1, sum(parts.map((part) => part.requests))) };
    },
    byIds: null,
  };
}
