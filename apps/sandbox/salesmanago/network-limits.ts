import type { RateLimit } from '../common/rate.js';

/** How fast the account answers; changed while it runs. */
export type NetworkLimits = { readonly rate: RateLimit; /** Whether a 429 says when to come back. */ retryAfter: boolean; latencyMs: number };
