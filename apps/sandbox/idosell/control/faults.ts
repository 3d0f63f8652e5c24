/** Misbehaviour on demand: of the platform, its gateway, and the network. */
import { z } from 'zod';
import { FaultBook, faultFields } from '../../common/faults.js';
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
  ...faultFields,
  /** `fault`: the code. Default 1. */
  code: z.int().nonnegative().optional(),
  /** `fault`: the HTTP status. Default 207. */
  status: z.union([z.literal(200), z.literal(207)]).optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = FaultBook<Fault>;

export const faultsOf = (random: Random): Faults => new FaultBook<Fault>(random, (fault) => (fault.kind === 'overloaded' ? 'system/serverLoad' : fault.resource));
