import { z } from 'zod';
import { namedConsentView, reasonCountView } from './route.schemas.js';

export const createExportBody = z
  .strictObject({
    historySince: z.iso.datetime({ offset: true }).optional().meta({ description: 'Send orders placed at or after this moment as events too; those calls cannot be made silently' }),
  })
  .default({});
export type CreateExport = z.infer<typeof createExportBody>;

const time = z.iso.datetime().nullable();
const line = z.object({ code: z.string(), message: z.string() });

export const EXPORT_STATES = ['counting', 'counted', 'running', 'done', 'cancelled', 'failed'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export const exportView = z.object({
  id: z.string(),
  routeId: z.string(),
  state: z.enum(EXPORT_STATES),
  desired: z.enum(['run', 'pause', 'stop']),
  nextSteps: z.array(z.string()),
  historySince: time,
  optionsVersion: z.int(),
  optionsChanged: z.boolean().meta({ description: 'The options were changed after the counting: count again' }),
  consent: namedConsentView.meta({ description: 'Who is sent, in words' }),
  counts: z
    .object({
      people: z.int().meta({ description: 'E-mail addresses looked at' }),
      contacts: z.object({ accounts: z.int(), withoutAccount: z.int(), subscribers: z.int() }).meta({ description: 'Contacts that will be written' }),
      consents: z.record(z.string(), z.int()).meta({ description: 'By channel: carried over where nothing at the destination speaks against it' }),
      events: z.record(z.string(), z.int()).meta({ description: 'By type' }),
    })
    .nullable()
    .meta({ description: 'Null until the counting begins, growing until the state is counted' }),
  excluded: z.object({
    people: z.array(reasonCountView),
    records: z.array(reasonCountView).meta({ description: 'Records that lead to nobody' }),
  }),
  minutes: z.number().nullable().meta({ description: 'What the export takes at the pace of the destination' }),
  writes: z.array(line).meta({ description: 'What will be written where' }),
  warnings: z.array(line),
  progress: z.object({
    handedOver: z.int().meta({ description: 'People decided on' }),
    waiting: z.int().meta({ description: 'Of these, not settled yet' }),
    done: z.int(),
    total: z.int(),
    share: z.number().nullable(),
    perMinute: z.number().nullable().meta({ description: 'Measured since the confirmation' }),
    secondsLeft: z.int().nullable().meta({ description: 'By the pace; null while it is held' }),
  }),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() }).nullable(),
  createdAt: z.iso.datetime(),
  confirmedAt: time,
  endedAt: time,
}).meta({ id: 'RouteExport' });
export type ExportView = z.infer<typeof exportView>;
export const changedExportView = z.object({ message: z.string(), export: exportView });
