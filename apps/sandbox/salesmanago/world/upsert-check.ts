/** Everything that can be wrong with a record, looked at before anything is changed. */
import { Refused } from '../refused.js';
import { filledText, rowOf, rowsOf, textOf, type Row } from '../values.js';
import { emailOf } from './emails.js';
import { STATES, type Contact, type State } from './model.js';
import { statusChangeOf, type StatusChange } from './status.js';
import type { World } from './world.js';

export type Checked = {
  readonly email: string;
  readonly known: Contact | undefined;
  readonly state: State | null;
  readonly status: StatusChange;
  /** null = the address stays. */
  readonly newEmail: string | null;
  /** The other contact that has the new address. */
  readonly other: Contact | undefined;
};

/** @throws Refused; only the text about a missing e-mail is known from the real system (sheet section 2), the others are invented */
export function checkRecord(world: World, record: Row): Checked {
  const card = rowOf(record['contact']) ?? {};
  const { email, known } = whose(world, card);
  world.refusals.check(email);
  const newEmail = newEmailOf(record, email);
  const other = newEmail === null ? undefined : world.contacts.find(newEmail);
  if (other !== undefined && world.behaviour.newEmailConflict === 'refuse') throw new Refused('Contact with new email already exists');
  if (newEmail !== null) world.refusals.check(newEmail);
  checkNames(world, record);
  return { email, known, state: stateOf(card['state']), status: statusChangeOf(record), newEmail, other };
}

function whose(world: World, card: Row): { readonly email: string; readonly known: Contact | undefined } {
  const [sent, id] = [textOf(card['email']) ?? '', filledText(card['contactId'])];
  if (sent === '' && id !== null) {
    const known = world.contacts.get(id);
    if (known === undefined) throw new Refused('Contact not found');
    return { email: known.email, known };
  }
  if (sent === '') throw new Refused('No email specified');
  const email = emailOf(sent);
  return { email, known: world.contacts.find(email) };
}

/** `""` = no change (sheet section 3.2). */
function newEmailOf(record: Row, email: string): string | null {
  const text = textOf(record['newEmail']) ?? '';
  if (text === '') return null;
  const wanted = emailOf(text);
  return wanted === email ? null : wanted;
}

function stateOf(value: unknown): State | null {
  if (value === undefined || value === null || value === '') return null;
  const state = STATES.find((known) => known === value);
  if (state === undefined) throw new Refused('Invalid contact state');
  return state;
}

/** What a record names must exist in the panel; no loyalty programme does here. */
function checkNames(world: World, record: Row): void {
  for (const row of rowsOf(record['consentDetails'])) {
    if (!world.behaviour.consents.includes(textOf(row['consentName']) ?? '')) throw new Refused('Consent does not exist');
  }
  if (filledText(record['loyaltyProgram']) !== null) throw new Refused('Loyalty program does not exist');
}
