import { routeOptionsSchema } from '#libs/destinations/sdk/route-options.schema.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import { canonical } from '../integrations/settings-change.js';
import { locationInvalid, locationMissing, optionNotUsed, optionRequired } from './route.problems.js';

type Given = Readonly<Record<string, unknown>>;

/** What the destination takes for a location: the letters, digits and marks of its e-shops, and no more of them. */
const LOCATION = /^[A-Za-z0-9/_.-]{1,36}$/u;

const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

function refuseLocation(value: unknown): void {
  if (isEmpty(value)) throw locationMissing();
  if (typeof value === 'string' && !LOCATION.test(value)) throw locationInvalid();
}

/**
 * Options as a caller gives them, with the platform's own defaults in the place of what is left out.
 * @throws ApiProblem 422 `location_missing`, `location_invalid`, `option_required` for what the platform asks for
 */
export function withDefaults({ relay, info }: ConnectorDefinition, given: Given): Record<string, unknown> {
  if (relay === undefined) return { ...given };
  const filled: Record<string, unknown> = { ...relay.defaults, ...given };
  if (relay.required.includes('location')) refuseLocation(filled['location']);
  const missing = relay.required.find((name) => isEmpty(filled[name]));
  if (missing !== undefined) throw optionRequired(missing, info.name);
  return filled;
}

/** @throws ApiProblem 422 `option_not_used` for a value its owner believes in, though nothing would come of it */
export function refuseUnused({ relay, info }: ConnectorDefinition, options: RouteOptions): void {
  if (relay === undefined || relay.without.length === 0) return;
  const defaults = { ...routeOptionsSchema.parse({}), ...relay.defaults };
  const unused = relay.without.filter((name) => canonical(options[name]) !== canonical(defaults[name]));
  if (unused.length > 0) throw optionNotUsed(unused, info.name);
}
