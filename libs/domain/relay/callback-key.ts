import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Key of an opt-in or opt-out callback: lower-case hex SHA-1 of address and security parameter, one behind the other. The address
 * template makes the destination compute it: `key=sha1($email$SECRET)` (SALESmanago help, "opt-in/opt-out callback"). SHA-1 is
 * theirs; the key tells that the caller knows the parameter, nothing more.
 */
export function callbackKey(email: string, secret: string): string {
  return createHash('sha1').update(email + secret, 'utf8').digest('hex');
}

/**
 * The form of the address a key was made of; null: the key was made with another address or another parameter. Every form is
 * tried, and each comparison takes as long whatever it finds.
 */
export function matchesCallback(forms: readonly string[], key: string, secret: string): string | null {
  const given = Buffer.from(key.toLowerCase(), 'utf8');
  let matched: string | null = null;
  for (const form of forms) {
    const wanted = Buffer.from(callbackKey(form, secret), 'utf8');
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) matched ??= form;
  }
  return matched;
}
