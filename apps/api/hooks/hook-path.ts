import { isHookToken } from '#libs/security/hook-token.js';
import { NO_TOKEN } from '../addresses/no-token.js';

/** Whoever connects a shop pastes an address from the root; the same path is served under the prefix. Panels may change the case of what is no secret. */
const HOOK_PATH = /^(?:\/api\/v1)?\/hooks\/([^/]*)\/?$/iu;
/** Paths that were meant to be one, or name a token anywhere: no answer may repeat it, as Express' own page for unknown paths does. */
const LIKE_HOOK_PATH = /^\/+(?:api\/+v1\/+)?hooks(?:\/|$)|szh_[\w-]{30}/iu;

/** Where a path of a webhook address leads inside the API; null for other paths. */
export function hookRoute(path: string, prefix: string): string | null {
  const token = HOOK_PATH.exec(path)?.[1];
  if (token === undefined && !LIKE_HOOK_PATH.test(path)) return null;
  return `/${prefix}/hooks/${token !== undefined && isHookToken(token) ? token : NO_TOKEN}`;
}
