import type { ContactWrite, EventWrite } from '#libs/domain/relay/writes.js';
import { textOf } from '#libs/connectors/sdk/values.js';
import type { Destination, DestinationContext, JobState } from '../sdk/destination.js';
import { isFailure } from '#libs/domain/failure.js';
import { wordsOf } from './answer.js';
import { readCatalogs, shopChoices } from './catalogs.js';
import { checkAccount } from './check-account.js';
import { SILENT_UPSERT, silentBody, UPSERT, upsertBody } from './contact-body.js';
import { contactsOf } from './contact-reader.js';
import { ADD_EVENT, addEventBody, UPDATE_EVENT, updateEventBody } from './event-body.js';
import { SalesManagoClient } from './salesmanago.client.js';
import { withDefaults, type SalesManagoCredentials, type SalesManagoSettings } from './salesmanago.schema.js';

/** Contacts in one read, and in one silent write (sheet section 2). */
export const LIMITS = { read: 50, silent: 1_000 } as const;

const LIST = 'contact/listAll';
const JOB = 'job/status';

function atMost(count: number, limit: number): void {
  if (count > limit) throw new RangeError(`${String(count)} contacts in one call, at most ${String(limit)}`);
}

/**
 * Contacts of all owners: `contact/list` shows one owner's only, so that a contact another user of the account looks after would
 * seem unknown, and be subscribed again as if nobody had ever unsubscribed it.
 */
async function readContacts(client: SalesManagoClient, addresses: readonly string[], signal: AbortSignal): ReturnType<Destination['readContacts']> {
  const asked = [...new Set(addresses.map((address) => address.trim().toLowerCase()))];
  atMost(asked.length, LIMITS.read);
  if (asked.length === 0) return new Map();
  // Some methods want the user and not the owner (sheet section 1); a public client of this one sends both.
  const body = await client.read(LIST, { owner: client.owner, user: client.owner, email: asked }, signal);
  return contactsOf(body, asked, { path: LIST, effect: 'read', secrets: client.secrets, personal: () => asked });
}

/**
 * Progress is told in words; the one client that waits for jobs takes an empty `message` for the end (sheet section 3.1). What
 * the words are for silent writes is not known, so that only clear ones end the wait. Of a job it has forgotten the API says no.
 */
const ENDED = /\b(?:finished|completed?|done|zakończon\w*)(?!\w)/iu;
const GOING_ON = /\b(?:not|nie|in progress|w toku)\b/iu;

async function jobState(client: SalesManagoClient, jobId: string, signal: AbortSignal): Promise<JobState> {
  const number = Number(jobId);
  try {
    const body = await client.read(JOB, { owner: client.owner, requestId: Number.isSafeInteger(number) ? number : jobId }, signal);
    const words = wordsOf(body);
    return words === '' || (ENDED.test(words) && !GOING_ON.test(words)) || textOf(body['fileUrl']) !== null ? 'done' : 'running';
  } catch (error) {
    if (isFailure(error) && error.code === 'request_refused') return 'unknown';
    throw error;
  }
}

export function openAccount(context: DestinationContext<SalesManagoCredentials, SalesManagoSettings>): Destination {
  const client = new SalesManagoClient(context);
  const { owner } = client;
  const settings = withDefaults(context.settings);
  return {
    check: (signal) => checkAccount(client, settings.locations, signal),
    shops: async (locations, signal) => shopChoices(await readCatalogs(client, signal), locations),
    readContacts: (addresses, signal) => readContacts(client, addresses, signal),
    writeContact: async (contact: ContactWrite, signal) => ({ contactId: textOf((await client.write(UPSERT, { owner, ...upsertBody(contact) }, signal))['contactId']) }),
    writeSilently: async (contacts, signal) => {
      atMost(contacts.length, LIMITS.silent);
      if (contacts.length === 0) return { jobId: null };
      return { jobId: textOf((await client.write(SILENT_UPSERT, { owner, ...silentBody(contacts) }, signal))['requestId']) };
    },
    jobState: (jobId, signal) => jobState(client, jobId, signal),
    addEvent: async (event: EventWrite, signal) => ({ remoteId: textOf((await client.write(ADD_EVENT, { owner, ...addEventBody(event) }, signal))['eventId']) }),
    updateEvent: async (remoteId, event, signal) => {
      await client.write(UPDATE_EVENT, { owner, ...updateEventBody(remoteId, event) }, signal);
    },
  };
}
