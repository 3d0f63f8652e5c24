import type { HttpResponse } from '#libs/http/http-client.js';
import type { ConnectorContext } from '../sdk/connector.js';
import { isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { ACCOUNT_BLOCK_MS, forgetBlocks, notedBlock, tokenDigest } from './account-state.js';
import { accountBlocked, failureOfAnswer, failureOfError, untrustworthy, verdictOf } from './baselinker.errors.js';
import type { BaseLinkerCredentials } from './baselinker.schema.js';
import { blockWaitMs } from './block-time.js';

/** Methods of the connector API that are called; all of them only read. */
export type Method = 'getOrders' | 'getJournalList' | 'getOrderSources' | 'getOrderStatusList' | 'getOrdersByPhone';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** `requestedMs`: when the request left, by the database clock, ms since 1970. */
export type Answer = { readonly body: Row; readonly requestedMs: number };
export type Listing = { readonly rows: readonly unknown[]; readonly requestedMs: number };

const HTML = /<(?:!doctype|html|head|body|title)\b/iu;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Requests to one account. Every answer of the API itself is HTTP 200; what it means stands in its envelope (sheet section 2). */
export class BaseLinkerClient {
  readonly secrets: readonly string[];
  private readonly key: string;

  constructor(private readonly context: Pick<ConnectorContext<BaseLinkerCredentials, unknown>, 'credentials' | 'http' | 'hold' | 'nowMs'>) {
    this.secrets = [context.credentials.token];
    this.key = tokenDigest(context.credentials.token);
  }

  nowMs(): number {
    return this.context.nowMs();
  }

  /** @throws Failure by the error table; `rate_limited` when the platform wants a pause */
  async call(method: Method, parameters: Parameters, signal: AbortSignal): Promise<Answer> {
    const { endpoint, token } = this.context.credentials;
    const response = await this.context.http.request({
      method: 'POST',
      url: `${endpoint}/connector.php`,
      headers: { 'x-bltoken': token, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ method, parameters: JSON.stringify(parameters) }).toString(),
      signal,
    });
    return { body: await this.open(response, method), requestedMs: response.requestedMs };
  }

  /** Rows of an answer whose member is a list, or an object of numbered members as PHP writes it. */
  async list(method: Method, member: string, parameters: Parameters, signal: AbortSignal): Promise<Listing> {
    const { body, requestedMs } = await this.call(method, parameters, signal);
    const rows = member in body ? listOrMap(body[member]) : null;
    if (rows === null) throw untrustworthy('unexpected_shape', method);
    return { rows, requestedMs };
  }

  orders(parameters: Parameters, signal: AbortSignal): Promise<Listing> {
    return this.list('getOrders', 'orders', parameters, signal);
  }

  private async open(response: HttpResponse, method: Method): Promise<Row> {
    const asked = { method, secrets: this.secrets };
    const text = response.body.toString('utf8');
    const body = response.status === 200 ? parsed(text) : undefined;
    // Bodies of other answers may hold anybody's data.
    if (body === undefined) throw failureOfAnswer(response.status, HTML.test(text.slice(0, 2_000)) ? 'html' : 'unreadable', `${String(response.body.length)} bytes`, asked);
    if (!isRow(body)) throw untrustworthy('unexpected_shape', method);
    if (body['status'] === 'SUCCESS') {
      forgetBlocks(this.key);
      return body;
    }
    const code = textOf(body['error_code']);
    if (body['status'] !== 'ERROR' || code === null) throw untrustworthy('unexpected_shape', method);
    return this.refuse(code, textOf(body['error_message']) ?? '', asked);
  }

  private async refuse(code: string, message: string, asked: { readonly method: Method; readonly secrets: readonly string[] }): Promise<never> {
    const nowMs = this.context.nowMs();
    switch (verdictOf(code)) {
      case 'pause':
        return this.context.hold(blockWaitMs(message, nowMs), code);
      case 'account_pause':
        if (notedBlock(this.key, nowMs)) throw accountBlocked();
        return this.context.hold(ACCOUNT_BLOCK_MS, code);
      case 'failure':
        throw failureOfError(code, message, asked);
    }
  }
}
