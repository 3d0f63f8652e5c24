import type { ConnectorDefinition } from '../sdk/connector.js';
import { credentialsSchema, settingsSchema, type AllegroCredentials, type AllegroSettings } from './allegro.schema.js';
import { checkSeller } from './check-seller.js';

/**
 * Allegro as a switch: while such an integration runs or is paused, all shop integrations of the workspace treat orders from Allegro
 * as its settings say (ADR 0023). It reads nothing yet; events and orders of the Allegro API would be its streams.
 */
export const allegro: ConnectorDefinition<AllegroCredentials, AllegroSettings> = {
  platform: 'allegro',
  info: {
    name: 'Allegro',
    section: 'marketplace',
    summary: {
      pl: 'Kupujący z Allegro na kartach klientów: obie postaci zamaskowanych adresów, login w polu dodatkowym i zgłoszenia z allegromail.pl.',
      en: 'Buyers from Allegro on customer cards: both forms of masked addresses, the login in a custom field, and tickets from allegromail.pl.',
    },
    searchText: 'allegro allegromail marketplace maskowane adresy e-mail login kupujący zgłoszenia masked addresses buyer tickets',
    streams: [],
    limits: { pl: 'Niczego nie czyta z Allegro, więc nie ma limitu.', en: 'It reads nothing from Allegro, so there is no limit.' },
    guide: 'allegro',
    intervalMs: 0,
    requestsPerPass: 0,
    dictionaryMs: 0,
    writes: {
      pl: 'Adresy i loginy Allegro na kartach, z zamówień odczytanych przez integracje sklepów. W Allegro nic się nie zmienia.',
      en: 'Addresses and Allegro logins on cards, from orders the shop integrations have read. Nothing is changed at Allegro.',
    },
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  fieldSettings: [{ setting: 'loginField', role: 'allegro_login', type: 'text', required: true }],
  derivingSettings: [],
  readingSettings: [],
  readByIds: [],
  hooks: null,
  address: () => null,
  accountKey: ({ seller }) => seller.toLowerCase(),
  budget: () => ({ limit: null, share: 1, maxInFlight: 1 }),
  links: () => ({ customer: () => null, order: () => null }),
  sweepDigest: () => null,
  open: ({ credentials }) => ({ check: () => Promise.resolve(checkSeller(credentials)), dictionary: () => Promise.resolve([]), streams: [] }),
};
