import { createHash } from 'node:crypto';
import type { HttpResponse } from '#libs/http/http-client.js';
import type { ConnectorContext } from '../sdk/connector.js';
import type { NumberedAnswer } from '../sdk/numbered-pages.js';
import { listingOf, type Listing } from './answer.js';
import { LIST_REFUSED, PAGE_SIZE, PROBE } from './assumptions.js';
import { asWrongInstance } from './idea-commerce.errors.js';
import { apiAddress, type IdeaCommerceCredentials } from './idea-commerce.schema.js';

/** Lists that are read; nothing is ever written. */
export type List = 'orders' | 'partners' | 'integrations' | 'shops';
export type Query = Readonly<Record<string, string | number>>;
export type Answer = Listing & { readonly requestedMs: number };

/** Requests to one instance. */
export class IdeaCommerceClient {
  readonly secrets: readonly string[];
  /** What is remembered about this account beyond one opening of it is kept under this. */
  readonly key: string;
  private readonly base: string;

  constructor(private readonly context: Pick<ConnectorContext<IdeaCommerceCredentials, unknown>, 'credentials' | 'http' | 'nowMs'>) {
    const { credentials } = context;
    this.base = `${apiAddress(credentials)}/v2/`;
    this.secrets = [credentials.token];
    this.key = createHash('sha256').update(`${this.base}\n${credentials.token}`).digest('hex');
  }

  nowMs(): number {
    return this.context.nowMs();
  }

  /** @throws Failure by the error table; a list that is refused to a token which is accepted is `permission_missing` */
  async list(list: List, query: Query, signal: AbortSignal): Promise<Answer> {
    const response = await this.send(list, query, signal);
    const isOfList = response.status === LIST_REFUSED && list !== PROBE && (await this.send(PROBE, { limit: 1 }, signal)).status === 200;
    return { ...listingOf(response, list, this.secrets, ...(isOfList ? (['list_refused'] as const) : [])), requestedMs: response.requestedMs };
  }

  /**
   * Rows of a list from an offset on. The end a list tells is not trusted alone (sheet section 10): a full page that should be the last is
   * asked for what stands behind it, a short one that should be full for what is missing.
   */
  async rows(list: List, query: Query, start: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer> {
    const answer = await this.list(list, { ...query, limit, offset: start }, signal);
    const rows = [...answer.rows];
    let total = Math.max(answer.total ?? 0, rows.length === 0 ? 0 : start + Math.min(rows.length, limit));
    // Cut by the server's own idea of a page.
    while (rows.length > 0 && rows.length < limit && start + rows.length < total) {
      const more = await this.list(list, { ...query, limit, offset: start + rows.length }, signal);
      if (more.rows.length === 0) break;
      rows.push(...more.rows.slice(0, limit - rows.length));
    }
    for (let at = start + limit; rows.length >= limit && limit > 1 && total === at; at += limit) {
      total += Math.min(limit, (await this.list(list, { ...query, limit, offset: at }, signal)).rows.length);
    }
    return { rows, total, requestedMs: answer.requestedMs };
  }

  /** Every row of a short list. */
  async all(list: List, query: Query, signal: AbortSignal): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    for (;;) {
      const { rows, total } = await this.rows(list, query, found.length, PAGE_SIZE, signal);
      found.push(...rows);
      if (rows.length === 0 || found.length >= total) return found;
    }
  }

  /** How many rows a list has; where it does not tell, by looking for its end. */
  async count(list: 'orders' | 'partners', query: Query, signal: AbortSignal): Promise<number> {
    const { rows, total } = await this.list(list, { ...query, limit: 1 }, signal);
    return total === null ? (await this.rows(list, query, 0, PAGE_SIZE, signal)).total : Math.max(total, rows.length);
  }

  /** Whether there is an instance that accepts the token (A3). @throws Failure `configuration_invalid` where there is none */
  async probe(signal: AbortSignal): Promise<Listing> {
    try {
      return await this.list(PROBE, { limit: 1 }, signal);
    } catch (error) {
      throw asWrongInstance(error);
    }
  }

  private send(list: List, query: Query, signal: AbortSignal): Promise<HttpResponse> {
    const text = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))).toString();
    return this.context.http.request({ method: 'GET', url: `${this.base}${list}?${text}`, headers: { authorization: `Bearer ${this.context.credentials.token}`, accept: 'application/json' }, signal });
  }
}
