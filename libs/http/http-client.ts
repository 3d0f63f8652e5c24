/** One request to the outside world. Paths and queries never hold secrets: those belong into headers. */
export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Absolute address; its origin must pass the guard. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Whole exchange, ms. Default 60,000: shared hosting is slow (prestashop sheet section 16). */
  readonly timeoutMs?: number;
  /** Largest answer accepted, bytes. Default 32 MiB. */
  readonly maxBytes?: number;
  /**
   * Statuses 429 and 503 that come back as an answer instead of stopping the account: a check that must read why the
   * platform refuses (its own envelope in the body) names them here.
   */
  readonly passStatuses?: readonly number[];
  /** Aborting ends the wait or the exchange at once; the signal's own reason is thrown. */
  readonly signal: AbortSignal;
};

/** Any status is an answer; redirects are never followed, their `location` is in the headers. */
export type HttpResponse = {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** When the request was sent, by the database clock, ms since 1970. */
  readonly requestedMs: number;
};

/**
 * The one way out. Permits and slots of the request budget are taken inside; 429 and 503 stop the whole account.
 * @throws Failure `rate_limited` (with the wait) · `platform_unavailable` (no connection, time-out, answer cut off) ·
 *   `platform_defect` (answer too large, not HTTP) · `configuration_invalid` with code `address_not_allowed`, `host_not_found`;
 *   the context of a failure that has one holds `{ status }`
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
}
