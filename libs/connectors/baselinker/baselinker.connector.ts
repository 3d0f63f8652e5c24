import type { BudgetAccount } from '#libs/domain/budget.js';
import type { RelayTraits } from '#libs/domain/relay/route-options.js';
import type { Connector, ConnectorContext, ConnectorDefinition } from '../sdk/connector.js';
import { idOf } from '../sdk/values.js';
import { tokenDigest } from './account-state.js';
import { BaseLinkerClient } from './baselinker.client.js';
import { credentialsSchema, DOCUMENTED_LIMIT, ENDPOINT, settingsSchema, withDefaults, type BaseLinkerCredentials, type BaseLinkerSettings } from './baselinker.schema.js';
import { checkAccount } from './check-account.js';
import { readDictionary } from './dictionary.js';
import { findByPhone } from './find-by-phone.js';
import { journalDefinition } from './journal-meaning.js';
import { journalOf } from './journal.js';
import { stageOf } from './order.mapper.js';
import { ordersStream } from './orders.stream.js';

const MINUTE_MS = 60_000;
/** More requests under way at once would not be answered sooner: a hundred a minute are allowed. */
const MAX_IN_FLIGHT = 2;

function open(context: ConnectorContext<BaseLinkerCredentials, BaseLinkerSettings>): Connector {
  const client = new BaseLinkerClient(context);
  return {
    check: (signal) => checkAccount(client, signal),
    dictionary: (signal) => readDictionary(client, signal),
    streams: [ordersStream(client)],
    journal: journalOf(client),
    findByPhone: (phone, signal) => findByPhone(client, phone, signal),
  };
}

/** A hundred a minute, shared by everything that uses the account (sheet section 2); a setting may take less, never more. */
function budget({ endpoint }: BaseLinkerCredentials, settings: BaseLinkerSettings | null): Omit<BudgetAccount, 'key'> {
  const { requestsPerMinute } = withDefaults(settings);
  const requests = endpoint === ENDPOINT ? Math.min(DOCUMENTED_LIMIT, requestsPerMinute) : requestsPerMinute;
  return { limit: { requests, windowMs: MINUTE_MS }, share: 0.8, maxInFlight: MAX_IN_FLIGHT };
}

/** Orders of many shops without customers: nobody consents here, and nothing names languages, categories or birthdays. */
const relay: RelayTraits = {
  defaults: { scope: 'everyone', consentSource: null, consents: [], events: ['PURCHASE'], leaveOut: ['birthDate', 'language', 'categoryTags'], sourceTag: false },
  required: ['location'],
  without: ['consentSource', 'consents', 'shop', 'language', 'accountTag', 'subscriberTag'],
};

/** BaseLinker (Base) through its connector API. */
export const baselinker: ConnectorDefinition<BaseLinkerCredentials, BaseLinkerSettings> = {
  platform: 'baselinker',
  info: {
    name: 'BaseLinker (Base)',
    section: 'e-commerce',
    summary: {
      pl: 'Zamówienia ze wszystkich sklepów i platform sprzedaży podłączonych do BaseLinkera, na kartach klientów i w SALESmanago.',
      en: 'Orders of all shops and marketplaces connected to BaseLinker, on customer cards and in SALESmanago.',
    },
    searchText: 'baselinker base linker base.com marketplace allegro sklep e-commerce zamówienia dziennik integrator',
    streams: ['orders'],
    limits: {
      pl: 'BaseLinker pozwala na 100 zapytań na minutę dla całego konta i blokuje konto, gdy jest ich więcej; używamy najwyżej 80% tej liczby.',
      en: 'BaseLinker allows 100 requests a minute for the whole account and blocks it beyond that; at most 80% of them are used.',
    },
    guide: 'baselinker-salesmanago',
    intervalMs: MINUTE_MS,
    // One look at the journal.
    requestsPerPass: 1,
    dictionaryMs: 6 * 60 * MINUTE_MS,
    writes: {
      pl: 'Karty klientów z zamówień: dane osobowe, adresy i login Allegro, zamówienia w historii ze źródłem i statusem. W BaseLinkerze nic się nie zmienia.',
      en: 'Customer cards made of orders: personal data, addresses and the Allegro login, orders in the history with source and status. Nothing is changed in BaseLinker.',
    },
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  // The platform has no customers, hence no number of theirs.
  fieldSettings: [{ setting: 'allegroLoginField', role: 'allegro_login', type: 'text', required: false }],
  derivingSettings: ['allegroLoginField'],
  readingSettings: [],
  readByIds: ['orders'],
  // The figure is one a minute, a look at the journal comes as often as the settings say.
  requestsPerPass: (settings) => MINUTE_MS / journalDefinition.pollMs(settings),
  // The form of links into the panel is confirmed by no source.
  linksVerified: { customer: false, order: false },
  orderStage: stageOf,
  hooks: null,
  journal: journalDefinition,
  // The digits alone, and the full form.
  requestsPerPhone: 2,
  relay,
  address: ({ endpoint }) => endpoint,
  accountKey: ({ token }) => tokenDigest(token),
  budget,
  links: () => ({ customer: () => null, order: (id) => (idOf(id) === null ? null : `https://panel-f.baselinker.com/orders.php#order:${id}`) }),
  sweepDigest: () => null,
  open,
};
