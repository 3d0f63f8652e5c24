import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { HookHint, HookReading } from '#libs/connectors/sdk/hooks.js';

/** What one delivery comes to. Only `hints` carries any, each at most once. */
export type Reading = { readonly kind: 'hints' | 'ignored' | 'unreadable'; readonly hints: readonly HookHint[] };

/** One delivery names a handful of records. More than this is a mistake or an attack, and each id costs a paid request. */
export const MOST_HINTS = 100;
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

/** Reads a decoded delivery: ids of records that can be read by id; nothing else of it is kept. Never throws. */
export function readDelivery(definition: ConnectorDefinition, value: unknown): Reading {
  const reading = ask(definition, value);
  if (reading.kind !== 'hints') return { kind: reading.kind, hints: [] };
  const unique = new Map<string, HookHint>();
  for (const { stream, externalId } of reading.hints) {
    if (definition.readByIds.includes(stream) && isId(externalId)) unique.set(`${stream} ${externalId}`, { stream, externalId });
  }
  if (unique.size > MOST_HINTS) return { kind: 'unreadable', hints: [] };
  return { kind: unique.size === 0 ? 'ignored' : 'hints', hints: [...unique.values()] };
}
