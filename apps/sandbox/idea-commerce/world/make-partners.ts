/** Which partner records an order gets: a set of its own from marketplaces, the customer's own ones in the shop (sheet 11.5). */
import type { Random } from '../../common/random.js';
import type { Address, Partner, PartnerType } from './model.js';
import type { Person } from './people.js';
import type { World } from './world.js';

export type OrderPartners = { readonly delivery: number | null; readonly invoice: number | null };

export function addPartner(world: World, random: Random, record: Omit<Partner, 'id'>): Partner {
  const partner: Partner = { id: world.nextPartner(random), ...record };
  world.partners.add(partner);
  return partner;
}

/** @param email of the contact, which no order shows by its id */
export function partnersOf(world: World, random: Random, { source, person, email, delivery, invoice }: { readonly source: string | null; readonly person: Person | null; readonly email: string | null; readonly delivery: Address; readonly invoice: Address }): OrderPartners {
  const make = (type: PartnerType, from: Address, own: string | null): number => {
    const { street, zip, city, countryCode } = from;
    return addPartner(world, random, { personKey: person?.key ?? '', name: from.name, email: own, street, zip, city, countryCode, type }).id;
  };
  if (source === null || source === 'woocommerce') {
    const once = (purpose: string, made: () => number): number => {
      if (person === null) return made();
      const place = `${purpose} ${person.key}`;
      const known = world.kept.get(place) ?? made();
      world.kept.set(place, known);
      return known;
    };
    const contact = once('contact', () => make('contact', invoice, email));
    const receiver = person !== null && person.nip !== '' ? once('invoice', () => make('invoice_receiver', invoice, email)) : contact;
    if (source === null) return { delivery: random.chance(0.7) ? contact : null, invoice: random.chance(0.6) ? receiver : null };
    return { delivery: random.chance(0.3) ? once('delivery', () => make('delivery', delivery, null)) : contact, invoice: receiver };
  }
  make('contact', invoice, email);
  return { delivery: make('delivery', delivery, random.chance(0.5) ? email : null), invoice: make('invoice', invoice, random.chance(0.7) ? email : null) };
}
