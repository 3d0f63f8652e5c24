/** Calls that change one thing of a known contact (sheet section 3.1). */
import { Refused } from '../refused.js';
import { isTrue, textsOf, type Row } from '../values.js';
import type { Contact } from '../world/model.js';
import { setEmailStatus } from '../world/status.js';
import { tag } from '../world/upsert.js';
import type { World } from '../world/world.js';
import { namedContact, type Call } from './endpoint.js';

type Change = (world: World, contact: Contact) => void;

const emailTo = (to: 'in' | 'out'): Change => (world, contact) => {
  setEmailStatus(world, contact, to, 'api');
  contact.modifiedOn = world.now();
};
const phoneTo = (to: 'in' | 'out'): Change => (world, contact) => {
  contact.optedOutPhone = to === 'out';
  contact.modifiedOn = world.now();
};

const one = (change: Change) => (call: Call): Row => {
  const contact = namedContact(call.world, call.body);
  change(call.world, contact);
  call.world.writes.add({ at: call.at, endpoint: call.endpoint, contacts: 1, events: 0 });
  return { contactId: contact.id };
};

/** Unknown and refused addresses are missing in the answer. */
const many = (change: Change) => (call: Call): Row => {
  const known = textsOf(call.body['emails']).map((email) => findOrNull(call.world, email)).filter((contact) => contact !== null);
  for (const contact of known) change(call.world, contact);
  call.world.writes.add({ at: call.at, endpoint: call.endpoint, contacts: known.length, events: 0 });
  return { contactIds: Object.fromEntries(known.map((contact) => [contact.email, contact.id])) };
};

function findOrNull(world: World, email: string): Contact | null {
  try {
    return namedContact(world, { email });
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

export const optIn = one(emailTo('in'));
export const optOut = one(emailTo('out'));
export const batchOptIn = many(emailTo('in'));
export const batchOptOut = many(emailTo('out'));
export const phoneOptIn = one(phoneTo('in'));
export const phoneOptOut = one(phoneTo('out'));

/** Tags do not move `modifiedOn`: in the recorded contact they are younger than it. */
export const manageTags = (call: Call): Row => one((world, contact) => { tag(world, contact, call.body, true); })(call);

/** `result` is null, as in the vendor's live test. */
export function remove(call: Call): Row {
  const { world, body } = call;
  const contact = namedContact(world, body);
  if (isTrue(body['permanently'])) world.contacts.remove(contact);
  else contact.deleted = true;
  return { result: null };
}

export function tags({ world }: Call): Row {
  const all = world.contacts.all;
  return { tags: [...world.knownTags].map((name) => ({ tag: name, numberOfTagged: all.filter((contact) => contact.tags.has(name)).length })) };
}
