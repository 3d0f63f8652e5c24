/** Misbehaviour on demand: of the API, what stands before it, and the network. */
import { z } from 'zod';
import { FaultBook, faultFields } from '../../common/faults.js';
import type { Random } from '../../common/random.js';

export const faultSchema = z.strictObject({
  kind: z.enum([
    'html-502',
    /** As for a host name that belongs to no instance. */
    'html-404',
    /** FastAPI's plain text. */
    'status-500',
    'status-429',
    'status-503',
    /** A page with status 200. */
    'html',
    /** To the login page of the instance. */
    'redirect',
    'empty-body',
    /** 400 with `error_message`; see `message`. */
    'error-400',
    /** 200 with `error_message` and no list. */
    'error-200',
    /** 200 with `error_message` and an empty list: it looks like the end. */
    'error-200-list',
    /** 400 with `detail` as a text. */
    'detail-400',
    /** Never answered. */
    'hang',
    'slow',
    'half-body',
    /** Cut before anything was done. */
    'reset',
    /** Done, then cut. */
    'lost-after',
    'wrong-types',
    /** Every row twice. */
    'duplicates',
    /** Only the first half of the rows of a page, and `total_count` as it was. */
    'short-page',
    /** `total_count` and `count` are missing. */
    'no-counts',
  ]),
  /** `resource` = path without `/v2/`, as `orders`. */
  ...faultFields,
  /** Text of the errors. */
  message: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = FaultBook<Fault>;

export const faultsOf = (random: Random): Faults => new FaultBook<Fault>(random);
