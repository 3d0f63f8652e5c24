import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'szh_';
/** 256 random bits, as for API keys: the address is all a sender has to know, so nobody may guess it. */
const TOKEN_BYTES = 32;
const TOKEN = /^szh_[\w-]{43}$/u;

/** A new token for the address an integration takes webhooks at. */
export function newHookToken(): string {
  return PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
}

/** True for a text that `newHookToken` could have made; anything else is not worth a question to the database. */
export function isHookToken(text: string): boolean {
  return TOKEN.test(text);
}

/** SHA-256 of the token: what is stored to find the integration by. */
export function hookTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
