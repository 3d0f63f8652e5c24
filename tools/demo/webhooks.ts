import { findCard, needClient, type Card } from './card.js';
import type { SharedPerson } from './demo-person.js';
import type { Rest } from './rest.js';
import { control, type Sandbox } from './sandbox-process.js';
import { until } from './until.js';

const STREET = 'ul. Nowa Demonstracyjna 7';

type Status = { readonly webhooks: { readonly state: string; readonly message: string } };

/**
 * Registers webhooks in the simulated panel as its owner would, changes an address and places an order there, and waits for
 * both on the card. @throws Problem when one of them never comes: polling would find it too, minutes later
 */
export async function showWebhooks(rest: Rest, integrationId: string, panel: Sandbox, person: SharedPerson, log: (line: string) => void): Promise<void> {
  const status = async (): Promise<string> => (await rest.get<Status>(`/integrations/${integrationId}`)).webhooks.message;
  const shown = (what: string, shows: (card: Card) => boolean): Promise<{ seconds: number }> =>
    until(what, async () => {
      const card = await findCard(rest, person.email);
      return card !== null && shows(card) ? card : null;
    });
  const found = await rest.get<{ address: string; events: readonly { name: string; programmable: boolean }[] }>(`/integrations/${integrationId}/webhooks`);
  const { address } = found;
  const events = found.events.filter((event) => !event.programmable);
  log(`   Address to paste in the panel: ${address.replace(/[^/]+$/u, '…')}, events: ${events.map((event) => event.name).join(', ')}`);
  await control(panel, 'addWebhook', { hook: { url: address, events: events.map((event) => event.name) } });
  log(`   ${await status()}`);
  const { clientId } = await needClient(rest, person.email, integrationId);
  await control(panel, 'changeAddress', { clientId, patch: { street: STREET } });
  const moved = await shown('A changed address comes by webhook', (card) => JSON.stringify(card.tabs).includes(STREET));
  log(`   An address changed in the panel was on the card ${String(moved.seconds)} s later`);
  const serial = await control<number>(panel, 'sellTo', { clientId });
  const sold = await shown('A new order comes by webhook', (card) => card.tabs.some((tab) => tab.orders.some((one) => one.number === String(serial))));
  log(`   A new order was on the card ${String(sold.seconds)} s later`);
  log(`   ${await status()}`);
}
