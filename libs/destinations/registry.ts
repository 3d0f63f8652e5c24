import { Failure } from '#libs/domain/failure.js';
import { salesmanago } from './salesmanago/salesmanago.destination.js';
import type { DestinationDefinition } from './sdk/destination.js';

/** Every kind of destination the service delivers to; a new one is one folder and one line here. */
export const DESTINATIONS: readonly DestinationDefinition[] = [salesmanago];

/** @throws Failure `configuration_invalid` for a kind there is none of. */
export function destinationOf(kind: string): DestinationDefinition {
  const found = DESTINATIONS.find((destination) => destination.kind === kind);
  if (found) return found;
  throw new Failure({
    kind: 'configuration_invalid',
    code: 'destination_unknown',
    message: { pl: `Nie ma takiego celu: „${kind}”.`, en: `There is no such destination: "${kind}".` },
    fix: { pl: 'Wybierz cel z listy dostępnych.', en: 'Choose one of the destinations on offer.' },
  });
}
