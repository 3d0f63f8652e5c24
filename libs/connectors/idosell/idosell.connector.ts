import type { BudgetAccount } from '#libs/domain/budget.js';
import type { StreamName } from '#libs/domain/words.js';
import type { Connector, ConnectorContext, ConnectorDefinition } from '../sdk/connector.js';
import type { Stream } from '../sdk/stream.js';
import { checkAccount } from './check-account.js';
import { CLIENT_MAPPER } from './client.mapper.js';
import { clientsOf } from './clients.js';
import { readDictionary } from './dictionary.js';
import { hooks } from './hooks.js';
import { IdoSellClient } from './idosell.client.js';
import { credentialsSchema, settingsSchema, withDefaults, type IdoSellCredentials, type IdoSellSettings } from './idosell.schema.js';
import { panelLinks } from './links.js';
import { ORDER_MAPPER } from './order.mapper.js';
import { ordersOf } from './orders.js';
import { estimateOrders, serialsLane } from './serials.lane.js';
import { countClients, slicesLane } from './slices.lane.js';
import { productsOf } from './products.js';
import { productsStream } from './products.stream.js';
import { readByIds } from './source.js';
import { stageOf } from './statuses.js';
import { subscribersStream } from './subscribers.js';
import { clientDigest, clientSweep } from './sweep.lane.js';
import { windowLane } from './window.lane.js';
import { writeConsents } from './write-consents.js';

const MINUTE_MS = 60_000;
const REQUESTS_PER_PASS = 3.45;
const STREAMS: readonly StreamName[] = ['customers', 'orders', 'subscribers', 'products'];

function streamsOf(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): readonly Stream[] {
  const [clients, orders] = [clientsOf(client, settings, nowMs), ordersOf(client, settings, nowMs)];
  return [
    {
      name: 'customers', kind: 'customer', mapperVersion: CLIENT_MAPPER,
      // Nobody knows whether a changed approval or address moves the client's date (sheet section 10).
      trustedTime: false,
      backfill: slicesLane(clients), delta: windowLane(clients), sweep: clientSweep(clients),
      estimate: async (_input, signal) => ({ ...(await countClients(clients, signal)), precision: 'exact' }),
      byIds: readByIds(clients),
    },
    {
      name: 'orders', kind: 'order', mapperVersion: ORDER_MAPPER, trustedTime: true,
      backfill: serialsLane(orders), delta: windowLane(orders), sweep: null,
      estimate: ({ sinceMs }, signal) => estimateOrders(orders, sinceMs, signal),
      byIds: readByIds(orders),
    },
    subscribersStream(client, settings, nowMs),
    ...(settings.products ? [productsStream(productsOf(client, settings, nowMs))] : []),
  ];
}

function open(context: ConnectorContext<IdoSellCredentials, IdoSellSettings>): Connector {
  const client = new IdoSellClient(context);
  const settings = withDefaults(context.settings);
  return {
    check: (signal) => checkAccount(client, settings.shop, context.nowMs, signal),
    dictionary: (signal) => readDictionary(client, signal),
    streams: streamsOf(client, settings, context.nowMs),
    writeConsents: (writes, signal) => writeConsents(client, settings.shop ?? null, writes, signal),
  };
}

/** IdoSell publishes no limit; the one kept is the owner's setting, and all of it is ours (sheet section 3). */
function budget(_credentials: IdoSellCredentials, settings: IdoSellSettings | null): Omit<BudgetAccount, 'key'> {
  const { requestsPerMinute, maxInFlight } = withDefaults(settings);
  return { limit: { requests: requestsPerMinute, windowMs: MINUTE_MS }, share: 1, maxInFlight };
}

/** IdoSell (IAI Shop) through its Admin API, v5 and newer. */
export const idosell: ConnectorDefinition<IdoSellCredentials, IdoSellSettings> = {
  platform: 'idosell',
  info: {
    name: 'IdoSell (IAI Shop)',
    section: 'e-commerce',
    summary: {
      pl: 'Klienci, zgody i zamówienia z panelu IdoSell na kartach klientów, ze zmianami z webhooków.',
      en: 'Clients, consents and orders of an IdoSell panel on customer cards, with changes by webhooks.',
    },
    searchText: 'idosell iai shop iai-shop iaisystem sklep e-commerce panel zamówienia klienci newsletter webhook',
    streams: STREAMS,
    limits: {
      pl: 'IdoSell nie podaje limitu na minutę (ustawienie: 120), ale plany CLOUD mają płatny miesięczny limit zapytań; zużycie jest pokazywane przy integracji.',
      en: 'IdoSell publishes no limit a minute (a setting: 120), but CLOUD plans have a paid monthly quota of requests; what is used is shown on the integration.',
    },
    guide: 'idosell',
    // With its jitter inside and the lag of reading added it stays within eight minutes.
    intervalMs: 7.5 * MINUTE_MS,
    // Clients and orders; about every seventh time the newsletter lists of one shop, and the clock; now and then the load.
    requestsPerPass: REQUESTS_PER_PASS,
    dictionaryMs: 6 * 60 * MINUTE_MS,
    writes: {
      pl: 'Karty klientów z numerem w polu liczbowym, datą ostatniego zamówienia i loginem Allegro, dane osobowe, adresy i zgody, zamówienia w historii z odnośnikami do panelu. W sklepie nic się nie zmienia.',
      en: 'Customer cards with the client number in a numeric field, the date of the last order and the Allegro login, personal data, addresses and consents, orders in the history with links into the panel. Nothing is changed in the shop.',
    },
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  fieldSettings: [
    { setting: 'idField', role: 'id', type: 'number', required: true },
    { setting: 'lastOrderField', role: 'last_order_date', type: 'date', required: true },
    { setting: 'allegroLoginField', role: 'allegro_login', type: 'text', required: false },
  ],
  derivingSettings: ['idField', 'lastOrderField', 'allegroLoginField'],
  readingSettings: ['shop', 'oneOffClients', 'deliveryAddresses', 'clientTags', 'products', 'productLink'],
  readByIds: ['customers', 'orders', 'products'],
  streamsRead: ({ products }) => STREAMS.filter((stream) => stream !== 'products' || products === true),
  // About every eighth time: how many products are deleted, and what changed that day.
  requestsPerPass: ({ products }) => REQUESTS_PER_PASS + (products === true ? 0.25 : 0),
  linksVerified: { customer: false, order: true },
  orderStage: ({ status }) => stageOf(status),
  hooks,
  address: ({ address }) => address,
  accountKey: ({ address }) => address.replace(/^https?:\/\//u, ''),
  budget,
  links: ({ address }, settings) => panelLinks(address, settings),
  sweepDigest: clientDigest,
  open,
};
