/** Misbehaviour on demand: of the system, what stands before it, and the network. */
import { z } from 'zod';
import { FaultBook, faultFields } from '../../common/faults.js';
import { Random } from '../../common/random.js';

export const faultSchema = z.strictObject({
  kind: z.enum([
    /** The connection is cut and nothing was stored. */
    'lost-before',
    /** Stored, then the connection is cut. */
    'lost-after',
    /** The connection is cut at once; stored `ms` later. */
    'late-commit',
    /** Stored after `ms`, answered then; stored as well when the client has gone. */
    'slow-commit',
    /** Stored at once, answered after `ms`. */
    'slow',
    /** Never answered, never stored. */
    'hang',
    'status-429',
    'status-500',
    'status-502',
    'status-503',
    'status-504',
    /** A page with status 200. */
    'html',
    /** Status 200 with `success:false` and `text`. */
    'refuse',
    /** Stored; the connection breaks in the middle of the answer. */
    'half-body',
  ]),
  /** `resource` is the path below `/api/`, as `contact/upsert`; of v3 with it: `v3/product/upsert`. */
  ...faultFields,
  /** `refuse`: the message. */
  text: z.string().optional(),
  /** Kinds with an answer of their own: carry the request out before. Default false. */
  commit: z.boolean().optional(),
});

export type Fault = z.infer<typeof faultSchema>;

/** The faults in force; the same seed hits the same requests of a sequence. */
export class Faults {
  private book: FaultBook<Fault>;

  constructor(private readonly seed: number) {
    this.book = new FaultBook<Fault>(new Random(seed));
  }

  /** Replaces all and begins the draws anew. */
  set(faults: readonly Fault[], seed = this.seed): void {
    this.book = new FaultBook<Fault>(new Random(seed));
    this.book.set(faults);
  }

  next(resource: string): Fault | null {
    return this.book.next(resource);
  }

  /** Requests hit since `set`, by `resource kind`. */
  hits(): Readonly<Record<string, number>> {
    return this.book.hits();
  }
}
