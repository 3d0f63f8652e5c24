/** External events: every add makes a new one, whatever is there already (sheet section 4.5). */
import { Refused } from '../refused.js';
import { momentOf, rowOf, textOf, type Row } from '../values.js';
import { eventTypeOf } from './event-types.js';
import { limitedText, limitedValue } from './limits.js';
import { DETAILS, type Contact, type ExtEvent } from './model.js';
import type { World } from './world.js';

/** Sheet section 4.2, characters. */
const MAXIMA: Readonly<Record<string, number>> = { description: 2048, products: 512, location: 36, externalId: 255, shopDomain: 255, ...Object.fromEntries(DETAILS.map((name) => [name, 255])) };

type EventData = Omit<ExtEvent, 'id'>;

/** @param sent a `contactEvent` @throws Refused */
export function eventDataOf(world: World, sent: unknown): EventData {
  const row = rowOf(sent);
  if (row === null) throw new Refused('contactEvent cannot be empty');
  const date = momentOf(row['date']);
  if (date === null) throw new Refused('Invalid event date');
  const mode = world.behaviour.limits;
  const value = textOf(row['value']);
  return {
    date, type: eventTypeOf(row['contactExtEventType']), value: value === null ? null : limitedValue(value, mode),
    texts: Object.fromEntries(Object.entries(MAXIMA).flatMap(([name, max]) => {
      const text = textOf(row[name]);
      return text === null ? [] : [[name, limitedText(text, max, name, mode)]];
    })),
  };
}

/** Starts a workflow each time: calls with events cannot be silenced. */
export function addEvent(world: World, contact: Contact, data: EventData): ExtEvent {
  const event = { id: world.uuid(), ...data };
  contact.events.push(event);
  world.eventContacts.set(event.id, contact);
  world.counters.workflowsByEvents += 1;
  return event;
}

/** Replaces the whole event: what is not sent is gone (sheet section 4.5). @throws Refused when there is no such event */
export function replaceEvent(world: World, sent: Row): ExtEvent {
  const { contact, event } = findEvent(world, textOf(sent['eventId']));
  world.refusals.check(contact.email);
  const next = { id: event.id, ...eventDataOf(world, sent) };
  contact.events = contact.events.map((one) => (one === event ? next : one));
  return next;
}

/** @throws Refused when there is no such event */
export function removeEvent(world: World, id: string | null): void {
  const { contact, event } = findEvent(world, id);
  world.refusals.check(contact.email);
  contact.events = contact.events.filter((one) => one !== event);
}

function findEvent(world: World, id: string | null): { readonly contact: Contact; readonly event: ExtEvent } {
  const contact = world.eventContacts.get(id ?? '');
  const event = contact?.events.find((one) => one.id === id);
  // A contact that was deleted for good took its events along.
  if (contact !== undefined && event !== undefined && world.contacts.get(contact.id) === contact) return { contact, event };
  throw new Refused('Event not found');
}

/** Without a location only an account with exactly one e-shop links by itself; a wrong one never does (sheet section 5). */
export function isLinked(world: World, event: ExtEvent): boolean {
  const location = event.texts['location'] ?? '';
  return location === '' ? world.catalogs.size === 1 : [...world.catalogs.values()].some((catalog) => catalog.location === location);
}
