/** The network side: paths, limits, faults, delays, statistics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { LoggedRequest, StatsBook } from '../common/stats.js';
import { htmlAnswer, tooMany, type Answer } from './answer.js';
import { answerV2, type Incoming } from './api/api.js';
import { controlAnswer } from './control/control-http.js';
import type { SalesmanagoControl } from './control/control.js';
import type { Fault, Faults } from './control/faults.js';
import { substitute } from './control/substitute.js';
import type { Later } from './later.js';
import type { NetworkLimits } from './network-limits.js';
import { answerV3 } from './v3/v3.js';
import type { World } from './world/world.js';

export type ServerParts = {
  readonly world: World;
  readonly control: SalesmanagoControl;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly limits: NetworkLimits;
  readonly later: Later;
  readonly notify: (request: LoggedRequest) => void;
};

export function createAccountServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    const work = (request.url ?? '').startsWith('/_control/') ? answerControl(parts, request, response) : answerApi(parts, request, response);
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

async function answerApi(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const at = Date.now();
  const incoming: Incoming = { method: request.method ?? 'GET', path, body: await bodyOf(request), contentType: header('content-type'), apiKey: header('api-key'), userAgent: header('user-agent'), at };
  const resource = resourceOf(path);
  const entry = { at, method: incoming.method, path, query, body: incoming.body.slice(0, 4000) };
  parts.stats.begin(entry, resource);
  let answered = false;
  response.on('close', () => {
    parts.stats.end(answered);
  });
  parts.notify(entry);
  const send = (answer: Answer, half = false): void => {
    answered = true;
    parts.stats.answered(answer.status);
    write(response, answer, half);
  };
  if (parts.limits.latencyMs > 0) await parts.later.wait(parts.limits.latencyMs);
  const wait = parts.limits.rate.refuse(Date.now());
  if (wait !== null) return send(tooMany(parts.limits.retryAfter ? wait : undefined));
  const carryOut = (): Answer => answerOf(parts.world, incoming);
  const fault = parts.faults.next(resource);
  if (fault === null) return send(carryOut());
  await misbehave(parts, fault, { carryOut, send, cut: () => { request.socket.destroy(); } });
}

/** As statistics and faults name it. */
function resourceOf(path: string): string {
  return path.startsWith('/api/') ? path.slice('/api/'.length) : path.slice(1);
}

function answerOf(world: World, incoming: Incoming): Answer {
  const { path } = incoming;
  if (path.startsWith('/api/')) return answerV2(world, path.slice('/api/'.length), incoming);
  if (path.startsWith('/v3/')) return answerV3(world, path.slice('/v3/'.length), incoming);
  return htmlAnswer(404, 'HTTP Status 404 – Not Found');
}

type Ways = { readonly carryOut: () => Answer; readonly send: (answer: Answer, half?: boolean) => void; readonly cut: () => void };

async function misbehave({ later }: ServerParts, fault: Fault, { carryOut, send, cut }: Ways): Promise<void> {
  const ms = fault.ms ?? 1000;
  switch (fault.kind) {
    case 'hang':
      return;
    case 'lost-before':
      return cut();
    case 'lost-after':
      carryOut();
      return cut();
    case 'late-commit':
      later.run(ms, carryOut);
      return cut();
    case 'slow-commit':
      await later.wait(ms);
      return send(carryOut());
    case 'slow': {
      const answer = carryOut();
      await later.wait(ms);
      return send(answer);
    }
    case 'half-body':
      return send(carryOut(), true);
    default: {
      const instead = substitute(fault);
      const answer = instead === null || fault.commit === true ? carryOut() : instead;
      return send(instead ?? answer);
    }
  }
}

/** @param half the connection breaks in the middle of the announced length */
function write(response: ServerResponse, answer: Answer, half: boolean): void {
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': answer.body.length });
  if (!half) {
    response.end(answer.body);
    return;
  }
  response.write(answer.body.subarray(0, answer.body.length >> 1), () => {
    response.socket?.destroy();
  });
}
