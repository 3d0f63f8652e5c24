import { mapRows } from '../sdk/map-rows.js';
import { isRow, type Row } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { Answer, IdoSellClient } from './idosell.client.js';
import type { IdoSellSettings } from './idosell.schema.js';
import { mapOrder, serialOf } from './order.mapper.js';
import { insideWindow, type Source, type Window } from './source.js';

const SEARCH_PATH = 'orders/orders/search';
const BY_ID_PATH = 'orders/orders';
/** With a capital letter, alone among all lists (sheet section 3). */
export const ORDERS: ListShape = { member: 'Results', paging: 'camel', emptyFault: true };

const detailsOf = (row: Row): Row => (isRow(row['orderDetails']) ? row['orderDetails'] : {});

/** Orders placed in a window of local texts; null: whenever. */
export type Placed = Window | null;

export type SerialQuery = { readonly begin: number; readonly end: number | null; readonly placed: Placed; readonly sort: 'ASC' | 'DESC'; readonly limit: number };

export type Orders = Source & {
  /** Orders by serial number, as far as the platform sorts them at all. */
  bySerial(query: SerialQuery, signal: AbortSignal): Promise<Answer>;
};

/** Orders of the panel, or of one of its shops. */
export function ordersOf(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): Orders {
  const shop = settings.shop ?? null;
  const shopFilter: Row = shop === null ? {} : { orderSource: { shopsIds: [Number(shop)] } };
  const mapping = { shop, oneOffClients: settings.oneOffClients };
  const search = (params: Row, page: number, limit: number, signal: AbortSignal): Promise<Answer> =>
    client.search(SEARCH_PATH, ORDERS, { ...shopFilter, ...params, resultsPage: page, resultsLimit: limit }, signal);
  const dates = (type: 'add' | 'modified', { from, to }: Window): Row => ({ ordersDateRange: { ordersDateType: type, ordersDateBegin: from, ordersDateEnd: to } });
  const stampOf = (row: Row): unknown => detailsOf(row)['orderChangeDate'];
  return {
    client, path: SEARCH_PATH, pageSize: settings.rowsPerPage, lagMs: settings.lagSeconds * 1_000, nowMs, stampOf,
    idOf: (row) => (isRow(row) ? serialOf(row) : null),
    map: (rows) => Promise.resolve(mapRows(rows, (row) => mapOrder(row, mapping), serialOf)),
    named: (ids, signal) => client.list(BY_ID_PATH, ORDERS, { ordersSerialNumbers: ids }, signal),
    changed: async (window, page, limit, signal) => {
      const sort = [{ elementName: 'sn', sortDirection: 'ASC' }];
      const answer = await search({ ordersRange: dates('modified', window), ordersBy: sort }, page, limit, signal);
      insideWindow(answer.rows, stampOf, window, SEARCH_PATH);
      return answer;
    },
    bySerial: async ({ begin, end, placed, sort, limit }, signal) => {
      const range = { ordersSerialNumberBegin: begin, ...(end === null ? {} : { ordersSerialNumberEnd: end }) };
      const params = { ordersRange: { ordersSerialNumberRange: range, ...(placed === null ? {} : dates('add', placed)) }, ordersBy: [{ elementName: 'sn', sortDirection: sort }] };
      const answer = await search(params, 0, limit, signal);
      if (placed !== null) insideWindow(answer.rows, (row) => detailsOf(row)['orderAddDate'], placed, SEARCH_PATH);
      return answer;
    },
  };
}
