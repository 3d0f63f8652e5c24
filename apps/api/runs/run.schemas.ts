import { z } from 'zod';
import { RUN_STATES } from '#libs/domain/run-state.js';
import { DESIRED, PLATFORMS, RUN_KINDS } from '#libs/domain/words.js';
import { pageQuery } from '../http/page.js';

export const runListQuery = pageQuery.extend({
  integrationId: z.string().optional().meta({ description: 'Runs of one integration' }),
  kind: z.enum(RUN_KINDS).optional(),
  state: z.enum(RUN_STATES).optional(),
});
export type RunListQuery = z.infer<typeof runListQuery>;

const count = z.int();
const ledger = z.object({
  read: count,
  written: count,
  reapplied: count,
  unchanged: count,
  identical: count,
  older: count,
  duplicate: count,
  excluded: count,
  rejected: count,
}).meta({ id: 'Ledger' });
const streamLedger = ledger.extend({
  excludedReasons: z.record(z.string(), count),
  swept: count.meta({ description: 'Records compared by a sweep without being read' }),
  queued: count.meta({ description: 'Records put into the inbox to be read by id' }),
  pages: count,
  requests: count.meta({ description: 'Requests sent to read this stream' }),
  expected: count.nullable().meta({ description: 'Records the platform told of; null when it does not tell' }),
  percent: z.number().nullable(),
  parts: z.object({ open: count, done: count, incomplete: count }),
}).meta({ id: 'StreamLedger' });
const time = z.iso.datetime().nullable();

export const runView = z.object({
  id: z.string(),
  integration: z.object({ id: z.string(), name: z.string(), platform: z.enum(PLATFORMS) }),
  kind: z.enum(RUN_KINDS),
  state: z.enum(RUN_STATES),
  desired: z.enum(DESIRED),
  ended: z.boolean(),
  streams: z.record(z.string(), streamLedger).meta({ description: 'Ledgers: read = written + unchanged + excluded + rejected' }),
  total: ledger,
  expected: count.nullable(),
  requests: count.meta({ description: 'Requests sent, with those to plan the run' }),
  percent: z.number().nullable().meta({ description: 'Share of the requests the run will take, where that is known, else of its records; 100 only when it is complete' }),
  ratePerSecond: z.number().nullable().meta({ description: 'Records read a second since the start' }),
  secondsLeft: count.nullable().meta({ description: 'Null while it is not known, and while the run stands still' }),
  journal: z
    .object({
      day: z.string().nullable().meta({ description: 'YYYY-MM-DD, UTC' }),
      polls: count.meta({ description: 'Answers of the journal' }),
      entries: count.meta({ description: 'Entries told' }),
      records: count.meta({ description: 'Records asked for because of them; runs of the kind `webhook` read them' }),
    })
    .nullable()
    .meta({ description: 'Of the kind `journal`: what was told that day. What `streams` count as read is read by date, in gaps and once a day' }),
  waiting: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable(), until: time }).nullable().meta({ description: 'Why nothing moves' }),
  outcome: z.object({ code: z.string().nullable(), message: z.string().nullable(), fix: z.string().nullable(), places: z.array(z.unknown()) }).nullable().meta({ description: 'What ended or bent the run' }),
  request: z.record(z.string(), z.unknown()),
  requestedBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: time,
  endedAt: time,
}).meta({ id: 'Run' });
export type RunView = z.infer<typeof runView>;
export type LedgerView = z.infer<typeof ledger>;
export type StreamLedgerView = z.infer<typeof streamLedger>;

export const startedRunView = z.object({ message: z.string(), run: runView });
export const changedRunView = startedRunView;
