import type { z } from 'zod';
import type { BudgetAccount } from '#libs/domain/budget.js';
import type { ContactWrite, EventWrite, Noted } from '#libs/domain/relay/writes.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { HttpClient } from '#libs/http/http-client.js';
import type { CheckReport } from '#libs/connectors/sdk/check.js';

/** A contact as the destination shows it now. */
export type RemoteContact = {
  readonly contactId: string;
  /** Lower-cased. */
  readonly email: string;
  readonly optedOut: boolean;
  readonly optedOutPhone: boolean;
  /** Removed there and kept for a while: writing to it would bring it back. */
  readonly deleted: boolean;
  readonly invalid: boolean;
  readonly name: string | null;
  readonly company: string | null;
  readonly phone: string | null;
  readonly externalId: string | null;
  /** As stored there. */
  readonly tags: readonly string[];
  readonly events: readonly RemoteEvent[];
  /** True when the list of events may not be all of them. */
  readonly eventsMayBeCut: boolean;
};

export type RemoteEvent = {
  /** Null where reads do not name it. */
  readonly remoteId: string | null;
  readonly type: string;
  readonly externalId: string | null;
  readonly atMs: number | null;
  /** Decimal text. */
  readonly value: string | null;
};

/** An e-shop of the account that events may point to. */
export type ShopChoice = { readonly location: string; readonly name: string; readonly kind: 'catalog' | 'feed'; readonly currency: string | null; readonly isDefault: boolean };

/** `unknown`: accepted once and no longer told about. */
export type JobState = 'running' | 'done' | 'unknown';

export type DestinationContext<Credentials, Settings> = {
  readonly credentials: Credentials;
  readonly settings: Settings;
  /** Budget, guard, limits and redaction are already inside. */
  readonly http: HttpClient;
  /** The database clock, ms since 1970. */
  readonly nowMs: () => number;
};

/**
 * One open account contacts and events are delivered to.
 *
 * Every call throws Failure: `credentials_rejected` (nothing goes on before a person acts), `rate_limited` and
 * `platform_unavailable` (nothing has happened, later again), `configuration_invalid`, `platform_defect` (reads only),
 * `destination_rejected` (this record as it is will never be taken), and for writes `outcome_unknown`: the request left and
 * what became of it was not told. An adapter must never turn that last case into another one.
 */
export interface Destination {
  check(signal: AbortSignal): Promise<CheckReport>;
  /** E-shops to choose from; `locations` were entered by hand. */
  shops(locations: readonly string[], signal: AbortSignal): Promise<readonly ShopChoice[]>;
  /** Contacts with these addresses (at most `limits.read`); an address that is missing in the result is unknown there. */
  readContacts(addresses: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, RemoteContact>>;
  /** Creates or updates one contact, as its own automations see it. */
  writeContact(contact: ContactWrite, signal: AbortSignal): Promise<{ readonly contactId: string | null }>;
  /** Creates or updates many (at most `limits.silent`) without starting automations; the outcome of each is found by reading. */
  writeSilently(contacts: readonly ContactWrite[], signal: AbortSignal): Promise<{ readonly jobId: string | null }>;
  jobState(jobId: string, signal: AbortSignal): Promise<JobState>;
  /** Not safe to repeat. `remoteId` null: accepted without naming it. */
  addEvent(event: EventWrite, signal: AbortSignal): Promise<{ readonly remoteId: string | null }>;
  /** Replaces the whole event; safe to repeat. */
  updateEvent(remoteId: string, event: EventWrite, signal: AbortSignal): Promise<void>;
}

/** Everything the house needs to know of a kind of destination: one such object a folder, one line in the registry. */
export type DestinationDefinition<Credentials = unknown, Settings = unknown> = {
  readonly kind: 'salesmanago';
  readonly info: { readonly name: string; readonly summary: Localized; readonly searchText: string; readonly guide: string };
  /** Labels and help in `.meta()`, secrets marked, as connectors do. */
  readonly credentials: z.ZodType<Credentials>;
  readonly settings: z.ZodType<Settings>;
  readonly limits: { readonly read: number; readonly silent: number };
  /** Address of the account as shown to people; no secrets. */
  address(credentials: Credentials): string;
  /** What names the outside account (client id), as text; hashed by the caller. */
  accountKey(credentials: Credentials): string;
  budget(credentials: Credentials, settings: Settings | null): Omit<BudgetAccount, 'key'>;
  /** Locations entered by hand. */
  locations(settings: Settings): readonly string[];
  /** Most contacts that may be written in a minute by exports. */
  contactsPerMinute(settings: Settings): number;
  /** Wait before an unclear outcome is read back, ms. */
  quietMs(settings: Settings): number;
  /** Fits a write into the destination's limits: cut by characters, lists never inside an id, and says what was cut. */
  fitContact(contact: ContactWrite): Noted<ContactWrite>;
  fitEvent(event: EventWrite): Noted<EventWrite>;
  /** How the destination stores a tag; tags are compared only in this form. */
  storedTag(tag: string): string;
  /** Why an address cannot be a contact there; null: it can. */
  refuseAddress(address: string): 'address_invalid' | 'address_too_long' | null;
  /** True when a contact, as read back, shows that the write has arrived. */
  shows(remote: RemoteContact, contact: ContactWrite): boolean;
  /** The calls a write would be, for a preview: path and body without authentication. */
  previewContact(contact: ContactWrite, silent: boolean): { readonly path: string; readonly body: JsonObject };
  previewEvent(event: EventWrite): { readonly path: string; readonly body: JsonObject };
  open(context: DestinationContext<Credentials, Settings>): Destination;
};
