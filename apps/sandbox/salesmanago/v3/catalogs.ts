/** Product catalogs (sheet section 5.2). */
import { filledText, isTrue, type Row } from '../values.js';
import type { World } from '../world/world.js';
import { Problem, requiredText, within } from './problem.js';

export function catalogList({ catalogs, behaviour }: World): Row {
  return {
    catalogs: [...catalogs.values()].map(({ id, name, currency, location, setAsDefault = false }) => ({ id, name, currency, location, setAsDefault })),
    limits: { max: behaviour.catalogLimit },
  };
}

/** @throws Problem */
export function catalogUpsert(world: World, body: Row): Row {
  const id = filledText(body['catalogId']);
  if (id !== null && !world.catalogs.has(id)) throw new Problem(16, 'catalogId|unknown id');
  const name = requiredText(body['name'], 'name');
  within(name.length, 255, 'name');
  const currency = requiredText(body['currency'], 'currency');
  if (!/^[A-Z]{3}$/.test(currency)) throw new Problem(18, 'currency|not an ISO 4217 code');
  const location = requiredText(body['location'], 'location');
  within(location.length, 36, 'location');
  if (!/^[a-zA-Z0-9/_.-]+$/.test(location)) throw new Problem(18, 'location|letters, digits and / _ - . only');
  if ([...world.catalogs.values()].some((one) => one.location === location && one.id !== id)) throw new Problem(15, 'location|not unique');
  if (id === null && world.catalogs.size >= world.behaviour.catalogLimit) throw new Problem(19, 'catalogs|limit of the account reached');
  const catalog = { id: id ?? world.uuid(), name, currency, location, setAsDefault: isTrue(body['setAsDefault']) };
  world.catalogs.set(catalog.id, catalog);
  return { requestId: world.uuid(), catalogId: catalog.id };
}
