/** The shop's history, made from the seed: clients and orders in the order of time, newsletter lists. */
import type { Settings } from '../options.js';
import { products } from './catalogue.js';
import { dayOf, localOf, ShopClock } from './clock.js';
import { makeClient, newBuyer, type ClientDraft } from './make-client.js';
import type { AllegroBuyer } from './model.js';
import { makeOrders } from './past-orders.js';
import { Random } from '../../common/random.js';
import { makeSubscribers } from './subscribers.js';
import { instants, type Period } from './timeline.js';
import { World } from './world.js';

export function generateWorld(settings: Settings): World {
  const clock = new ShopClock(settings.now);
  const end = Math.min(Date.parse(settings.historyEnd), clock.nowMs());
  const period = { start: end - settings.historyDays * 86_400_000, end };
  const catalogue = products(new Random(settings.seed + 11), dayOf(localOf(end)));
  const world = new World(settings, clock, catalogue, new Random(settings.seed + 7919));
  const born = makeClients(world, new Random(settings.seed), period);
  makeOrders(world, new Random(settings.seed + 101), period, born);
  makeSubscribers(world, new Random(settings.seed + 202), period);
  return world;
}

/** @returns when each client came, by id, ms */
function makeClients(world: World, random: Random, period: Period): Map<number, number> {
  const { settings } = world;
  const born = new Map<number, number>();
  const buyers: AllegroBuyer[] = [];
  const used: string[] = [];
  const times = instants(random, settings.clients, period).map((at) => ({ at, known: undefined as ClientDraft['known'] }));
  for (const known of settings.people) times.push({ at: Math.floor(period.start + random.next() * (period.end - period.start)), known });
  times.sort((a, b) => a.at - b.at);
  const mass = Math.floor(period.start + 0.9 * (period.end - period.start));
  for (const { at, known } of times) {
    const oneOff = known === undefined && random.chance(settings.shares.oneOff);
    const allegro = oneOff && settings.shares.allegro > 0 && random.chance(0.5) ? buyer(random, buyers) : undefined;
    const repeated = oneOff && allegro === undefined && used.length > 0 && random.chance(0.25) ? random.pick(used) : undefined;
    // An import stamped neighbouring rows with one and the same second.
    const saved = at < mass && random.chance(0.1) ? mass : random.chance(0.5) ? at : at + Math.floor(random.next() * random.next() * (period.end - at));
    const client = makeClient(world, random, {
      at, modified: saved, oneOff,
      ...(known === undefined ? {} : { known }), ...(allegro === undefined ? {} : { allegro }), ...(repeated === undefined ? {} : { email: repeated }),
    });
    if (allegro === undefined && client.email !== '') used.push(client.email);
    world.clients.add(client);
    born.set(client.id, at);
  }
  return born;
}

/** A new buyer of the marketplace, or one who came before: the same hash, another address. */
function buyer(random: Random, buyers: AllegroBuyer[]): AllegroBuyer {
  if (buyers.length > 0 && random.chance(0.35)) return random.pick(buyers);
  const made = newBuyer(random);
  buyers.push(made);
  return made;
}
