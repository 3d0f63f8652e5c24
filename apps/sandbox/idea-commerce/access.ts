/** Who may call: the bearer token, the rate, and single lists. */
import type { RateLimit } from '../common/rate.js';
import { detail, page, type Answer } from './answer.js';
import type { World } from './world/world.js';

export class Access {
  private revoked = false;
  private forbidden: { readonly resources: readonly string[]; readonly as: 'refused' | 'empty' } = { resources: [], as: 'refused' };

  constructor(
    private token: string,
    private readonly world: World,
    private readonly rate: RateLimit,
  ) {}

  revoke(): void {
    this.revoked = true;
  }

  /** A new token takes the place of the old one. */
  renew(token: string): void {
    this.token = token;
    this.revoked = false;
  }

  /** The user of the token may not see these lists: 403, or no rows as by Odoo's record rules. Neither is documented. */
  forbid(resources: readonly string[], as: 'refused' | 'empty'): void {
    this.forbidden = { resources, as };
  }

  hides(resource: string): boolean {
    return this.forbidden.as === 'empty' && this.forbidden.resources.includes(resource);
  }

  /** Why the caller may not, or null (A4). @param authorization header, '' = none */
  refuse(authorization: string, resource: string): Answer | null {
    const { missingToken, wrongToken } = this.world.behaviour;
    const [scheme = '', token = ''] = authorization.trim().split(/\s+/u);
    const wait = (status: number): Readonly<Record<string, string>> => (status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {});
    if (scheme.toLowerCase() !== 'bearer' || token === '') return detail(missingToken, 'Not authenticated', wait(missingToken));
    if (this.revoked || token !== this.token) return detail(wrongToken, 'Invalid authentication credentials', wait(wrongToken));
    const { resources, as } = this.forbidden;
    return as === 'refused' && resources.includes(resource) ? detail(403, 'You are not allowed to access this resource') : null;
  }

  /** The server before the API has a limit for everybody. */
  throttle(): Answer | null {
    const seconds = this.rate.refuse(this.world.clock.nowMs());
    if (seconds === null) return null;
    return page(429, '429 Too Many Requests', this.world.behaviour.retryAfter ? { 'Retry-After': String(seconds) } : {});
  }
}
