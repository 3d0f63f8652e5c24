import { Problem } from '../problem.js';
import { control, type Sandbox } from './sandbox-process.js';

/** Somebody who buys in both shops. */
export type SharedPerson = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly orderNumber: string };

/** Shop of the panel the relay is about. */
export const RELAY_SHOP = { id: '1', language: 'pol' } as const;

type Row = Readonly<Record<string, unknown>>;

/** A registered customer of the simulated PrestaShop with an order and an address of their own. */
export async function findSharedPerson(sandbox: Sandbox): Promise<SharedPerson> {
  const orders = await control<number[]>(sandbox, 'ids', { resource: 'orders' });
  for (const id of orders.reverse()) {
    const order = await control<Row>(sandbox, 'record', { resource: 'orders', id });
    const customer = await control<Row | null>(sandbox, 'record', { resource: 'customers', id: order['id_customer'] });
    const [email, firstName, lastName] = [customer?.['email'], customer?.['firstname'], customer?.['lastname']];
    const plain = typeof email === 'string' && !/allegro|psgdpr/iu.test(email) && String(customer?.['is_guest']) === '0' && String(customer?.['deleted']) === '0';
    if (plain && typeof firstName === 'string' && typeof lastName === 'string') return { email, firstName, lastName, orderNumber: String(order['reference']) };
  }
  throw new Problem('No customer of the simulated PrestaShop has an order; give the demo more of both.');
}

/** Number of the person's account in the panel. */
async function findClient(panel: Sandbox, { email }: SharedPerson): Promise<number> {
  const ids = await control<number[]>(panel, 'ids', { resource: 'clients' });
  for (const id of ids) {
    const row = await control<Row | null>(panel, 'record', { resource: 'clients', id });
    if (row?.['clientEmail'] === email && row['isUnregistered'] === 'n') return id;
  }
  throw new Problem('The simulated IdoSell panel does not have the person of both shops.');
}

/** The person buys in the shop the relay is about, and has just agreed to its newsletter. */
export async function settleInPanel(panel: Sandbox, person: SharedPerson): Promise<void> {
  const clientId = await findClient(panel, person);
  const shopId = Number(RELAY_SHOP.id);
  await control(panel, 'touchClient', { id: clientId, patch: { shops: [shopId] } });
  await control(panel, 'setConsent', { clientId, shopId, channel: 'email', state: 'y' });
}
