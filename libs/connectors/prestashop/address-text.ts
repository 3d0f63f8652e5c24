import { parseAddress } from '../sdk/address-text.js';

/** Endings people copy along with the address. */
const API_PATH = /\/(?:api|webservice\/dispatcher\.php)\/?$/iu;
const INDEX_PATH = /\/index\.php(?:\/.*)?$/iu;

const join = (url: URL, path: string): string => `${url.origin}${path.replace(/\/+$/u, '').replace(/\/{2,}/gu, '/')}`;

/**
 * Scheme, host, port and subfolder of a shop; https when no scheme is given, `/api` at the end dropped, query and fragment
 * dropped. Null for other schemes and for addresses with a user or password.
 */
export function normaliseShopAddress(text: string): string | null {
  const url = parseAddress(text);
  return url === null ? null : join(url, url.pathname.replace(API_PATH, '').replace(/\/index\.php$/iu, ''));
}

/** Address of the admin folder; whatever page of the panel was copied, the folder stays. Null as above. */
export function normaliseAdminUrl(text: string): string | null {
  const url = parseAddress(text);
  return url === null ? null : join(url, url.pathname.replace(INDEX_PATH, ''));
}
