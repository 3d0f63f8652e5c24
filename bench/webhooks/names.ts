import { Problem } from '#tools/problem.js';
import { ask } from '../measure/database.js';
import type { SimulatedShop } from '../shop.js';
import type { House } from './house.js';
import { inParallel } from './in-parallel.js';

/** Records deliveries are about. */
export type Names = { readonly customers: readonly number[]; readonly orders: readonly number[] };

export const countOf = ({ customers, orders }: Names): number => customers.length + orders.length;
/** `customers/12`: as the service names streams and records. */
export const keysOf = ({ customers, orders }: Names): string[] => [...customers.map((id) => `customers/${String(id)}`), ...orders.map((id) => `orders/${String(id)}`)];

async function stored({ launched, integrationId }: House, kind: 'customer' | 'order', most: number): Promise<number[]> {
  const rows = await ask<{ id: string }>(
    launched.databaseUrl,
    'select external_id as id from source_record where integration_id = $1 and kind = $2 and gone_at is null order by external_id::bigint limit $3',
    [integrationId, kind, most],
  );
  if (rows.length < most) throw new Problem(`Only ${String(rows.length)} of ${String(most)} records (${kind}) are there: give the panel more.`);
  return rows.map(({ id }) => Number(id));
}

/** So many records that are on cards already. @throws Problem when there are not as many */
export async function chooseNames(house: House, { customers, orders }: { readonly customers: number; readonly orders: number }): Promise<Names> {
  return { customers: await stored(house, 'customer', customers), orders: await stored(house, 'order', orders) };
}

/** Changes each of them in the panel, so that a card that was not brought up to date is told from one that was. */
export async function changeAll(panel: SimulatedShop, { customers, orders }: Names, street: string): Promise<void> {
  await inParallel(customers, (id) => panel.control('touchClient', { id, patch: { street } }));
  await inParallel(orders, (serial) => panel.control('touchOrder', { serial, patch: { deliveryStreet: street } }));
}
