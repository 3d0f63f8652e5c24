import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { sampleConnector } from './sample-connector.js';

const seconds = (settings: Readonly<Record<string, unknown>>, name: string, otherwise: number): number => (typeof settings[name] === 'number' ? settings[name] : otherwise) * 1_000;

/** A platform that keeps a journal of its orders, and knows no customers: orders of several shops and marketplaces. */
export const journalConnector: ConnectorDefinition = {
  ...(sampleConnector as unknown as ConnectorDefinition),
  platform: 'baselinker',
  info: { ...sampleConnector.info, name: 'Journal hub', streams: ['orders'], intervalMs: 60_000, requestsPerPass: 1 },
  settings: z.strictObject({ pollSeconds: z.int().optional(), rereadSeconds: z.int().optional() }),
  fieldSettings: [],
  readByIds: ['orders'],
  orderStage: () => 'open',
  requestsPerPass: (settings) => 60_000 / seconds(settings, 'pollSeconds', 60),
  requestsPerPhone: 2,
  journal: {
    stream: 'orders',
    keepMs: 3 * 86_400_000,
    meaning: () => ({ read: true, kin: null, birth: false, touchesEvent: true }),
    pollMs: (settings) => seconds(settings, 'pollSeconds', 60),
    rereadMs: (settings) => seconds(settings, 'rereadSeconds', 0),
  },
  links: () => ({ customer: () => null, order: (id) => `https://hub.example.com/orders/${id}` }),
};
