import type { Row } from '../data/row.js';
import type { CustomerKind } from './customer-row.js';
import { historyRow, messageRow, messageText, newAddress, newCustomer, newOrder, newReference } from './growth.js';
import type { Shop } from './shop.js';

/** Ids of what a sale created. */
export type Sold = { readonly orders: number[]; readonly customers: number[]; readonly addresses: number[] };

/** `n` orders placed now, some by new customers, guests or marketplace buyers. */
export function sell(shop: Shop, n: number): Sold {
  const sold: Sold = { orders: [], customers: [], addresses: [] };
  for (let i = 0; i < n; i += 1) sellOne(shop, sold);
  return sold;
}

function sellOne(shop: Shop, sold: Sold): void {
  const { random, tables, people, clock } = shop;
  const now = clock.text();
  const stamp = { created: now, updated: now };
  const buyer = pickBuyer(shop) ?? register(shop, sold);
  if (!people.addresses.has(buyer.id)) {
    const address = tables.addresses.add(newAddress(shop, random, tables.addresses.nextId(), buyer, stamp));
    sold.addresses.push(address.id);
  }
  const id = tables.orders.nextId();
  const order = newOrder(shop, random, { ...stamp, id, firstLineId: nextLine(shop), customerId: buyer.id, state: random.pick([2, 10]), reference: newReference(random), zeroDates: false });
  tables.orders.add(order);
  sold.orders.push(id);
  const state = Number(order.cells['current_state']);
  tables.order_histories.add(historyRow(tables.order_histories.nextId(), id, state, 0, now));
  const text = messageText(shop, random, buyer.id);
  if (text !== null) tables.messages.add(messageRow(tables.messages.nextId(), order, text, now));
}

/** Somebody who bought or registered before and is still there; null = a new customer. */
function pickBuyer({ random, people, tables }: Shop): Row | null {
  if (people.accounts.length === 0 || random.chance(0.45)) return null;
  const account = random.pick(people.accounts);
  return tables.customers.get(account.id) === account && account.cells['deleted'] === 0 ? account : null;
}

function register(shop: Shop, sold: Sold): Row {
  const { random, tables, clock, settings } = shop;
  const roll = random.next();
  const kind: CustomerKind = roll < settings.shares.allegro * 2 ? 'allegro' : roll < settings.shares.allegro * 2 + settings.shares.guests ? 'guest' : 'account';
  const now = clock.text();
  const row = tables.customers.add(newCustomer(shop, random, tables.customers.nextId(), kind, { created: now, updated: now }));
  sold.customers.push(row.id);
  return row;
}

function nextLine({ tables }: Shop): number {
  for (let index = tables.orders.rows.length - 1; index >= 0; index -= 1) {
    const last = tables.orders.rows[index]?.lines?.at(-1)?.['id'];
    if (typeof last === 'number') return last + 1;
  }
  return 1;
}
