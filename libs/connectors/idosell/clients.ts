import { mapRows } from '../sdk/map-rows.js';
import type { NumberedAnswer } from '../sdk/numbered-pages.js';
import { idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { faultOf, type ListShape } from './answer.js';
import { clientIdOf, mapClient } from './client.mapper.js';
import { readTags, TAGGED_PAGE } from './client-tags.js';
import type { IdoSellClient, Query } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import type { IdoSellSettings } from './idosell.schema.js';
import { insideWindow, MOST_IDS, type Source, type Window } from './source.js';

export const CLIENTS_PATH = 'clients/clients';
export const CLIENTS: ListShape = { member: 'results', paging: 'camel', emptyFault: true };
const ADDRESSES_PATH = 'clients/deliveryAddress';
const EMPTY = 2;

/** Days of registration, `YYYY-MM-DD`; both ends belong to the slice. */
export type Days = { readonly from: string; readonly to: string };

const registeredOn = (row: Row): string | null => textOf(row['clientRegistrationDate'])?.slice(0, 10) ?? null;

const DAY = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-\d{2}$/u;

/** True for rows whose day of registration is known and lies elsewhere. */
function isElsewhere(row: unknown, { from, to }: Days): boolean {
  const day = isRow(row) ? registeredOn(row) : null;
  return day !== null && DAY.test(day) && (day < from || day > to);
}

/**
 * True for rows that no slice of registration days surely holds: without a date, with one outside all of them, or with one that
 * cannot be read. The last may come with a slice too: nobody knows what the platform takes it for.
 */
export function isUndated(row: unknown, all: Days): boolean {
  const day = isRow(row) ? registeredOn(row) : null;
  return day === null || !DAY.test(day) || isElsewhere(row, all);
}

/** Delivery addresses of a page's clients in one request; null when the settings do without. */
async function addressesOf(client: IdoSellClient, ids: readonly string[], signal: AbortSignal): Promise<Map<string, readonly unknown[] | 'failed'>> {
  const answer = await client.list(ADDRESSES_PATH, { member: 'results', paging: 'camel', emptyFault: true }, { clientIds: ids }, signal);
  const found = new Map<string, readonly unknown[] | 'failed'>();
  for (const row of answer.rows) {
    const id = isRow(row) ? idOf(row['clientId']) : null;
    if (!isRow(row) || id === null) throw untrustworthy('unexpected_shape', ADDRESSES_PATH);
    const fault = faultOf(row['error']);
    found.set(id, fault !== 0 && fault !== EMPTY ? 'failed' : (listOrMap(row['clientDeliveryAddresses']) ?? 'failed'));
  }
  return found;
}

export type Clients = Source & {
  /** A page of clients, and their addresses. */
  readonly requestsPerPage: number;
  /** Each client's tags. */
  readonly requestsPerClient: number;
  /** One page of the clients registered in a slice; of all clients when it is null. */
  registered(days: Days | null, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer>;
};

/** Clients with their addresses and consents. */
export function clientsOf(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): Clients {
  const shop = settings.shop ?? null;
  const shopFilter: Query = shop === null ? {} : { shopId: shop };
  const ask = (query: Query, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer> =>
    client.list(CLIENTS_PATH, CLIENTS, { ...shopFilter, ...query, resultsPage: page, resultsLimit: limit }, signal);

  const map: Source['map'] = async (rows, signal) => {
    const ids = rows.flatMap((row) => (isRow(row) ? (clientIdOf(row) ?? []) : []));
    const addresses = settings.deliveryAddresses && ids.length > 0 ? await addressesOf(client, ids, signal) : null;
    // Nobody is asked about who is left out anyway.
    const wanted = rows.filter((row) => isRow(row) && (settings.oneOffClients || row['isUnregistered'] !== 'y')).flatMap((row) => clientIdOf(row as Row) ?? []);
    const tags = settings.clientTags ? await readTags(client, wanted, settings.maxInFlight, signal) : null;
    return mapRows(rows, (row) => mapClient(row, { shop, oneOffClients: settings.oneOffClients, addresses, tags }), clientIdOf);
  };

  return {
    client, path: CLIENTS_PATH, pageSize: settings.clientTags ? Math.min(settings.rowsPerPage, TAGGED_PAGE) : settings.rowsPerPage, lagMs: settings.lagSeconds * 1_000, nowMs, map, requestsPerPage: settings.deliveryAddresses ? 2 : 1, requestsPerClient: settings.clientTags ? 1 : 0,
    stampOf: (row) => row['clientsLastModificationDate'],
    idOf: (row) => (isRow(row) ? clientIdOf(row) : null),
    named: (ids, signal) => client.list(CLIENTS_PATH, CLIENTS, { clientsIds: ids, resultsLimit: MOST_IDS }, signal),
    changed: async (window: Window, page, limit, signal) => {
      const answer = await ask({ clientsLastModificationDate: { clientsLastModificationDateBegin: window.from, clientsLastModificationDateEnd: window.to } }, page, limit, signal);
      insideWindow(answer.rows, (row) => row['clientsLastModificationDate'], window, CLIENTS_PATH);
      return answer;
    },
    registered: async (days, page, limit, signal) => {
      if (days === null) return ask({}, page, limit, signal);
      const answer = await ask({ clientRegistrationDate: { clientRegistrationDateBegin: days.from, clientRegistrationDateEnd: days.to } }, page, limit, signal);
      if (answer.rows.some((row) => isElsewhere(row, days))) throw untrustworthy('filter_ignored', CLIENTS_PATH);
      return answer;
    },
  };
}
