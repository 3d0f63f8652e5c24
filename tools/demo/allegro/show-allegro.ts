import { connectShop } from '../connect-shop.js';
import type { DemoShop } from '../demo-shops.js';
import { followOnce } from '../follow.js';
import { printLedgers } from '../report.js';
import type { Rest } from '../rest.js';
import type { Run } from '../run-view.js';
import { control, type Sandbox } from '../sandbox-process.js';
import { must, until } from '../until.js';
import { watchRun } from '../watch-run.js';
import { BASE, BUYER, buyElsewhere, buyTwice, WRITTEN_FROM } from './buyer.js';
import { switchAllegroOn } from './switch-on.js';
import { readTicket, writeIn } from './ticket.js';

type Beside = { readonly rest: Rest; readonly log: (line: string) => void; readonly made: Set<string>; readonly idea: DemoShop; readonly market: { readonly integrationId: string; readonly sandbox: Sandbox } };
type Shown = {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly { readonly key: string; readonly value: string }[];
  readonly allegro: { readonly logins: readonly string[]; readonly addresses: readonly { readonly base: string | null; readonly seen: readonly string[] }[] };
  readonly tabs: readonly { readonly integration: { readonly name: string }; readonly orderCount: number }[];
};
type History = { readonly items: readonly { readonly section: string; readonly at: string | null; readonly ticket?: { readonly subject: string | null } }[] };

async function firstSync(rest: Rest, integrationId: string, log: (line: string) => void): Promise<void> {
  log('6. The first synchronisation');
  const { run } = await rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
  printLedgers(await watchRun(rest, run.id, log), log);
  log('\n7. From now on it is followed every half hour; the demo asks for one look now');
  printLedgers(await followOnce(rest, integrationId, new Set()), log);
}

/** The card everything of the buyer is on, as soon as it holds so many orders. */
async function cardWith(rest: Rest, orders: number): Promise<Shown> {
  const { value } = await until(`All ${String(orders)} orders of the Allegro buyer are on one card`, async () => {
    const { items } = await rest.get<{ items: readonly { id: string }[] }>(`/customers?email=${encodeURIComponent(BASE)}`);
    const cards = await Promise.all(items.map(({ id }) => rest.get<Shown>(`/customers/${id}`)));
    return cards.find((card) => card.tabs.reduce((sum, tab) => sum + tab.orderCount, 0) === orders) ?? null;
  });
  return value;
}

/** A message nobody knows the sender of, its sender's orders in two systems, and how they come together. Gives the id of the integration and what the shop really holds. */
export async function showAllegro({ rest, log, made, idea, market }: Beside): Promise<{ readonly integrationId: string; readonly counts: Readonly<Record<string, number>> }> {
  log('\n== Allegro ==');
  const lost = await writeIn(rest, WRITTEN_FROM);
  log(`26. A message comes in from ${WRITTEN_FROM}: ${lost.message}`);
  must(lost.customer === null, 'The message of an unknown sender is on a card.');
  log('27. Allegro is switched on for the whole workspace');
  await switchAllegroOn(rest, made, log);
  const orders = await buyTwice(idea.sandbox);
  log(`28. Its sender has bought twice at ${idea.name} (orders ${orders.join(', ')}), which is connected now`);
  log(`\n== ${idea.name} ==`);
  const integrationId = await connectShop(rest, idea, made, log);
  await firstSync(rest, integrationId, log);
  const card = await cardWith(rest, orders.length);
  const found = await readTicket(rest, lost.id);
  log(`29. The message has found its sender: ${found.message}`);
  must(found.customer?.id === card.id, 'The message is not on the card of its sender.');
  const third = await buyElsewhere(market.sandbox);
  await rest.post(`/integrations/${market.integrationId}/sync-now`);
  const whole = await cardWith(rest, orders.length + 1);
  must(whole.id === card.id, 'The third order of the buyer made another card.');
  const login = whole.fields.find((field) => field.key === 'allegro_login')?.value;
  log(`30. Their third order, ${String(third)} of the simulated BaseLinker, is on the same card: ${whole.name}, login ${login ?? '-'}`);
  for (const { base, seen } of whole.allegro.addresses) log(`    ${base ?? ''} seen as ${seen.join(', ')}`);
  for (const tab of whole.tabs) log(`    ${tab.integration.name}: ${String(tab.orderCount)} orders`);
  const { items } = await rest.get<History>(`/customers/${whole.id}/history?section=TICKETS`);
  log(`    Contact history, section TICKETS: ${items.map((entry) => `${entry.at ?? ''} ${entry.ticket?.subject ?? ''}`).join('; ')}`);
  must(items.length === 1 && login === BUYER.login, 'The card does not show the message, or not the login.');
  const { orders: held = 0, partners = 0 } = await control<Record<string, number>>(idea.sandbox, 'counts');
  return { integrationId, counts: { customers: partners, orders: held } };
}
