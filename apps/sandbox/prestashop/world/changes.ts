/** What people and modules do to existing rows, and which of it moves `date_upd`. */
import type { Cells, Row } from '../data/row.js';
import type { ResourceName } from '../fields.js';
import { historyRow } from './growth.js';
import type { Shop } from './shop.js';

export type DatedResource = 'customers' | 'addresses' | 'orders';

export function rowOf(shop: Shop, resource: ResourceName, id: number): Row {
  const row = shop.tables[resource].get(id);
  if (row === undefined) throw new Error(`No ${resource} ${String(id)}`);
  return row;
}

/** A save through PrestaShop: the patch and the shop's clock, also when nothing else changes. */
export function touch(shop: Shop, resource: DatedResource, id: number, patch: Cells): void {
  const now = shop.clock.text();
  const row = rowOf(shop, resource, id);
  const state = patch['current_state'];
  const changes: Cells = { ...patch, date_upd: patch['date_upd'] ?? now };
  if (resource === 'orders' && typeof state === 'number') {
    const flags = rowOf(shop, 'order_states', state).cells;
    changes['valid'] = flags['logable'] ?? 0;
    if (flags['paid'] === 1) changes['total_paid_real'] = row.cells['total_paid'] ?? '0.000000';
    const histories = shop.tables.order_histories;
    histories.add(historyRow(histories.nextId(), id, state, 1, now));
  }
  shop.tables[resource].change(row, changes);
}

/** Direct SQL, as modules and ERP bridges write: no date moves. */
export function writeSql(shop: Shop, resource: ResourceName, id: number, patch: Cells): void {
  shop.tables[resource].change(rowOf(shop, resource, id), patch);
}

/** `deleted=1`; the row stays listed. Version 9 takes a customer's addresses along. */
export function softDelete(shop: Shop, resource: 'customers' | 'addresses', id: number): void {
  touch(shop, resource, id, { deleted: 1 });
  if (resource !== 'customers' || shop.profile.level < 90) return;
  for (const address of shop.people.addresses.get(id) ?? []) {
    if (shop.tables.addresses.get(address.id) !== undefined) touch(shop, 'addresses', address.id, { deleted: 1 });
  }
}

/** The row is gone; what refers to it keeps the id. */
export function hardDelete(shop: Shop, resource: ResourceName, id: number): void {
  rowOf(shop, resource, id);
  shop.tables[resource].remove(id);
}

/** A used address edited by the customer (1.7+): a new row, the old one `deleted=1` and still referenced. Gives the new id. */
export function replaceAddress(shop: Shop, id: number, patch: Cells): number {
  const old = rowOf(shop, 'addresses', id);
  const now = shop.clock.text();
  const { addresses } = shop.tables;
  const row: Row = { id: addresses.nextId(), cells: { ...old.cells, ...patch, date_add: now, date_upd: now, deleted: 0 } };
  touch(shop, 'addresses', id, { deleted: 1 });
  addresses.add(row);
  shop.people.addresses.get(Number(old.cells['id_customer']))?.push(row);
  return row.id;
}
