import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { sampleConnector } from './sample-connector.js';

/** A platform whose orders can be followed as purchases, with the settings routes ask about. */
export const relayConnector: ConnectorDefinition = {
  ...(sampleConnector as unknown as ConnectorDefinition),
  platform: 'idosell',
  info: { ...sampleConnector.info, name: 'Relay shop' },
  settings: z.strictObject({ products: z.boolean().default(false), clientTags: z.boolean().default(false) }),
  fieldSettings: [],
  orderStage: () => 'open',
};
