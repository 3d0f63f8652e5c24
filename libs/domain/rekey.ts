import { allegroBase, allegroLogin } from './allegro.js';
import { addressKeys, keysOf, keyText, keyType, keyValue, type KeyRules, type KeyText } from './identity-keys.js';
import type { AddressRules } from './email.js';
import type { NeutralRecord } from './records.js';

/** The base form an address has, or had, where its domain is one of Allegro's. */
const stemOf = (address: string): string | null => allegroBase(address, new Set([address.slice(address.lastIndexOf('@') + 1)]));

/**
 * Addresses among kept keys by which the record joins, or joined under other rules; the others were only seen. What a list entry
 * was seen with joins only where its base form did: an entry of an account follows the account alone.
 */
function joinedAddresses(record: NeutralRecord, keys: readonly KeyText[]): { readonly joined: readonly string[]; readonly seen: readonly string[] } {
  const of = (type: string): string[] => keys.filter((key) => keyType(key) === type).map(keyValue);
  const bases = new Set(of('allegro_address'));
  const full = of('email_seen');
  const stems = new Set(full.map(stemOf));
  const joins = (address: string): boolean => {
    const stem = stemOf(address);
    return record.kind !== 'subscriber' || (stem === null ? record.ownerId === null : bases.has(stem));
  };
  return { joined: [...of('email'), ...full.filter(joins), ...[...bases].filter((base) => !stems.has(base))], seen: full.filter((address) => !joins(address)) };
}

/**
 * Keys a record was seen with before, as they would be if the present rules had always held: an address that is masked, unmasked
 * or generic by now changes its type, and what people see of it is kept. Pure, idempotent, sorted.
 */
export function rekey(record: NeutralRecord, keys: readonly KeyText[], rules: AddressRules): KeyText[] {
  const { joined, seen } = joinedAddresses(record, keys);
  const renewed = keys.flatMap((key) => {
    const type = keyType(key);
    if (type === 'allegro_login') return allegroLogin(keyValue(key)) === null ? [] : [key];
    return type === 'email' || type === 'email_seen' || type === 'allegro_address' ? [] : [key];
  });
  return [...new Set([...renewed, ...joined.flatMap((address) => addressKeys(address, rules)), ...seen.map((address) => keyText('email_seen', address))])].sort();
}

/** All keys of a stored record under the present rules: those it has now, and those it was seen with before. Sorted. */
export function renewedKeys(record: NeutralRecord, keys: readonly KeyText[], rules: KeyRules): KeyText[] {
  const now = keysOf(record, rules);
  return [...new Set([...rekey(record, keys, rules.addresses), ...now.joining, ...now.hinting])].sort();
}
