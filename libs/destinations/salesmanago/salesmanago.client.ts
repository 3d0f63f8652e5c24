import { isFailure } from '#libs/domain/failure.js';
import type { HttpRequest, HttpResponse } from '#libs/http/http-client.js';
import { isRow, type Row } from '#libs/connectors/sdk/values.js';
import type { DestinationContext } from '../sdk/destination.js';
import { envelopeOf } from './answer.js';
import type { Call } from './salesmanago.errors.js';
import type { SalesManagoCredentials } from './salesmanago.schema.js';
import { authBlock, secretsOf } from './signature.js';
import { transportFailure } from './transport.js';

/** Both headers as the documentation writes them (sheet section 1). */
const HEADERS = { accept: 'application/json, application/json', 'content-type': 'application/json;charset=UTF-8' } as const;

/** Names of members that hold nobody's data; every other text of a contact may come back in the vendor's words. */
const IMPERSONAL: ReadonlySet<string> = new Set(['tags', 'removeTags', 'lang', 'country', 'products', 'location', 'shopDomain', 'contactExtEventType', 'owner', 'contactEvent']);

/** Texts of a body that must not be repeated in a failure. */
function personalIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(personalIn);
  return isRow(value) ? Object.entries(value).flatMap(([name, inner]) => (IMPERSONAL.has(name) ? [] : personalIn(inner))) : [];
}

/**
 * Calls to one account: POST with the signature in the body. Ends with the caller's own reason when the signal aborts; the
 * request may have left by then, so an aborted write must be treated like one without an answer.
 */
export class SalesManagoClient {
  readonly owner: string;
  readonly endpoint: string;
  readonly secrets: readonly string[];

  constructor(private readonly context: Pick<DestinationContext<SalesManagoCredentials, unknown>, 'credentials' | 'http' | 'nowMs'>) {
    this.owner = context.credentials.owner;
    this.endpoint = context.credentials.endpoint;
    this.secrets = secretsOf(context.credentials);
  }

  get credentials(): SalesManagoCredentials {
    return this.context.credentials;
  }

  /** @param path behind `/api/` */
  read(path: string, body: Row, signal: AbortSignal): Promise<Row> {
    return this.call('read', path, body, signal);
  }

  /** @throws Failure `outcome_unknown` for everything but a clear answer, a 429 and a connection that never opened */
  write(path: string, body: Row, signal: AbortSignal): Promise<Row> {
    return this.call('write', path, body, signal);
  }

  /** Sends and translates failures of the way there and back. */
  async exchange(request: HttpRequest, call: Call): Promise<HttpResponse> {
    try {
      return await this.context.http.request(request);
    } catch (error) {
      throw isFailure(error) ? transportFailure(error, call) : error;
    }
  }

  private async call(effect: Call['effect'], path: string, body: Row, signal: AbortSignal): Promise<Row> {
    const call: Call = { path, effect, secrets: this.secrets, personal: () => personalIn(body) };
    const signed = JSON.stringify({ ...authBlock(this.context.credentials, this.context.nowMs()), ...body });
    return envelopeOf(await this.exchange({ method: 'POST', url: `${this.endpoint}/api/${path}`, headers: HEADERS, body: signed, signal }, call), call);
  }
}
