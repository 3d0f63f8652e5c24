import { parseAddress } from '#libs/connectors/sdk/address-text.js';

/** Only this machine is reached without TLS: a simulated account. */
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/u;
/** What people copy along with the host: the base address of the API, or a whole call (sheet section 1). */
const API_PATH = /\/(?:api|v3)(?:\/.*)?$/u;

/**
 * Scheme, host, port and folder of an account's server, https except on this machine; the API path at the end, query and
 * fragment are dropped. Hosts are no closed list: they depend on the account and have been renamed before (sheet section 1).
 * Null for other schemes, and with a user or password in it.
 */
export function normaliseEndpoint(text: string): string | null {
  const url = parseAddress(text);
  if (url === null) return null;
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) url.protocol = 'https:';
  const folder = url.pathname.replace(API_PATH, '').replace(/\/+$/u, '');
  return `${url.origin}${folder}`;
}
