/** The network side: hosts and paths, limits, faults, delays, statistics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { headerOf, htmlAnswer, type Answer } from './answer.js';
import type { PrestaShopControl, Latency } from './control/control.js';
import { controlAnswer } from './control/control-http.js';
import type { Fault, Faults } from './control/faults.js';
import type { RateLimit } from '../common/rate.js';
import { spoil, substitute } from './control/spoil.js';
import type { LoggedRequest, StatsBook } from '../common/stats.js';
import { parseParameters } from './query/parameters.js';
import type { Route, Webservice } from './webservice.js';
import type { Shop } from './world/shop.js';

export type ServerParts = {
  readonly shop: Shop;
  readonly webservice: Webservice;
  readonly control: PrestaShopControl;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly rate: RateLimit;
  readonly latency: Latency;
  readonly notify: (request: LoggedRequest) => void;
};

const FRONT_PAGE = '<!DOCTYPE html>\n<html lang="pl"><head><title>Sklep Przykładowy</title></head><body><h1>Sklep Przykładowy</h1></body></html>\n';

export function createShopServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    const target = request.url ?? '/';
    const work = target.startsWith('/_control/') ? answerControl(parts, request, response) : answerShop(parts, request, response, target);
    work.catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // A client that keeps connections must not meet a closing one.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function answerControl({ control }: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = (request.url ?? '').slice('/_control/'.length).split('?')[0] ?? '';
  const { status, body } = controlAnswer(control, name, Buffer.concat(chunks).toString());
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answerShop(parts: ServerParts, request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark + 1);
  const entry = { at: Date.now(), method: request.method ?? 'GET', path, query };
  const port = request.socket.localPort ?? 0;
  const route = routeOf(parts.shop, path, query, port);
  const resource = route === null ? 'front' : (route.path.split('/')[0] ?? '');
  parts.stats.begin(entry, resource);
  let answered = false;
  response.on('close', () => {
    parts.stats.end(answered);
  });
  const send = (answer: Answer): void => {
    answered = true;
    parts.stats.answered(answer.status);
    write(parts.shop, response, answer, request.method === 'HEAD');
  };
  parts.notify(entry);
  if (Buffer.byteLength(target) > parts.shop.settings.maxUrlBytes) return send(htmlAnswer(414, '<h1>414 Request-URI Too Long</h1>'));
  const wait = parts.rate.refuse(Date.now());
  if (wait !== null) return send(htmlAnswer(429, '<h1>429 Too Many Requests</h1>', { 'Retry-After': String(wait) }));
  if (route === null) return send(htmlAnswer(path === '/' || path.endsWith('index.php') ? 200 : 404, FRONT_PAGE));
  const fault = parts.faults.next(resource);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  const answer = ask(parts, request, route, query, fault);
  await pause(parts.latency, answer, fault);
  if (fault?.kind === 'half-body') {
    answered = true;
    parts.stats.answered(answer.status);
    return writeHalf(parts.shop, response, answer);
  }
  send(answer);
}

function ask({ webservice }: ServerParts, request: IncomingMessage, route: Route, query: string, fault: Fault | null): Answer {
  const headers = { ...request.headers };
  if (fault?.kind === 'no-authorization') delete headers.authorization;
  const incoming = { method: request.method ?? 'GET', target: request.url ?? '/', headers };
  const json = /output_format=JSON|io_format=JSON/.test(query) || headerOf(incoming, 'output-format') === 'JSON' || headerOf(incoming, 'io-format') === 'JSON';
  const instead = fault === null ? null : substitute(fault, json, route.front);
  if (instead !== null) return instead;
  const host = headerOf(incoming, 'host');
  const known = `127.0.0.1:${String(request.socket.localPort ?? 0)}`;
  const answer = host === known ? webservice.answer(incoming, route, query) : webservice.redirect(route, parseParameters(query));
  return fault === null ? answer : spoil(fault, answer);
}

/** The API's address, the second shop's address, or the dispatcher for servers without rewriting; null = the shop front. */
function routeOf(shop: Shop, path: string, query: string, port: number): Route | null {
  const match = /^\/(b\/)?(?:api(?:\/(.*))?|webservice\/dispatcher\.php)$/.exec(path);
  if (match === null || (match[1] !== undefined && shop.settings.shops === 1)) return null;
  const front = `http://127.0.0.1:${String(port)}/${match[1] ?? ''}`;
  const inner = path.endsWith('dispatcher.php') ? (parseParameters(query).plain.get('url') ?? '') : (match[2] ?? '');
  return { path: inner.replace(/\/+$/, ''), urlShop: match[1] === undefined ? 1 : 2, base: `${front}api/`, front };
}

async function pause(latency: Latency, answer: Answer, fault: Fault | null): Promise<void> {
  const rows = latency.perRowMs === 0 ? 0 : (answer.body.toString().match(/"id":|<id>/g)?.length ?? 0);
  const ms = latency.ms + rows * latency.perRowMs + (fault?.kind === 'slow' ? (fault.ms ?? 1000) : 0);
  if (ms > 0) await delay(ms);
}

function write(shop: Shop, response: ServerResponse, answer: Answer, head: boolean): void {
  response.sendDate = false;
  response.writeHead(answer.status, { Date: new Date(shop.clock.nowMs()).toUTCString(), ...answer.headers, 'Content-Length': answer.body.length });
  response.end(head ? undefined : answer.body);
}

/** The connection breaks in the middle of the announced length. */
function writeHalf(shop: Shop, response: ServerResponse, answer: Answer): void {
  response.sendDate = false;
  response.writeHead(answer.status, { Date: new Date(shop.clock.nowMs()).toUTCString(), ...answer.headers, 'Content-Length': answer.body.length });
  response.write(answer.body.subarray(0, answer.body.length >> 1), () => {
    response.socket?.destroy();
  });
}
