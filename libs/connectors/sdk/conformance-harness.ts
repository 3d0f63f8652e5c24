import type { BudgetAccount, RequestBudget } from '#libs/domain/budget.js';
import { Failure } from '#libs/domain/failure.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { StreamName } from '#libs/domain/words.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import type { HttpClient, HttpRequest } from '#libs/http/http-client.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import type { Connector, ConnectorDefinition } from './connector.js';
import type { Page } from './page.js';
import type { ByIds, RecordLane, Stream } from './stream.js';

/** What a simulated platform can be told to do to the next requests. */
export type SimulatedFault =
  /** 429 or 503 with or without `Retry-After` in seconds. */
  | { readonly kind: 'refuse'; readonly status: 429 | 503; readonly retryAfter?: number; readonly times?: number }
  | { readonly kind: 'server-error' | 'hang' | 'half-answer' | 'html' | 'wrong-types'; readonly times?: number };

/** One simulated account. Ids are texts, as in records. */
export type SimulatedAccount = {
  readonly credentials: unknown;
  /** With pages so small that every stream has several. */
  readonly settings: unknown;
  /** Credentials the platform refuses. */
  readonly wrongCredentials: unknown;
  /** Literal texts of the account that must never leave the connector: keys, and canaries hidden in rows. */
  readonly secrets: readonly string[];
  fault(fault: SimulatedFault | null): void;
  /** Takes the right to read a stream away; gives the code of the tick that must now be missing. */
  removeRight(stream: StreamName): string;
  /** Rows the connector should meet in a full read of the stream, whatever becomes of them. */
  ids(stream: StreamName): readonly string[];
  /** The moment an order was placed, ms since 1970; null: undated. */
  placedMs(orderId: string): number | null;
  /** Saves a record with another content through the platform, so that its date moves (but see `editsMoveNoDate`). */
  change(stream: StreamName, id: string): void;
  /** Creates an order (and what it needs); gives its id. */
  create(): string;
  /** Changes something a sweep exists for; null when the platform has no such stream. */
  changeSilently: ((id: string, stream: StreamName) => void) | null;
  remove(stream: StreamName, id: string): void;
  /** Makes one record unreadable for the mapper, or whole again. */
  damage(stream: StreamName, id: string): void;
  heal(stream: StreamName, id: string): void;
  /** Saves so many records of a stream in one and the same second. */
  changeAtOnce(stream: StreamName, ids: readonly string[]): void;
  /** Moves the platform's clock and `nowMs` on. */
  advance(seconds: number): void;
  nowMs(): number;
  /** Requests that have reached the platform. */
  requests(): number;
  /** Called before each request is answered. */
  onRequest(listener: (() => void) | null): void;
  stop(): Promise<void>;
};

export type ConformanceHarness = {
  readonly definition: ConnectorDefinition;
  start(): Promise<SimulatedAccount>;
  /** Requests a look at one stream may cost in which nothing has changed; default 4. */
  readonly quietRequests?: number;
  /** True when the position of a delta moves on with the clock although nothing has changed. */
  readonly followsClock?: boolean;
  /**
   * True where no date of the platform moves with an edit: a delta then finds what is new, and edits are told in another way. Such a
   * platform has orders as its only followed stream.
   */
  readonly editsMoveNoDate?: boolean;
};

/** The product's own limit; a busy machine must not look like a dead shop. Tests of silence shorten it: see `SILENCE_MS`. */
export const PATIENCE_MS = 60_000;
/** Limit of a request that never gets an answer. */
export const SILENCE_MS = 1_000;

/** A budget without a database: leaves at once, remembers blocks, and refuses while one is in force. */
export class MemoryBudget implements RequestBudget {
  readonly blocks: { readonly until: Date; readonly reason: string }[] = [];

  constructor(private readonly nowMs: () => number) {}

  acquire(): Promise<{ release(): void }> {
    const left = Math.max(0, ...this.blocks.map((block) => block.until.getTime() - this.nowMs()));
    if (left === 0) return Promise.resolve({ release: () => undefined });
    return Promise.reject(new Failure({ kind: 'rate_limited', message: { pl: 'Blokada.', en: 'Blocked.' }, retryAfterMs: left }));
  }

  block(_account: BudgetAccount, until: Date, reason: string): Promise<void> {
    this.blocks.push({ until, reason });
    return Promise.resolve();
  }

  blockedUntil(): Promise<null> {
    return Promise.resolve(null);
  }
}

export type OpenedAccount = { readonly connector: Connector; readonly budget: MemoryBudget; readonly http: HttpClient; /** Longest exchange, ms. */ readonly patience: { ms: number }; close(): Promise<void> };

/** As much of an account as opening it takes. */
export type Openable = Pick<SimulatedAccount, 'credentials' | 'settings' | 'secrets' | 'nowMs'>;

/** Opens an account the way the service does, with the real outbound client and no database. */
export function openSimulated(definition: ConnectorDefinition, account: Openable, credentials: unknown = account.credentials): OpenedAccount {
  const budget = new MemoryBudget(() => account.nowMs());
  const parsed = definition.credentials.parse(credentials);
  const settings = definition.settings.parse(account.settings);
  const accounts = [{ key: 'simulated', ...definition.budget(parsed, settings) }];
  const client = createHttpClient({
    budget,
    accounts,
    priority: 'recurring',
    maxWaitMs: 1_000,
    guard: createAddressGuard({ allow: ['127.0.0.0/8'] }),
    nowMs: () => account.nowMs(),
    secrets: account.secrets,
  });
  const patience = { ms: PATIENCE_MS };
  const http: HttpClient = { request: (request: HttpRequest) => client.request({ timeoutMs: patience.ms, ...request }) };
  const hold = async (ms: number, reason: string): Promise<never> => {
    await budget.block({ key: 'simulated', limit: null, share: 1, maxInFlight: 1 }, new Date(account.nowMs() + ms), reason);
    throw new Failure({ kind: 'rate_limited', code: 'platform_busy', message: { pl: 'Przerwa.', en: 'A pause.' }, retryAfterMs: ms });
  };
  const connector = definition.open({ credentials: parsed, settings, http, hold, nowMs: () => account.nowMs() });
  return { connector, budget, http, patience, close: () => client.close() };
}

export const calm = (): AbortSignal => new AbortController().signal;

export type Read = { readonly records: NeutralRecord[]; readonly rejects: Page['rejects'][number][]; readonly excluded: Page['excluded'][number][]; readonly pages: Page[] };

export function gather(pages: readonly Page[]): Read {
  return { pages: [...pages], records: pages.flatMap((page) => page.records), rejects: pages.flatMap((page) => page.rejects), excluded: pages.flatMap((page) => page.excluded) };
}

/** JSON as the database would give a cursor or range back. */
export const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export type LaneName = 'backfill' | 'delta';
export type PlanWish = { readonly saved?: Page['cursor'] | null; readonly followedSinceMs?: number; readonly sinceMs?: number | null };

/** Plans a lane and reads all its parts, one after the other. */
export async function readLane(stream: Stream, lane: LaneName, wish: PlanWish = {}): Promise<Read> {
  const chosen = lane === 'backfill' ? stream.backfill : stream.delta;
  if (chosen === null) return gather([]);
  const parts = await chosen.plan({ saved: wish.saved ?? null, followedSinceMs: wish.followedSinceMs ?? 0, sinceMs: wish.sinceMs ?? null }, calm());
  const pages: Page[] = [];
  for (const part of parts) pages.push(...(await readPart(chosen, part.range, part.cursor)));
  return gather(pages);
}

/** Where reading goes on behind a counted list, decided as the house does; null: the part is over. */
function afterCensus({ census }: Page, seen: ReadonlySet<string>): Page['cursor'] | null {
  if (census === undefined || census.end === null) return null;
  const { total, again, next } = census.end;
  if (seen.size >= total) return next;
  if (again === null) throw new Error(`left incomplete: ${String(seen.size)} of ${String(total)}`);
  return again;
}

/** Pages of a part from a cursor to its end; `before` are the pages that were read before it. */
export async function readPart(lane: RecordLane, range: Page['cursor'], cursor: Page['cursor'] | null, before: readonly Page[] = []): Promise<Page[]> {
  const pages: Page[] = [];
  let at = cursor;
  let seen = new Set<string>();
  const count = (page: Page): void => {
    for (const id of page.census?.ids ?? []) seen.add(id);
    const { end } = page.census ?? { end: null };
    if (end !== null && seen.size >= end.total) seen = new Set();
  };
  for (const page of before) count(page);
  for (;;) {
    let last: Page | undefined;
    let known: ReadonlySet<string> = seen;
    for await (const page of lane.read({ range: stored(range), cursor: stored(at), signal: calm() })) {
      pages.push(page);
      known = new Set([...seen, ...(page.census?.ids ?? [])]);
      count(page);
      last = page;
    }
    const go = last === undefined ? null : afterCensus(last, known);
    if (go === null) return pages;
    at = go;
  }
}

/** Texts of records by id; the same content always gives the same text. */
export const textsOf = (records: readonly NeutralRecord[]): Map<string, string> => new Map(records.map((record) => [record.externalId, JSON.stringify(record)]));

/** The failure an action ends with. @throws Error when it ends well or with something else */
export async function failureFrom(action: () => Promise<unknown>): Promise<Failure> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('a failure was expected');
}

/** How a copy's version is made, as ingest does. */
export function versionOf(stream: Stream, record: NeutralRecord, requestedMs: number): { epoch: number; sourceMs: number | null; requestedMs: number } {
  return { epoch: 0, sourceMs: stream.trustedTime && record.updatedAt !== null ? Date.parse(record.updatedAt.utc) : null, requestedMs };
}

/** The read by ids of a stream that has one. */
export function byIdsOf(stream: Stream): ByIds {
  if (stream.byIds === null) throw new Error(`${stream.name} cannot be read by ids`);
  return stream.byIds;
}

export function streamNamed(connector: Connector, name: StreamName): Stream {
  const found = connector.streams.find((stream) => stream.name === name);
  if (found === undefined) throw new Error(`no stream ${name}`);
  return found;
}
