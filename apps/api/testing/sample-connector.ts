import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { labels } from '#libs/connectors/sdk/labels.js';

const label = (en: string): z.core.GlobalMeta => labels({ pl: `PL ${en}`, en }, { pl: `pomoc ${en}`, en: `help ${en}` });

const plain = (text: string): boolean => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol) && new URL(text).username === '';
const address = z.string().refine(plain, { error: 'An address such as https://shop.example.com.', params: { code: 'address_not_allowed' } });
const credentials = z.strictObject({ url: address.meta(label('Shop address')), key: z.string().min(8).meta(label('Key')) });
const settings = z.strictObject({
  idField: z.string().min(1).meta(label('ID field')),
  lastOrderField: z.string().optional().meta(label('Last order field')),
  adminUrl: z.url().optional().meta(label('Panel address')),
  shops: z.array(z.string()).default([]).meta(label('Shops')),
});

/** A platform with one setting of each sort, so that specs of the API do not depend on what a real one needs. */
export const sampleConnector: ConnectorDefinition<z.infer<typeof credentials>, z.infer<typeof settings>> = {
  platform: 'prestashop',
  info: {
    name: 'Sample shop',
    section: 'e-commerce',
    summary: { pl: 'Sklep przykładowy', en: 'A sample shop' },
    searchText: 'sample shop',
    streams: ['customers', 'addresses', 'orders'],
    limits: { pl: 'bez limitu', en: 'no limit' },
    guide: 'sample',
    intervalMs: 1_800_000,
    requestsPerPass: 10,
    dictionaryMs: 0,
    writes: { pl: 'karty i zamówienia', en: 'cards and orders' },
  },
  credentials,
  settings,
  fieldSettings: [
    { setting: 'idField', role: 'id', type: 'number', required: true },
    { setting: 'lastOrderField', role: 'last_order_date', type: 'date', required: false },
  ],
  derivingSettings: ['idField', 'lastOrderField', 'adminUrl'],
  readingSettings: ['shops'],
  address: (given) => new URL(given.url).origin,
  accountKey: (given) => new URL(given.url).origin,
  budget: () => ({ limit: null, share: 1, maxInFlight: 1 }),
  links: (_given, own) => ({
    customer: (id) => (own.adminUrl === undefined ? null : `${own.adminUrl}/customers/${id}`),
    order: (id) => (own.adminUrl === undefined ? null : `${own.adminUrl}/orders/${id}`),
  }),
  readByIds: ['customers', 'addresses', 'orders'],
  hooks: null,
  sweepDigest: () => null,
  open: () => {
    throw new Error('the API opens no account');
  },
};
