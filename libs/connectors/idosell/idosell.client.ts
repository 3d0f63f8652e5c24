import type { HttpClient, HttpResponse } from '#libs/http/http-client.js';
import type { ConnectorContext } from '../sdk/connector.js';
import { textOf, type Row } from '../sdk/values.js';
import { listingOf, objectOf, writtenOf, type AskedPage, type Listing, type ListShape } from './answer.js';
import type { IdoSellCredentials } from './idosell.schema.js';
import { clockOf, loadOf } from './panel-state.js';

/** Values of a GET query; objects become `name[inner]=value`, lists are comma separated (sheet section 3). */
export type Query = Readonly<Record<string, string | number | readonly string[] | Readonly<Record<string, string>>>>;

export type Answer = Listing & { readonly requestedMs: number };

const OVERLOADED_MS = 60_000;

function encode(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
    if (Array.isArray(value)) return [[name, value.join(',')]];
    return Object.entries(value as Readonly<Record<string, string>>).map(([inner, text]) => [`${name}[${inner}]`, text]);
  });
  return pairs.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join('&');
}

/** The page an argument list names, whichever way it is spelt; null where the call has no pages. */
function pageOf(asked: Row): AskedPage | null {
  const [number, limit] = [asked['resultsPage'] ?? asked['results_page'], asked['resultsLimit'] ?? asked['results_limit']];
  return typeof number === 'number' && typeof limit === 'number' ? { number, limit } : null;
}

/** Requests to one panel. Bodies are wrapped in `params`; what stands outside is ignored by the platform. */
export class IdoSellClient {
  readonly secrets: readonly string[];
  readonly address: string;
  private readonly base: string;
  private readonly http: HttpClient;

  constructor(private readonly context: Pick<ConnectorContext<IdoSellCredentials, unknown>, 'credentials' | 'http' | 'hold' | 'nowMs'>) {
    const { credentials } = context;
    this.http = context.http;
    this.address = credentials.address;
    this.base = `${credentials.address}/api/admin/${credentials.version}/`;
    this.secrets = [credentials.key];
  }

  /** The panel's clock, ms since 1970; null while it has not answered yet. */
  clockMs(): number | null {
    const { skewMs } = clockOf(this.address);
    return skewMs === null ? null : this.context.nowMs() + skewMs;
  }

  isClockDue(): boolean {
    return clockOf(this.address).isDue(this.context.nowMs());
  }

  async list(path: string, shape: ListShape, query: Query, signal: AbortSignal): Promise<Answer> {
    const response = await this.send('GET', `${path}?${encode(query)}`, undefined, signal);
    return { ...listingOf(response, path, shape, this.secrets, pageOf(query)), requestedMs: response.requestedMs };
  }

  async search(path: string, shape: ListShape, params: Row, signal: AbortSignal): Promise<Answer> {
    const response = await this.send('POST', path, JSON.stringify({ params }), signal);
    return { ...listingOf(response, path, shape, this.secrets, pageOf(params)), requestedMs: response.requestedMs };
  }

  /** Changes something; safe to repeat. `outside` stands beside `params`, where some calls look for settings. */
  async put(path: string, params: Row, outside: Row, signal: AbortSignal): Promise<readonly Row[]> {
    return writtenOf(await this.send('PUT', path, JSON.stringify({ params, ...outside }), signal), path, this.secrets);
  }

  /** Asks the panel for its clock, which a proxy may hide behind its own `Date`. */
  async learnClock(signal: AbortSignal): Promise<void> {
    const response = await this.send('GET', 'system/serverTime', undefined, signal);
    const seconds = Number(textOf(objectOf(response, 'system/serverTime', this.secrets)['time']) ?? '');
    clockOf(this.address).told(Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1_000 : null, response.requestedMs);
  }

  async object(path: string, signal: AbortSignal): Promise<Row> {
    return objectOf(await this.send('GET', path, undefined, signal), path, this.secrets);
  }

  /** What the panel says about its load: `normal`, `overloaded`, or nothing when it does not tell. */
  async load(signal: AbortSignal): Promise<string | null> {
    const path = 'system/serverLoad';
    return textOf(objectOf(await this.exchange('GET', path, undefined, signal), path, this.secrets)['serverLoadStatus']);
  }

  private async send(method: 'GET' | 'POST' | 'PUT', target: string, body: string | undefined, signal: AbortSignal): Promise<HttpResponse> {
    if (loadOf(this.address).isDue()) await this.restWhenOverloaded(signal);
    const response = await this.exchange(method, target, body, signal);
    clockOf(this.address).learn(response.headers['date'], response.requestedMs);
    return response;
  }

  private exchange(method: 'GET' | 'POST' | 'PUT', target: string, body: string | undefined, signal: AbortSignal): Promise<HttpResponse> {
    const headers = { 'x-api-key': this.context.credentials.key, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    return this.http.request({ method, url: `${this.base}${target}`, headers, ...(body === undefined ? {} : { body }), signal });
  }

  /** Now and then the panel is asked how it is; an overloaded one is left alone by everybody for a minute. */
  private async restWhenOverloaded(signal: AbortSignal): Promise<void> {
    let status: string | null = null;
    try {
      status = await this.load(signal);
    } catch {
      // A panel that does not tell is asked for data all the same.
      signal.throwIfAborted();
    }
    if (status !== 'overloaded') return;
    loadOf(this.address).lookAgain();
    await this.context.hold(OVERLOADED_MS, 'serverLoad: overloaded');
  }
}
