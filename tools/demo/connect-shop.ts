import type { Rest } from './rest.js';
import type { SandboxShop } from './sandbox-process.js';

type Integration = { readonly id: string; readonly state: string };
type Estimate = { readonly streams: readonly { readonly stream: string; readonly records: number | null; readonly precision: string }[]; readonly requests: number | null; readonly seconds: number | null; readonly writes: string };

/** Everything a shop owner does before the first synchronisation. Returns the id of the integration. */
export async function connectShop(rest: Rest, shop: SandboxShop, log: (line: string) => void): Promise<string> {
  log('\n1. Custom fields for the customer number and the Allegro login');
  await rest.post('/custom-fields', { key: 'prestashop_id', label: 'PrestaShop ID', type: 'number' });
  await rest.post('/custom-fields', { key: 'allegro_login', label: 'Allegro login', type: 'text' });
  log('2. A PrestaShop integration');
  const { id } = await rest.post<Integration>('/integrations', { platform: 'prestashop', name: 'Demo shop' });
  log('3. Authenticate: every right is tried');
  const checked = await rest.post<{ message: string; ticks: readonly { state: string; label: string }[] }>(`/integrations/${id}/authenticate`, { credentials: { address: shop.url, key: shop.key } });
  for (const tick of checked.ticks) log(`   [${tick.state === 'ok' ? 'x' : ' '}] ${tick.label}`);
  log(`   ${checked.message}`);
  log('4. Save and run');
  const saved = await rest.put<{ message: string }>(`/integrations/${id}/settings?run=true`, {
    // A real shop is given 90 s to finish what it is writing; this one writes at once, and nobody wants to wait in a demo.
    settings: { idField: 'prestashop_id', allegroLoginField: 'allegro_login', adminUrl: `${shop.url}/admin-demo`, lagSeconds: 5 },
  });
  log(`   ${saved.message}`);
  log('5. What a first synchronisation will read');
  const estimate = await rest.get<Estimate>(`/integrations/${id}/initial-sync/estimate`);
  for (const stream of estimate.streams) log(`   ${stream.stream}: ${stream.precision} ${String(stream.records ?? '?')}`);
  log(`   ${String(estimate.requests ?? '?')} requests, about ${String(estimate.seconds ?? '?')} s. ${estimate.writes}`);
  return id;
}
