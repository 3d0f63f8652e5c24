import { z } from 'zod';
import { pageQuery } from '../http/page.js';
import { namedConsentView } from './route.schemas.js';

const MAX_PREVIEW = 50;

export const exclusionQuery = pageQuery.extend({ reason: z.string().max(100).optional() });
export type ExclusionQuery = z.infer<typeof exclusionQuery>;

export const exclusionView = z.object({
  recordId: z.string(),
  kind: z.string().nullable().meta({ description: 'Kind of record; null once it is not stored any more' }),
  externalId: z.string().meta({ description: 'Its id in the shop' }),
  customerId: z.string().nullable().meta({ description: 'Card the record belongs to' }),
  effect: z.string().meta({ description: 'contact, consent:email, event:PURCHASE …' }),
  reason: z.string(),
  text: z.string(),
  detail: z.string().nullable(),
  duplicateOf: z.object({ routeId: z.string(), orderId: z.string().meta({ description: 'Its id in the shop of that route' }) }).nullable().meta({ description: 'Of held and dismissed orders: the one they look like' }),
  address: z.string().nullable().meta({ description: 'For operators only' }),
  excludedAt: z.iso.datetime(),
}).meta({ id: 'Exclusion' });
export type ExclusionView = z.infer<typeof exclusionView>;

export const decidedDuplicateView = z.object({ message: z.string(), recordId: z.string(), decision: z.enum(['released', 'dismissed']) }).meta({ id: 'DecidedDuplicate' });
export type DecidedDuplicate = z.infer<typeof decidedDuplicateView>;

export const previewBody = z
  .strictObject({
    records: z.int().min(1).max(MAX_PREVIEW).default(10).meta({ description: 'How many of the newest records' }),
    recordIds: z.array(z.string()).max(MAX_PREVIEW).default([]).meta({ description: 'Exactly these records instead' }),
  })
  .default({ records: 10, recordIds: [] });
export type Preview = z.infer<typeof previewBody>;

export const previewView = z.object({
  message: z.string(),
  consent: namedConsentView,
  entries: z.array(
    z.object({
      recordId: z.string(),
      kind: z.string(),
      externalId: z.string(),
      address: z.string().nullable(),
      writes: z.array(
        z.object({
          kind: z.enum(['contact', 'consent', 'event']),
          path: z.string(),
          body: z.record(z.string(), z.unknown()).meta({ description: 'Without authentication' }),
          silent: z.boolean(),
          when: z.string().nullable().meta({ description: 'What it still depends on' }),
          notes: z.array(z.record(z.string(), z.unknown())),
        }),
      ),
      excluded: z.array(z.object({ effect: z.string(), reason: z.string(), text: z.string() })),
    }),
  ),
});
export type PreviewView = z.infer<typeof previewView>;
