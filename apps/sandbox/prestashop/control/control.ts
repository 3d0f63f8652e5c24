/** Everything a test or the demo may do to the simulated shop; the same operations are offered over HTTP. */
import type { Cells } from '../data/row.js';
import { RESOURCE_NAMES, type ResourceName } from '../fields.js';
import type { KeyPatch, Keys } from '../keys.js';
import { hardDelete, replaceAddress, rowOf, softDelete, touch, writeSql } from '../world/changes.js';
import { damage, heal, type DamageKind } from '../world/damage.js';
import { sell, type Sold } from '../world/sell.js';
import type { Shop } from '../world/shop.js';
import type { Fault, Faults } from './faults.js';
import type { RateLimit } from '../../common/rate.js';
import type { LoggedRequest, Stats, StatsBook } from '../../common/stats.js';

/** Delays of every answer, ms. */
export type Latency = { ms: number; perRowMs: number };

export interface PrestaShopControl {
  stats(): Stats;
  resetStats(): void;
  /** Replaces the faults in force; null = none. */
  setFault(fault: Fault | readonly Fault[] | null): void;
  setKey(patch: KeyPatch): void;
  disableWebservice(disabled: boolean): void;
  setLatency(ms: number, perRowMs?: number): void;
  /** null = no limit. */
  setRate(perMinute: number | null): void;
  /** Places `n` orders now. */
  sell(n: number): Sold;
  /** Saves through PrestaShop: patch and `date_upd`, also with an empty patch. @throws Error when there is no such row */
  touchCustomer(id: number, patch?: Cells): void;
  touchAddress(id: number, patch?: Cells): void;
  /** A new `current_state` also writes the state log, `valid` and the paid amount. */
  touchOrder(id: number, patch?: Cells): void;
  /** The customer edits an address an order uses: a new row; gives its id. */
  replaceAddress(id: number, patch?: Cells): number;
  /** The subscription module: `date_upd` stays. */
  sqlNewsletter(id: number, value: 0 | 1): void;
  /** Any direct SQL: `date_upd` stays unless patched. */
  sqlUpdate(resource: ResourceName, id: number, patch: Cells): void;
  softDelete(resource: 'customers' | 'addresses', id: number): void;
  hardDelete(resource: ResourceName, id: number): void;
  corrupt(resource: ResourceName, id: number, kind: DamageKind): void;
  heal(resource: ResourceName, id: number): void;
  /** Stops the shop's clock at an instant (ISO 8601 with offset); null = real time again. */
  setClock(iso: string | null): void;
  advanceClock(seconds: number): void;
  /** The shop's clock as local text. */
  clock(): string;
  /** Rows by resource. */
  counts(): Readonly<Record<ResourceName, number>>;
  /** All ids, ascending. */
  ids(resource: ResourceName): readonly number[];
  /** Raw cells of a row without its lines; null = no such row. */
  record(resource: ResourceName, id: number): Cells | null;
  /** Called before each request is answered, to change the shop while it is being read; in-process only. */
  onRequest(listener: ((request: LoggedRequest) => void) | null): void;
}

export type ControlParts = {
  readonly shop: Shop;
  readonly keys: Keys;
  readonly faults: Faults;
  readonly stats: StatsBook;
  readonly rate: RateLimit;
  readonly latency: Latency;
  readonly listen: (listener: ((request: LoggedRequest) => void) | null) => void;
};

export function createControl({ shop, keys, faults, stats, rate, latency, listen }: ControlParts): PrestaShopControl {
  return {
    stats: () => stats.read(),
    resetStats: () => { stats.reset(); },
    setFault: (fault) => { faults.set(fault === null ? [] : 'kind' in fault ? [fault] : fault); },
    setKey: (patch) => { keys.set(patch); },
    disableWebservice: (disabled) => { keys.enabled = !disabled; },
    setLatency: (ms, perRowMs = 0) => { Object.assign(latency, { ms, perRowMs }); },
    setRate: (perMinute) => { rate.perMinute = perMinute; },
    sell: (n) => sell(shop, n),
    touchCustomer: (id, patch = {}) => { touch(shop, 'customers', id, patch); },
    touchAddress: (id, patch = {}) => { touch(shop, 'addresses', id, patch); },
    touchOrder: (id, patch = {}) => { touch(shop, 'orders', id, patch); },
    replaceAddress: (id, patch = {}) => replaceAddress(shop, id, patch),
    sqlNewsletter: (id, value) => { writeSql(shop, 'customers', id, { newsletter: value }); },
    sqlUpdate: (resource, id, patch) => { writeSql(shop, resource, id, patch); },
    softDelete: (resource, id) => { softDelete(shop, resource, id); },
    hardDelete: (resource, id) => { hardDelete(shop, resource, id); },
    corrupt: (resource, id, kind) => { damage(rowOf(shop, resource, id), kind); },
    heal: (resource, id) => { heal(rowOf(shop, resource, id)); },
    setClock: (iso) => { shop.clock.set(iso); },
    advanceClock: (seconds) => { shop.clock.advance(seconds); },
    clock: () => shop.clock.text(),
    counts: () => Object.fromEntries(RESOURCE_NAMES.map((name) => [name, shop.tables[name].size])) as Record<ResourceName, number>,
    ids: (resource) => shop.tables[resource].rows.map((row) => row.id),
    record: (resource, id) => record(shop, resource, id),
    onRequest: listen,
  };
}

function record(shop: Shop, resource: ResourceName, id: number): Cells | null {
  const row = shop.tables[resource].get(id);
  return row === undefined ? null : { id: row.id, ...row.cells };
}
