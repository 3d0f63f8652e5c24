import type { SimulatedShop } from '../shop.js';
import type { RestClient } from './rest.js';

const FIELDS = [
  { key: 'shop_customer', label: 'Customer id', type: 'number' },
  { key: 'allegro_login', label: 'Allegro login', type: 'text' },
] as const;

/** Connects the simulated shop the way a person would and returns the id of the integration; nothing is read yet. */
export async function connectShop(rest: RestClient, shop: SimulatedShop, maxInFlight: number): Promise<string> {
  for (const field of FIELDS) await rest.call('POST', '/custom-fields', field);
  const { id } = await rest.call<{ id: string }>('POST', '/integrations', { platform: 'prestashop', name: 'Benchmark shop' });
  await rest.call('POST', `/integrations/${id}/authenticate`, { credentials: { address: shop.url, key: shop.key } });
  await rest.call('PUT', `/integrations/${id}/settings?run=true`, { settings: { idField: FIELDS[0].key, allegroLoginField: FIELDS[1].key, maxInFlight } });
  return id;
}
