import type { Dispatcher } from 'undici';
import { exchangeFailure, failureOf } from './http-failures.js';
import type { Exchange } from './http-failures.js';
import type { HttpRequest, HttpResponse } from './http-client.js';
import type { Pools } from './pools.js';
import { decodeBody, readCapped } from './read-body.js';

export const DEFAULT_TIMEOUT_MS = 60_000;
export const DEFAULT_MAX_BYTES = 32 * 1_024 * 1_024;

export type ExchangeOptions = {
  readonly pools: Pools;
  readonly nowMs: () => number;
  readonly secrets: readonly string[];
  readonly userAgent: string;
};

/** Headers that say where a request goes or how long it is: the client writes them, a caller never does. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

function requestHeaders(asked: HttpRequest, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, 'accept-encoding': 'gzip' };
  for (const [name, value] of Object.entries(asked.headers ?? {})) {
    const lower = name.toLowerCase();
    if (!OWN_HEADERS.has(lower)) headers[lower] = value;
  }
  return headers;
}

/** The body comes out decoded, so the headers that described the bytes on the wire would be wrong. */
function responseHeaders(raw: Dispatcher.ResponseData['headers'], decoded: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined || (decoded && (name === 'content-encoding' || name === 'content-length'))) continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/** A time limit over the whole exchange, joined with the caller's own signal. */
function limitTime(asked: HttpRequest): { readonly signal: AbortSignal; timedOut(): boolean; end(): void } {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, asked.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const onAbort = (): void => controller.abort();
  asked.signal.addEventListener('abort', onAbort, { once: true });
  if (asked.signal.aborted) controller.abort();
  return {
    signal: controller.signal,
    timedOut: () => late,
    end: () => {
      clearTimeout(timer);
      asked.signal.removeEventListener('abort', onAbort);
    },
  };
}

/**
 * Sends one request and reads its answer, within its time and size limits. Redirects are answers like any other.
 * @throws Failure of the kinds of `HttpClient`; the reason of the caller's signal when that aborts
 */
export async function exchange(url: URL, asked: HttpRequest, options: ExchangeOptions): Promise<HttpResponse> {
  const about: Exchange = { host: url.host, secrets: options.secrets };
  const pool = await options.pools.of(url);
  const limit = limitTime(asked);
  let status: number | undefined;
  try {
    const requestedMs = options.nowMs();
    const answer = await pool.request({
      path: `${url.pathname}${url.search}`,
      method: asked.method,
      headers: requestHeaders(asked, options.userAgent),
      body: asked.body ?? null,
      signal: limit.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    status = answer.statusCode;
    const limits = { maxBytes: asked.maxBytes ?? DEFAULT_MAX_BYTES, status, exchange: about };
    const raw = await readCapped(answer.body, limits);
    const encoding = asked.method === 'HEAD' ? '' : headerText(answer.headers['content-encoding']);
    const body = await decodeBody(raw, encoding, limits);
    return { status, headers: responseHeaders(answer.headers, encoding !== ''), body, requestedMs };
  } catch (error) {
    if (limit.timedOut()) throw exchangeFailure('timed_out', about, `no whole answer in ${asked.timeoutMs ?? DEFAULT_TIMEOUT_MS} ms`, status);
    asked.signal.throwIfAborted();
    throw failureOf(error, about, status);
  } finally {
    limit.end();
  }
}
