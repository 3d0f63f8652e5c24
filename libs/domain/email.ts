import { ALLEGRO_DOMAINS, isAllegroAddress } from './allegro.js';

const PLAUSIBLE = /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]{2,}$/u;

/** Lower-cased and trimmed, or null when the text cannot be an address. */
export function normalizeEmail(value: string | null): string | null {
  if (value === null) return null;
  const email = value.trim().toLowerCase();
  return email.length <= 254 && PLAUSIBLE.test(email) ? email : null;
}

/** Addresses many people share, so that they identify nobody. Entries: a full address, `local@*` or `*@domain`. */
export const GENERIC_ADDRESSES: readonly string[] = [
  'anonymous@psgdpr.com',
  'noreply@*',
  'no-reply@*',
  // Allegro itself: at its masking domains its senders are known by their names, here by the whole address.
  'powiadomienia@allegro.pl',
  'ertesitesek@allegro.hu',
  'brak@*',
  'brak.adresu@*',
  'nieznany@*',
  '*@message.kaufland.de',
  '*@mp.emag.com',
  '*@mail.shopee.pl',
  '*@erli.pl',
];

/** Marketplaces that write to their buyers by relays of each country: `x@marketplace.amazon.co.uk`, `x@members.ebay.de`. */
const RELAYS: readonly string[] = ['marketplace.amazon.', 'members.ebay.'];

const RELAY_DOMAINS: ReadonlySet<string> = new Set(GENERIC_ADDRESSES.filter((entry) => entry.startsWith('*@')).map((entry) => entry.slice(2)));

/** True for an address a marketplace gave to its buyer for one purchase or one seller. Allegro's, which join, are none of these. */
export function isRelay(email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).trim().toLowerCase();
  return RELAY_DOMAINS.has(domain) || RELAYS.some((relay) => domain.startsWith(relay));
}

export type GenericAddresses = (email: string) => boolean;

/** Builds the test once; `extra` are the workspace's own entries in the same notation. */
export function genericAddresses(extra: readonly string[] = []): GenericAddresses {
  const full = new Set<string>();
  const locals = new Set<string>();
  const domains = new Set<string>();
  for (const entry of [...GENERIC_ADDRESSES, ...extra]) {
    const text = entry.trim().toLowerCase();
    if (text.endsWith('@*')) locals.add(text.slice(0, -2));
    else if (text.startsWith('*@')) domains.add(text.slice(2));
    else full.add(text);
  }
  return (email) => {
    const at = email.lastIndexOf('@');
    const domain = email.slice(at + 1);
    return full.has(email) || locals.has(email.slice(0, at)) || domains.has(domain) || RELAYS.some((relay) => domain.startsWith(relay));
  };
}

/** How a workspace reads addresses: which ones identify nobody, and at which domains Allegro masks its buyers. */
export type AddressRules = { readonly isGeneric: GenericAddresses; readonly allegroDomains: ReadonlySet<string> };

/** `generic`: the workspace's own entries. `allegroDomains`: the list its Allegro integrations name; null or empty: Allegro's known domains. */
export function addressRules(generic: readonly string[] | null = null, allegroDomains: readonly string[] | null = null): AddressRules {
  const named = (allegroDomains ?? []).map((domain) => domain.trim().toLowerCase());
  return { isGeneric: genericAddresses(generic ?? []), allegroDomains: named.length === 0 ? ALLEGRO_DOMAINS : new Set(named) };
}

/** The address as a joining key: null when masked (it has a key of its own), generic or not an address. */
export function joiningEmail(value: string | null, rules: AddressRules): string | null {
  const email = normalizeEmail(value);
  return email === null || isAllegroAddress(email, rules.allegroDomains) || rules.isGeneric(email) ? null : email;
}
