import { needClient } from '../card.js';
import { control } from '../sandbox-process.js';
import { must, until } from '../until.js';
import { readContact } from './show-contact.js';
import type { Contact, Stage } from './views.js';

type Effect = { readonly effect: string; readonly orderId: string | null; readonly state: string | null; readonly text: string; readonly route: { readonly id: string } };

const SHOWN = 6;
const COPIES = 3;

export const purchasesOf = (contact: Contact | null, serial: number): number =>
  (contact?.events ?? []).filter(({ type, texts }) => type === 'PURCHASE' && texts['externalId']?.endsWith(`-${String(serial)}`) === true).length;

/** What the card says of deliveries of one route, newest first. */
async function cardDeliveries({ rest }: Stage, cardId: string, routeId: string): Promise<Effect[]> {
  const { items } = await rest.get<{ items: readonly Effect[] }>(`/customers/${cardId}/deliveries?limit=200`);
  return items.filter((item) => item.route.id === routeId);
}

/** An order placed now reaches SALESmanago by webhook, however often the panel tells of it. Gives its number. */
export async function liveOrder(stage: Stage, routeId: string): Promise<number> {
  const { log, panel, person, rest, integration } = stage;
  log(`16. ${person.email} places an order now; the panel sends its webhook ${String(COPIES)} times`);
  const { card, clientId } = await needClient(rest, person.email, integration.id);
  const serial = await control<number>(panel, 'sellTo', { clientId });
  for (let copy = 1; copy < COPIES; copy += 1) await control(panel, 'sendWebhook', { event: 'orderCreated', id: serial });
  const { value: contact, seconds } = await until('The order becomes a PURCHASE at SALESmanago', async () => {
    const now = await readContact(stage);
    return purchasesOf(now, serial) > 0 ? now : null;
  });
  const event = contact?.events.find(({ type }) => type === 'PURCHASE');
  log(`    A PURCHASE was at SALESmanago ${String(seconds)} s later: ${event?.texts['externalId'] ?? ''}, ${String(event?.value)}, products ${event?.texts['products'] ?? ''}, location ${event?.texts['location'] ?? ''}`);
  const { value: effects } = await until('The card tells of the delivered PURCHASE', async () => {
    const all = await cardDeliveries(stage, card.id, routeId);
    return all.some((one) => one.orderId === String(serial) && one.state === 'delivered') ? all : null;
  });
  log('    On their card, newest first:');
  for (const { effect, orderId, state, text } of effects.slice(0, SHOWN)) log(`      ${effect}${orderId === null || effect.includes(orderId) ? '' : ` of order ${orderId}`}: ${state ?? 'left out'}. ${text}`);
  must(effects.filter((one) => one.orderId === String(serial)).length === 1, 'The order has more than one delivery.');
  return serial;
}
