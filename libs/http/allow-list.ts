import ipaddr from 'ipaddr.js';
import { inRange, parseIp } from './ip-class.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Ip, number];
type Entry = { readonly range: Range | null; readonly host: string | null; readonly port: number | null };

/** What the operator of this installation allows beyond public addresses. */
export type AllowList = {
  /** The literal address, alone or in a range, is named. */
  allowsAddress(address: Ip, port: number): boolean;
  /** The host name is named. */
  allowsHost(host: string, port: number): boolean;
};

const WITH_PORT = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})$/u;
const HOST = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/u;

/** Lower case without the root dot: `Shop.Example.` and `shop.example` are the same host. */
export function plainHost(host: string): string {
  const lower = host.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

function parseEntry(text: string): Entry {
  const trimmed = text.trim();
  if (trimmed.includes('/')) return { range: ipaddr.parseCIDR(trimmed), host: null, port: null };
  const whole = parseIp(trimmed);
  if (whole !== null) return { range: [whole, whole.kind() === 'ipv4' ? 32 : 128], host: null, port: null };
  const groups = WITH_PORT.exec(trimmed)?.groups;
  const name = plainHost(groups?.['host'] ?? trimmed);
  const port = groups?.['port'] === undefined ? null : Number(groups['port']);
  const address = parseIp(name);
  if (address !== null) return { range: [address, address.kind() === 'ipv4' ? 32 : 128], host: null, port };
  if (!HOST.test(name)) throw new Error(`not an address, range, host or host:port`);
  return { range: null, host: name, port };
}

/**
 * Reads entries such as `127.0.0.1:8080`, `10.0.0.0/8`, `shop.lan`, `shop.lan:8443`, `[::1]:8080`.
 * @throws Error that names the entry: a mistyped allow-list must stop the start, not open or close something unseen.
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const parsed = entries
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      try {
        return parseEntry(entry);
      } catch (error) {
        throw new Error(`Entry "${entry}" of the list of allowed addresses cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  const fits = (entry: Entry, port: number): boolean => entry.port === null || entry.port === port;
  return {
    allowsAddress: (address, port) => parsed.some((entry) => entry.range !== null && fits(entry, port) && inRange(address, entry.range)),
    allowsHost: (host, port) => parsed.some((entry) => entry.host === plainHost(host) && fits(entry, port)),
  };
}
