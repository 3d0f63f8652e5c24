import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import type { IncomingMessage } from 'node:http';
import { publicRoute } from './addresses/public-path.js';
import { AppModule } from './app.module.js';
import { offerDocument } from './openapi-document.js';
import type { ApiParts } from './parts.js';

export const PREFIX = 'api/v1';
const BODY_LIMIT = '256kb';
/** What is sent in lists. */
const LIST_LIMIT = '4mb';
const LISTS: ReadonlySet<string> = new Set([`/${PREFIX}/tickets`]);
/** Probes and scrapers look for these where everybody puts them, not under the prefix. */
const ROOT_PATHS: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

function underPrefix(request: Request, _response: Response, next: NextFunction): void {
  if (ROOT_PATHS.has(request.path)) request.url = `/${PREFIX}${request.url}`;
  else request.url = publicRoute(request.path, PREFIX) ?? request.url;
  next();
}

/** Webhooks read their bodies themselves: only once the address is known to be somebody's. Other addresses given out take none. */
function isParsed(request: IncomingMessage): boolean {
  return publicRoute((request as Request).path, PREFIX) === null && (request as Request).is('application/json') === 'application/json';
}

/** The whole API, ready to listen. */
export async function createApplication(parts: ApiParts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(parts), { bodyParser: false, bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  // Upgrading to HTTPS is the business of the proxy in front; without one it would break the documentation page.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.use(underPrefix);
  app.useBodyParser('json', { limit: LIST_LIMIT, type: (request: IncomingMessage) => LISTS.has((request as Request).path) && isParsed(request) });
  app.useBodyParser('json', { limit: BODY_LIMIT, type: isParsed });
  app.setGlobalPrefix(PREFIX);
  app.enableShutdownHooks([]);
  offerDocument(app);
  await app.init();
  return app;
}
