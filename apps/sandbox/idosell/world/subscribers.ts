/** Addresses on the newsletter lists without an account: most are only an address, some belong to one-off clients. */
import { localOf } from './clock.js';
import type { Subscriber } from './model.js';
import { email, person } from './people.js';
import type { Random } from '../../common/random.js';
import { shopIds, type World } from './world.js';

export function makeSubscribers(world: World, random: Random, period: { readonly start: number; readonly end: number }): void {
  const once = world.clients.rows.filter((client) => client.oneOff && client.allegro === null && client.email !== '');
  const taken = new Set<string>();
  for (let n = 0; n < world.settings.subscribers; n += 1) {
    const sms = n % 7 === 6;
    const known = !sms && once.length > 0 && random.chance(0.25) ? random.pick(once) : undefined;
    const address = sms ? `+485${random.text(8, '0123456789')}` : known !== undefined && !taken.has(known.email) ? known.email : email(random, person(random), 900_000 + n);
    taken.add(address);
    const subscriber: Subscriber = { channel: sms ? 'sms' : 'email', address, lang: 'pol', clientId: known?.email === address ? known.id : null, shops: new Map() };
    const shops = shopIds(world.settings);
    for (const shop of random.chance(0.8) ? [random.pick(shops)] : shops) {
      subscriber.shops.set(shop, { approved: random.chance(0.85), at: localOf(Math.floor(period.start + random.next() * (period.end - period.start))) });
    }
    world.subscribers.push(subscriber);
  }
}
