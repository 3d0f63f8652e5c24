import { randomBytes } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { fixedKeyRing } from '#libs/security/key-ring.js';
import { createLogger } from '#libs/telemetry/logger.js';
import { createMetrics } from '#libs/telemetry/metrics.js';
import { createApplication } from './application.js';
import { buildDocument } from './openapi-document.js';

/** The document of this version, made from the routes themselves; nothing outside the process is needed or touched. */
export async function currentDocument(): Promise<OpenAPIObject> {
  const app = await createApplication({
    dataSource: createDataSource({ url: 'postgres://nobody@127.0.0.1:1/none' }),
    keyRing: fixedKeyRing(randomBytes(32).toString('base64')),
    guard: createAddressGuard({ allow: [] }),
    connectors: [],
    destinations: [],
    temporal: { address: '127.0.0.1:1', namespace: 'default' },
    publicUrl: null,
    publicUrlMayBeLoopback: false,
    logger: createLogger('openapi', { level: 'warn' }),
    metrics: createMetrics({ processMetrics: false }),
  });
  try {
    return buildDocument(app);
  } finally {
    await app.close();
  }
}

/** As it is committed. */
export const documentText = (document: OpenAPIObject): string => `${JSON.stringify(document, null, 2)}\n`;
