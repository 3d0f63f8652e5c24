import { z } from 'zod';

/** How the webhooks of an integration are. */
export const WEBHOOK_STATES = ['off', 'waiting', 'receiving', 'silent', 'late', 'stopped'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

const time = z.iso.datetime().nullable();
const counts = z.object({
  received: z.int().meta({ description: 'Deliveries, whatever became of them' }),
  stored: z.int().meta({ description: 'Records put into the inbox' }),
  collapsed: z.int().meta({ description: 'Records that were waiting in the inbox already' }),
  ignored: z.int().meta({ description: 'Deliveries about things that are not followed, and ids of unknown records beyond those that may wait' }),
  unreadable: z.int().meta({ description: 'Deliveries that could not be understood' }),
  late: z.int().meta({ description: 'Deliveries that came while the integration did not follow the shop' }),
}).meta({ id: 'WebhookCounts' });
export type WebhookCounts = z.infer<typeof counts>;

/** On every integration whose platform sends webhooks. */
export const webhookStatusView = z.object({
  state: z.enum(WEBHOOK_STATES).meta({
    description: 'off: no address was asked for yet; silent: polling finds changes no webhook told of; late: webhooks arrive although the integration does not follow the shop (after a stop: later than 10 minutes after it); stopped: none arrive any more since it was stopped',
  }),
  message: z.string(),
  reminder: z.string().nullable().meta({ description: 'How to take the webhooks out of the shop; only while the integration is stopped' }),
  firstAt: time.meta({ description: 'First delivery at this address that named a record' }),
  lastAt: time.meta({ description: 'Last delivery that named a record' }),
  lastLateAt: time.meta({ description: 'Last delivery at this address that came while the integration did not follow the shop' }),
  today: counts.meta({ description: 'Since midnight UTC' }),
  lastSevenDays: counts.meta({ description: 'Today and the six days before, UTC' }),
  coverage: z
    .object({ fromWebhooks: z.int(), fromPolling: z.int(), percent: z.number().nullable().meta({ description: 'Null when nothing has changed' }) })
    .meta({ description: 'Changed customers and orders of the last 24 hours, by what told of them first' }),
}).meta({ id: 'WebhookStatus' });
export type WebhookStatus = z.infer<typeof webhookStatusView>;

export const webhooksView = z.object({
  address: z.string().meta({ description: 'Copy it into the panel of the shop; keep it secret, whoever knows it can send' }),
  events: z.array(z.object({ name: z.string(), why: z.string(), programmable: z.boolean().meta({ description: 'Not an event to tick: a webhook of its own, whose content the steps describe' }) })).meta({ description: 'What the panel can tell, by its names there' }),
  steps: z.array(z.string()),
  removal: z.string().meta({ description: 'How to take the webhooks out of the shop again' }),
  file: z
    .object({ path: z.string(), experimental: z.boolean().meta({ description: 'The format has not been confirmed by a file of the platform itself yet' }), note: z.string() })
    .nullable()
    .meta({ description: 'A file to import instead of the steps' }),
  status: webhookStatusView,
}).meta({ id: 'Webhooks' });
export type WebhooksView = z.infer<typeof webhooksView>;

export const renewedView = z.object({
  message: z.string(),
  dropped: z.object({ records: z.int() }).meta({ description: 'Records that waited to be read only because a webhook at the old address named them; polling finds what has really changed' }),
  webhooks: webhooksView.nullable().meta({ description: 'Null when the answer is given again for an Idempotency-Key: read it with GET /integrations/{id}/webhooks' }),
});
export type RenewedView = z.infer<typeof renewedView>;

export const fileQuery = z.object({ format: z.enum(['file', 'json']).default('file').meta({ description: 'json: the same content for other tools' }) });
export type FileQuery = z.infer<typeof fileQuery>;
