import { Failure, isFailure } from '#libs/domain/failure.js';
import type { HttpClient, HttpResponse } from '#libs/http/http-client.js';
import { describeAnswer, rowsOf, type Listing } from './answer.js';
import type { PrestaShopCredentials } from './prestashop.schema.js';

/** The resources of the seven rights, and two that are read only where the key happens to have them. */
export type Resource = 'addresses' | 'countries' | 'currencies' | 'customers' | 'orders' | 'shops' | 'order_states' | 'languages' | 'configurations';

export type ListQuery = {
  readonly resource: Resource;
  readonly fields: readonly string[];
  /** Fields some versions do not know; asked for until the shop says so. */
  readonly optional?: readonly string[];
  /** By field: the filter value with its operator, brackets included. */
  readonly filters?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly limit?: string;
  readonly language?: number | undefined;
  /** Another shop context than the account's own. */
  readonly shop?: string;
  readonly signal: AbortSignal;
};

export type Answer = Listing & {
  /** Database clock, when the request was sent. */
  readonly requestedMs: number;
  /** The shop's own clock when it answered; null when it does not tell. */
  readonly shopMs: number | null;
  /** `PSWS-Version`. */
  readonly version: string | null;
};

const FIELD_UNKNOWN = 35;
const REMEMBERED_ACCOUNTS = 2_000;
/** Fields a shop refused, with the version that did; kept for the process so that a shop is asked once, not per step. */
const refusals = new Map<string, { readonly version: string | null; readonly fields: ReadonlySet<string> }>();

const DATES: ReadonlySet<string> = new Set(['date_add', 'date_upd']);
const unlocksDates = (query: ListQuery): boolean => Object.keys(query.filters ?? {}).some((field) => DATES.has(field)) || /date_(?:add|upd)/u.test(query.sort ?? '');

/** When the answer was made, by the shop: `Access-Time` in seconds, else the HTTP date. */
export function shopClock(headers: HttpResponse['headers']): number | null {
  const stamp = Number(headers['access-time']);
  if (Number.isSafeInteger(stamp) && stamp > 1_000_000_000) return stamp * 1_000;
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? null : date;
}

/** Requests to one shop, in the forms that mean the same in every version from 1.6 to 9 (sheet section 1). */
export class PrestaShopClient {
  readonly secrets: readonly string[];
  private readonly authorization: string;

  constructor(
    private readonly credentials: PrestaShopCredentials,
    private readonly http: HttpClient,
  ) {
    const basic = Buffer.from(`${credentials.key}:`).toString('base64');
    this.authorization = `Basic ${basic}`;
    this.secrets = [credentials.key, basic];
  }

  /** True when lists already show every shop of the installation. */
  get seesAllShops(): boolean {
    return this.credentials.idShop === 'all';
  }

  private get(path: string, accept: Readonly<Record<string, string>>, signal: AbortSignal, passStatuses: readonly number[] = []): Promise<HttpResponse> {
    return this.http.request({ method: 'GET', url: `${this.credentials.address}/api/${path}`, headers: { authorization: this.authorization, ...accept }, passStatuses, signal });
  }

  /** The list of rights, as XML: the JSON form dies in versions 8 and 9. Answers 503 itself, to tell why. */
  root(signal: AbortSignal): Promise<HttpResponse> {
    const shop = this.credentials.idShop;
    return this.get(shop === undefined ? '' : `?id_shop=${shop}`, {}, signal, [503]);
  }

  private urlOf(query: ListQuery, fields: readonly string[]): string {
    const pairs: [string, string][] = [['display', `[${fields.join(',')}]`]];
    for (const [field, value] of Object.entries(query.filters ?? {})) pairs.push([`filter[${field}]`, value]);
    if (query.sort !== undefined) pairs.push(['sort', `[${query.sort}]`]);
    if (query.limit !== undefined) pairs.push(['limit', query.limit]);
    if (unlocksDates(query)) pairs.push(['date', '1']);
    if (query.language !== undefined) pairs.push(['language', String(query.language)]);
    const shop = query.shop ?? this.credentials.idShop;
    if (shop !== undefined) pairs.push(['id_shop', shop]);
    pairs.push(['output_format', 'JSON']);
    return `${query.resource}?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
  }

  /** Optional fields still worth asking for; a shop that was upgraded is asked for all of them again. */
  private optionalFields(query: ListQuery): readonly string[] {
    const refused = refusals.get(`${this.credentials.address} ${query.resource}`);
    return (query.optional ?? []).filter((field) => refused?.fields.has(field) !== true);
  }

  private forgetAfterUpgrade(query: ListQuery, version: string | null): void {
    const key = `${this.credentials.address} ${query.resource}`;
    const refused = refusals.get(key);
    if (refused !== undefined && version !== null && refused.version !== version) refusals.delete(key);
  }

  /** True when the refusal was about optional fields, which are then not asked for any more. */
  private learn(query: ListQuery, optional: readonly string[], response: HttpResponse): boolean {
    const refused = describeAnswer(response, query.resource, this.secrets);
    if (response.status !== 400 || !refused.codes.includes(FIELD_UNKNOWN) || optional.length === 0) return false;
    const text = response.body.toString('utf8');
    const named = optional.filter((field) => text.includes(`"${field}\\"`));
    const key = `${this.credentials.address} ${query.resource}`;
    if (refusals.size >= REMEMBERED_ACCOUNTS) refusals.clear();
    refusals.set(key, { version: response.headers['psws-version'] ?? null, fields: new Set([...(refusals.get(key)?.fields ?? []), ...(named.length === 0 ? optional : named)]) });
    return true;
  }

  /**
   * Rows of one request, always in the list form (a single entity loses its empty fields in 8 and 9).
   * @throws Failure
   */
  async list(query: ListQuery): Promise<Answer> {
    for (;;) {
      const optional = this.optionalFields(query);
      const response = await this.get(this.urlOf(query, [...query.fields, ...optional]), { 'output-format': 'JSON' }, query.signal);
      if (this.learn(query, optional, response)) continue;
      const listing = rowsOf(response, query.resource, this.secrets);
      const version = response.headers['psws-version'] ?? null;
      this.forgetAfterUpgrade(query, version);
      return { ...listing, requestedMs: response.requestedMs, shopMs: shopClock(response.headers), version };
    }
  }

  /** The same for things that are nice to have: null when the key lacks the right or the shop does not know them. */
  async listIfAllowed(query: ListQuery): Promise<Answer | null> {
    try {
      return await this.list(query);
    } catch (error) {
      if (isFailure(error) && (error.kind === 'permission_missing' || error.kind === 'configuration_invalid' || error.code === 'request_refused')) return null;
      throw error;
    }
  }

  /** Whether the shop answers for this resource at all. */
  async alive(resource: Resource, signal: AbortSignal): Promise<boolean> {
    try {
      await this.list({ resource, fields: ['id'], filters: { id: '[0]' }, signal });
      return true;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  }
}
