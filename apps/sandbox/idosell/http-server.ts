/** The network side: paths, limits, faults, delays, statistics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { jsonAnswer, type Answer } from './answer.js';
import { routeOf, type AdminApi, type Incoming } from './api/api.js';
import { controlAnswer } from './control/control-http.js';
import type { IdoSellControl } from './control/control.js';
import type { Fault, Faults } from './control/faults.js';
import type { RateLimit } from '../common/rate.js';
import { spoil, substitute } from './control/spoil.js';
import type { LoggedRequest, StatsBook } from '../common/stats.js';
import type { ShopClock } from './world/clock.js';

export type ServerParts = {
  readonly clock: ShopClock;
  readonly api: AdminApi;
  readonly control: IdoSellControl;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly rate: RateLimit;
  readonly latency: { ms: number };
  readonly notify: (request: LoggedRequest) => void;
};

export function createPanelServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    const target = request.url ?? '/';
    const work = target.startsWith('/_control/') ? answerControl(parts, request, response) : answerApi(parts, request, response, target);
    work.catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // A client that keeps connections must not meet a closing one.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answerControl({ control }: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = (request.url ?? '').slice('/_control/'.length).split('?')[0] ?? '';
  const { status, body } = await controlAnswer(control, name, await bodyOf(request));
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answerApi(parts: ServerParts, request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
  const [path = '/', query = ''] = splitOnce(target);
  const route = routeOf(path);
  const at = Date.now();
  const body = await bodyOf(request);
  const entry = { at, method: request.method ?? 'GET', path, query, body: body.slice(0, 4000) };
  const resource = route?.path ?? 'other';
  parts.stats.begin(entry, resource);
  let answered = false;
  response.on('close', () => {
    parts.stats.end(answered);
  });
  const send = (answer: Answer, half = false): void => {
    answered = true;
    parts.stats.answered(answer.status);
    write(parts.clock, response, answer, half);
  };
  parts.notify(entry);
  const wait = parts.rate.refuse(Date.now());
  if (wait !== null) return send(jsonAnswer(429, { errors: [{ message: 'Too many requests' }] }, { 'Retry-After': String(wait) }));
  const fault = parts.faults.next(resource);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  const key = request.headers['x-api-key'];
  const answer = ask(parts.api, { method: entry.method, route, query, body, key: typeof key === 'string' ? key : undefined }, fault);
  const ms = parts.latency.ms + (fault?.kind === 'slow' ? (fault.ms ?? 1000) : 0);
  if (ms > 0) await delay(ms);
  send(answer, fault?.kind === 'half-body');
}

function splitOnce(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}

function ask(api: AdminApi, incoming: Incoming, fault: Fault | null): Answer {
  const instead = fault === null ? null : substitute(fault);
  if (instead !== null) return instead;
  const answer = api.answer(incoming, fault?.kind === 'ignore-filters');
  return fault === null ? answer : spoil(fault, answer);
}

/** @param half the connection breaks in the middle of the announced length */
function write(clock: ShopClock, response: ServerResponse, answer: Answer, half: boolean): void {
  response.sendDate = false;
  response.writeHead(answer.status, { Date: new Date(clock.nowMs()).toUTCString(), ...answer.headers, 'Content-Length': answer.body.length });
  if (!half) {
    response.end(answer.body);
    return;
  }
  response.write(answer.body.subarray(0, answer.body.length >> 1), () => {
    response.socket?.destroy();
  });
}
