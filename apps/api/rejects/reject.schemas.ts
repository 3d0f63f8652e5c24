import { z } from 'zod';
import { STREAMS } from '#libs/domain/words.js';
import { pageQuery } from '../http/page.js';

const filters = {
  integrationId: z.string().optional(),
  stream: z.enum(STREAMS).optional(),
  reason: z.string().max(100).optional(),
};
export const rejectQuery = pageQuery.extend({ ...filters, open: z.stringbool().default(true).meta({ description: 'false: those that were closed' }) });
export type RejectQuery = z.infer<typeof rejectQuery>;

export const replayBody = z.strictObject(filters).default({});
export type ReplayFilter = z.infer<typeof replayBody>;

const time = z.iso.datetime().nullable();
export const rejectView = z.object({
  id: z.string(),
  integrationId: z.string(),
  stream: z.enum(STREAMS),
  stage: z.enum(['read', 'map', 'deliver']),
  externalId: z.string(),
  reason: z.string(),
  message: z.string(),
  fix: z.string(),
  original: z.unknown().meta({ description: 'The row as received, without personal data' }),
  place: z.unknown().meta({ description: 'Where it was met: range and cursor of the page' }),
  runId: z.string().nullable(),
  occurrences: z.int(),
  replayable: z.boolean().meta({ description: 'False for rows without an id and for streams that are read as a whole only: read their stream again' }),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  closedAt: time,
  closedBy: z.string().nullable(),
}).meta({ id: 'Reject' });
export type RejectView = z.infer<typeof rejectView>;
export const replayView = z.object({ message: z.string(), queued: z.int(), skipped: z.int().meta({ description: 'Rows that cannot be read by themselves' }) });
export type ReplayView = z.infer<typeof replayView>;
