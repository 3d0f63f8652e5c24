import { normalizeEmail } from '../email.js';

/** What a callback says: the forms its address may have had when the key was made of it, most likely first, and the key. */
export type CallbackQuery = { readonly forms: readonly string[]; readonly key: string };

/** Longest address there is (RFC 5321, 4.5.3.1.3). */
const LONGEST_EMAIL = 254;
/** Nine characters stand for one of three bytes. */
const LONGEST_RAW = 9 * LONGEST_EMAIL;
const LONGEST_KEY = 100;
const LONGEST_QUERY = 4_096;
const CONTROL = /\p{Cc}/u;

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The only value of a parameter, as sent; null when it is missing or there are several. */
function only(pairs: readonly (readonly [string, string])[], name: string): string | null {
  const [first, second] = pairs.filter(([one]) => one === name);
  return first === undefined || second !== undefined ? null : first[1];
}

/**
 * `+` in a query means a blank to some and itself to others, and how SALESmanago writes `$email$` into the address is documented
 * nowhere: so all readings are tried, the address as it was sent included.
 */
function formsOf(raw: string): readonly string[] {
  const readings = [decoded(raw), decoded(raw.replaceAll('+', ' ')), raw].filter((one) => one !== null);
  return [...new Set(readings.flatMap((one) => [one, one.trim()]).filter((one) => one.trim() !== ''))];
}

/** Reads the query of a callback, without its question mark. Null when a parameter is missing, doubled, empty or too long. */
export function readCallbackQuery(query: string): CallbackQuery | null {
  if (query.length > LONGEST_QUERY) return null;
  const pairs = query.split('&').map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const raw = only(pairs, 'email');
  const key = decoded(only(pairs, 'key') ?? '')?.trim();
  if (raw === null || raw.length > LONGEST_RAW || key === undefined || key === '' || key.length > LONGEST_KEY) return null;
  const email = (decoded(raw) ?? raw).trim();
  if (email === '' || email.length > LONGEST_EMAIL || !email.isWellFormed() || CONTROL.test(email)) return null;
  return { forms: formsOf(raw), key };
}

/**
 * The address a callback is about: lower-cased and trimmed; of several forms the proved one first, unless it looks as if it had
 * not been decoded. What can be no address stays as it was proved.
 */
export function addressOfCallback(proved: string, forms: readonly string[]): string {
  for (const form of [proved, ...forms]) {
    const email = normalizeEmail(form);
    if (email !== null && !email.includes('%')) return email;
  }
  return proved.trim().toLowerCase().slice(0, LONGEST_EMAIL);
}
