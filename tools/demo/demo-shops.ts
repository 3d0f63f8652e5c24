import type { Lifetime } from '../lifetime.js';
import { Problem } from '../problem.js';
import type { DemoOptions } from './options.js';
import { control, startSandboxShop, type SandboxShop } from './sandbox-process.js';

/** Everything the demo has to know of one shop to connect it as its owner would. */
export type DemoShop = {
  readonly sandbox: SandboxShop;
  readonly platform: 'prestashop' | 'idosell';
  readonly name: string;
  /** Custom fields that have to exist before: a number of its own for each shop, the others shared. */
  readonly fields: readonly { readonly key: string; readonly label: string; readonly type: 'number' | 'date' | 'text' }[];
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Rows the shop really holds, by stream. */
  readonly counts: Readonly<Record<string, number>>;
};

/** Somebody who buys in both shops. */
export type SharedPerson = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly orderNumber: string };

const SELL_EVERY_S = 10;
export const SELLING = `every ${String(SELL_EVERY_S)} s`;

const ALLEGRO_FIELD = { key: 'allegro_login', label: 'Allegro login', type: 'text' } as const;
const sellEvery = (options: DemoOptions): string => (options.once ? '0' : String(SELL_EVERY_S));

export async function startPrestaShop(lifetime: Lifetime, options: DemoOptions): Promise<DemoShop> {
  const sandbox = await startSandboxShop(lifetime, ['--platform', 'prestashop', '--customers', String(options.customers), '--orders', String(options.orders), '--sell-every', sellEvery(options)]);
  return {
    sandbox, platform: 'prestashop', name: 'Demo PrestaShop', counts: await control<Record<string, number>>(sandbox, 'counts'),
    fields: [{ key: 'prestashop_id', label: 'PrestaShop ID', type: 'number' }, ALLEGRO_FIELD],
    credentials: { address: sandbox.url, key: sandbox.key },
    // A real shop is given 90 s to finish what it is writing; this one writes at once, and nobody wants to wait in a demo.
    settings: { idField: 'prestashop_id', allegroLoginField: 'allegro_login', adminUrl: `${sandbox.url}/admin-demo`, lagSeconds: 5 },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** A registered customer of the first shop with an order and an address of their own. */
export async function findSharedPerson({ sandbox }: DemoShop): Promise<SharedPerson> {
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

export async function startIdoSell(lifetime: Lifetime, options: DemoOptions, person: SharedPerson): Promise<DemoShop> {
  const half = (count: number): string => String(Math.ceil(count / 2));
  const sandbox = await startSandboxShop(lifetime, [
    '--platform', 'idosell', '--customers', half(options.customers), '--orders', half(options.orders), '--subscribers', half(options.customers / 5), '--shops', '2', '--sell-every', sellEvery(options),
    '--person', `${person.email};${person.firstName};${person.lastName}`,
  ]);
  const { clients = 0, orders = 0 } = await control<Record<string, number>>(sandbox, 'counts');
  return {
    sandbox, platform: 'idosell', name: 'Demo IdoSell', counts: { customers: clients, orders },
    fields: [{ key: 'idosell_id', label: 'IdoSell ID', type: 'number' }, { key: 'last_order', label: 'Last order', type: 'date' }, ALLEGRO_FIELD],
    credentials: { address: sandbox.url, key: sandbox.key },
    // A real panel is asked twice a second; this one is on the same machine.
    settings: { idField: 'idosell_id', lastOrderField: 'last_order', allegroLoginField: 'allegro_login', requestsPerMinute: 3_000, lagSeconds: 5 },
  };
}
