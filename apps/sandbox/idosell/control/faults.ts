/** Misbehaviour on demand: of the platform, its gateway, and the network. */
import { z } from 'zod';
import type { Random } from '../../common/random.js';

export const faultSchema = z.strictObject({
  kind: z.enum([
    'status-429',
    'status-503',
    'empty-500',
    /** A page of the shop with status 200. */
    'html',
    'html-500',
    'hang',
    'slow',
    'half-body',
    'reset',
    'wrong-types',
    'duplicates',
    'ignore-filters',
    /** Status 207 with good rows, a fault on one of them, and `errors.faultCode` 1. */
    'partial-207',
    /** The fault envelope alone; see `code` and `status`. */
    'fault',
    /** `system/serverLoad` tells of overload; hits no other call. */
    'overloaded',
  ]),
  /** How many requests it hits; default: until cleared. */
  times: z.int().positive().optional(),
  /** Only this path behind the version, as `orders/orders/search`. */
  resource: z.string().optional(),
  /** Share of requests it hits. */
  probability: z.number().min(0).max(1).optional(),
  /** 429 and 503: value of `Retry-After`, seconds or an HTTP date; absent = no such header. */
  retryAfter: z.union([z.number(), z.string()]).optional(),
  /** `slow`: extra milliseconds. Default 1000. */
  ms: z.number().nonnegative().optional(),
  /** `fault`: the code. Default 1. */
  code: z.int().nonnegative().optional(),
  /** `fault`: the HTTP status. Default 207. */
  status: z.union([z.literal(200), z.literal(207)]).optional(),
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
      const only = fault.kind === 'overloaded' ? 'system/serverLoad' : fault.resource;
      if (entry.left <= 0 || (only !== undefined && only !== resource)) continue;
      if (fault.probability !== undefined && !this.random.chance(fault.probability)) continue;
      entry.left -= 1;
      return fault;
    }
    return null;
  }
}
