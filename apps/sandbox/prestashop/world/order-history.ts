import type { Row } from '../data/row.js';
import type { CustomerKind } from './customer-row.js';
import { historyRow, messageRow, messageText, newOrder, newReference } from './growth.js';
import type { Random } from '../../common/random.js';
import type { Shop } from './shop.js';
import { saved, stampImports, type Period } from './timeline.js';

export type Buyer = { readonly row: Row; readonly kind: CustomerKind; /** Created, ms. */ readonly at: number };

type Checkout = { at: number; readonly customerId: number; readonly split: boolean };

const FORTNIGHT = 14 * 86_400_000;

/** All past orders with their lines, state changes and messages. */
export function generateOrders(shop: Shop, random: Random, period: Period, buyers: readonly Buyer[], goneIds: readonly number[]): void {
  const { shares } = shop.settings;
  const checkouts = plan(shop, random, period, buyers, goneIds);
  const created = checkouts.map((checkout) => checkout.at);
  const updated = saved(random, created, period, 0.85, 12);
  stampImports(random, created, updated, period, shares.importTies);
  const orders: Row[] = [];
  const histories: Row[] = [];
  const messages: Row[] = [];
  let reference = '';
  let line = 1;
  checkouts.forEach((checkout, index) => {
    const at = updated[index] ?? checkout.at;
    if (!checkout.split) reference = newReference(random);
    const state = stateOf(random, period.end - checkout.at, at === checkout.at);
    const stamp = { created: shop.clock.text(checkout.at), updated: shop.clock.text(at) };
    const zeroDates = random.chance(shares.zeroDates);
    const order = newOrder(shop, random, { ...stamp, id: index + 1, firstLineId: line, customerId: checkout.customerId, state, reference, zeroDates });
    line += order.lines?.length ?? 0;
    orders.push(order);
    histories.push(historyRow(histories.length + 1, order.id, 10, 0, stamp.created));
    if (state !== 10) histories.push(historyRow(histories.length + 1, order.id, state, 1, stamp.updated));
    const text = messageText(shop, random, checkout.customerId);
    if (text !== null) messages.push(messageRow(messages.length + 1, order, text, stamp.created));
  });
  shop.tables.orders.load(orders);
  shop.tables.order_histories.load(histories);
  shop.tables.messages.load(messages);
}

/** Who orders when, ascending; a split checkout stands directly behind its sibling. */
function plan(shop: Shop, random: Random, period: Period, buyers: readonly Buyer[], goneIds: readonly number[]): Checkout[] {
  const { orders: count, shares } = shop.settings;
  const accounts = buyers.filter((buyer) => buyer.kind === 'account');
  const allegro = buyers.filter((buyer) => buyer.kind === 'allegro');
  const single = buyers.filter((buyer) => buyer.kind === 'guest' || buyer.kind === 'allegro').slice(0, count);
  // Guests and marketplace rows exist because of an order.
  const checkouts: Checkout[] = single.map((buyer) => ({ at: Math.min(period.end, buyer.at + random.int(1000, 600_000)), customerId: buyer.row.id, split: false }));
  const missingAllegro = Math.max(0, shares.allegro * count - allegro.length) / Math.max(1, count - checkouts.length);
  while (checkouts.length < count) {
    const roll = random.next();
    if (roll < shares.orphanedOrders && goneIds.length > 0) checkouts.push(later(random, period, period.start, random.pick(goneIds)));
    else if (roll < shares.orphanedOrders + shares.anonymousOrders && shop.people.technicalId > 0) {
      checkouts.push(later(random, period, period.start, shop.people.technicalId));
    } else {
      const pool = allegro.length > 0 && random.chance(missingAllegro) ? allegro : accounts.length > 0 ? accounts : buyers;
      const buyer = pool.length > 0 ? random.pick(pool) : null;
      checkouts.push(later(random, period, buyer?.at ?? period.start, buyer?.row.id ?? 1));
    }
  }
  checkouts.sort((a, b) => a.at - b.at);
  return splitSome(random, checkouts, shares.splitOrders, new Set(accounts.map((buyer) => buyer.row.id)));
}

/** Turns some orders of accounts into the second half of the checkout before them; guests keep the order they exist for. */
function splitSome(random: Random, checkouts: readonly Checkout[], share: number, accounts: ReadonlySet<number>): Checkout[] {
  const list: Checkout[] = [];
  for (const checkout of checkouts) {
    const before = list.at(-1);
    const splits = before !== undefined && accounts.has(checkout.customerId) && random.chance(share);
    list.push(splits ? { ...before, split: true } : checkout);
  }
  return list;
}

function later(random: Random, period: Period, from: number, customerId: number): Checkout {
  return { at: from + Math.floor(random.next() * (period.end - from)), customerId, split: false };
}

function stateOf(random: Random, age: number, untouched: boolean): number {
  if (untouched) return age > FORTNIGHT ? 6 : 10;
  if (age < FORTNIGHT) return random.pick([2, 3, 3, 4, 5]);
  const roll = random.next();
  return roll < 0.86 ? 5 : roll < 0.92 ? 6 : roll < 0.95 ? 7 : roll < 0.97 ? 8 : 4;
}
