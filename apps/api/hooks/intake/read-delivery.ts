import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { cartOf, type HookCart } from '#libs/connectors/sdk/hook-cart.js';
import type { HookHint, HookReading } from '#libs/connectors/sdk/hooks.js';

/** What one delivery comes to. Only `hints` carries any, each at most once, and baskets. */
export type Reading = { readonly kind: 'hints' | 'ignored' | 'unreadable'; readonly hints: readonly HookHint[]; readonly carts: readonly HookCart[] };

/** One delivery names a handful of records. More than this is a mistake or an attack, and each id costs a paid request. */
export const MOST_HINTS = 100;
/** A delivery is about one basket; some platforms send a few together. */
const MOST_CARTS = 20;
const LONGEST_ID = 200;

/** Text a database takes and a request can be made of. */
function isId(id: unknown): boolean {
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID && id.isWellFormed() && !/\p{Cc}/u.test(id);
}

function ask(definition: ConnectorDefinition, value: unknown): HookReading {
  try {
    return definition.hooks?.read(value) ?? { kind: 'unreadable' };
  } catch {
    // The contract says never; a delivery must not find out that it is wrong.
    return { kind: 'unreadable' };
  }
}

/** Limits hold whichever connector read the delivery. */
function tidied(carts: readonly HookCart[]): HookCart[] {
  return carts.map((cart) => cartOf(cart, Date.now())).filter((cart) => cart !== null);
}

/** Reads a decoded delivery: ids of records that can be read by id, and baskets, which cannot; nothing else of it is kept. Never throws. */
export function readDelivery(definition: ConnectorDefinition, value: unknown): Reading {
  const reading = ask(definition, value);
  if (reading.kind !== 'hints') return { kind: reading.kind, hints: [], carts: [] };
  const unique = new Map<string, HookHint>();
  for (const { stream, externalId } of reading.hints) {
    if (definition.readByIds.includes(stream) && isId(externalId)) unique.set(`${stream} ${externalId}`, { stream, externalId });
  }
  const carts = tidied(reading.carts ?? []);
  if (unique.size > MOST_HINTS || carts.length > MOST_CARTS) return { kind: 'unreadable', hints: [], carts: [] };
  return { kind: unique.size + carts.length === 0 ? 'ignored' : 'hints', hints: [...unique.values()], carts };
}
