import { isFeedToken } from '#libs/security/route-tokens.js';
import { NO_TOKEN } from '../addresses/no-token.js';

const FEED_PATH = /^(?:\/api\/v1)?\/feeds\/([^/]*)\.xml\/?$/iu;
/** Paths that were meant to be one, or name a token anywhere: no answer may repeat it. */
const LIKE_FEED_PATH = /^\/+(?:api\/+v1\/+)?feeds(?:\/|$)|szf_[\w-]{30}/iu;

/** Where a path of a feed's address leads inside the API; null for other paths. */
export function feedRoute(path: string, prefix: string): string | null {
  const token = FEED_PATH.exec(path)?.[1];
  if (token === undefined && !LIKE_FEED_PATH.test(path)) return null;
  return `/${prefix}/feeds/${token !== undefined && isFeedToken(token) ? token : NO_TOKEN}.xml`;
}
