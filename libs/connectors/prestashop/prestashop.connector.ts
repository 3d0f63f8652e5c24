import type { BudgetAccount } from '#libs/domain/budget.js';
import type { Connector, ConnectorContext, ConnectorDefinition } from '../sdk/connector.js';
import { checkShop } from './check-shop.js';
import { customerDigest } from './customer.mapper.js';
import { readDictionary } from './dictionary.js';
import { panelLinks } from './links.js';
import { PrestaShopClient } from './prestashop.client.js';
import { credentialsSchema, settingsSchema, withDefaults, type PrestaShopCredentials, type PrestaShopSettings } from './prestashop.schema.js';
import { streamsOf } from './streams.js';

function open(context: ConnectorContext<PrestaShopCredentials, PrestaShopSettings>): Connector {
  const client = new PrestaShopClient(context.credentials, context.http);
  const settings = withDefaults(context.settings);
  return {
    check: (signal) => checkShop(client, signal),
    dictionary: (signal) => readDictionary(client, settings.languageId, signal),
    streams: streamsOf(client, settings, context.nowMs),
  };
}

/** Published nowhere: a shop has no request limit of its own, only a server that must not be overrun. */
function budget(_credentials: PrestaShopCredentials, settings: PrestaShopSettings | null): Omit<BudgetAccount, 'key'> {
  return { limit: null, share: 1, maxInFlight: settings?.maxInFlight ?? 1 };
}

/** PrestaShop 1.6 – 9 through its webservice. */
export const prestashop: ConnectorDefinition<PrestaShopCredentials, PrestaShopSettings> = {
  platform: 'prestashop',
  info: {
    name: 'PrestaShop',
    section: 'e-commerce',
    summary: {
      pl: 'Klienci, adresy i zamówienia ze sklepu PrestaShop (wersje 1.6–9) na kartach klientów.',
      en: 'Customers, addresses and orders of a PrestaShop shop (versions 1.6–9) on customer cards.',
    },
    searchText: 'prestashop presta shop sklep e-commerce webservice zamówienia klienci',
    streams: ['customers', 'addresses', 'orders'],
    limits: {
      pl: 'Sklep nie ma limitu zapytań; czytamy jednym zapytaniem naraz (ustawienie do 4) i zwalniamy, gdy serwer nie nadąża.',
      en: 'The shop has no request limit; one request at a time is sent (a setting up to 4), and pages shrink when the server is slow.',
    },
    guide: 'prestashop',
    intervalMs: 30 * 60_000,
    // Five for names, and a question for the clock and a page for each of three streams.
    requestsPerPass: 11,
    dictionaryMs: 0,
    writes: {
      pl: 'Karty klientów z numerem klienta w polu liczbowym, adresy, zamówienia w historii oraz login Allegro, jeśli jest w zamówieniu. W sklepie nic się nie zmienia.',
      en: 'Customer cards with the customer id in a numeric field, addresses, orders in the history, and the Allegro login if an order has it. Nothing is changed in the shop.',
    },
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  fieldSettings: [
    { setting: 'idField', role: 'id', type: 'number', required: true },
    { setting: 'allegroLoginField', role: 'allegro_login', type: 'text', required: false },
  ],
  derivingSettings: ['idField', 'allegroLoginField'],
  readingSettings: ['zone', 'allegroPlaces', 'allegroPatterns'],
  address: (credentials) => credentials.address,
  // The scheme and letter case of the host do not make another server.
  accountKey: ({ address }) => address.replace(/^https?:\/\//u, ''),
  budget,
  links: (_credentials, settings) => panelLinks(settings),
  readByIds: ['customers', 'addresses', 'orders'],
  hooks: null,
  sweepDigest: (record) => (record.kind === 'customer' ? customerDigest(record) : null),
  open,
};
