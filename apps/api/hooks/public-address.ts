import { parseIp } from '#libs/http/ip-class.js';
import { publicUrlInternal, publicUrlLoopback, publicUrlMissing } from './hook.problems.js';

const OWN: ReadonlySet<string> = new Set(['loopback', 'unspecified', 'linkLocal']);
const LOCAL_NAME = /^(?:.*\.)?localhost(?:\.localdomain)?$/u;

type Reach = 'itself' | 'neighbours' | 'others';

/** Whom an address leads to: every machine to itself (or nowhere but its own cable), a network's own names, or others. */
function reachOf(url: string): Reach {
  const host = new URL(url).hostname.replace(/\.$/u, '');
  const ip = parseIp(host);
  if (LOCAL_NAME.test(host) || (ip !== null && OWN.has(ip.range()))) return 'itself';
  return ip === null && !host.includes('.') ? 'neighbours' : 'others';
}

/** `PUBLIC_URL`: where others reach this API. */
export class PublicAddress {
  constructor(
    private readonly url: string | null,
    /** The demo plays shop and service on one machine. */
    private readonly mayBeLoopback: boolean,
  ) {}

  /** The address of a path for somebody outside. @throws ApiProblem 409 `public_url_missing`, `public_url_loopback`, `public_url_internal` */
  of(path: string): string {
    if (this.url === null) throw publicUrlMissing();
    const reach = this.mayBeLoopback ? 'others' : reachOf(this.url);
    if (reach === 'itself') throw publicUrlLoopback();
    if (reach === 'neighbours') throw publicUrlInternal();
    return `${this.url}${path}`;
  }
}
