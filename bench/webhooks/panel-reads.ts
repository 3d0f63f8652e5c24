import type { ShopStats } from '../shop.js';

/** What a panel was asked by id. */
export type PanelReads = {
  /** `customers/12` → how often that record was asked for. */
  readonly reads: ReadonlyMap<string, number>;
  readonly requests: { readonly customers: number; readonly addresses: number; readonly orders: number };
};

const ASKS = [
  { path: '/clients/clients', parameter: 'clientsIds', name: 'customers' },
  { path: '/clients/deliveryAddress', parameter: 'clientIds', name: 'addresses' },
  { path: '/orders/orders', parameter: 'ordersSerialNumbers', name: 'orders' },
] as const;

/** Reads the log of the panel; requests for lists and windows are left out. */
export function readsById(log: ShopStats['log']): PanelReads {
  const reads = new Map<string, number>();
  const requests = { customers: 0, addresses: 0, orders: 0 };
  for (const { path, query } of log) {
    const asked = ASKS.find((ask) => path.endsWith(ask.path));
    const ids = asked === undefined ? null : new URLSearchParams(query).get(asked.parameter);
    if (asked === undefined || ids === null) continue;
    requests[asked.name] += 1;
    // Addresses belong to a client that was asked for in the same breath.
    if (asked.name === 'addresses') continue;
    for (const id of ids.split(',')) reads.set(`${asked.name}/${id}`, (reads.get(`${asked.name}/${id}`) ?? 0) + 1);
  }
  return { reads, requests };
}

/** How often the records deliveries were about have been asked for. */
export type ReadCounts = { readonly once: number; readonly again: number; readonly never: number; /** Records nobody named. */ readonly unnamed: number };

export function judgeReads(named: readonly string[], { reads }: PanelReads): ReadCounts {
  const times = named.map((name) => reads.get(name) ?? 0);
  const wanted = new Set(named);
  return {
    once: times.filter((count) => count === 1).length,
    again: times.filter((count) => count > 1).length,
    never: times.filter((count) => count === 0).length,
    unnamed: [...reads.keys()].filter((name) => !wanted.has(name)).length,
  };
}

const IDS_PER_REQUEST = 100;

/** Requests so many records take at least: a hundred ids in each, and the addresses of clients beside them. */
export function leastRequests({ customers, orders }: { readonly customers: number; readonly orders: number }): number {
  return 2 * Math.ceil(customers / IDS_PER_REQUEST) + Math.ceil(orders / IDS_PER_REQUEST);
}
