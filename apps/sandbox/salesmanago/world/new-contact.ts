import type { Contact } from './model.js';
import type { World } from './world.js';

/** A contact without data. The "contact added" workflow starts now and never again for it (sheet section 3.3). */
export function createContact(world: World, email: string, owner: string, fires: boolean): Contact {
  const out = world.behaviour.newContacts === 'opted-out';
  const now = world.now();
  world.counters.contactsCreated += 1;
  if (fires) world.counters.workflowsByContacts += 1;
  return world.contacts.add({
    id: world.uuid(),
    email,
    texts: { name: null, phone: null, fax: null, company: null, externalId: null },
    address: null,
    state: 'PROSPECT',
    province: null,
    birthday: null,
    lang: null,
    optedOut: out,
    optedOutPhone: out,
    deleted: false,
    owners: new Set([owner]),
    tags: new Map(),
    properties: new Map(),
    dictionary: new Map(),
    consents: [],
    events: [],
    confirmationMails: 0,
    unconfirmed: false,
    createdOn: now,
    modifiedOn: now,
  });
}

/** A removed contact that is sent again is back, with all it had (sheet section 3.3). */
export function restore(world: World, contact: Contact): void {
  if (!contact.deleted) return;
  contact.deleted = false;
  world.counters.contactsRestored += 1;
}
