/** Misbehaviour on demand, as every simulated platform has it: which requests a fault hits, and how often. */
import { z } from 'zod';
import type { Random } from './random.js';

/** The fields of every platform's fault; each adds its own `kind` and what belongs to it. */
export const faultFields = {
  /** How many requests it hits; default: until cleared. */
  times: z.int().positive().optional(),
  /** Only this resource, as the platform's sandbox names it: `orders`, `orders/orders/search`. */
  resource: z.string().optional(),
  /** Share of requests it hits. */
  probability: z.number().min(0).max(1).optional(),
  /** 429 and 503: value of `Retry-After`, seconds or an HTTP date; absent = no such header. */
  retryAfter: z.union([z.number(), z.string()]).optional(),
  /** `slow`: extra milliseconds. Default 1000. */
  ms: z.number().nonnegative().optional(),
};

type AnyFault = z.infer<z.ZodObject<typeof faultFields>>;

/** The faults in force; the first that fits hits. `placeOf` names the only resource a fault can hit; undefined: any. */
export class FaultBook<F extends AnyFault> {
  private active: { readonly fault: F; left: number }[] = [];
  private readonly hit = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly placeOf: (fault: F) => string | undefined = ({ resource }) => resource,
  ) {}

  set(faults: readonly F[]): void {
    this.active = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
  }

  /** The fault that hits this request; counts it down. */
  next(resource: string): F | null {
    for (const entry of this.active) {
      const only = this.placeOf(entry.fault);
      if (entry.left <= 0 || (only !== undefined && only !== resource)) continue;
      const { probability } = entry.fault;
      if (probability !== undefined && !this.random.chance(probability)) continue;
      entry.left -= 1;
      this.note(resource, entry.fault);
      return entry.fault;
    }
    return null;
  }

  /** How many requests were hit, by `resource kind`; of faults without a kind by resource. */
  hits(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.hit);
  }

  private note(resource: string, fault: F): void {
    const name = 'kind' in fault ? `${resource} ${String(fault.kind)}` : resource;
    this.hit.set(name, (this.hit.get(name) ?? 0) + 1);
  }
}
