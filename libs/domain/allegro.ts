/**
 * Allegro shows a buyer as `hash+transaction@allegromail.pl`; the hash is the same for all orders of one buyer at one
 * seller, the part behind "+" changes with each. Facts: reference sheet on Allegro, part B.
 */
export const ALLEGRO_DOMAINS: ReadonlySet<string> = new Set(['allegromail.pl', 'allegromail.com', 'user.allegrogroup.pl', 'user-dev.allegrogroup.pl']);

/** Allegro's own senders at those domains: nobody's address. */
const OWN_SENDERS: ReadonlySet<string> = new Set(['powiadomienia', 'noreply', 'no-reply', 'ertesitesek']);

/** A login that names somebody; null for the made-up ones guests buy under (sheet A7). */
export function allegroLogin(value: string | null | undefined): string | null {
  const login = value?.trim() ?? '';
  return login === '' || login.toLowerCase().startsWith('!g_') ? null : login;
}

/** True when the address is at one of Allegro's masking domains, whatever stands before the @. */
export function isAllegroAddress(email: string, domains: ReadonlySet<string> = ALLEGRO_DOMAINS): boolean {
  const at = email.lastIndexOf('@');
  return at >= 0 && domains.has(email.slice(at + 1).trim().toLowerCase());
}

/**
 * The matching key of a masked address: everything between the first "+" and the last "@" cut away, in lower case, domain
 * kept. Null for addresses that are not masked or identify nobody. Idempotent; never to be used for sending.
 */
export function allegroBase(email: string, domains: ReadonlySet<string> = ALLEGRO_DOMAINS): string | null {
  const address = email.trim().toLowerCase();
  const at = address.lastIndexOf('@');
  if (at < 0) return null;
  const domain = address.slice(at + 1);
  if (!domains.has(domain)) return null;
  const local = address.slice(0, at);
  const plus = local.indexOf('+');
  const hash = plus < 0 ? local : local.slice(0, plus);
  return hash === '' || OWN_SENDERS.has(hash) ? null : `${hash}@${domain}`;
}
