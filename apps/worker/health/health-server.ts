import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One part that must work before work can be done; `reason` says what is wrong. */
export type Check = { readonly ok: boolean; readonly reason?: string };
export type HealthSource = {
  ready(): Promise<Readonly<Record<string, Check>>>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
};
export type HealthServer = { readonly port: number; close(): Promise<void> };

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}

const json = (response: ServerResponse, status: number, value: object): void => answer(response, status, 'application/json', JSON.stringify(value));

async function route(path: string, response: ServerResponse, source: HealthSource): Promise<void> {
  if (path === '/health/live') return json(response, 200, { status: 'ok' });
  if (path === '/health/ready') {
    const checks = await source.ready();
    const ok = Object.values(checks).every((check) => check.ok);
    return json(response, ok ? 200 : 503, { status: ok ? 'ok' : 'unavailable', checks });
  }
  if (path === '/metrics') {
    const { contentType, text } = await source.metrics();
    return answer(response, 200, contentType, text);
  }
  return json(response, 404, { status: 'not_found' });
}

/** Serves /health/live, /health/ready and /metrics. @throws when the port is taken */
export async function startHealthServer(options: { readonly host: string; readonly port: number; readonly source: HealthSource }): Promise<HealthServer> {
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    route(path, response, options.source).catch(() => {
      if (!response.headersSent) json(response, 500, { status: 'error' });
      else response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
