import { parseIp } from '#libs/http/ip-class.js';
import { publicUrlLoopback, publicUrlMissing } from './hook.problems.js';

const OWN: ReadonlySet<string> = new Set(['loopback', 'unspecified']);

/** True for an address that leads every machine to itself. */
function leadsNowhere(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/u, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  const ip = parseIp(host);
  return ip !== null && OWN.has(ip.range());
}

/** `PUBLIC_URL`: where others reach this API. */
export class PublicAddress {
  constructor(
    private readonly url: string | null,
    /** The demo plays shop and service on one machine. */
    private readonly mayBeLoopback: boolean,
  ) {}

  /** The address of a path for somebody outside. @throws ApiProblem 409 `public_url_missing`, `public_url_loopback` */
  of(path: string): string {
    if (this.url === null) throw publicUrlMissing();
    if (!this.mayBeLoopback && leadsNowhere(this.url)) throw publicUrlLoopback();
    return `${this.url}${path}`;
  }
}
