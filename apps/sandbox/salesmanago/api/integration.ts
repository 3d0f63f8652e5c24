/** `integration/upsert` of the official plugins, not in the public reference (sheet section 4.4). */
import { Refused } from '../refused.js';
import { rowOf, textOf, type Row } from '../values.js';
import { ownerOf } from './authentication.js';
import { upsert } from './contact-write.js';
import type { Call } from './endpoint.js';
import { addEventV2, updateEvent } from './events.js';

/** Contact first, then event; the contact stays when the event is refused (whether both go together is not known). */
export function integrationUpsert(call: Call): Row {
  const [contact, event] = [rowOf(call.body['contactUpsertRequest']), rowOf(call.body['addContactExtEventRequest'])];
  if (contact === null && event === null) throw new Refused('Nothing to do');
  const inside = (body: Row): Call => ({ ...call, body, owner: ownerOf(call.world, body, true) });
  const known = textOf(rowOf(event?.['contactEvent'])?.['eventId']) !== null;
  return {
    contactId: contact === null ? null : upsert(inside(contact))['contactId'],
    eventId: event === null ? null : (known ? updateEvent : addEventV2)(inside(event))['eventId'],
  };
}
