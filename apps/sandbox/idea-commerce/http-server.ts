/** The network side: paths, faults, delays, statistics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoggedRequest, StatsBook } from '../common/stats.js';
import type { Access } from './access.js';
import type { Answer } from './answer.js';
import { answerCall, resourceOf } from './api/api.js';
import { controlAnswer } from './control/control-http.js';
import type { IdeaCommerceControl } from './control/control.js';
import type { Faults } from './control/faults.js';
import { spoil, substitute } from './control/spoil.js';
import type { World } from './world/world.js';

export type ServerParts = {
  readonly world: World;
  readonly access: Access;
  readonly control: IdeaCommerceControl;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly latency: { ms: number };
  readonly notify: (request: LoggedRequest) => void;
};

const CONTROL = /^\/_?control\/([A-Za-z]*)/u;

export function createApiServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    const operation = CONTROL.exec(request.url ?? '')?.[1];
    const work = operation === undefined ? answerApi(parts, request, response) : answerControl(parts, operation, request, response);
    work.catch((error: unknown) => { response.destroy(error instanceof Error ? error : undefined); });
  });
  // A client that keeps connections must not meet a closing one.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answerControl({ control }: ServerParts, operation: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = controlAnswer(control, operation, await textOf(request));
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answerApi({ world, access, stats, faults, latency, notify }: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const method = request.method ?? 'GET';
  const body = await textOf(request);
  const entry: LoggedRequest = { at: Date.now(), method, path, query, ...(body === '' ? {} : { body: body.slice(0, 4000) }) };
  const resource = resourceOf(path);
  stats.begin(entry, resource === '' ? 'other' : resource);
  let answered = false;
  response.on('close', () => { stats.end(answered); });
  const send = (answer: Answer, half = false): void => {
    answered = true;
    stats.answered(answer.status);
    write(response, answer, half);
  };
  notify(entry);
  const fault = faults.next(resource);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') return void request.socket.destroy();
  const instead = fault === null ? null : substitute(fault);
  const answer = instead ?? access.throttle() ?? answerCall(world, access, { method, path, query, body, authorization: request.headers.authorization ?? '' });
  if (fault?.kind === 'lost-after') return void request.socket.destroy();
  const ms = latency.ms + (fault?.kind === 'slow' ? (fault.ms ?? 1000) : 0);
  if (ms > 0) await delay(ms);
  send(fault === null ? answer : spoil(fault, answer), fault?.kind === 'half-body');
}

/** @param half the connection breaks in the middle of the announced length */
function write(response: ServerResponse, { status, headers, body }: Answer, half: boolean): void {
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  if (half) response.write(body.subarray(0, body.length >> 1), () => { response.socket?.destroy(); });
  else response.end(body);
}
