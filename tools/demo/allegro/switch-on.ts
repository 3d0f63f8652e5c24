import type { Rest } from '../rest.js';
import { printTicks, type Tick } from '../ticks.js';

/** An `allegro` integration: the seller's name, where logins go, and no access to Allegro. From then on buyers are shown and found by both forms of their addresses. */
export async function switchAllegroOn(rest: Rest, made: Set<string>, log: (line: string) => void): Promise<void> {
  const field = { key: 'allegro_login', label: 'Allegro login', type: 'text' };
  if (!made.has(field.key)) await rest.post('/custom-fields', field);
  made.add(field.key);
  const { id } = await rest.post<{ id: string }>('/integrations', { platform: 'allegro', name: 'Demo Allegro' });
  const checked = await rest.post<{ message: string; ticks: readonly Tick[] }>(`/integrations/${id}/authenticate`, { credentials: { seller: 'demo-seller' } });
  printTicks(checked.ticks, log);
  const saved = await rest.put<{ message: string; notes: readonly string[] }>(`/integrations/${id}/settings?run=true`, { settings: { loginField: field.key } });
  for (const line of [saved.message, ...saved.notes]) log(`    ${line}`);
}
