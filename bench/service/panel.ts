import type { SimulatedShop } from '../shop.js';
import type { RestClient } from './rest.js';

const FIELDS = [
  { key: 'panel_client', label: 'Client number', type: 'number' },
  { key: 'last_order', label: 'Last order', type: 'date' },
] as const;

/** Connects a simulated IdoSell panel the way a person would and starts following it; the history is not read yet. */
export async function connectPanel(rest: RestClient, panel: SimulatedShop, requestsPerMinute: number): Promise<string> {
  for (const field of FIELDS) await rest.call('POST', '/custom-fields', field);
  const { id } = await rest.call<{ id: string }>('POST', '/integrations', { platform: 'idosell', name: 'Benchmark panel' });
  await rest.call('POST', `/integrations/${id}/authenticate`, { credentials: { address: panel.url, key: panel.key } });
  await rest.call('PUT', `/integrations/${id}/settings?run=true`, { settings: { idField: FIELDS[0].key, lastOrderField: FIELDS[1].key, requestsPerMinute, lagSeconds: 0 } });
  return id;
}

/** The address the panel would be given. */
export async function webhookAddress(rest: RestClient, integrationId: string): Promise<string> {
  return (await rest.call<{ address: string }>('GET', `/integrations/${integrationId}/webhooks`)).address;
}
