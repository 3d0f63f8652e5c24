/** Writing one contact: partial merge, tags, status, counters (sheet section 3.3). */
import { Refused } from '../refused.js';
import { isTrue, textsOf, type Row } from '../values.js';
import { mergeFields } from './fields.js';
import type { Contact } from './model.js';
import { createContact, restore } from './new-contact.js';
import { changeStatus } from './status.js';
import { changeTags } from './tags.js';
import { checkRecord } from './upsert-check.js';
import type { World } from './world.js';

export type WriteContext = {
  readonly owner: string;
  readonly doubleOptIn: boolean;
  /** Whether rules and workflows may start. */
  readonly fires: boolean;
  /** `insert` wants an unknown address, `update` a known one (what happens otherwise is not known: sheet section 12). */
  readonly mode: 'upsert' | 'insert' | 'update';
};

/** @param record `contact{…}` and the fields beside it @throws Refused; then nothing has changed */
export function writeContact(world: World, record: Row, context: WriteContext): Contact {
  const checked = checkRecord(world, record);
  if (context.mode === 'insert' && checked.known !== undefined) throw new Refused('Contact already exists');
  if (context.mode === 'update' && checked.known === undefined) throw new Refused('Contact not found');
  const contact = checked.known ?? createContact(world, checked.email, context.owner, context.fires);
  restore(world, contact);
  contact.owners.add(context.owner);
  mergeFields(world, contact, record, checked.state);
  tag(world, contact, record, context.fires);
  const kept = checked.newEmail === null ? contact : move(world, contact, checked.newEmail, checked.other);
  changeStatus(world, kept, checked.status, context.doubleOptIn);
  kept.modifiedOn = world.now();
  return kept;
}

/** Adds and removes tags; new ones start their workflows. */
export function tag(world: World, contact: Contact, record: Row, fires: boolean): void {
  const added = changeTags(contact, textsOf(record['tags']), textsOf(record['removeTags']), isTrue(record['tagScoring']), world.now());
  for (const name of contact.tags.keys()) world.knownTags.add(name);
  if (fires) world.counters.workflowsByTags += added.length;
}

/** @param other has the new address already: it takes over, and the old contact is no more */
function move(world: World, contact: Contact, email: string, other: Contact | undefined): Contact {
  if (other === undefined) {
    world.contacts.rekey(contact, email);
    return contact;
  }
  for (const [name, one] of contact.tags) if (!other.tags.has(name)) other.tags.set(name, one);
  for (const [name, value] of contact.properties) if (!other.properties.has(name)) other.properties.set(name, value);
  for (const owner of contact.owners) other.owners.add(owner);
  other.events = [...other.events, ...contact.events];
  for (const event of contact.events) world.eventContacts.set(event.id, other);
  world.contacts.remove(contact);
  return other;
}
