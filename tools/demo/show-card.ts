import type { Rest } from './rest.js';

type Json = Readonly<Record<string, unknown>>;

/** Leaves out what is empty and shortens lists, so that a card fits on a screen. */
function brief(value: unknown, most: number): unknown {
  if (Array.isArray(value)) return value.slice(0, most).map((entry) => brief(entry, most)).concat(value.length > most ? [`… ${String(value.length - most)} more`] : []);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== '' && !(Array.isArray(entry) && entry.length === 0));
  return Object.fromEntries(entries.map(([key, entry]) => [key, brief(entry, most)]));
}

function print(title: string, value: unknown, log: (line: string) => void): void {
  log(`\n${title}`);
  for (const line of JSON.stringify(brief(value, 3), null, 2).split('\n')) log(`  ${line}`);
}

type Reasons = { readonly reasons: readonly { readonly message: string; readonly records: number }[]; readonly tabs: readonly { readonly integration: { readonly name: string } }[] };

/** One card the way a support agent gets it: found by order number, with its orders and the reasons behind it. Gives the names of its shops. */
export async function showCard(rest: Rest, orderNumber: string, log: (line: string) => void): Promise<string[]> {
  const found = await rest.get<{ items: readonly { id: string }[] }>(`/customers?orderNumber=${encodeURIComponent(orderNumber)}`);
  const id = found.items[0]?.id;
  if (id === undefined) {
    log(`No card has an order ${orderNumber}.`);
    return [];
  }
  const card = await rest.get<Json & Reasons>(`/customers/${id}`);
  print(`Customer card found by order number ${orderNumber}`, card, log);
  print('Contact history, section ORDERS', await rest.get<Json>(`/customers/${id}/history?section=ORDERS&limit=3`), log);
  print('Why these records are one person', await rest.get<Json>(`/customers/${id}/identities`), log);
  return card.tabs.map((tab) => tab.integration.name);
}
