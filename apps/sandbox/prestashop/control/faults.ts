/** Misbehaviour on demand: of the shop, its hosting, and the network. */
import { z } from 'zod';
import type { Random } from '../../common/random.js';

export const faultSchema = z.strictObject({
  kind: z.enum([
    'status-429',
    'status-503',
    'php-error',
    'empty-500',
    'hang',
    'slow',
    'half-body',
    'html',
    'php-notice',
    'wrong-types',
    'duplicates',
    'no-authorization',
    'redirect',
    'reset',
  ]),
  /** How many requests it hits; default: until cleared. */
  times: z.int().positive().optional(),
  /** Only this resource (`orders`; `` = the root). */
  resource: z.string().optional(),
  /** Share of requests it hits. */
  probability: z.number().min(0).max(1).optional(),
  /** 429 and 503: value of `Retry-After`, seconds or an HTTP date; absent = no such header. */
  retryAfter: z.union([z.number(), z.string()]).optional(),
  /** 503: the webservice's own envelope (code 22) or a page of the hosting. Default `envelope`. */
  body: z.enum(['envelope', 'html']).optional(),
  /** PHP error: 3 warning, 5 notice, 15 anything else. Default 5. */
  code: z.union([z.literal(3), z.literal(5), z.literal(15)]).optional(),
  /** `slow`: extra milliseconds. Default 1000. */
  ms: z.number().nonnegative().optional(),
});

export type Fault = z.infer<typeof faultSchema>;

/** The faults in force; the first that fits hits. */
export class Faults {
  private active: { readonly fault: Fault; left: number }[] = [];

  constructor(private readonly random: Random) {}

  set(faults: readonly Fault[]): void {
    this.active = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
  }

  /** The fault that hits this request; counts it down. */
  next(resource: string): Fault | null {
    for (const entry of this.active) {
      const { fault } = entry;
      if (entry.left <= 0 || (fault.resource !== undefined && fault.resource !== resource)) continue;
      if (fault.probability !== undefined && !this.random.chance(fault.probability)) continue;
      entry.left -= 1;
      return fault;
    }
    return null;
  }
}
