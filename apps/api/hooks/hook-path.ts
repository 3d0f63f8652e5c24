import { isHookToken } from '#libs/security/hook-token.js';

/** Whoever connects a shop pastes an address from the root; the same path is served under the prefix. */
const HOOK_PATH = /^(\/api\/v1)?\/hooks\/([^/]*)\/?$/u;
/** Takes the place of a token no address can have, so that a broken one (`%E0`) is answered like any unknown one. */
const NO_TOKEN = '-';

/** Where a path of a webhook address leads inside the API; null for other paths. */
export function hookRoute(path: string, prefix: string): string | null {
  const token = HOOK_PATH.exec(path)?.[2];
  return token === undefined ? null : `/${prefix}/hooks/${isHookToken(token) ? token : NO_TOKEN}`;
}

/** The path of an address as it may be logged: without its query, and without the token of a webhook address. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/u, 1)[0] ?? '';
  return path.replace(/\/hooks\/.*$/isu, '/hooks/*').replaceAll(/szh_[\w-]+/gu, '*');
}
