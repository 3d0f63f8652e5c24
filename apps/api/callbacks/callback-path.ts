import { isCallbackToken } from '#libs/security/route-tokens.js';
import { NO_TOKEN } from '../addresses/no-token.js';

/** Given out from the root, served under the prefix as well, like webhook addresses; panels may change the case of what is no secret. */
const CALLBACK_PATH = /^(?:\/api\/v1)?\/callbacks\/([^/]*)\/(optin|optout)\/?$/iu;
/** Paths that were meant to be one, or name a token anywhere: no answer may repeat it. */
const LIKE_CALLBACK_PATH = /^\/+(?:api\/+v1\/+)?callbacks(?:\/|$)|szc_[\w-]{30}/iu;

/** Where a path of a callback address leads inside the API; null for other paths. */
export function callbackRoute(path: string, prefix: string): string | null {
  const [, token, direction] = CALLBACK_PATH.exec(path) ?? [];
  if (token === undefined && !LIKE_CALLBACK_PATH.test(path)) return null;
  return `/${prefix}/callbacks/${token !== undefined && isCallbackToken(token) ? token : NO_TOKEN}/${direction?.toLowerCase() ?? 'optin'}`;
}
