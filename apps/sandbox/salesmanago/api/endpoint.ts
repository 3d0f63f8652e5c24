import { Refused } from '../refused.js';
import { filledText, type Row } from '../values.js';
import { emailOf } from '../world/emails.js';
import type { Contact } from '../world/model.js';
import type { World } from '../world/world.js';

export type Call = {
  readonly world: World;
  readonly body: Row;
  /** A user of the account; '' where the endpoint needs none. */
  readonly owner: string;
  /** Arrival of the request, real ms. */
  readonly at: number;
  /** Below `/api/`. */
  readonly endpoint: string;
};

export type Endpoint = {
  readonly owner: 'needed' | 'optional';
  /** Gives the fields beside `success` and `message`. @throws Refused */
  readonly run: (call: Call) => Row;
};

/** The contact of `contactId` or `email`; the id counts where both are sent. @throws Refused */
export function namedContact(world: World, row: Row): Contact {
  const contact = maybeContact(world, row);
  if (contact === undefined) throw new Refused('Contact not found');
  return contact;
}

/** undefined = the address is unknown. @throws Refused for an unknown id, a bad address, none, or one that is refused */
export function maybeContact(world: World, row: Row): Contact | undefined {
  const id = filledText(row['contactId']);
  const contact = id === null ? world.contacts.find(emailIn(row)) : world.contacts.get(id);
  if (id !== null && contact === undefined) throw new Refused('Contact not found');
  world.refusals.check(contact?.email ?? emailIn(row));
  return contact;
}

/** @throws Refused */
export function emailIn(row: Row): string {
  const text = filledText(row['email']);
  if (text === null) throw new Refused('No email specified');
  return emailOf(text);
}
