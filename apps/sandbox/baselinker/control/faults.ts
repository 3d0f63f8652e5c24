/** Misbehaviour on demand: of the API, what stands before it, and the network. */
import { z } from 'zod';
import { FaultBook, faultFields } from '../../common/faults.js';
import type { Random } from '../../common/random.js';

export const faultSchema = z.strictObject({
  kind: z.enum([
    'html-502',
    'status-500',
    'status-429',
    'status-503',
    /** A page with status 200. */
    'html',
    'empty-body',
    /** An answer of the API with `status` ERROR; see `code` and `message`. */
    'api-error',
    /** Never answered, and not counted by the limit. */
    'hang',
    'slow',
    'half-body',
    /** Cut before anything was done. */
    'reset',
    /** Done and counted, then cut. */
    'lost-after',
    'wrong-types',
    /** Every row twice. */
    'duplicates',
  ]),
  /** `resource` = the method, as `getOrders`. */
  ...faultFields,
  /** `api-error`. Default ERROR_INTERNAL. */
  code: z.string().optional(),
  message: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = FaultBook<Fault>;

export const faultsOf = (random: Random): Faults => new FaultBook<Fault>(random);
