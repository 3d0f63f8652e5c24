import { mapRows, type MappedRows } from '../sdk/map-rows.js';
import type { NumberedAnswer, NumberedList } from '../sdk/numbered-pages.js';
import type { OffsetList } from '../sdk/offset-pages.js';
import type { FetchedByIds } from '../sdk/page.js';
import { idOf, isRow } from '../sdk/values.js';
import { LANGUAGE, ORDER_BY } from './assumptions.js';
import type { IdeaCommerceClient, Query } from './idea-commerce.client.js';
import { untrustworthy } from './idea-commerce.errors.js';
import { lookUp } from './look-ups.js';
import { mapOrder } from './order.mapper.js';
import { mapPartner } from './partner.mapper.js';

/** What the lanes need to know of one list. */
export type Source = {
  readonly list: 'orders' | 'partners';
  readonly client: IdeaCommerceClient;
  readonly pageSize: number;
  rows(query: Query, offset: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer>;
  count(query: Query, signal: AbortSignal): Promise<number>;
  map(rows: readonly unknown[], signal: AbortSignal): Promise<MappedRows>;
};

export const idOfRow = (row: unknown): string | null => (isRow(row) ? idOf(row['id']) : null);

type Shape = Pick<Source, 'list' | 'map'> & { readonly usual: Query };

const sourceOf = (client: IdeaCommerceClient, pageSize: number, { list, usual, map }: Shape): Source => ({
  list, client, pageSize, map,
  rows: (query, offset, limit, signal) => client.rows(list, { ...usual, ...query }, offset, limit, signal),
  count: (query, signal) => client.count(list, query, signal),
});

export const ordersOf = (client: IdeaCommerceClient, pageSize: number): Source =>
  sourceOf(client, pageSize, {
    list: 'orders',
    usual: { order_by: ORDER_BY, lang: LANGUAGE },
    map: async (rows, signal) => {
      const known = await lookUp(client, rows, signal);
      return mapRows(rows, (row) => mapOrder(row, known));
    },
  });

export const partnersOf = (client: IdeaCommerceClient, pageSize: number): Source =>
  sourceOf(client, pageSize, { list: 'partners', usual: {}, map: (rows) => Promise.resolve(mapRows(rows, mapPartner)) });

/** What both ways of reading a list share; where reading goes on behind it is the caller's. */
const partsOf = (source: Source, signal: AbortSignal): Pick<NumberedList, 'pageSize' | 'map' | 'idOf' | 'carry'> => ({
  pageSize: source.pageSize,
  map: ({ rows }) => source.map(rows, signal),
  idOf: idOfRow,
  carry: (carried) => carried,
});

/** A list nothing comes into while it is read. */
export const closedList = (source: Source, query: Query, signal: AbortSignal): Omit<NumberedList, 'then'> => ({ ...partsOf(source, signal), ask: (page, limit) => source.rows(query, page * limit, limit, signal) });

/** A list that grows while it is read, and nobody knows where. */
export const growingList = (source: Source, query: Query, signal: AbortSignal): Omit<OffsetList, 'then'> => ({ ...partsOf(source, signal), ask: (offset, limit) => source.rows(query, offset, limit, signal) });

/** One record by its id; an empty list where there is none (A5). */
export async function readOne(source: Source, id: string, signal: AbortSignal): Promise<FetchedByIds> {
  const { rows, requestedMs } = await source.client.list(source.list, { id, ...(source.list === 'orders' ? { lang: LANGUAGE } : {}) }, signal);
  if (rows.length === 0) return { records: [], rejects: [], excluded: [], missing: [id], requestedMs };
  const named = rows.map(idOfRow);
  // Nobody may be taken for removed, or for somebody else, by an answer to another question.
  if (named.some((other) => other !== null && other !== id)) throw untrustworthy('filter_ignored', source.list);
  const own = Math.max(0, named.indexOf(id));
  const { records, rejects, excluded } = await source.map(rows.slice(own, own + 1), signal);
  // Whatever is wrong with the row, its number too: it is the answer about this record, and must not stand in the way of others.
  return { records, rejects: rejects.map((reject) => ({ ...reject, externalId: id })), excluded, missing: [], requestedMs };
}
