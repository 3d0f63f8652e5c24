import type { ContactWrite, EventWrite } from '#libs/domain/relay/writes.js';
import { Failure } from '#libs/domain/failure.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import type { HttpClient, HttpRequest } from '#libs/http/http-client.js';
import { OpenBudget } from '#libs/http/testing/tiny-server.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import type { Destination, DestinationDefinition } from './destination.js';

/** What a simulated destination can be told to do to the next requests. */
export type SimulatedFault =
  /** 429 or 503 with or without `Retry-After` in seconds; nothing is stored. */
  | { readonly kind: 'refuse'; readonly status: 429 | 503; readonly retryAfter?: number }
  /** Nothing is stored and nothing answered; stored and not answered; stored after the caller has gone; stored, half an answer. */
  | { readonly kind: 'lost-before' | 'lost-after' | 'late-commit' | 'half-answer' }
  /** Never answered, never stored. */
  | { readonly kind: 'hang' }
  /** A server error or a web page in place of the answer; `stored`: the request was carried out all the same. */
  | { readonly kind: 'server-error' | 'html'; readonly stored: boolean }
  /** The destination's own way of saying no, with these words. */
  | { readonly kind: 'says-no'; readonly words: string };

/** An event as the simulated side has it, whatever reads show. Texts by the destination's own names. */
export type SimulatedEvent = { readonly remoteId: string; readonly type: string; readonly atMs: number; readonly value: number | null; readonly texts: Readonly<Record<string, string>> };

export type SimulatedContact = {
  readonly contactId: string;
  readonly optedOut: boolean;
  readonly optedOutPhone: boolean;
  readonly deleted: boolean;
  readonly name: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly externalId: string | null;
  readonly tags: readonly string[];
  readonly events: readonly SimulatedEvent[];
};

/** One simulated account and everything the suite may do to it. */
export type SimulatedDestination = {
  readonly credentials: unknown;
  readonly settings: unknown;
  /** Credentials the destination refuses. */
  readonly wrongCredentials: unknown;
  /** Credentials that lead to a server that is not the destination. */
  readonly elsewhere: unknown;
  /** Credentials that name somebody the account does not know, and the tick that must then be missing. */
  readonly strangerCredentials: unknown;
  readonly strangerTick: string;
  /** The closed account: its credentials are right and it is not served any more. */
  deactivate(): void;
  /** Literal texts that must never leave the adapter: secrets, signatures. */
  readonly secrets: readonly string[];
  fault(fault: SimulatedFault | null): void;
  /** Records of this address are not taken from now on, with these words. */
  refuse(address: string, words: string): void;
  /** A contact from before that this integration has never written. */
  plant(address: string, more?: { readonly optedIn?: boolean; readonly tags?: readonly string[]; readonly otherOwner?: boolean }): void;
  /** Removed by hand; it can be restored there. */
  remove(address: string): void;
  contact(address: string): SimulatedContact | null;
  contacts(): number;
  /** Accepted silent writes wait until `settle`. */
  holdJobs(): void;
  /** Resolves when everything accepted or put off has happened. */
  settle(): Promise<void>;
  /** Newest events reads show; null: all. */
  capEvents(most: number | null): void;
  /** Confirmation mails and starts of automations so far. */
  mails(): number;
  automations(): number;
  requests(): number;
  nowMs(): number;
  stop(): Promise<void>;
};

export type DestinationHarness = { readonly definition: DestinationDefinition; start(): Promise<SimulatedDestination> };

/** The product's own limit; tests of silence shorten it. */
export const PATIENCE_MS = 60_000;
export const SILENCE_MS = 300;

export type OpenedDestination = { readonly destination: Destination; readonly budget: OpenBudget; /** Longest exchange, ms. */ readonly patience: { ms: number }; close(): Promise<void> };

/** Opens an account the way the service does, with the real outbound client and no database. */
export function openSimulated(definition: DestinationDefinition, account: SimulatedDestination, credentials: unknown = account.credentials): OpenedDestination {
  const budget = new OpenBudget();
  const parsed = definition.credentials.parse(credentials);
  const settings = definition.settings.parse(account.settings);
  const client = createHttpClient({
    budget,
    accounts: [{ key: 'simulated', ...definition.budget(parsed, settings) }],
    priority: 'recurring',
    maxWaitMs: 1_000,
    guard: createAddressGuard({ allow: ['127.0.0.0/8'] }),
    nowMs: () => account.nowMs(),
    // None on purpose: the adapter must keep its own secrets.
    secrets: [],
  });
  const patience = { ms: PATIENCE_MS };
  const http: HttpClient = { request: (request: HttpRequest) => client.request({ timeoutMs: patience.ms, ...request }) };
  return { destination: definition.open({ credentials: parsed, settings, http, nowMs: () => account.nowMs() }), budget, patience, close: () => client.close() };
}

export const calm = (): AbortSignal => new AbortController().signal;

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

/** A person nobody is, in every field: none of these texts may show up in a failure. */
export const PERSON = { name: 'Kanarka Żółtopióra', company: 'Wolierowo sp. z o.o.', phone: '+48600100231', street: 'Sitowa 4/11', city: 'Piórkowice', externalId: 'idosell-20417' } as const;

export const aContact = (email: string, more: Partial<ContactWrite> = {}): ContactWrite => ({
  email, newEmail: null, ...PERSON, birthDate: '1991-11-08', language: 'pl', postcode: '31-227', country: 'PL',
  tags: ['REJESTRACJA'], removeTags: [], properties: { klub: 'srebrny' }, opt: { email: null, sms: null }, ...more,
});

export const anEvent = (email: string, more: Partial<EventWrite> = {}): EventWrite => ({
  email, contactId: null, type: 'PURCHASE', externalId: 'a7-71', atMs: Date.parse('2026-01-15T10:00:00Z'), description: 'BLIK', products: ['4471', '90312'], location: null,
  value: '248.97', details: { 1: 'Koszula lniana,Pasek', 9: 'PLN' }, shopDomain: 'sklep.example.pl', ...more,
});
