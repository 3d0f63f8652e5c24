import { lookup } from 'node:dns/promises';
import { Failure } from '#libs/domain/failure.js';
import { parseAllowList, plainHost } from './allow-list.js';
import type { AllowList } from './allow-list.js';
import { addressNotAllowed, hostNotFound, hostUnresolved } from './address-failures.js';
import { errorCode } from './error-code.js';
import { classifyIp, parseIp } from './ip-class.js';

/** One address a host name stands for. */
export type HostAddress = { readonly address: string; readonly family: 4 | 6 };

/** An address that passed: connect to one of `addresses` and to nothing else. */
export type ResolvedAddress = { readonly origin: string; readonly host: string; readonly port: number; readonly addresses: readonly HostAddress[] };

/** Decides where the service may connect to. Shop addresses are typed in by users (OWASP API7, server-side request forgery). */
export interface AddressGuard {
  /**
   * Checks form and target of an address.
   * @throws Failure `configuration_invalid` with code `address_not_allowed` or `host_not_found`; `platform_unavailable`
   *   with code `host_unresolved` when the resolver itself does not answer
   */
  checkUrl(url: string): Promise<ResolvedAddress>;
  /** Resolves and classifies a host; called for every new connection, which may use the returned addresses only. */
  resolve(host: string, port: number): Promise<readonly HostAddress[]>;
}

/** Asks for every address of a host name; rejects with the codes of `dns.lookup`. */
export type Resolver = (host: string) => Promise<readonly HostAddress[]>;

export type AddressGuardOptions = {
  /** Addresses, ranges, hosts and host:port that are allowed although they are not public. */
  readonly allow: readonly string[];
  /** Default: the resolver of the operating system. */
  readonly resolver?: Resolver;
};

/** Names that never stand for a public host (RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of .internal). */
const INNER_NAME = /(^|\.)(localhost|localdomain|local|internal|home\.arpa|intranet|lan)$/u;
const NOT_FOUND: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);

const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw addressNotAllowed('malformed');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw addressNotAllowed('scheme');
  if (url.username !== '' || url.password !== '') throw addressNotAllowed('credentials');
  if (url.hostname === '') throw addressNotAllowed('malformed');
  // The parser turns 0x7f.1, 017700000001, 2130706433 and full-width digits into dotted numbers; a person writes none of them.
  if (parseIp(url.hostname)?.kind() === 'ipv4' && !url.hostname.startsWith('[') && !text.includes(url.hostname)) throw addressNotAllowed('notation');
  return url;
}

function isAllowed(allow: AllowList, host: string, port: number, address: HostAddress): boolean {
  const ip = parseIp(address.address);
  if (ip === null) return false;
  const kind = classifyIp(ip);
  return kind === 'public' || allow.allowsAddress(ip, port) || (kind === 'inner' && allow.allowsHost(host, port));
}

async function addressesOf(resolver: Resolver, host: string): Promise<readonly HostAddress[]> {
  const literal = parseIp(host);
  if (literal !== null) return [{ address: literal.toString(), family: literal.kind() === 'ipv4' ? 4 : 6 }];
  try {
    return await resolver(host);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw NOT_FOUND.has(errorCode(error)) ? hostNotFound() : hostUnresolved(errorCode(error));
  }
}

export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const allow = parseAllowList(options.allow);
  const resolver = options.resolver ?? systemResolver;

  async function resolve(host: string, port: number): Promise<readonly HostAddress[]> {
    const name = plainHost(host);
    if (INNER_NAME.test(name) && !allow.allowsHost(name, port)) throw addressNotAllowed('inner_name');
    const addresses = await addressesOf(resolver, name);
    if (addresses.length === 0) throw hostNotFound();
    // One forbidden address among public ones is how rebinding looks from here: refuse the whole answer.
    if (!addresses.every((address) => isAllowed(allow, name, port, address))) throw addressNotAllowed('target');
    return addresses;
  }

  return {
    resolve,
    async checkUrl(text) {
      const url = parseUrl(text);
      const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
      return { origin: url.origin, host: url.hostname, port, addresses: await resolve(url.hostname, port) };
    },
  };
}
