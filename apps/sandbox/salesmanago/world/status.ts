/** E-mail and phone status of a contact. */
import { Refused } from '../refused.js';
import { isTrue, type Row } from '../values.js';
import type { Contact } from './model.js';
import type { Origin, World } from './world.js';

/** null = no change. */
export type StatusChange = { readonly email: 'in' | 'out' | null; readonly phone: 'in' | 'out' | null };

/** @throws Refused when both directions are sent: never send both (sheet section 3.3) */
export function statusChangeOf(record: Row): StatusChange {
  return { email: directionOf(record, 'force'), phone: directionOf(record, 'forcePhone') };
}

function directionOf(record: Row, prefix: 'force' | 'forcePhone'): 'in' | 'out' | null {
  const [goesIn, out] = [isTrue(record[`${prefix}OptIn`]), isTrue(record[`${prefix}OptOut`])];
  if (goesIn && out) throw new Refused(`${prefix}OptIn and ${prefix}OptOut cannot be set together`);
  return goesIn ? 'in' : out ? 'out' : null;
}

/** @param doubleOptIn an opt-in by e-mail sends a confirmation mail at every call and is in force when its link is clicked (sheet sections 3.2 and 6) */
export function changeStatus(world: World, contact: Contact, change: StatusChange, doubleOptIn: boolean): void {
  if (change.phone !== null) contact.optedOutPhone = change.phone === 'out';
  if (change.email === 'in' && doubleOptIn) {
    world.counters.confirmationMails += 1;
    contact.confirmationMails += 1;
    contact.unconfirmed = contact.optedOut;
  } else if (change.email !== null) setEmailStatus(world, contact, change.email, 'api');
}

export function setEmailStatus(world: World, contact: Contact, to: 'in' | 'out', origin: Origin): void {
  contact.optedOut = to === 'out';
  contact.unconfirmed = false;
  world.onStatus(contact, to === 'in' ? 'opt-in' : 'opt-out', origin);
}
