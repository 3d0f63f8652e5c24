/** Calls with external events (sheet section 4.1). */
import { Refused } from '../refused.js';
import { isTrue, rowOf, rowsOf, textOf, type Row } from '../values.js';
import { addEvent, eventDataOf, removeEvent, replaceEvent } from '../world/events.js';
import { limitedList } from '../world/limits.js';
import type { Contact } from '../world/model.js';
import { createContact, restore } from '../world/new-contact.js';
import { emailIn, maybeContact, namedContact, type Call } from './endpoint.js';

const MOST = 1000;

const counted = (call: Call, events: number): void => { call.world.writes.add({ at: call.at, endpoint: call.endpoint, contacts: 0, events }); };

/** Creates an unknown contact: opted out, unless `forceOptIn` (sheet section 4.1). */
export function addEventV2(call: Call): Row {
  const { world, body } = call;
  const data = eventDataOf(world, body['contactEvent']);
  const contact = maybeContact(world, body) ?? created(call);
  restore(world, contact);
  counted(call, 1);
  return { eventId: addEvent(world, contact, data).id };
}

function created({ world, body, owner }: Call): Contact {
  const contact = createContact(world, emailIn(body), owner, true);
  contact.optedOut = !isTrue(body['forceOptIn']);
  return contact;
}

/** The older path wants a contact that exists. */
export function addEventV1(call: Call): Row {
  const { world, body } = call;
  const data = eventDataOf(world, body['contactEvent']);
  const contact = namedContact(world, body);
  restore(world, contact);
  counted(call, 1);
  return { eventId: addEvent(world, contact, data).id };
}

/** Needs contacts that exist and gives no ids of events; what is invalid is counted, not explained. */
export function addEvents(call: Call): Row {
  const { world, body } = call;
  const sent = limitedList(rowsOf(body['events']), MOST, 'events', world.behaviour.limits);
  world.refusals.checkWhole(sent.map((row) => world.contacts.get(textOf(row['contactId']) ?? '')?.email ?? textOf(row['email']) ?? ''));
  const failed = sent.filter((row) => !addOne(call, row)).map((row) => textOf(row['email']) ?? textOf(row['contactId']) ?? '');
  counted(call, sent.length);
  const createdAmount = sent.length - failed.length;
  return { createdAmount: Math.max(0, createdAmount - world.behaviour.createdAmountLag), failedAmount: failed.length, failedContacts: [...new Set(failed)] };
}

function addOne({ world }: Call, row: Row): boolean {
  try {
    const data = eventDataOf(world, row['contactEvent']);
    const contact = namedContact(world, row);
    restore(world, contact);
    addEvent(world, contact, data);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

export function updateEvent(call: Call): Row {
  const event = replaceEvent(call.world, rowOf(call.body['contactEvent']) ?? {});
  counted(call, 1);
  return { eventId: event.id };
}

export function deleteEvent({ world, body }: Call): Row {
  removeEvent(world, textOf(body['eventId']));
  return { result: 'deleted' };
}
