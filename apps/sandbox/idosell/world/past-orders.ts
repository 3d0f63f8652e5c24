/** The orders of the history: who bought when, and what became of it. */
import { joinInto } from './join.js';
import { makeOrder } from './make-order.js';
import type { Client } from './model.js';
import type { Random } from '../../common/random.js';
import { STATUS_CODES, STRAY_CODES } from './statuses.js';
import { instants, type Period } from './timeline.js';
import type { World } from './world.js';

type Slot = { readonly at: number; readonly client: Client };

/** Who buys when: marketplace orders by their share, others without an account once, accounts for the rest. */
function slots(world: World, random: Random, period: Period, born: ReadonlyMap<number, number>): Slot[] {
  const { orders, shares } = world.settings;
  const rows = world.clients.rows;
  const list: Slot[] = [];
  const bornAt = (client: Client): number => born.get(client.id) ?? period.start;
  const allegro = rows.filter((client) => client.allegro !== null);
  const wanted = allegro.length === 0 ? 0 : Math.round(orders * shares.allegro);
  for (let n = 0; n < wanted; n += 1) {
    const client = allegro[n % allegro.length];
    if (client === undefined) break;
    const first = bornAt(client);
    list.push({ at: n < allegro.length ? first : first + Math.floor(random.next() * (period.end - first)), client });
  }
  const plain = rows.filter((client) => client.oneOff && client.allegro === null);
  // With few orders most of the one-off clients are left without one, so that accounts buy as well.
  for (const client of plain.slice(0, (orders - wanted) >> 1)) list.push({ at: bornAt(client), client });
  const accounts = rows.filter((client) => !client.oneOff);
  const buyersLeft = accounts.length > 0 ? accounts : rows;
  if (buyersLeft.length === 0) return [];
  for (const at of instants(random, Math.max(0, orders - list.length), period)) {
    // The older half of those who were there already buys more often.
    const there = Math.max(1, countBefore(buyersLeft, (client) => bornAt(client) <= at));
    const client = buyersLeft[Math.floor(random.next() * random.next() * there)] ?? random.pick(buyersLeft);
    list.push({ at: Math.max(at, bornAt(client)), client });
  }
  return list.sort((a, b) => a.at - b.at);
}

function countBefore(rows: readonly Client[], test: (client: Client) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && test(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param born when each client came, by id, ms */
export function makeOrders(world: World, random: Random, period: Period, born: ReadonlyMap<number, number>): void {
  const list = slots(world, random, period, born);
  const { shares } = world.settings;
  const forced = [...STATUS_CODES.filter((code) => code !== 'joined'), ...(list.length >= 200 ? STRAY_CODES : [])];
  const accounts = world.clients.rows.filter((client) => !client.oneOff);
  const open = new Map<number, number>();
  const target = Math.max(shares.joined > 0 && list.length > 40 ? 1 : 0, Math.round(list.length * shares.joined));
  let joined = 0;
  for (const [index, { at, client }] of list.entries()) {
    const step = Math.floor((index * forced.length) / list.length);
    const fixed = list.length >= forced.length && Math.floor(((index - 1) * forced.length) / list.length) !== step ? forced[step] : undefined;
    const age = Math.max(0, Math.floor((period.end - at) / 1000));
    const drop = accounts.length > 1 && !client.oneOff && random.chance(shares.dropshipping) ? random.pick(accounts) : undefined;
    const order = makeOrder(world, random, {
      client, ms: at, age, status: fixed ?? statusAt(random, age / 86_400), ...(drop === undefined || drop === client ? {} : { endClient: drop }),
    });
    world.orders.add(order);
    const earlier = open.get(client.id);
    if (fixed === undefined && joined < target && earlier !== undefined && joined <= (index / list.length) * target) {
      joinInto(world.orders.need(earlier), order, order.changed);
      open.delete(client.id);
      joined += 1;
    } else if (fixed === undefined && !client.oneOff) open.set(client.id, order.id);
  }
}

function statusAt(random: Random, days: number): string {
  const fate = random.next();
  if (days < 2) return random.pick(['new', 'new', 'payment_waiting', 'on_order', 'on_order', 'packed', 'ready', 'finished']);
  if (days < 7 && fate < 0.3) return random.pick(['payment_waiting', 'delivery_waiting', 'on_order', 'packed_ready', 'wait_for_dispatch', 'suspended']);
  return fate < 0.86 ? 'finished' : fate < 0.91 ? 'finished_ext' : fate < 0.97 ? 'canceled' : fate < 0.98 ? 'false' : fate < 0.99 ? 'missing' : 'lost';
}
