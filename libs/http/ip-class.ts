import ipaddr from 'ipaddr.js';

/**
 * What an address is, as far as the guard cares.
 * `inner`: loopback, private networks, CGNAT, ULA: reachable only for whoever runs the service, so an allow-list may name
 * hosts in it. `forbidden`: link-local, cloud metadata, tunnels, multicast and the like: only a literal address or range
 * on the allow-list opens it, never a host name.
 */
export type AddressClass = 'public' | 'inner' | 'forbidden';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

const INNER: ReadonlySet<string> = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal']);

/** Public by number, yet served by the cloud host itself: Azure's wire server; Oracle's and Alibaba's metadata. */
const METADATA: readonly (readonly [Ip, number])[] = ['168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'].map(
  (cidr) => ipaddr.parseCIDR(cidr),
);

/** The only part of IPv6 that is handed out to networks (RFC 4291, IANA registry): anything else is not a shop. */
const GLOBAL_UNICAST: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** An address inside a range; false when the families differ. */
export function inRange(address: Ip, [network, bits]: readonly [Ip, number]): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** Parses the text of an address; `::ffff:a.b.c.d` becomes the IPv4 address it stands for. Null for anything else. */
export function parseIp(text: string): Ip | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** ISATAP (RFC 5214) hides an IPv4 address behind `0:5efe`; the tunnel end would be inside our own network. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [high, low] = [address.parts[4], address.parts[5]];
  return low === 0x5efe && (high === 0 || high === 0x200);
}

function classifyV6(address: ipaddr.IPv6): AddressClass {
  if (INNER.has(address.range())) return 'inner';
  const open = address.range() === 'unicast' && inRange(address, GLOBAL_UNICAST) && !isIsatap(address) && address.zoneId === undefined;
  return open ? 'public' : 'forbidden';
}

export function classifyIp(address: Ip): AddressClass {
  if (METADATA.some((range) => inRange(address, range))) return 'forbidden';
  if (address instanceof ipaddr.IPv6) return classifyV6(address);
  if (INNER.has(address.range())) return 'inner';
  return address.range() === 'unicast' ? 'public' : 'forbidden';
}
