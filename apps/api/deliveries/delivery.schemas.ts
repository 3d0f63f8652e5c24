import { z } from 'zod';
import { pageQuery } from '../http/page.js';

export const DELIVERY_STATES = ['pending', 'sending', 'confirming', 'unknown', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
const KINDS = ['contact', 'consent', 'event'] as const;

export const deliveryQuery = pageQuery.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  kind: z.enum(KINDS).optional(),
  routeId: z.string().optional(),
  destinationId: z.string().optional(),
  address: z.string().trim().toLowerCase().max(320).optional().meta({ description: 'Exactly this e-mail address' }),
  orderId: z.string().max(200).optional().meta({ description: 'Id of the order in the shop' }),
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

export const retryBody = z
  .strictObject({ acceptDuplicate: z.boolean().default(false).meta({ description: 'Needed where the outcome is unknown: the same thing may arrive twice' }) })
  .default({ acceptDuplicate: false });
export type RetryOne = z.infer<typeof retryBody>;
export const retryManyBody = z.strictObject({ routeId: z.string(), reason: z.string().max(100).optional() });
export type RetryMany = z.infer<typeof retryManyBody>;

const time = z.iso.datetime().nullable();
const end = z.object({ id: z.string(), name: z.string() });

export const deliveryView = z.object({
  id: z.string(),
  route: end,
  destination: end.extend({ kind: z.string() }),
  kind: z.enum(KINDS),
  key: z.string().meta({ description: 'Names the effect: with route and address it happens once' }),
  address: z.string(),
  recordId: z.string().nullable(),
  orderId: z.string().nullable(),
  eventType: z.string().nullable(),
  silent: z.boolean().meta({ description: 'Starts nothing at the destination' }),
  state: z.enum(DELIVERY_STATES),
  again: z.boolean().meta({ description: 'Changed while it was under way: it goes once more' }),
  nextSteps: z.array(z.string()),
  reason: z.string().nullable(),
  reasonText: z.string().nullable(),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() }).nullable(),
  notes: z.unknown().meta({ description: 'What had to be cut or left out to be taken' }),
  attempts: z.int(),
  checks: z.int().meta({ description: 'Times an unclear outcome was read back' }),
  version: z.int(),
  sentVersion: z.int().nullable(),
  remote: z.object({ contactId: z.string().nullable(), eventId: z.string().nullable(), jobId: z.string().nullable() }),
  ledger: z.object({ queued: z.int(), delivered: z.int(), failed: z.int(), cancelled: z.int() }),
  notBefore: time,
  sentAt: time,
  settledAt: time,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: 'Delivery' });
export type DeliveryView = z.infer<typeof deliveryView>;

export const changedDeliveryView = z.object({ message: z.string(), delivery: deliveryView });
export const retriedView = z.object({ message: z.string(), queued: z.int() });

export const customerDeliveryView = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(['delivery', 'excluded']),
  route: end,
  destination: end.extend({ kind: z.string() }),
  integrationId: z.string(),
  effect: z.string().meta({ description: 'contact, consent:email, event:PURCHASE …' }),
  address: z.string().nullable(),
  orderId: z.string().nullable(),
  externalId: z.string().nullable().meta({ description: 'Of an exclusion: id of the record in the shop' }),
  deliveryId: z.string().nullable(),
  state: z.enum(DELIVERY_STATES).nullable().meta({ description: 'Null for what was left out' }),
  reason: z.string().nullable(),
  text: z.string(),
  settledAt: time,
}).meta({ id: 'CustomerDelivery' });
export type CustomerDelivery = z.infer<typeof customerDeliveryView>;
