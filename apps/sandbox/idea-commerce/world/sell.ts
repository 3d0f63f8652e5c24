/** Sales of this moment. */
import type { KnownPerson } from '../options.js';
import { anyBuyer } from './generate.js';
import { makeOrder, type Draft } from './make-order.js';
import type { Person } from './people.js';
import type { World } from './world.js';

/** What is left out is made up. */
export type Sale = Partial<Omit<Draft, 'person' | 'value' | 'createdMs' | 'orderedMs'>> & {
  /** Key of somebody in the cast, or somebody by name; null = nobody. */
  readonly person?: string | KnownPerson | null;
  /** Of all goods, in the order's currency: 129.99; delivery is free then. */
  readonly value?: number;
  /** The order appears now with a creation date so far back: its transaction was long. Default 0. */
  readonly createdSecondsAgo?: number;
  /** When it was bought, before its creation; null: without that date. Default 0. */
  readonly boughtSecondsBefore?: number | null;
};

/** @param nowMs default: the instance's now @returns its id */
export function sell(world: World, sale: Sale = {}, nowMs = world.clock.nowMs()): number {
  const { person, value, createdSecondsAgo = 0, boughtSecondsBefore = 0, ...given } = sale;
  const made = anyBuyer(world, world.random);
  const createdMs = nowMs - 1_000 * createdSecondsAgo;
  const order = makeOrder(world, world.random, {
    ...(given.source === undefined ? made : {}),
    ...given,
    source: given.source === undefined ? made.source : given.source,
    person: person === undefined ? made.person : personOf(world, person),
    createdMs,
    orderedMs: boughtSecondsBefore === null ? null : createdMs - 1_000 * boughtSecondsBefore,
    ...(value === undefined ? {} : { value: Math.round(value * 100) }),
  });
  return order.id;
}

function personOf(world: World, person: string | KnownPerson | null): Person | null {
  if (person === null) return null;
  if (typeof person !== 'string') return world.cast.known(person);
  const found = world.cast.get(person);
  if (found === undefined) throw new Error(`There is no person ${person}`);
  return found;
}
