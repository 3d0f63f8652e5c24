import { z } from 'zod';

export const eraseBody = z.strictObject({
  confirm: z.string().trim().min(1).max(300).meta({ description: 'The id of the card, or its name, as the preview shows them' }),
  note: z.string().trim().min(1).max(200).optional().meta({ description: 'Number of the request, for instance. Kept with the receipt: nothing about the person' }),
});
export type EraseBody = z.infer<typeof eraseBody>;

const held = z.object({
  destinationId: z.string(),
  kind: z.string(),
  name: z.string(),
  contactId: z.string().nullable().meta({ description: 'Number of the contact there; null: look for it by the address the person gave' }),
  events: z.int().meta({ description: 'Events of theirs that have arrived there' }),
  todo: z.string().meta({ description: 'What to do there: nothing is deleted at a destination by this service' }),
}).meta({ id: 'HeldThere' });

export const previewView = z.object({
  customerId: z.string(),
  name: z.string().meta({ description: 'To be repeated as `confirm`' }),
  cards: z.int().meta({ description: 'This card and those that were joined into it' }),
  records: z.record(z.string(), z.int()).meta({ description: 'Source records by kind' }),
  tickets: z.int(),
  deliveries: z.int(),
  underWay: z.int().meta({ description: 'Deliveries whose outcome is being found out: the erasure waits for them, ten minutes at most' }),
  shared: z.int().meta({ description: 'Keys other cards carry as well, such as a telephone number: they stay with these' }),
  destinations: z.array(held),
  message: z.string(),
}).meta({ id: 'ErasurePreview' });
export type PreviewView = z.infer<typeof previewView>;

const search = z.object({
  at: z.iso.datetime(),
  values: z.int().meta({ description: 'Addresses, logins and telephone numbers looked for' }),
  tables: z.int().meta({ description: 'Tables read to the end' }),
  rows: z.int().meta({ description: 'Rows read' }),
  found: z.array(z.object({ table: z.string(), rows: z.int() })),
  unread: z.array(z.string()).meta({ description: 'Tables that took too long: nothing is said about them' }),
});

export const erasureView = z.object({
  id: z.string(),
  customerId: z.string(),
  state: z.enum(['queued', 'removed', 'done', 'stopped']).meta({ description: 'stopped: the card was joined with another one or split after the request, so nothing was erased; look at it and ask again' }),
  message: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  removedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  receipt: z.object({
    note: z.string().nullable(),
    removed: z.record(z.string(), z.int()).meta({ description: 'Rows removed or emptied, by table' }),
    tombstones: z.int().meta({ description: 'Salted hashes that keep the person out when shops are read again' }),
    shared: z.int().meta({ description: 'Keys others carry as well: they stay, and exclude nobody' }),
    deliveries: z.object({ cancelled: z.int(), unclear: z.int().meta({ description: 'Sent, and nobody will find out whether they arrived' }) }),
    destinations: z.array(held),
    search: search.nullable().meta({ description: 'Null until it was made' }),
  }),
}).meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;
