import { z } from 'zod';
import { INTEGRATION_STATES } from '#libs/domain/integration-state.js';
import { PLATFORMS, STREAMS } from '#libs/domain/words.js';
import { webhookStatusView } from '../hooks/webhook.schemas.js';

export const createIntegrationBody = z.strictObject({
  platform: z.enum(PLATFORMS).meta({ description: 'Kind of source, from GET /platforms' }),
  name: z.string().trim().min(1).max(100).meta({ description: 'Shown to people; free text' }),
});
export type CreateIntegration = z.infer<typeof createIntegrationBody>;

export const authenticateBody = z.strictObject({
  credentials: z.record(z.string(), z.unknown()).meta({ description: 'Fits the credentials schema of the platform' }),
  confirmMove: z.boolean().default(false).meta({ description: 'The shop has moved to another address; its records are the same' }),
});
export type Authenticate = z.infer<typeof authenticateBody>;

export const settingsBody = z.strictObject({
  settings: z.record(z.string(), z.unknown()).meta({ description: 'Fits the settings schema of the platform; replaces all settings' }),
});
export type SaveSettings = z.infer<typeof settingsBody>;

export const settingsQuery = z.object({ run: z.stringbool().default(false).meta({ description: 'Start following as well: "save and run"' }) });

const moment = z.iso.datetime({ offset: true });

export const initialSyncBody = z
  .strictObject({ since: moment.optional().meta({ description: 'Import orders placed at or after this moment; customers are read whole' }) })
  .default({});
export type InitialSync = z.infer<typeof initialSyncBody>;
export const estimateQuery = z.object({ since: moment.optional() });

export const rereadBody = z
  .strictObject({
    streams: z.array(z.enum(STREAMS)).min(1).optional().meta({ description: 'Streams to read again; all when absent' }),
    from: moment.optional().meta({ description: 'Orders placed at or after this moment' }),
    to: moment.optional().meta({ description: 'Orders placed before this moment' }),
    confirm: z.boolean().default(false).meta({ description: 'Without it the cost is answered and nothing starts' }),
  })
  .default({ confirm: false });
export type Reread = z.infer<typeof rereadBody>;

const time = z.iso.datetime().nullable();
const tick = z.object({ code: z.string(), state: z.enum(['ok', 'missing', 'unknown']), required: z.boolean(), label: z.string(), fix: z.string().nullable() }).meta({ id: 'Tick' });
const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() });

export const integrationView = z.object({
  id: z.string(),
  code: z.string().meta({ description: 'Short readable name, kept for ever' }),
  name: z.string(),
  platform: z.enum(PLATFORMS),
  state: z.enum(INTEGRATION_STATES),
  nextSteps: z.array(z.string()).meta({ description: 'Calls that are legal now' }),
  address: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  settingsVersion: z.int(),
  checkedAt: time,
  ticks: z.array(tick),
  followedSince: time,
  lastSuccessAt: time,
  lastRecordAt: time,
  lagSeconds: z.int().nullable().meta({ description: 'Seconds since the last complete look at the shop, while following' }),
  records: z.record(z.string(), z.int()).meta({ description: 'Stored records by kind' }),
  openRejects: z.int(),
  requests: z
    .object({
      thisMonth: z.int().meta({ description: 'Requests sent to the account in this calendar month (UTC), by all its integrations' }),
      lastMonth: z.int(),
      perMonthFollowing: z.int().nullable().meta({ description: 'What following costs in 30 days in which nothing changes' }),
    })
    .meta({ description: 'Requests the platform sees' }),
  unfinishedRuns: z.array(z.object({ id: z.string(), kind: z.string(), state: z.string() })),
  problem: problem.nullable(),
  webhooks: webhookStatusView.nullable().meta({ description: 'Null for platforms without webhooks' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: 'Integration' });
export type IntegrationView = z.infer<typeof integrationView>;
export type TickView = z.infer<typeof tick>;

export const authenticatedView = z.object({ message: z.string(), ticks: z.array(tick), facts: z.record(z.string(), z.unknown()), integration: integrationView });
const startedRun = z.object({ id: z.string(), started: z.boolean() });
const switched = z
  .object({
    on: z.boolean(),
    integrations: z.int().meta({ description: 'Shop integrations it concerns' }),
    runs: z.array(startedRun.extend({ integrationId: z.string() })).meta({ description: 'Runs that apply it to stored records; those not started yet start by themselves' }),
  })
  .nullable()
  .meta({ description: 'What an Allegro integration changed for the shop integrations of the workspace; null when nothing' });
export const savedView = z.object({
  message: z.string(),
  notes: z.array(z.string()).meta({ description: 'What the change means for records that are stored already' }),
  reapply: startedRun.nullable(),
  rereadNeeded: z.boolean(),
  switched,
  integration: integrationView,
});
export const changedView = z.object({ message: z.string(), switched, integration: integrationView });
export const deletedView = z.object({
  message: z.string(),
  kept: z.object({ records: z.int() }),
  routesSwitchedOff: z.int(),
  cancelled: z.int().meta({ description: 'Deliveries of its routes that waited' }),
  switched,
});
export type DeletedView = z.infer<typeof deletedView>;
export const estimateView = z.object({
  streams: z.array(z.object({ stream: z.string(), records: z.int().nullable(), precision: z.string(), requests: z.int().nullable() })),
  requests: z.int().nullable(),
  seconds: z.number().nullable(),
  requestsPerMonth: z.int().nullable().meta({ description: 'What following costs in 30 days in which nothing changes' }),
  usedThisMonth: z.int().nullable().meta({ description: 'Requests sent to the account in this calendar month (UTC)' }),
  journal: z
    .object({
      pollSeconds: z.int().meta({ description: 'Time between two looks' }),
      recordsEach: z.int().nullable().meta({ description: 'Changed records read by one request; null when they are not read by id' }),
      lookUps: z
        .object({
          requestsEach: z.int().meta({ description: 'Of one look-up; each order it finds that is not stored costs one more' }),
          atMost: z.int().nullable().meta({ description: 'Look-ups the orders of the last 30 days would have taken; null while none of these days are stored' }),
        })
        .nullable()
        .meta({ description: 'Null while no route that is on looks for e-mails by phone' }),
    })
    .nullable()
    .meta({ description: 'What following costs beside the looks themselves, on platforms with a journal' }),
  writes: z.string(),
  message: z.string(),
});
export type EstimateView = z.infer<typeof estimateView>;
