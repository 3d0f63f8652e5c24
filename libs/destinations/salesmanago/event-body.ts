import type { EventWrite } from '#libs/domain/relay/writes.js';
import type { JsonObject } from '#libs/domain/words.js';
import { filled } from './contact-body.js';

export const ADD_EVENT = 'v2/contact/addContactExtEvent';
export const UPDATE_EVENT = 'v2/contact/updateContactExtEvent';

/** Fields of an event (sheet section 4.2); `date` in ms, `value` a number, products joined without blanks. */
function eventFields(event: EventWrite): JsonObject {
  const details = Object.entries(event.details).map(([number, text]) => [`detail${number}`, text] as const);
  return {
    // The database counts in parts of a millisecond; the API takes whole ones only.
    date: Math.floor(event.atMs),
    contactExtEventType: event.type,
    ...filled({
      description: event.description,
      products: event.products.join(','),
      location: event.location,
      value: event.value === null || !Number.isFinite(Number(event.value)) ? null : Number(event.value),
      ...Object.fromEntries(details),
      externalId: event.externalId,
      shopDomain: event.shopDomain,
    }),
  };
}

/** Where both are known only the id is sent (sheet section 4.1). An event never opts anybody in. */
export function addEventBody(event: EventWrite): JsonObject {
  const whom = event.contactId === null ? { email: event.email } : { contactId: event.contactId };
  return { ...whom, forceOptIn: false, contactEvent: eventFields(event) };
}

/** The complete event under its id: an update is no patch (sheet section 4.5). */
export const updateEventBody = (remoteId: string, event: EventWrite): JsonObject => ({ contactEvent: { eventId: remoteId, ...eventFields(event) } });
