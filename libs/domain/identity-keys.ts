import { allegroBase, allegroLogin } from './allegro.js';
import { joiningEmail, normalizeEmail, type AddressRules } from './email.js';
import { normalizePhone } from './phone.js';
import type { NeutralRecord, OrderRecord, PostalAddress, SubscriberRecord } from './records.js';
import { fold } from './text.js';

/** Keys that make one card of all records that share one. */
export const JOINING_TYPES = ['shop_id', 'email', 'allegro_address', 'allegro_buyer', 'returned'] as const;
export type JoiningType = (typeof JOINING_TYPES)[number];

/** Keys that are searched by and make proposals, and never join by themselves. */
export const HINTING_TYPES = ['allegro_login', 'phone', 'person_phone', 'email_seen'] as const;
export type HintingType = (typeof HINTING_TYPES)[number];

/** Hinting keys two cards may share only if they are perhaps one person. */
export const PROPOSING_TYPES = ['allegro_login', 'person_phone'] as const satisfies readonly HintingType[];

/** `type:value`. Values hold no upper-case letters except in shop ids. */
export type KeyText = string;

export const keyText = (type: JoiningType | HintingType, value: string): KeyText => `${type}:${value}`;
export const keyType = (key: KeyText): string => key.slice(0, key.indexOf(':'));
export const keyValue = (key: KeyText): string => key.slice(key.indexOf(':') + 1);

const JOINING: ReadonlySet<string> = new Set(JOINING_TYPES);
export const isJoining = (key: KeyText): boolean => JOINING.has(keyType(key));
export const isHinting = (key: KeyText): boolean => !isJoining(key);

/** External id of the customer a record belongs to, in the same integration; null for customers themselves and for strangers. */
export function ownerOf(record: NeutralRecord): string | null {
  return record.kind === 'order' || record.kind === 'address' || record.kind === 'subscriber' ? record.ownerId : null;
}

const OF_OWNERS: ReadonlySet<string> = new Set(['shop_id', 'returned'] satisfies JoiningType[]);
/** Keys an order or address has only because of the account it belongs to. */
export const isOfOwner = (key: KeyText): boolean => OF_OWNERS.has(keyType(key));

/** Shop ids are unique only inside their integration. */
export const shopKey = (integrationId: string, externalId: string): KeyText => keyText('shop_id', `${integrationId}/${externalId}`);

export type RecordKeys = {
  readonly joining: readonly KeyText[];
  readonly hinting: readonly KeyText[];
  /**
   * True when the record may open a card. An order or address that knows its owner by number alone does not, unless it speaks
   * for them: it waits unlinked until the owner is read.
   */
  readonly founding: boolean;
};

export type KeyRules = { readonly integrationId: string; readonly addresses: AddressRules };

/** Keys of one address: it joins as it is, by its base form where Allegro masks it, or not at all. What does not join as it is, is kept as seen. */
export function addressKeys(value: string | null, rules: AddressRules): KeyText[] {
  const seen = normalizeEmail(value);
  if (seen === null) return [];
  const email = joiningEmail(seen, rules);
  if (email !== null) return [keyText('email', email)];
  const base = allegroBase(seen, rules.allegroDomains);
  return [...(base === null ? [] : [keyText('allegro_address', base)]), keyText('email_seen', seen)];
}

const SHORTEST_SURNAME = 2;

class Keys {
  readonly joining = new Set<KeyText>();
  readonly hinting = new Set<KeyText>();

  constructor(private readonly rules: KeyRules) {}

  email(value: string | null): void {
    for (const key of addressKeys(value, this.rules.addresses)) (isJoining(key) ? this.joining : this.hinting).add(key);
  }

  /** For search only. */
  seen(value: string | null): void {
    const seen = normalizeEmail(value);
    if (seen !== null) this.hinting.add(keyText('email_seen', seen));
  }

  /** `surname`: of the person the numbers belong to, as far as the record tells; a number alone is shared by families and offices. */
  phones(values: readonly string[], surname: string | null): void {
    const folded = surname === null ? '' : fold(surname).trim();
    for (const value of values) {
      const phone = normalizePhone(value);
      if (phone === null) continue;
      this.hinting.add(keyText('phone', phone));
      if (folded.length >= SHORTEST_SURNAME) this.hinting.add(keyText('person_phone', `${phone}/${folded}`));
    }
  }

  login(value: string | null): void {
    const login = allegroLogin(value);
    if (login !== null) this.hinting.add(keyText('allegro_login', login.toLowerCase()));
  }

  owner(id: string | null): void {
    if (id !== null) this.joining.add(shopKey(this.rules.integrationId, id));
  }

  result(founding: boolean): RecordKeys {
    return { joining: [...this.joining], hinting: [...this.hinting], founding };
  }
}

function orderKeys(record: OrderRecord, keys: Keys): RecordKeys {
  keys.email(record.contact?.email ?? null);
  for (const email of record.marketplace?.emails ?? []) keys.email(email);
  const founding = keys.joining.size > 0 || (record.speaksForOwner === true && record.ownerId !== null);
  keys.owner(record.ownerId);
  keys.login(record.marketplace?.login ?? null);
  keys.phones(record.contact?.phones ?? [], record.contact?.lastName ?? null);
  // Parcels go to other people too: their numbers are the buyer's only where the surname is, or where nobody else is named.
  const buyer = record.contact?.lastName ?? null;
  for (const address of [record.deliveryAddress, record.invoiceAddress] satisfies (PostalAddress | null)[]) {
    if (address === null) continue;
    const same = buyer === null || (address.lastName !== null && fold(address.lastName) === fold(buyer));
    keys.phones(address.phones, same ? address.lastName : null);
  }
  return keys.result(founding);
}

/**
 * The list entry of an account follows the account alone: its address may later belong to somebody else, and an old entry
 * would then join both.
 */
function subscriberKeys(record: SubscriberRecord, keys: Keys): RecordKeys {
  if (record.phone !== null) keys.phones([record.phone], null);
  if (record.ownerId !== null) {
    keys.owner(record.ownerId);
    keys.seen(record.email);
    return keys.result(false);
  }
  keys.email(record.email);
  return keys.result(keys.joining.size > 0);
}

/** All keys of one record; a pure function of the record, the integration and the list of generic addresses. */
export function keysOf(record: NeutralRecord, rules: KeyRules): RecordKeys {
  const keys = new Keys(rules);
  switch (record.kind) {
    case 'customer':
      keys.owner(record.externalId);
      keys.email(record.email);
      keys.phones(record.phones, record.lastName);
      for (const address of [...(record.address ? [record.address] : []), ...(record.addresses ?? []).map((listed) => listed.address)]) keys.phones(address.phones, address.lastName);
      return keys.result(true);
    case 'address':
      keys.owner(record.ownerId);
      keys.phones(record.address.phones, record.address.lastName);
      return keys.result(false);
    case 'order':
      return orderKeys(record, keys);
    case 'subscriber':
      return subscriberKeys(record, keys);
    case 'product':
      return keys.result(false);
  }
}
