import { isHookToken } from '#libs/security/hook-token.js';

/** Whoever connects a shop pastes an address from the root; the same path is served under the prefix. Panels may change the case of what is no secret. */
const HOOK_PATH = /^(?:\/api\/v1)?\/hooks\/([^/]*)\/?$/iu;
/** Paths that were meant to be one, or name a token anywhere: no answer may repeat it, as Express' own page for unknown paths does. */
const LIKE_HOOK_PATH = /^\/+(?:api\/+v1\/+)?hooks(?:\/|$)|szh_[\w-]{30}/iu;
/** Takes the place of a token no address can have, so that a broken one (`%E0`) is answered like any unknown one. */
const NO_TOKEN = '-';

/** Where a path of a webhook address leads inside the API; null for other paths. */
export function hookRoute(path: string, prefix: string): string | null {
  const token = HOOK_PATH.exec(path)?.[1];
  if (token === undefined && !LIKE_HOOK_PATH.test(path)) return null;
  return `/${prefix}/hooks/${token !== undefined && isHookToken(token) ? token : NO_TOKEN}`;
}

/** The path of an address as it may be logged: without its query, and without the token of a webhook address. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/u, 1)[0] ?? '';
  return path.replace(/\/hooks\/.*$/isu, '/hooks/*').replaceAll(/szh_[\w-]+/gu, '*');
}
