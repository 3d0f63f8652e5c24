import type { BudgetAccount, Permit, Priority, RequestBudget } from '#libs/domain/budget.js';
import { addressNotAllowed } from './address-failures.js';
import type { AddressGuard } from './address-guard.js';
import { exchange } from './exchange.js';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.js';
import { refusedFailure } from './http-failures.js';
import { Pools } from './pools.js';
import { streaksOf } from './refusals.js';
import { parseRetryAfter } from './retry-after.js';

export type HttpClientOptions = {
  readonly budget: RequestBudget;
  /** Every outside limit a request of this client counts against; a permit of each is held while it is under way. */
  readonly accounts: readonly BudgetAccount[];
  readonly priority: Priority;
  /** Longest wait for a permit, ms; longer waits throw `rate_limited`. */
  readonly maxWaitMs: number;
  readonly guard: AddressGuard;
  /** The database clock, ms since 1970. */
  readonly nowMs: () => number;
  /** Literal texts that must not survive in any failure. */
  readonly secrets: readonly string[];
  /** Pause after a refusal that names none, ms; doubled for each in a row. Default 30,000. */
  readonly defaultBlockMs?: number;
  /** Default `Sztafeta/0.2`. */
  readonly userAgent?: string;
};

const DEFAULT_BLOCK_MS = 30_000;
const REFUSALS: ReadonlySet<number> = new Set([429, 503]);
/** More connections than permits would stand idle. */
const MOST_CONNECTIONS = 32;

async function acquireAll(options: HttpClientOptions, accounts: readonly BudgetAccount[], signal: AbortSignal): Promise<readonly Permit[]> {
  const permits: Permit[] = [];
  try {
    for (const account of accounts) permits.push(await options.budget.acquire(account, options.priority, { maxWaitMs: options.maxWaitMs, signal }));
    return permits;
  } catch (error) {
    for (const permit of permits) permit.release();
    throw error;
  }
}

/** The one outbound client over undici pools. `close` ends its connections; call it when the work of an account is over. */
export function createHttpClient(options: HttpClientOptions): HttpClient & { close(): Promise<void> } {
  // One order for everybody: two clients that share two accounts must not hold one each and wait for the other.
  const accounts = [...options.accounts].sort((a, b) => (a.key < b.key ? -1 : 1));
  const connections = Math.min(MOST_CONNECTIONS, ...accounts.map((account) => Math.max(1, account.maxInFlight)));
  const pools = new Pools(options.guard, connections);
  const streaks = streaksOf(options.budget);
  const exchangeOptions = { pools, nowMs: options.nowMs, secrets: options.secrets, userAgent: options.userAgent ?? 'Sztafeta/0.2' };

  async function stopAccounts(response: HttpResponse, host: string): Promise<never> {
    const now = options.nowMs();
    const told = parseRetryAfter(response.headers['retry-after'], now);
    let longest = 0;
    for (const account of accounts) {
      const own = streaks.refused(account.key, response.requestedMs, now, options.defaultBlockMs ?? DEFAULT_BLOCK_MS);
      const wait = told ?? own;
      longest = Math.max(longest, wait);
      await options.budget.block(account, new Date(now + wait), `status ${response.status}`);
    }
    throw refusedFailure(response.status, longest || (told ?? DEFAULT_BLOCK_MS), { host, secrets: options.secrets });
  }

  async function request(asked: HttpRequest): Promise<HttpResponse> {
    asked.signal.throwIfAborted();
    if (!URL.canParse(asked.url)) throw addressNotAllowed('malformed');
    const url = new URL(asked.url);
    // Before the budget: a refused address must cost nothing.
    await pools.of(url);
    const permits = await acquireAll(options, accounts, asked.signal);
    try {
      const response = await exchange(url, asked, exchangeOptions);
      if (REFUSALS.has(response.status) && asked.passStatuses?.includes(response.status) !== true) return await stopAccounts(response, url.host);
      for (const account of accounts) streaks.answered(account.key, response.requestedMs);
      return response;
    } finally {
      for (const permit of permits) permit.release();
    }
  }

  return { request, close: () => pools.close() };
}
