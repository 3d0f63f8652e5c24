import { z } from 'zod';
import { pageQuery } from '../http/page.js';

export const alertQuery = pageQuery.extend({ open: z.stringbool().optional().meta({ description: 'true: open ones only; false: closed ones only' }) });
export type AlertQuery = z.infer<typeof alertQuery>;

const time = z.iso.datetime().nullable();
export const alertView = z.object({
  id: z.string(),
  integrationId: z.string().nullable(),
  rule: z.string(),
  subject: z.string(),
  message: z.string(),
  detail: z.record(z.string(), z.unknown()),
  openedAt: z.iso.datetime(),
  closedAt: time,
  sentAt: time.meta({ description: 'When the target took it' }),
  attempts: z.int(),
}).meta({ id: 'Alert' });
export type AlertView = z.infer<typeof alertView>;

export const targetBody = z.strictObject({
  url: z.url({ protocol: /^https?$/u }).max(2_000).meta({ description: 'Gets a signed POST for every alert (Standard Webhooks)' }),
  enabled: z.boolean().default(true),
  newSecret: z.boolean().default(false).meta({ description: 'Make a new signing secret; the old one ends at once' }),
});
export type SaveTarget = z.infer<typeof targetBody>;

export const targetView = z.object({
  url: z.string().nullable(),
  enabled: z.boolean(),
  createdAt: time,
  signingSecret: z.string().nullable().meta({ description: 'Shown once, when it is made' }),
}).meta({ id: 'AlertTarget' });
export type TargetView = z.infer<typeof targetView>;
