/** Misbehaviour on demand: of the shop, its hosting, and the network. */
import { z } from 'zod';
import { faultFields, type FaultBook } from '../../common/faults.js';

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
  ...faultFields,
  /** 503: the webservice's own envelope (code 22) or a page of the hosting. Default `envelope`. */
  body: z.enum(['envelope', 'html']).optional(),
  /** PHP error: 3 warning, 5 notice, 15 anything else. Default 5. */
  code: z.union([z.literal(3), z.literal(5), z.literal(15)]).optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = FaultBook<Fault>;
