import { setTimeout as pause } from 'node:timers/promises';
import type { SharedPerson } from './demo-shops.js';
import type { Rest } from './rest.js';
import { control, type SandboxShop } from './sandbox-process.js';

const LOOK_MS = 200;
/** Polling would find the change too, minutes later; a webhook that has not led to it by then has failed. */
const PATIENCE_MS = 60_000;
const STREET = 'ul. Nowa Demonstracyjna 7';

type Card = { readonly id: string; readonly tabs: readonly { readonly integration: { readonly id: string; readonly platform: string }; readonly customers: readonly { readonly externalId: string }[]; readonly orders: readonly { readonly number: string }[] }[] };
type Status = { readonly webhooks: { readonly state: string; readonly message: string } };

async function findCard(rest: Rest, email: string): Promise<Card | null> {
  const { items } = await rest.get<{ items: readonly { id: string }[] }>(`/customers?email=${encodeURIComponent(email)}`);
  return items[0] === undefined ? null : rest.get<Card>(`/customers/${items[0].id}`);
}

/** Waits until the card shows something; how long that took in seconds, or null when it never did. */
async function untilShown(rest: Rest, person: SharedPerson, shows: (card: Card) => boolean): Promise<number | null> {
  const started = performance.now();
  while (performance.now() - started < PATIENCE_MS) {
    const card = await findCard(rest, person.email);
    if (card !== null && shows(card)) return Math.round(performance.now() - started) / 1_000;
    await pause(LOOK_MS);
  }
  return null;
}

/**
 * Registers webhooks in the simulated panel as its owner would, changes an address and places an order there, and waits for
 * both on the card. Returns what fell short, in words.
 */
export async function showWebhooks(rest: Rest, integrationId: string, panel: SandboxShop, person: SharedPerson, log: (line: string) => void): Promise<string[]> {
  const status = async (): Promise<string> => (await rest.get<Status>(`/integrations/${integrationId}`)).webhooks.message;
  const { address, events } = await rest.get<{ address: string; events: readonly { name: string }[] }>(`/integrations/${integrationId}/webhooks`);
  log(`   Address to paste in the panel: ${address.replace(/[^/]+$/u, '…')}, events: ${events.map((event) => event.name).join(', ')}`);
  await control(panel, 'addWebhook', { hook: { url: address, events: events.map((event) => event.name) } });
  log(`   ${await status()}`);
  const clientId = Number((await findCard(rest, person.email))?.tabs.find((tab) => tab.integration.id === integrationId)?.customers[0]?.externalId ?? 0);
  if (clientId === 0) return ['the person of both shops is not on one card'];
  await control(panel, 'changeAddress', { clientId, patch: { street: STREET } });
  const address2 = await untilShown(rest, person, (card) => JSON.stringify(card.tabs).includes(STREET));
  log(address2 === null ? '   The changed address did not arrive' : `   An address changed in the panel was on the card ${String(address2)} s later`);
  const serial = await control<number>(panel, 'sellTo', { clientId });
  const order = await untilShown(rest, person, (card) => card.tabs.some((tab) => tab.orders.some((one) => one.number === String(serial))));
  log(order === null ? '   The new order did not arrive' : `   A new order was on the card ${String(order)} s later`);
  log(`   ${await status()}`);
  return [...(address2 === null ? ['a changed address did not arrive by webhook'] : []), ...(order === null ? ['a new order did not arrive by webhook'] : [])];
}
