import { allegroBase, isAllegroAddress } from './allegro.js';
import { normalizeEmail, type AddressRules } from './email.js';
import { keyText, keyType, keyValue, type KeyText } from './identity-keys.js';

/** Why a sender leads to nobody. */
export const KEYLESS_REASONS = ['no_sender', 'not_an_address', 'generic_address', 'allegro_own_sender'] as const;
export type KeylessReason = (typeof KEYLESS_REASONS)[number];

/** What a ticket is looked for by. `address` is kept also where it leads to nobody. */
export type SenderKey =
  | { readonly address: string; readonly lookupKey: KeyText; readonly keyless: null }
  | { readonly address: string | null; readonly lookupKey: null; readonly keyless: KeylessReason };

const IN_BRACKETS = /<([^<>]*)>\s*$/u;
const SCHEME = /^mailto:/iu;

/** The address of a sender as help desks write it: bare, or `Name <address>`. Null when there is none that can be one. */
export function senderAddress(sender: string): string | null {
  const text = (IN_BRACKETS.exec(sender)?.[1] ?? sender).trim().replace(SCHEME, '');
  return normalizeEmail(text);
}

/** The key a masked address is found by, null for addresses that are not masked or name no buyer. */
export function maskedKey(address: string, rules: AddressRules): KeyText | null {
  const base = allegroBase(address, rules.allegroDomains);
  return base === null ? null : keyText('allegro_address', base);
}

/** Reads a sender the way keys of records are read, so that both lead to the same card. */
export function senderKey(sender: string | null, rules: AddressRules): SenderKey {
  if (sender === null || sender.trim() === '') return { address: null, lookupKey: null, keyless: 'no_sender' };
  const address = senderAddress(sender);
  if (address === null) return { address, lookupKey: null, keyless: 'not_an_address' };
  const masked = maskedKey(address, rules);
  if (masked !== null) return { address, lookupKey: masked, keyless: null };
  // At Allegro's domains, with a name of Allegro's own before the "@", or with nothing that could be a buyer's.
  if (isAllegroAddress(address, rules.allegroDomains)) return { address, lookupKey: null, keyless: address.startsWith('+') ? 'not_an_address' : 'allegro_own_sender' };
  if (rules.isGeneric(address)) return { address, lookupKey: null, keyless: 'generic_address' };
  return { address, lookupKey: keyText('email', address), keyless: null };
}

export const isMaskedKey = (lookupKey: KeyText): boolean => keyType(lookupKey) === 'allegro_address';

/** Keys of records by which tickets are looked for: addresses, and for a masked address as seen its base form. */
export function ticketKeys(keys: Iterable<KeyText>, rules: AddressRules): KeyText[] {
  const found = new Set<KeyText>();
  for (const key of keys) {
    const type = keyType(key);
    if (type === 'email' || type === 'allegro_address') found.add(key);
    const masked = type === 'email_seen' ? maskedKey(keyValue(key), rules) : null;
    if (masked !== null) found.add(masked);
  }
  return [...found].sort();
}
