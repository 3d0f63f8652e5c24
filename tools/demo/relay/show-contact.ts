import { control } from '../sandbox-process.js';
import { must } from '../until.js';
import type { Contact, Stage } from './views.js';

export type Counters = { readonly confirmationMails: number; readonly workflowsByContacts: number; readonly workflowsByTags: number; readonly workflowsByEvents: number };

export const readContact = ({ account, person }: Stage): Promise<Contact | null> => control<Contact | null>(account, 'contact', { email: person.email });

/** One contact as SALESmanago has it after the export, and proof that nobody there noticed. @throws Problem when something is missing, or was noticed */
export async function showContact(stage: Stage, contacts: number): Promise<void> {
  const { log, account, person } = stage;
  const contact = await readContact(stage);
  must(contact !== null, `SALESmanago does not have ${person.email}.`);
  log(`15. ${person.email} as SALESmanago has it: ${contact.name ?? ''}, ${contact.externalId ?? ''}, newsletter: ${contact.optedOut ? 'opted out' : 'opted in'}`);
  log(`    Tags: ${contact.tags.join(', ')}; events: ${String(contact.events.length)}, because their orders are from before the route`);
  must(contact.tags.includes('REJESTRACJA'), 'The tag of account holders is missing.');
  must(contact.tags.length > 1, 'The tags of categories are missing.');
  must(!contact.optedOut, 'The newsletter consent given in the shop did not arrive.');
  must(contact.events.length === 0, 'An order from before the route was sent as an event.');
  const counters = await control<Counters>(account, 'counters');
  const there = await control<{ contacts: number }>(account, 'counts');
  const workflows = counters.workflowsByContacts + counters.workflowsByTags + counters.workflowsByEvents;
  log(`    In the whole account: ${String(there.contacts)} contacts, ${String(workflows)} workflows started, ${String(counters.confirmationMails)} confirmation mails sent`);
  must(there.contacts === contacts, `The confirmation said ${String(contacts)} contacts.`);
  must(workflows === 0 && counters.confirmationMails === 0, 'The export was not silent.');
}
