/** What a user does on a contact card, or the person by a link in a mail. */
import type { Contact } from '../world/model.js';
import { setEmailStatus } from '../world/status.js';
import { writeContact } from '../world/upsert.js';
import type { World } from '../world/world.js';

export type CardPatch = {
  /** Calls the opt-in or opt-out address, also when nothing changes. */
  readonly email?: 'in' | 'out';
  readonly phone?: 'in' | 'out';
  /** true = "removed", false = restored. */
  readonly removed?: boolean;
  /** Deletes for good. */
  readonly permanently?: boolean;
};

/** @throws Error when there is no such contact */
export function setCard(world: World, email: string, patch: CardPatch): void {
  const contact = need(world, email);
  if (patch.email !== undefined) setEmailStatus(world, contact, patch.email, 'panel');
  if (patch.phone !== undefined) contact.optedOutPhone = patch.phone === 'out';
  if (patch.removed !== undefined) contact.deleted = patch.removed;
  contact.modifiedOn = world.now();
  if (patch.permanently === true) world.contacts.remove(contact);
}

/** The person clicks the link of the confirmation mail. @throws Error when no mail is open */
export function confirm(world: World, email: string): void {
  const contact = need(world, email);
  if (!contact.unconfirmed) throw new Error(`${email} has no confirmation mail to click`);
  setEmailStatus(world, contact, 'in', 'panel');
  contact.modifiedOn = world.now();
}

/** A contact that was there before anybody integrated: no workflow, no mail. @param record as an upsert takes it @throws Refused */
export function plant(world: World, record: Readonly<Record<string, unknown>>): string {
  return writeContact(world, record, { owner: world.behaviour.owners[0] ?? '', doubleOptIn: false, fires: false, mode: 'upsert' }).id;
}

/** What the system does between 02:00 and 04:00 (sheet section 3.3). @returns how many went */
export function purgeRemoved(world: World): number {
  const removed = world.contacts.all.filter((contact) => contact.deleted);
  for (const contact of removed) world.contacts.remove(contact);
  return removed.length;
}

/** @throws Error */
export function need(world: World, email: string): Contact {
  const contact = world.contacts.find(email);
  if (contact === undefined) throw new Error(`There is no contact ${email}`);
  return contact;
}
