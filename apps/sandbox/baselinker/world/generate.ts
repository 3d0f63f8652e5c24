/** The history, made from the seed. */
import { Random } from '../../common/random.js';
import type { Settings } from '../options.js';
import { ALLEGRO, SHOPS, STATUS, STATUSES } from './dictionaries.js';
import { LOG } from './journal.js';
import { makeOrder, usualAccount, type Draft } from './make-order.js';
import type { Order } from './model.js';
import { World } from './world.js';

/** Who bought where, in this order: number of the person (-1: nobody) and source. Every history has it, however small. */
const SCENES: readonly (readonly [number, string, number?])[] = [
  [0, 'shop'], [0, 'allegro'], [1, 'shop'], [2, 'shop'], [0, 'allegro'], [2, 'shop'], [2, 'allegro', ALLEGRO[1]], [0, 'allegro', ALLEGRO[1]], [1, 'allegro'], [-1, 'personal'],
  [4, 'shop'], [3, 'personal'], [4, 'allegro'], [0, 'order_return'], [3, 'amazon'], [3, 'ebay'],
];
/** The last hours of the history: bought and not confirmed. */
const OPEN_SHARE = 0.02;
const MOST_OPEN = 60;

type Event = { readonly atMs: number; readonly type: number; readonly orderId: number; readonly objectId: number };

export function generateWorld(settings: Settings): World {
  const world = new World(settings);
  const random = new Random(settings.seed);
  const end = Math.min(settings.historyEnd === null ? Infinity : Date.parse(settings.historyEnd), world.clock.nowMs());
  const start = end - settings.historyDays * 86_400_000;
  world.cast.fill(Math.max(6, Math.ceil(settings.orders / 3.5)), settings.people);
  const times = Array.from({ length: settings.orders }, () => Math.floor((start + random.next() * (end - start)) / 1000)).sort((a, b) => a - b);
  const scenes = new Map(SCENES.map((scene, at) => [Math.floor((at * settings.orders) / SCENES.length), scene]));
  const events: Event[] = [];
  const latest = Math.floor(end / 1000);
  const openFrom = settings.orders > SCENES.length ? settings.orders - Math.min(MOST_OPEN, Math.max(1, Math.round(settings.orders * OPEN_SHARE))) : settings.orders;
  times.forEach((dateAdd, at) => {
    const open = at >= openFrom;
    const draft = open ? { ...anyBuyer(world, random), source: 'allegro', sourceId: ALLEGRO[0] } : buyer(world, random, scenes.get(at));
    const dateConfirmed = open ? null : Math.min(latest, dateAdd + lag(random, draft.source));
    const order = makeOrder(world, random, { ...draft, dateAdd, dateConfirmed });
    events.push(...live(random, order, latest));
  });
  if (settings.burst > 0) events.push(...burst(world, random, settings.burst, Math.floor((start + end) / 2000)));
  events.sort((a, b) => a.atMs - b.atMs);
  // Entries older than the journal keeps would never be seen.
  for (const { atMs, type, orderId, objectId } of events) if (atMs > end - 2 * settings.journalKeepMs) world.journal.write(type, orderId, objectId, { atMs });
  return world;
}

type Buyer = Pick<Draft, 'person' | 'source' | 'sourceId'>;

function buyer(world: World, random: Random, scene: (typeof SCENES)[number] | undefined): Buyer {
  if (scene === undefined) return anyBuyer(world, random);
  const [number, source, sourceId = usualAccount(source)] = scene;
  return { person: world.cast.people[number] ?? null, source, sourceId };
}

/** A sale as they come. */
export function anyBuyer(world: World, random: Random): Buyer {
  const draw = random.next();
  const person = random.pick(world.cast.people);
  if (draw < 0.36) return { person, source: 'allegro', sourceId: ALLEGRO[0] };
  if (draw < 0.5) return { person, source: 'allegro', sourceId: ALLEGRO[1] };
  if (draw < 0.8) return { person, source: 'shop', sourceId: world.settings.shops === 2 && random.chance(0.3) ? SHOPS[1] : SHOPS[0] };
  const source = draw < 0.88 ? 'personal' : draw < 0.93 ? 'amazon' : draw < 0.97 ? 'ebay' : 'order_return';
  return { person: source === 'personal' && random.chance(0.2) ? null : person, source, sourceId: usualAccount(source) };
}

/** From purchase to confirmation: 7 to 774 s in 26 of 27 recorded Allegro orders, once 18 hours. */
function lag(random: Random, source: string): number {
  if (source !== 'allegro') return random.chance(0.5) ? 0 : random.int(1, 3);
  return random.chance(1 / 27) ? 18 * 3600 : random.int(7, 774);
}

/** What became of an order later. */
function live(random: Random, order: Order, latest: number): Event[] {
  const at = (seconds: number, type: number, objectId = 0): Event => ({ atMs: seconds * 1000 + 500, type, orderId: order.id, objectId });
  const events = [at(order.dateAdd, LOG.created)];
  if (!order.confirmed) return events;
  if (order.source !== 'shop' && order.source !== 'personal') events.push(at(order.dateConfirmed, LOG.confirmed));
  if (order.paid > 0) events.push(at(order.dateConfirmed, LOG.paid));
  const moved = order.dateConfirmed + random.int(600, 5 * 86_400);
  if (moved < latest && random.chance(0.85)) {
    order.statusId = order.source === 'order_return' ? STATUS.returned : random.pick(STATUSES).id;
    order.dateInStatus = moved;
    events.push(at(moved, LOG.status, order.statusId), at(moved, random.pick([LOG.invoice, LOG.receipt, LOG.package, LOG.packageStatus]), random.int(5_000_000, 5_999_999)));
  }
  return events;
}

/** Confirmed in one second, created one after the other. */
function burst(world: World, random: Random, count: number, second: number): Event[] {
  return Array.from({ length: count }, (_unused, n) => {
    const order = makeOrder(world, random, { ...anyBuyer(world, random), dateAdd: second - count + n, dateConfirmed: second });
    return { atMs: second * 1000, type: LOG.created, orderId: order.id, objectId: 0 };
  });
}
