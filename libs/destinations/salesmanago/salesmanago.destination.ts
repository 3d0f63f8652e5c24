import type { BudgetAccount } from '#libs/domain/budget.js';
import type { DestinationDefinition } from '../sdk/destination.js';
import { LIMITS, openAccount } from './account.js';
import { SILENT_UPSERT, silentBody, UPSERT, upsertBody } from './contact-body.js';
import { refuseAddress } from './email-address.js';
import { ADD_EVENT, addEventBody } from './event-body.js';
import { fitContact } from './fit.js';
import { fitEvent } from './fit-event.js';
import { credentialsSchema, settingsSchema, withDefaults, type SalesManagoCredentials, type SalesManagoSettings } from './salesmanago.schema.js';
import { shows } from './shows.js';
import { storedTag } from './tags.js';

const MINUTE_MS = 60_000;

/** SALESmanago publishes no limit (sheet section 2); the one kept is the owner's setting, and all of it is ours. */
function budget(_credentials: SalesManagoCredentials, settings: SalesManagoSettings | null): Omit<BudgetAccount, 'key'> {
  const { requestsPerMinute, maxInFlight } = withDefaults(settings);
  return { limit: { requests: requestsPerMinute, windowMs: MINUTE_MS }, share: 1, maxInFlight };
}

/** SALESmanago (also sold as Manago AI) through its API v2, and the list of product catalogs through v3. */
export const salesmanago: DestinationDefinition<SalesManagoCredentials, SalesManagoSettings> = {
  kind: 'salesmanago',
  info: {
    name: 'SALESmanago',
    summary: {
      pl: 'Kontakty, tagi, zgody i zdarzenia zakupowe ze sklepu w SALESmanago (Manago AI).',
      en: 'Contacts, tags, consents and purchase events of a shop in SALESmanago (Manago AI).',
    },
    searchText: 'salesmanago sales manago manago.ai marketing automation newsletter kontakty tagi zdarzenia zgody',
    guide: 'idosell-salesmanago',
  },
  credentials: credentialsSchema,
  settings: settingsSchema,
  limits: LIMITS,
  address: ({ endpoint }) => endpoint,
  // One account answers on several hosts and has been renamed; the client id is what stays.
  accountKey: ({ clientId }) => clientId,
  budget,
  locations: (settings) => withDefaults(settings).locations,
  contactsPerMinute: (settings) => withDefaults(settings).contactsPerMinute,
  quietMs: (settings) => withDefaults(settings).quietSeconds * 1_000,
  fitContact,
  fitEvent,
  storedTag,
  refuseAddress,
  shows,
  previewContact: (contact, silent) => (silent ? { path: `/api/${SILENT_UPSERT}`, body: silentBody([contact]) } : { path: `/api/${UPSERT}`, body: upsertBody(contact) }),
  previewEvent: (event) => ({ path: `/api/${ADD_EVENT}`, body: addEventBody(event) }),
  open: openAccount,
};
