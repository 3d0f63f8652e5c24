import type { DemoShop } from './demo-shops.js';
import type { Rest } from './rest.js';
import { printTicks, type Tick } from './ticks.js';

type Integration = { readonly id: string; readonly state: string };
type Estimate = { readonly streams: readonly { readonly stream: string; readonly records: number | null; readonly precision: string }[]; readonly message: string; readonly writes: string };

/** Custom fields have to exist before an integration may fill them; one that is shared is there already. */
async function makeFields(rest: Rest, shop: DemoShop, made: Set<string>): Promise<void> {
  for (const field of shop.fields) {
    if (made.has(field.key)) continue;
    made.add(field.key);
    await rest.post('/custom-fields', field);
  }
}

/** Everything a shop owner does before the first synchronisation. Returns the id of the integration. */
export async function connectShop(rest: Rest, shop: DemoShop, made: Set<string>, log: (line: string) => void): Promise<string> {
  log(`\n1. Custom fields: ${shop.fields.map((field) => field.label).join(', ')}`);
  await makeFields(rest, shop, made);
  log(`2. The integration "${shop.name}"`);
  const { id } = await rest.post<Integration>('/integrations', { platform: shop.platform, name: shop.name });
  log('3. Authenticate: every right is tried');
  const checked = await rest.post<{ message: string; ticks: readonly Tick[] }>(`/integrations/${id}/authenticate`, { credentials: shop.credentials });
  printTicks(checked.ticks, log);
  log(`   ${checked.message}`);
  log(`4. Save and run${shop.switchedOn === undefined ? '' : `; ${shop.switchedOn}`}`);
  const saved = await rest.put<{ message: string }>(`/integrations/${id}/settings?run=true`, { settings: shop.settings });
  log(`   ${saved.message}`);
  log('5. What a first synchronisation will read');
  const estimate = await rest.get<Estimate>(`/integrations/${id}/initial-sync/estimate`);
  for (const stream of estimate.streams) log(`   ${stream.stream}: ${stream.precision} ${String(stream.records ?? '?')}`);
  log(`   ${estimate.message}\n   ${estimate.writes}`);
  return id;
}
