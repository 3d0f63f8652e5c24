import { z } from 'zod';
import { labels } from '#libs/connectors/sdk/labels.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';

const label = (en: string): z.core.GlobalMeta => labels({ pl: `PL ${en}`, en }, { pl: `pomoc ${en}`, en: `help ${en}` });

const credentials = z.strictObject({
  endpoint: z.string().refine((text) => URL.canParse(text), { error: 'An address.', params: { code: 'address_not_allowed' } }).meta(label('Endpoint')),
  clientId: z.string().min(1).meta(label('Client id')),
  secret: z.string().min(8).meta(label('Secret')),
});
const settings = z.strictObject({
  contactsPerMinute: z.int().min(1).default(600).meta(label('Contacts a minute')),
  locations: z.array(z.string()).default([]).meta(label('Locations')),
});

const never = (): never => {
  throw new Error('the API opens no destination');
};

/** A destination with one value of each sort, so that specs of the API do not depend on what a real one needs. */
const sample: DestinationDefinition<z.infer<typeof credentials>, z.infer<typeof settings>> = {
  kind: 'salesmanago',
  info: { name: 'Sample mailer', summary: { pl: 'Przykładowy odbiorca', en: 'A sample destination' }, searchText: 'sample mailer', guide: 'sample' },
  credentials,
  settings,
  limits: { read: 50, silent: 100 },
  address: (given) => new URL(given.endpoint).origin,
  accountKey: (given) => given.clientId,
  budget: () => ({ limit: null, share: 1, maxInFlight: 1 }),
  locations: (own) => own.locations,
  contactsPerMinute: (own) => own.contactsPerMinute,
  quietMs: () => 180_000,
  fitContact: (write) => ({ write, notes: [] }),
  fitEvent: (write) => ({ write, notes: [] }),
  storedTag: (tag) => tag,
  refuseAddress: () => null,
  shows: never,
  previewContact: ({ email, tags }) => ({ path: '/contact', body: { email, tags: [...tags] } }),
  previewEvent: ({ type, externalId }) => ({ path: '/event', body: { type, externalId } }),
  open: never,
};
export const sampleDestination = sample as unknown as DestinationDefinition;
