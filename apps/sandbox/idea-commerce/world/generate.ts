/** The history, made from the seed. */
import { Random } from '../../common/random.js';
import type { Settings } from '../options.js';
import { COMPANY, STATUS_NAMES } from './dictionaries.js';
import { addPartner } from './make-partners.js';
import { makeOrder, usualAccount, type Draft } from './make-order.js';
import { emailOf, homeOf, nameOf } from './people.js';
import { World } from './world.js';

type Scene = Partial<Draft> & { readonly who: number | null; readonly source: string | null };

/** Every history has these, however small: number of the person (null: nobody), source, and what is special. */
const SCENES: readonly Scene[] = [
  { who: 0, source: 'woocommerce' },
  // One buyer, two suffixes, then the form without one.
  { who: 0, source: 'allegro', form: 'full' },
  { who: 0, source: 'allegro', form: 'full' },
  { who: 0, source: 'allegro', form: 'bare' },
  // The same buyer at the seller's other account has another coded address.
  { who: 0, source: 'allegro', config: 2, form: 'full' },
  { who: 1, source: 'woocommerce' },
  { who: 2, source: 'woocommerce', phone: null },
  { who: 1, source: null, invoicePartnerId: null },
  { who: 4, source: 'woocommerce' },
  { who: null, source: null, invoicePartnerId: null, deliveryPartnerId: null },
  { who: 3, source: 'allegro', form: 'full' },
  { who: 3, source: 'ebay' },
  { who: 2, source: 'amazon' },
  { who: 1, source: 'kaufland' },
  { who: 3, source: null, status: 'draft', orderedMs: null },
  { who: 2, source: 'woocommerce', status: 'cancel' },
];

export function generateWorld(settings: Settings): World {
  const world = new World(settings);
  const random = new Random(settings.seed);
  const end = Math.min(settings.historyEnd === null ? Infinity : Date.parse(settings.historyEnd), world.clock.nowMs());
  const start = end - settings.historyDays * 86_400_000;
  world.cast.fill(Math.max(6, Math.ceil(settings.orders / 3.5)), settings.people);
  ownPartners(world);
  // Odoo stamps microseconds and shows seconds.
  const times = Array.from({ length: settings.orders }, () => Math.floor(start + random.next() * (end - start))).sort((a, b) => a - b);
  const scenes = new Map(SCENES.map((scene, at) => [Math.floor((at * settings.orders) / SCENES.length), scene]));
  const idleEvery = settings.idlePartners === 0 ? Infinity : Math.max(1, Math.floor(settings.orders / settings.idlePartners));
  times.forEach((createdMs, at) => {
    if (at % idleEvery === 0 && at / idleEvery < settings.idlePartners) idlePartner(world, random, at);
    makeOrder(world, random, draftOf(world, random, createdMs, scenes.get(at), end));
  });
  for (let made = Math.min(settings.idlePartners, Math.ceil(settings.orders / idleEvery)); made < settings.idlePartners; made += 1) idlePartner(world, random, settings.orders + made);
  return world;
}

function draftOf(world: World, random: Random, createdMs: number, scene: Scene | undefined, end: number): Draft {
  const { who, ...given } = scene ?? { who: undefined, ...anyBuyer(world, random) };
  const person = who === undefined ? random.pick(world.cast.people) : who === null ? null : (world.cast.people[who] ?? null);
  const status = statusAt(random, end - createdMs);
  const waybills = ['done', 'order_sent', 'delivered'].includes(status) ? [waybill(random), ...(random.chance(0.1) ? [waybill(random)] : [])] : [];
  return { person, orderedMs: createdMs - 1_000 * lag(random, given.source), createdMs, status, waybills, ...given };
}

export function waybill(random: Random): string {
  return `6${random.text(23, '0123456789')}`;
}

/** Old orders are finished, young ones are on their way. */
function statusAt(random: Random, ageMs: number): string {
  if (random.chance(0.06)) return 'cancel';
  if (ageMs > 14 * 86_400_000) return random.pick(['done', 'order_sent', 'delivered', 'delivered']);
  return random.pick(STATUS_NAMES.filter((name) => name !== 'cancel'));
}

/** From purchase to the instance: the marketplaces' orders are fetched now and then. */
function lag(random: Random, source: string | null): number {
  if (source === null) return 0;
  return random.chance(0.03) ? 18 * 3600 : random.int(20, 900);
}

/** A sale as they come. */
export function anyBuyer(world: World, random: Random): Pick<Draft, 'source' | 'config' | 'person'> {
  const draw = random.next();
  const person = random.pick(world.cast.people);
  const source = draw < 0.5 ? 'allegro' : draw < 0.8 ? 'woocommerce' : draw < 0.88 ? null : draw < 0.93 ? 'amazon' : draw < 0.97 ? 'ebay' : 'kaufland';
  const config = source === null ? null : source === 'allegro' && draw > 0.36 ? 2 : usualAccount(source);
  return { person, source, ...(config === null ? {} : { config }) };
}

/** Odoo keeps the company and its users among the partners. */
function ownPartners(world: World): void {
  const place = { street: 'Wzorcowa 1', zip: '85-001', city: 'Bydgoszcz', countryCode: 'PL' };
  world.partners.add({ id: 1, personKey: '', name: COMPANY, email: 'biuro@wzorcowy.example', ...place, type: 'contact' });
  world.partners.add({ id: 3, personKey: '', name: 'Administrator', email: null, street: null, zip: null, city: null, countryCode: null, type: 'contact' });
}

/** Somebody without orders; some without an address to write to, some without a name. */
export function idlePartner(world: World, random: Random, n: number): number {
  const name = nameOf(random);
  const whole = n % 9 === 4 ? null : `${name.firstName} ${name.lastName}`;
  const email = n % 7 === 3 ? null : emailOf(name, 10_000 + n, 'example.net');
  return addPartner(world, random, { personKey: '', name: whole, email, ...homeOf(random), countryCode: 'PL', type: random.pick(['contact', 'contact', 'private', 'other']) }).id;
}
