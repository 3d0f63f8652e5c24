import { setTimeout as pause } from 'node:timers/promises';
import { purchasesOf } from '../relay/live-order.js';
import { readContact } from '../relay/show-contact.js';
import type { Contact, Route, Stage } from '../relay/views.js';
import { control } from '../sandbox-process.js';
import { must, until } from '../until.js';
import { buyerOf, orderTruth } from './gather.js';
import { lookNow } from './journal.js';

const COMPANY = 'Pracownia Wzorcowa';
const PHONE = '512000778';
const VALUE = 259.8;
const SENT = 50_215;
/** BaseLinker dates orders by whole seconds: one of the very second in which the route began would count as before it. */
const NEXT_SECOND_MS = 1_000;

type Event = Contact['events'][number];
type Write = { readonly endpoint: string };

const bare = (phone: string | null): string => (phone ?? '').replace(/\D/gu, '');
const writes = ({ account }: Stage): Promise<readonly Write[]> => control<readonly Write[]>(account, 'writes');
const purchaseOf = (contact: Contact | null, order: number): Event | undefined => contact?.events.find(({ type, texts }) => type === 'PURCHASE' && texts['externalId']?.endsWith(`-${String(order)}`) === true);

/** Nothing is on its way to SALESmanago any more. */
async function untilSettled({ rest }: Stage, routeId: string): Promise<void> {
  await until('Nothing waits on the route any more', async () => {
    const { waits } = await rest.get<Route>(`/routes/${routeId}`);
    return waits.changes + waits.deliveries === 0 ? true : null;
  });
}

/** A sale at the marketplace becomes one PURCHASE of the person whose telephone it names. Gives the number of the order. */
export async function sellAtMarket(stage: Stage, shopOrder: number): Promise<number> {
  const { rest, log, panel, person, integration } = stage;
  await pause(NEXT_SECOND_MS);
  const order = await control<number>(panel, 'sell', { sale: { source: 'allegro', person: buyerOf(person), value: VALUE } });
  await control(panel, 'setStatus', { id: shopOrder, status: SENT });
  const { email, phone, total } = await orderTruth(panel, order);
  log(`21. Somebody buys at Allegro now: order ${String(order)}, ${String(total / 100)} PLN, ${email}, ${phone}; and order ${String(shopOrder)} of the shop is sent off`);
  await rest.post(`/integrations/${integration.id}/sync-now`);
  log('    The journal is looked at now. A new order is left alone for 10 s: an entry about its origin may follow');
  const { value: contact, seconds } = await until('The sale becomes a PURCHASE at SALESmanago', async () => {
    const now = await readContact(stage);
    return purchasesOf(now, order) > 0 ? now : null;
  });
  const event = purchaseOf(contact, order);
  log(`    A PURCHASE was at SALESmanago ${String(seconds)} s later, of ${person.email}, found by the telephone: ${event?.texts['externalId'] ?? ''}, ${String(event?.value)}, location ${event?.texts['location'] ?? ''}`);
  log(`    Their tags: ${contact?.tags.join(', ') ?? ''}`);
  must(event?.value === total / 100, 'The PURCHASE has another value than the order.');
  for (const tag of ['DEMO', 'BASELINKER_ALLEGRO', 'BASELINKER_SKLEP_WZORCOWY']) must(contact?.tags.includes(tag) === true, `The tag ${tag} is missing.`);
  return order;
}

/** Edits of delivery (entry 11) and of the order's data (entry 16) change the contact, and the purchase stays as it is. */
export async function editAtMarket(stage: Stage, routeId: string, order: number): Promise<void> {
  const { rest, log, panel, account, integration } = stage;
  await untilSettled(stage, routeId);
  const before = purchaseOf(await readContact(stage), order);
  await control(account, 'resetWrites');
  await control(panel, 'editDelivery', { id: order, patch: { company: COMPANY } });
  await control(panel, 'editOrder', { id: order, patch: { phone: `+48${PHONE}` } });
  log(`22. The seller adds a company to the delivery data (entry 11) and corrects the telephone (entry 16) of order ${String(order)}`);
  await rest.post(`/integrations/${integration.id}/sync-now`);
  const { seconds } = await until('The correction reaches the contact at SALESmanago', async () => {
    const now = await readContact(stage);
    return now?.company === COMPANY && bare(now.phone).endsWith(PHONE) ? now : null;
  });
  await untilSettled(stage, routeId);
  const told = await writes(stage);
  const after = purchaseOf(await readContact(stage), order);
  log(`    The contact has both ${String(seconds)} s later, the PURCHASE is as it was; calls to SALESmanago: ${told.map(({ endpoint }) => endpoint).join(', ')}`);
  must(JSON.stringify(after) === JSON.stringify(before) && told.every(({ endpoint }) => !/event/iu.test(endpoint)), 'The correction touched the PURCHASE.');
}

/** Another look at the journal, which tells of nothing new. */
export async function lookOnceMore(stage: Stage, routeId: string, order: number): Promise<void> {
  const { rest, log, account, integration } = stage;
  await control(account, 'resetWrites');
  const { day } = await lookNow(rest, integration.id);
  await untilSettled(stage, routeId);
  const told = await writes(stage);
  log(`23. One more look at the journal, no. ${String(day?.looks ?? 0)} of the day: ${String(told.length)} calls to SALESmanago`);
  must(told.length === 0 && purchasesOf(await readContact(stage), order) === 1, 'A look that told of nothing new sent something.');
}
