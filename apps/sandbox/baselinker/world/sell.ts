/** Sales of this moment. */
import type { KnownPerson } from '../options.js';
import { anyBuyer } from './generate.js';
import { LOG } from './journal.js';
import { makeOrder, usualAccount, type Draft } from './make-order.js';
import type { Person } from './people.js';
import type { World } from './world.js';

/** What is left out is made up. Texts may be ''. */
export type Sale = Partial<Omit<Draft, 'person' | 'value' | 'dateConfirmed'>> & {
  /** Key of somebody in the cast, or somebody by name; null = an order without a customer. */
  readonly person?: string | KnownPerson | null;
  /** Default true. */
  readonly confirmed?: boolean;
  /** Of all goods, in the order's currency: 129.99; delivery is free then. */
  readonly value?: number;
};

/** Places an order and writes what the platform would: marketplaces confirm later, shops and the panel at once. @param now Unix seconds @returns its number */
export function sell(world: World, sale: Sale = {}, now = world.clock.seconds()): number {
  const { person, confirmed = true, value, ...given } = sale;
  const made = anyBuyer(world, world.random);
  const source = given.source ?? made.source;
  const order = makeOrder(world, world.random, {
    dateAdd: now,
    ...given,
    source,
    sourceId: given.sourceId ?? (given.source === undefined ? made.sourceId : usualAccount(source)),
    person: person === undefined ? (made.person ?? world.cast.invent()) : personOf(world, person),
    dateConfirmed: confirmed ? now : null,
    ...(value === undefined ? {} : { value: Math.round(value * 100) }),
  });
  const { journal } = world;
  journal.write(LOG.created, order.id);
  if (order.confirmed && source !== 'shop' && source !== 'personal') journal.write(LOG.confirmed, order.id);
  if (order.paid > 0) journal.write(LOG.paid, order.id);
  if (world.behaviour.unknownLogTypes && world.random.chance(0.05)) journal.write(world.random.pick([23, 31, 97]), order.id, world.random.int(0, 9));
  return order.id;
}

function personOf(world: World, person: string | KnownPerson | null): Person | null {
  if (person === null) return null;
  if (typeof person !== 'string') return world.cast.known(person);
  const found = world.cast.get(person);
  if (found === undefined) throw new Error(`There is no person ${person}`);
  return found;
}
