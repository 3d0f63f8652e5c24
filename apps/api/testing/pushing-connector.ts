import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { HookDefinition, HookHint, HookReading } from '#libs/connectors/sdk/hooks.js';
import type { StreamName } from '#libs/domain/words.js';
import { sampleConnector } from './sample-connector.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const STREAMS: Readonly<Record<string, StreamName>> = { client: 'customers', order: 'orders', address: 'addresses' };

/** `{ "hints": [["order", "1"], …] }` · `{ "order": { "id": "1" } }` · `{ "product": … }` is not followed · `{ "throws": true }` */
function read(payload: unknown): HookReading {
  const value = isFields(payload) && isFields(payload['payload']) ? payload['payload'] : payload;
  if (!isFields(value)) return { kind: 'unreadable' };
  if (value['throws'] === true) throw new Error('a connector that breaks its promise');
  if ('product' in value) return { kind: 'ignored' };
  const pairs: unknown[] = Array.isArray(value['hints']) ? value['hints'] : Object.entries(value).map(([name, inner]) => [name, isFields(inner) ? inner['id'] : null]);
  const hints = pairs.flatMap((pair): HookHint[] => {
    const [name, id] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const stream = typeof name === 'string' ? STREAMS[name] : undefined;
    return stream === undefined || typeof id !== 'string' ? [] : [{ stream, externalId: id }];
  });
  return hints.length === 0 ? { kind: 'unreadable' } : { kind: 'hints', hints };
}

const hooks: HookDefinition = {
  events: [{ name: 'orderCreated', why: { pl: 'nowe zamówienie', en: 'a new order' } }],
  steps: [
    { pl: 'Otwórz panel.', en: 'Open the panel.' },
    { pl: 'Wklej {url} jako adres.', en: 'Paste {url} as the address.' },
  ],
  removal: { pl: 'Usuń je w panelu: Webhooki.', en: 'Take them out in the panel: Webhooks.' },
  file: {
    fileName: 'sample-webhooks.xml',
    experimental: true,
    note: { pl: 'Format niepotwierdzony.', en: 'The format is not confirmed.' },
    build: ({ url, name }) => ({ contentType: 'application/xml; charset=utf-8', text: `<hook url="${url}" name="${name}"/>` }),
    describe: ({ url, name, settings }) => ({ url, name, settings }),
  },
  read,
};

/** A platform that sends webhooks. Its addresses can only be read with the rest of their stream. */
export const pushingConnector: ConnectorDefinition = {
  ...(sampleConnector as unknown as ConnectorDefinition),
  platform: 'idosell',
  info: { ...sampleConnector.info, name: 'Pushing shop', intervalMs: 480_000 },
  readByIds: ['customers', 'orders'],
  hooks,
};
