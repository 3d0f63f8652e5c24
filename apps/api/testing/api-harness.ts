import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { Role } from '#libs/domain/words.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { createApiKey } from '#libs/security/api-keys.js';
import { fixedKeyRing } from '#libs/security/key-ring.js';
import { createLogger } from '#libs/telemetry/logger.js';
import { createMetrics } from '#libs/telemetry/metrics.js';
import { freshDatabase } from '../../../test/setup/database.js';
import { createApplication } from '../application.js';
import type { ApiParts } from '../parts.js';
import { pushingConnector } from './pushing-connector.js';
import { sampleConnector } from './sample-connector.js';
import { sampleDestination } from './sample-destination.js';
import { RecordingGateway } from './recording.gateway.js';

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> & { readonly items?: Record<string, unknown>[] } };
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** A listening API over a database of its own. */
export type ApiHarness = {
  readonly app: NestExpressApplication;
  readonly dataSource: DataSource;
  readonly gateway: RecordingGateway;
  readonly url: string;
  /** The first workspace, whose admins may make others. */
  readonly workspaceId: string;
  readonly otherWorkspaceId: string;
  /** Calls with a key of the given role. */
  readonly as: (role: Role, workspaceId?: string) => Promise<Call>;
  readonly anonymous: Call;
  readonly log: () => string;
  close(): Promise<void>;
};

function caller(url: string, secret: string | null): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path.startsWith('/health') || path.startsWith('/metrics') || path.startsWith('/api/') ? '' : '/api/v1'}${path}`, {
      method,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: (isJson && text !== '' ? JSON.parse(text) : { text }) as Answer['body'] };
  };
}

async function addWorkspace(dataSource: DataSource, name: string): Promise<string> {
  const id = newId();
  await dataSource.query('insert into workspace (id, name) values ($1, $2)', [id, name]);
  return id;
}

export async function startApi(overrides: Partial<ApiParts> = {}): Promise<ApiHarness> {
  const database = await freshDatabase();
  await migrate(database.url);
  const dataSource = await createDataSource({ url: database.url, poolSize: 5, connectTimeoutMs: 2_000 }).initialize();
  const gateway = new RecordingGateway();
  const lines: string[] = [];
  const app = await createApplication({
    dataSource,
    keyRing: fixedKeyRing(randomBytes(32).toString('base64')),
    guard: createAddressGuard({ allow: ['127.0.0.1', 'localhost'] }),
    connectors: [sampleConnector, pushingConnector],
    destinations: [sampleDestination],
    temporal: { address: '127.0.0.1:1', namespace: 'default' },
    publicUrl: 'https://sztafeta.example.com/in',
    publicUrlMayBeLoopback: false,
    logger: createLogger('api', { destination: { write: (line: string) => void lines.push(line) } }),
    metrics: createMetrics({ processMetrics: false }),
    gateway,
    ...overrides,
  });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${String((app.getHttpServer().address() as AddressInfo).port)}`;
  const workspaceId = await addWorkspace(dataSource, 'First');
  const otherWorkspaceId = await addWorkspace(dataSource, 'Second');
  return {
    app,
    dataSource,
    gateway,
    url,
    workspaceId,
    otherWorkspaceId,
    as: async (role, workspace = workspaceId) => caller(url, (await createApiKey(dataSource, { workspaceId: workspace, name: role, role })).secret),
    anonymous: caller(url, null),
    log: () => lines.join(''),
    close: async () => {
      await app.close();
      if (dataSource.isInitialized) await dataSource.destroy();
      await database.drop();
    },
  };
}
