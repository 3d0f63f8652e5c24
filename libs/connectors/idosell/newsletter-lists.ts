import { mapRows } from '../sdk/map-rows.js';
import type { NumberedAnswer, NumberedList } from '../sdk/numbered-pages.js';
import { isRow, type Row } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { IdoSellClient } from './idosell.client.js';
import { readShops } from './shops.js';
import { insideWindow, type Window } from './source.js';
import { entryIdOf, mapEntry, newestEntry, shopEntry, type NewsletterList } from './subscriber.mapper.js';

/** Spelt another way than everything else (sheet section 3, paging). */
const SHAPE: ListShape = { member: 'clients', paging: 'snake', emptyFault: true };
export const CHANNELS = ['email', 'sms'] as const;
export const APPROVALS = ['y', 'n'] as const;

export type Reader = { readonly client: IdoSellClient; readonly pageSize: number; readonly shop: string | null; readonly lagMs: number; readonly nowMs: () => number };

export const keyOf = ({ shop, channel, approval }: NewsletterList): string => `${channel}/${shop}/${approval}`;

/** All lists of some shops, in an order that never changes. */
export const listsOf = (shops: readonly string[]): NewsletterList[] => shops.flatMap((shop) => CHANNELS.flatMap((channel) => APPROVALS.map((approval) => ({ shop, channel, approval }))));

export async function shopIds({ client, shop }: Reader, signal: AbortSignal): Promise<string[]> {
  return shop !== null ? [shop] : (await readShops(client, signal)).map(({ id }) => id);
}

/** A list, or what changed in it. `strangers`: only people without an account, because the others are in the client rows. */
export type Asked = { readonly list: NewsletterList; readonly strangers: boolean; readonly window: Window | null };

async function ask({ client }: Reader, { list, strangers, window }: Asked, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer> {
  const path = `clients/newsletter/${list.channel}/search`;
  const shops = [{ shop_id: Number(list.shop), approval: list.approval, ...(strangers ? { registered: 'n' } : {}) }];
  const answer = await client.search(path, SHAPE, { shops, ...(window === null ? {} : { date: { from: window.from, to: window.to } }), results_page: page, results_limit: limit }, signal);
  if (window !== null) insideWindow(answer.rows, newestEntry, window, path);
  return answer;
}

/** How many people without an account a list has. */
export async function countStrangers(reader: Reader, list: NewsletterList, signal: AbortSignal): Promise<number> {
  return (await ask(reader, { list, strangers: true, window: null }, 0, 1, signal)).total;
}

export const stampOf = (list: NewsletterList) => (row: Row): unknown => shopEntry(row, list.shop)?.['date_modification'];

export function numbered(reader: Reader, asked: Asked, signal: AbortSignal, more: Pick<NumberedList, 'carry' | 'then'>): NumberedList {
  const { list } = asked;
  return {
    pageSize: reader.pageSize,
    ask: (page, limit) => ask(reader, asked, page, limit, signal),
    map: ({ rows }) => Promise.resolve(mapRows(rows, (row) => mapEntry(row, list), (row) => entryIdOf(row, list))),
    idOf: (row) => (isRow(row) ? entryIdOf(row, list) : null),
    ...more,
  };
}
