import { allegroBase } from '#libs/domain/allegro.js';
import type { AddressRules } from '#libs/domain/email.js';
import { keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import { normalizePhone } from '#libs/domain/phone.js';
import type { NeutralRecord, PostalAddress } from '#libs/domain/records.js';

/** Shorter words are found everywhere. */
const SHORTEST = 5;

function phonesOf(record: NeutralRecord): readonly string[] {
  const of = (address: PostalAddress | null | undefined): readonly string[] => address?.phones ?? [];
  switch (record.kind) {
    case 'customer':
      return [...record.phones, ...of(record.address), ...(record.addresses ?? []).flatMap((listed) => of(listed.address))];
    case 'address':
      return of(record.address);
    case 'order':
      return [...(record.contact?.phones ?? []), ...of(record.deliveryAddress), ...of(record.invoiceAddress)];
    case 'subscriber':
      return record.phone === null ? [] : [record.phone];
    case 'product':
      return [];
  }
}

/**
 * Words that lead to this person and nobody else: addresses (masked ones by their base, which stands for all of them), logins, and
 * telephone numbers as they were typed. Lower case.
 */
export function wordsOf(keys: readonly KeyText[], records: readonly NeutralRecord[], { allegroDomains }: AddressRules): string[] {
  const words = new Set<string>();
  const phones = new Set<string>();
  for (const key of keys) {
    const [type, value] = [keyType(key), keyValue(key)];
    if (type === 'email' || type === 'allegro_address' || type === 'allegro_login') words.add(value);
    if (type === 'email_seen') words.add(allegroBase(value, allegroDomains) ?? value);
    if (type === 'phone') phones.add(value);
  }
  for (const typed of records.flatMap(phonesOf)) if (phones.has(normalizePhone(typed) ?? '')) words.add(typed.trim().toLowerCase());
  for (const phone of phones) words.add(phone);
  return [...words].filter((word) => word.length >= SHORTEST).sort();
}
