import type { Partner } from '../world/model.js';
import type { World } from '../world/world.js';
import { withNothing } from './nothing.js';

/** All eight keys, always; no telephone, no tax number, no date (sheet section 4). */
export function partnerRow({ behaviour }: Pick<World, 'behaviour'>, { id, name, email, street, city, zip, countryCode, type }: Partner): Readonly<Record<string, unknown>> {
  return withNothing({ id, name, email, street, city, zip, country_code: countryCode, type }, id, behaviour.nulls, false);
}
