import type { BudgetAccount } from '#libs/domain/budget.js';
import type { Connector, ConnectorContext, ConnectorDefinition } from '../sdk/connector.js';
import { oneByOne } from '../sdk/one-by-one.js';
import type { Stream } from '../sdk/stream.js';
import { idOf } from '../sdk/values.js';
import { customerLink, IN_FLIGHT, OPEN_STATUSES, orderLink, panelOf, REQUESTS_PER_SECOND } from './assumptions.js';
import { checkInstance } from './check-instance.js';
import { readDictionary } from './dictionary.js';
import { IdeaCommerceClient } from './idea-commerce.client.js';
import { apiAddress, credentialsSchema, settingsSchema, withDefaults, type IdeaCommerceCredentials, type IdeaCommerceSettings } from './idea-commerce.schema.js';
import { ORDER_MAPPER } from './order.mapper.js';
import { PARTNER_MAPPER } from './partner.mapper.js';
import { countPartners, partnersLane } from './partners.lane.js';
import { countOrders, slicesLane } from './slices.lane.js';
import { ordersOf, partnersOf, readOne, type Source } from './source.js';
import { digestOf, ordersSweep, partnersSweep } from './sweep.lane.js';
import { windowLane } from './window.lane.js';

const MINUTE_MS = 60_000;

const byIds = (source: Source): Stream['byIds'] => oneByOne((id, signal) => readOne(source, id, signal), () => source.client.nowMs());

/** No date of the platform moves with an edit: of two copies the one asked for later wins. */
function streamsOf(client: IdeaCommerceClient, pageSize: number): readonly Stream[] {
  const [partners, orders] = [partnersOf(client, pageSize), ordersOf(client, pageSize)];
  return [
    {
      name: 'customers', kind: 'customer', mapperVersion: PARTNER_MAPPER, trustedTime: false,
      backfill: partnersLane(partners), delta: null, sweep: partnersSweep(partners),
      estimate: async (_input, signal) => ({ ...(await countPartners(partners, signal)), precision: 'exact' }),
      byIds: byIds(partners),
    },
    {
      name: 'orders', kind: 'order', mapperVersion: ORDER_MAPPER, trustedTime: false,
      backfill: slicesLane(orders), delta: windowLane(orders), sweep: ordersSweep(orders),
      estimate: async ({ sinceMs }, signal) => ({ ...(await countOrders(orders, sinceMs, signal)), precision: 'exact' }),
      byIds: byIds(orders),
    },
  ];
}

function open(context: ConnectorContext<IdeaCommerceCredentials, IdeaCommerceSettings>): Connector {
  const client = new IdeaCommerceClient(context);
  return {
    check: (signal) => checkInstance(client, signal),
    dictionary: (signal) => readDictionary(client, signal),
    streams: streamsOf(client, withDefaults(context.settings).rowsPerPage),
  };
}

/** No limit is published (A23); a setting may take less, and more only where an address of its own was named. */
function budget(credentials: IdeaCommerceCredentials, settings: IdeaCommerceSettings | null): Omit<BudgetAccount, 'key'> {
  const { requestsPerSecond } = withDefaults(settings);
  const requests = credentials.apiAddress === undefined ? Math.min(REQUESTS_PER_SECOND, requestsPerSecond) : requestsPerSecond;
  return { limit: { requests, windowMs: 1_000 }, share: 1, maxInFlight: IN_FLIGHT };
}

/** IDEA Commerce (IDEAerp) through v2 of its REST API, of which no documentation is published: see `assumptions.ts`. */
export const ideaCommerce: ConnectorDefinition<IdeaCommerceCredentials, IdeaCommerceSettings> = {
  platform: 'idea-commerce',
  info: {
    name: 'IDEA Commerce (IDEAerp)',
    section: 'e-commerce',
    summary: {
      pl: 'Zamówienia ze wszystkich sklepów i platform sprzedaży prowadzonych w IDEA Commerce, na kartach klientów.',
      en: 'Orders of all shops and marketplaces run in IDEA Commerce, on customer cards.',
    },
    searchText: 'idea commerce ideaerp idea erp odoo e-commerce sklep zamówienia allegro magazyn kurier marketplace',
    streams: ['customers', 'orders'],
    limits: {
      pl: 'IDEA Commerce nie podaje limitu zapytań; wysyłamy najwyżej 2 na sekundę, po jednym naraz.',
      en: 'IDEA Commerce publishes no limit of requests; at most 2 a second are sent, one at a time.',
    },
    guide: 'idea-commerce',
    intervalMs: 30 * MINUTE_MS,
    // New orders, and one list for each state that is expected to change.
    requestsPerPass: 1 + OPEN_STATUSES.length,
    dictionaryMs: 6 * 60 * MINUTE_MS,
    writes: {
      pl: 'Karty klientów z numerem kontrahenta w polu liczbowym, datą ostatniego zamówienia i loginem Allegro, dane osobowe i adresy, zamówienia w historii z odnośnikami do panelu. W IDEA Commerce nic się nie zmienia.',
      en: 'Customer cards with the partner number in a numeric field, the date of the last order and the Allegro login, personal data and addresses, orders in the history with links into the panel. Nothing is changed in IDEA Commerce.',
    },
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  fieldSettings: [
    { setting: 'idField', role: 'id', type: 'number', required: true },
    { setting: 'lastOrderField', role: 'last_order_date', type: 'date', required: false },
    { setting: 'allegroLoginField', role: 'allegro_login', type: 'text', required: false },
  ],
  derivingSettings: ['idField', 'lastOrderField', 'allegroLoginField'],
  readingSettings: [],
  readByIds: ['customers', 'orders'],
  // The forms are those of the program it is built on (A18, A19).
  linksVerified: { customer: false, order: false },
  hooks: null,
  address: ({ instance }) => panelOf(instance),
  calledAddress: apiAddress,
  accountKey: (credentials) => new URL(apiAddress(credentials)).host,
  budget,
  links: ({ instance }) => ({ customer: (id) => (idOf(id) === null ? null : customerLink(instance, id)), order: (id) => (idOf(id) === null ? null : orderLink(instance, id)) }),
  sweepDigest: digestOf,
  open,
};
