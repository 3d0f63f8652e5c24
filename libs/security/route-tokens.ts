import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as for API keys: the address is all a caller has to know, so nobody may guess it. */
const TOKEN_BYTES = 32;
const CALLBACK_PREFIX = 'szc_';
const FEED_PREFIX = 'szf_';
const CALLBACK_TOKEN = /^szc_[\w-]{43}$/u;
const FEED_TOKEN = /^szf_[\w-]{43}$/u;

const newToken = (prefix: string): string => prefix + randomBytes(TOKEN_BYTES).toString('base64url');

/** A new token for the addresses a destination calls a route back at. */
export function newCallbackToken(): string {
  return newToken(CALLBACK_PREFIX);
}

/** A new token for the address of a route's offer feed. */
export function newFeedToken(): string {
  return newToken(FEED_PREFIX);
}

/** True for a text that `newCallbackToken` could have made; anything else is not worth a question to the database. */
export function isCallbackToken(text: string): boolean {
  return CALLBACK_TOKEN.test(text);
}

/** True for a text that `newFeedToken` could have made. */
export function isFeedToken(text: string): boolean {
  return FEED_TOKEN.test(text);
}

/** SHA-256 of a token: what is stored to find the route by. */
export function routeTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
