/** Partial merge of one record into a contact: what is omitted or null stays (sheet section 3.3). */
import { filledText, rowOf, rowsOf, textOf, type Row } from '../values.js';
import { birthdayOf } from './birthday.js';
import { ADDRESS_FIELDS, TEXT_FIELDS, type Address, type Contact, type State } from './model.js';
import type { World } from './world.js';

/** @param state as checked before */
export function mergeFields(world: World, contact: Contact, record: Row, state: State | null): void {
  const merged = (sent: unknown, old: string | null): string | null => {
    const text = textOf(sent);
    if (text === null) return old;
    return text === '' ? (world.behaviour.emptyText === 'clear' ? null : old) : text;
  };
  const card = rowOf(record['contact']) ?? {};
  for (const name of TEXT_FIELDS) contact.texts[name] = merged(card[name], contact.texts[name]);
  contact.address = mergedAddress(contact.address, rowOf(card['address']), merged);
  contact.state = state ?? contact.state;
  contact.province = merged(record['province'], contact.province);
  contact.lang = merged(record['lang'], contact.lang);
  const birthday = filledText(record['birthday']);
  if (birthday !== null) contact.birthday = birthdayOf(birthday) ?? contact.birthday;
  for (const [name, value] of Object.entries(rowOf(record['properties']) ?? {})) {
    const text = merged(value, contact.properties.get(name) ?? null);
    if (text === null) contact.properties.delete(name);
    else contact.properties.set(name, text);
  }
  for (const row of rowsOf(record['dictionaryProperties'])) {
    const name = filledText(row['name']);
    if (name !== null) contact.dictionary.set(name, { name, type: textOf(row['type']) ?? 'TEXT', value: row['value'] ?? null });
  }
  mergeConsents(contact, rowsOf(record['consentDetails']), world.now());
}

function mergedAddress(old: Address | null, sent: Row | null, merged: (sent: unknown, old: string | null) => string | null): Address | null {
  if (sent === null) return old;
  const address = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, merged(sent[name], old?.[name] ?? null)])) as Address;
  return ADDRESS_FIELDS.every((name) => address[name] === null) ? null : address;
}

/** The date defaults to now (sheet section 3.2). */
function mergeConsents(contact: Contact, sent: readonly Row[], now: number): void {
  for (const row of sent) {
    contact.consents = [...contact.consents.filter((one) => one['consentName'] !== row['consentName']), { ...row, agreementDate: row['agreementDate'] ?? now }];
  }
}
