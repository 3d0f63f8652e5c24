import { types } from 'node:util';
import { Failure, redact } from '#libs/domain/failure.js';

const REDACTED = '[redacted]';
/** Keys whose values are a person's data or a secret, compared without case, dashes and underscores. */
const PRIVATE_KEYS: ReadonlySet<string> = new Set([
  'email', 'mail', 'emailaddress', 'phone', 'phonenumber', 'mobile', 'phonemobile', 'tel', 'name', 'firstname', 'lastname', 'fullname', 'surname',
  'login', 'allegrologin', 'street', 'address1', 'address2', 'postcode', 'city', 'birthday', 'company', 'vatnumber', 'nip',
  'password', 'passwd', 'secret', 'token', 'apikey', 'wskey', 'key', 'authorization', 'cookie', 'setcookie', 'credentials', 'xapikey',
]);
const PHONES: readonly RegExp[] = [/\+\d[\d ()-]{7,16}\d/gu, /(?<![\d-])\d{3}[ -]\d{3}[ -]\d{3}(?![\d-])/gu];
const DEEPEST = 6;
const LONGEST = 4_000;

/** A text without secrets, e-mail addresses and phone numbers. */
export function cleanText(text: string): string {
  let clean = redact(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  for (const pattern of PHONES) clean = clean.replace(pattern, REDACTED);
  return clean;
}

function cleanError(error: Error, depth: number): Record<string, unknown> {
  // The stack repeats the message in its first line; frames below it hold file names only.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /u.test(line)).slice(0, 12).join('\n') ?? '';
  return {
    type: error.name,
    message: cleanText(error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error instanceof Failure ? { kind: error.kind, detail: error.detail === null ? null : cleanText(error.detail), context: cleanValue(error.context, depth + 1) } : { stack: frames }),
    ...(error.cause === undefined ? {} : { cause: cleanValue(error.cause, depth + 1) }),
  };
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error || types.isNativeError(value)) return cleanError(value, depth);
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, depth + 1));
  // Only plain objects are data; of anything else (a socket, a client) the class says enough.
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? cleanFields(value, depth + 1) : `[${value.constructor.name}]`;
}

/** Objects of the HTTP server have serializers of their own, which need the original. */
const SERIALIZED: ReadonlySet<string> = new Set(['req', 'res']);

/** A copy of log fields that is safe to write: private keys are blanked, texts cleaned, errors reduced to type, message and frames. */
export function cleanFields(fields: object, depth = 0): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    const isPrivate = PRIVATE_KEYS.has(key.toLowerCase().replace(/[_-]/gu, ''));
    clean[key] = depth === 0 && SERIALIZED.has(key) ? value : isPrivate && value !== null && value !== undefined ? REDACTED : cleanValue(value, depth);
  }
  return clean;
}
