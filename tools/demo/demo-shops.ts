import type { Lifetime } from '../lifetime.js';
import { settleInPanel, type SharedPerson } from './demo-person.js';
import type { DemoOptions } from './options.js';
import { control, startSandbox, type Sandbox } from './sandbox-process.js';

/** Everything the demo has to know of one shop to connect it as its owner would. */
export type DemoShop = {
  readonly sandbox: Sandbox;
  readonly platform: 'prestashop' | 'idosell' | 'baselinker' | 'idea-commerce';
  readonly name: string;
  /** Custom fields that have to exist before: a number of its own for each shop, the others shared. */
  readonly fields: readonly { readonly key: string; readonly label: string; readonly type: 'number' | 'date' | 'text' }[];
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What is switched on beyond the fields, and why, for people. */
  readonly switchedOn?: string;
  /** Rows the shop really holds, by stream. */
  readonly counts: Readonly<Record<string, number>>;
};

/** More than any pace of the demo. */
const QUICK_REQUESTS = 3_000;
const ALLEGRO_FIELD = { key: 'allegro_login', label: 'Allegro login', type: 'text' } as const;

export async function startPrestaShop(lifetime: Lifetime, options: DemoOptions): Promise<DemoShop> {
  const sandbox = await startSandbox(lifetime, ['--platform', 'prestashop', '--customers', String(options.customers), '--orders', String(options.orders)]);
  return {
    sandbox, platform: 'prestashop', name: 'Demo PrestaShop', counts: await control<Record<string, number>>(sandbox, 'counts'),
    fields: [{ key: 'prestashop_id', label: 'PrestaShop ID', type: 'number' }, ALLEGRO_FIELD],
    credentials: { address: sandbox.url, key: sandbox.key },
    // A real shop is given 90 s to finish what it is writing; this one writes at once, and nobody wants to wait in a demo.
    settings: { idField: 'prestashop_id', allegroLoginField: 'allegro_login', adminUrl: `${sandbox.url}/admin-demo`, lagSeconds: 5 },
  };
}

export async function startIdoSell(lifetime: Lifetime, options: DemoOptions, person: SharedPerson): Promise<DemoShop> {
  const half = (count: number): string => String(Math.ceil(count / 2));
  const sandbox = await startSandbox(lifetime, [
    '--platform', 'idosell', '--customers', half(options.customers), '--orders', half(options.orders), '--subscribers', half(options.customers / 5), '--shops', '2',
    '--person', `${person.email};${person.firstName};${person.lastName}`,
  ]);
  await settleInPanel(sandbox, person);
  const { clients = 0, orders = 0 } = await control<Record<string, number>>(sandbox, 'counts');
  return {
    sandbox, platform: 'idosell', name: 'Demo IdoSell', counts: { customers: clients, orders },
    fields: [{ key: 'idosell_id', label: 'IdoSell ID', type: 'number' }, { key: 'last_order', label: 'Last order', type: 'date' }, ALLEGRO_FIELD],
    credentials: { address: sandbox.url, key: sandbox.key },
    switchedOn: 'products are read too: tags of categories and the offer file are made of them',
    // A real panel is asked twice a second; this one is on the same machine.
    settings: { idField: 'idosell_id', lastOrderField: 'last_order', allegroLoginField: 'allegro_login', products: true, requestsPerMinute: QUICK_REQUESTS, lagSeconds: 5 },
  };
}

/** Orders of its history; this panel gathers what shops and marketplaces sell. */
const GATHERED = 240;

export async function startBaseLinker(lifetime: Lifetime): Promise<DemoShop> {
  const sandbox = await startSandbox(lifetime, ['--platform', 'baselinker', '--orders', String(GATHERED), '--rate-per-minute', String(QUICK_REQUESTS)]);
  return {
    sandbox, platform: 'baselinker', name: 'Demo BaseLinker', counts: {},
    fields: [ALLEGRO_FIELD],
    credentials: { token: sandbox.key, endpoint: sandbox.url },
    switchedOn: 'its journal is looked at every 10 s, the shortest the setting allows',
    // A real account allows 100 requests a minute; this one is on the same machine.
    settings: { allegroLoginField: 'allegro_login', pollSeconds: 10, requestsPerMinute: QUICK_REQUESTS },
  };
}

/** Orders of its history, and partners who never bought. */
const IDEA = { orders: 260, idle: 40 } as const;

export async function startIdeaCommerce(lifetime: Lifetime): Promise<DemoShop> {
  const sandbox = await startSandbox<Sandbox & { readonly instance: string }>(lifetime, ['--platform', 'idea-commerce', '--orders', String(IDEA.orders), '--customers', String(IDEA.idle), '--rate-per-minute', '0']);
  return {
    sandbox, platform: 'idea-commerce', name: 'Demo IDEA Commerce', counts: {},
    fields: [{ key: 'idea_id', label: 'IDEA Commerce ID', type: 'number' }, { key: 'last_order', label: 'Last order', type: 'date' }, ALLEGRO_FIELD],
    credentials: { instance: sandbox.instance, token: sandbox.key, apiAddress: sandbox.url },
    // A real instance is asked twice a second; this one is on the same machine.
    settings: { idField: 'idea_id', lastOrderField: 'last_order', allegroLoginField: 'allegro_login', requestsPerSecond: 50 },
  };
}
