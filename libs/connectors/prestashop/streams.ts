import type { Stream } from '../sdk/stream.js';
import { idOf, isRow, type Row } from '../sdk/values.js';
import { ADDRESS_FIELDS, ADDRESS_MAPPER, mapAddress } from './address.mapper.js';
import { allegroRules, needsAddresses, NO_ADDRESSES, type AddressRows, type AllegroRules } from './allegro-source.js';
import { backfillLane, sinceFilter } from './backfill.lane.js';
import { fetchByIds } from './by-ids.js';
import { countRows } from './count.js';
import { CUSTOMER_FIELDS, CUSTOMER_MAPPER, isTechnicalCustomer, mapCustomer, TECHNICAL_EMAIL } from './customer.mapper.js';
import { deltaLane } from './delta.lane.js';
import { mapOrder, ORDER_FIELDS, ORDER_MAPPER, ORDER_OPTIONAL_FIELDS } from './order.mapper.js';
import type { PrestaShopClient } from './prestashop.client.js';
import type { PrestaShopSettings } from './prestashop.schema.js';
import { sourceOf, type Source } from './source.js';
import { customerSweep } from './sweep.lane.js';

/** Ids in one request: a web server takes about 8 KB of address. */
const MOST_IDS = 100;
const ESTIMATE_PROBES = 8;
const PARTS = 16;

type Shape = Pick<Stream, 'name' | 'kind' | 'mapperVersion' | 'trustedTime'>;

function streamOf(shape: Shape, source: Source, sweep: Stream['sweep'] = null): Stream {
  return {
    ...shape,
    backfill: backfillLane(source),
    delta: deltaLane(source),
    sweep,
    estimate: async ({ sinceMs }, signal) => {
      const count = await countRows(source, sinceFilter(source, sinceMs), ESTIMATE_PROBES, signal);
      if (count === null) return { records: 0, precision: 'exact', requests: 1 };
      const pages = Math.ceil(count.atMost / source.pageSize);
      return { records: count.atMost, precision: count.atLeast === count.atMost ? 'exact' : 'approximate', requests: pages + Math.min(PARTS, pages) };
    },
    byIds: { most: MOST_IDS, fetch: (ids, signal) => fetchByIds(source, ids, signal) },
  };
}

/** Addresses of the orders whose Allegro login can only stand there; no request when there is no such order. */
async function addressesFor(client: PrestaShopClient, rows: readonly unknown[], rules: AllegroRules, signal: AbortSignal): Promise<AddressRows> {
  const ids = new Set<string>();
  for (const row of rows) {
    if (!isRow(row) || !needsAddresses(row, rules)) continue;
    for (const id of [idOf(row['id_address_delivery']), idOf(row['id_address_invoice'])]) if (id !== null) ids.add(id);
  }
  if (ids.size === 0) return NO_ADDRESSES;
  const found = new Map<string, Row>();
  const all = [...ids];
  for (let at = 0; at < all.length; at += MOST_IDS) {
    const filters = { id: `[${all.slice(at, at + MOST_IDS).join('|')}]` };
    const answer = await client.list({ resource: 'addresses', fields: ['id', 'alias', 'company', 'other'], filters, sort: 'id_ASC', signal });
    for (const row of answer.rows) if (isRow(row)) found.set(idOf(row['id']) ?? '', row);
  }
  return found;
}

/** Ids of the technical customers, asked for once an open account and again after a failure. */
function technicalOwners(client: PrestaShopClient): (signal: AbortSignal) => Promise<ReadonlySet<string>> {
  let known: ReadonlySet<string> | null = null;
  return async (signal) => {
    if (known !== null) return known;
    const answer = await client.list({ resource: 'customers', fields: ['id', 'email'], filters: { email: `[${TECHNICAL_EMAIL}]` }, sort: 'id_ASC', signal });
    known = new Set(answer.rows.flatMap((row) => (isRow(row) && isTechnicalCustomer(row) ? [idOf(row['id']) ?? ''] : [])));
    return known;
  };
}

/** The three streams of a shop, in reading order. */
export function streamsOf(client: PrestaShopClient, settings: PrestaShopSettings, nowMs: () => number): readonly Stream[] {
  const { zone } = settings;
  const shared = { client, zone, nowMs, lagMs: settings.lagSeconds * 1_000, optional: [], filters: {} };
  const technical = technicalOwners(client);
  const allegro = allegroRules(settings.allegroPlaces, settings.allegroPatterns);
  const customers = sourceOf({ ...shared, resource: 'customers', fields: CUSTOMER_FIELDS, pageSize: settings.othersPerPage }, () => Promise.resolve((row) => mapCustomer(row, zone)));
  const addresses = sourceOf({ ...shared, resource: 'addresses', fields: ADDRESS_FIELDS, filters: { id_customer: '>[0]' }, pageSize: settings.othersPerPage }, () => Promise.resolve((row) => mapAddress(row, zone)));
  const orders = sourceOf({ ...shared, resource: 'orders', fields: ORDER_FIELDS, optional: ORDER_OPTIONAL_FIELDS, pageSize: settings.ordersPerPage }, async (answer, signal) => {
    const mapping = { zone, allegro, technicalOwners: await technical(signal), addresses: await addressesFor(client, answer.rows, allegro, signal) };
    return (row) => mapOrder(row, mapping);
  });
  return [
    // The newsletter flag and rows written by SQL move no date: of two copies the one asked for later wins.
    streamOf({ name: 'customers', kind: 'customer', mapperVersion: CUSTOMER_MAPPER, trustedTime: false }, customers, customerSweep(customers)),
    streamOf({ name: 'addresses', kind: 'address', mapperVersion: ADDRESS_MAPPER, trustedTime: true }, addresses),
    streamOf({ name: 'orders', kind: 'order', mapperVersion: ORDER_MAPPER, trustedTime: true }, orders),
  ];
}
