import { callbackRoute } from '../callbacks/callback-path.js';
import { feedRoute } from '../feeds/feed-path.js';
import { hookRoute } from '../hooks/hook-path.js';

/** Where the path of an address that is given to others leads inside the API; null for all other paths. */
export function publicRoute(path: string, prefix: string): string | null {
  return hookRoute(path, prefix) ?? callbackRoute(path, prefix) ?? feedRoute(path, prefix);
}

/** The path of an address as it may be logged: without its query, and without the token of an address that is given to others. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/u, 1)[0] ?? '';
  return path.replace(/\/(hooks|callbacks|feeds)\/.*$/isu, (_path, folder: string) => `/${folder.toLowerCase()}/*`).replaceAll(/sz[hcf]_[\w-]+/gu, '*');
}
