import type { z } from 'zod';
import type { BudgetAccount } from '#libs/domain/budget.js';
import type { FieldRole, FieldType, JsonObject, Localized, Platform, StreamName } from '#libs/domain/words.js';
import type { OrderStage } from '#libs/domain/order-stage.js';
import type { RelayTraits } from '#libs/domain/relay/route-options.js';
import type { ConsentState, NeutralRecord, OrderRecord } from '#libs/domain/records.js';
import type { HttpClient } from '#libs/http/http-client.js';
import type { CheckReport } from './check.js';
import type { HookDefinition } from './hooks.js';
import type { Journal, JournalDefinition } from './journal.js';
import type { Stream } from './stream.js';

/** A name of a code the records hold: order status, country, currency, shop, language, account an order came from (`type/account`). Read anew when `info.dictionaryMs` have passed. */
export type DictionaryEntry = {
  readonly kind: 'status' | 'country' | 'currency' | 'shop' | 'language' | 'carrier' | 'source';
  readonly code: string;
  /** Text in the shop's language. */
  readonly name: string;
  /** ISO code for countries (alpha-2), currencies (alpha-3) and languages; null otherwise. */
  readonly iso: string | null;
  /** For statuses: what the platform says it means. */
  readonly flags?: Readonly<Record<string, boolean>>;
};

/** A setting that names a custom field of the workspace. */
export type FieldSetting = { readonly setting: string; readonly role: FieldRole; readonly type: FieldType; readonly required: boolean };

/** Deep links into the shop's own panel; null when the settings do not allow to build one. */
export type PanelLinks = { readonly customer: (externalId: string) => string | null; readonly order: (externalId: string) => string | null };

/** What is needed to talk to one account. The connector knows nothing of the database, Nest or Temporal. */
export type ConnectorContext<Credentials, Settings> = {
  readonly credentials: Credentials;
  readonly settings: Settings;
  /** Budget, guard, limits and redaction are already inside. */
  readonly http: HttpClient;
  /** The database clock, ms since 1970. */
  readonly nowMs: () => number;
  /**
   * The platform says that it has too much to do, in a way that is no 429: nobody asks this account anything for `ms`.
   * @throws Failure `rate_limited`, always
   */
  readonly hold: (ms: number, reason: string) => Promise<never>;
};

/** A consent that was given or taken back outside the shop, about a registered customer. */
export type ConsentWrite = { readonly customerId: string; readonly shop: string | null; readonly channel: 'email' | 'sms'; readonly state: ConsentState };

/** How it went, in the order of the writes. `refused`: the platform took the call and not this customer. */
export type ConsentWritten = { readonly customerId: string; readonly outcome: 'written' | 'unchanged' | 'refused'; readonly detail: string | null };

/**
 * Writes newsletter consents to the shop without telling the customer; safe to repeat.
 * @throws Failure `permission_missing` when the key may not write
 */
export type WriteConsents = (writes: readonly ConsentWrite[], signal: AbortSignal) => Promise<readonly ConsentWritten[]>;

/**
 * Ids of orders that bear a phone number, as far as the platform finds them. What it counts as the same number is its own affair:
 * whoever uses a hit compares the digits of the order itself. `phone`: E.164.
 */
export type FindByPhone = (phone: string, signal: AbortSignal) => Promise<readonly string[]>;

/** One open account. */
export interface Connector {
  /** @throws Failure `credentials_rejected`, `configuration_invalid`, `platform_unavailable`, `platform_defect` … */
  check(signal: AbortSignal): Promise<CheckReport>;
  dictionary(signal: AbortSignal): Promise<readonly DictionaryEntry[]>;
  /** In reading order: customers → addresses → orders. */
  readonly streams: readonly Stream[];
  /** Absent where the platform takes no consents back. */
  readonly writeConsents?: WriteConsents;
  /** Absent where the platform keeps none; see `ConnectorDefinition.journal`. */
  readonly journal?: Journal;
  /** Absent where the platform has no such look-up. */
  readonly findByPhone?: FindByPhone;
}

/** Everything the house needs to know of a platform: one such object a folder, one line in the registry. */
export type ConnectorDefinition<Credentials = unknown, Settings = unknown> = {
  readonly platform: Platform;
  readonly info: {
    readonly name: string;
    readonly section: 'e-commerce' | 'marketplace';
    readonly summary: Localized;
    /** Words people type when they look for it. */
    readonly searchText: string;
    /** Empty: it reads nothing, so that nothing of it is scheduled, synchronised or sent. */
    readonly streams: readonly StreamName[];
    readonly limits: Localized;
    /** Guide in docs/guides, without language and ending: `prestashop`. */
    readonly guide: string;
    /** Interval of recurring syncs, ms, jitter included; 0 where nothing is read. */
    readonly intervalMs: number;
    /** Requests of a recurring pass in which nothing has changed, on average: tells what following costs a month. */
    readonly requestsPerPass: number;
    /** How long the names of codes stay good, ms; 0: they are read at the start of every run. */
    readonly dictionaryMs: number;
    /** What a first sync writes and where, for the confirmation window. */
    readonly writes: Localized;
  };
  readonly credentials: z.ZodType<Credentials>;
  readonly settings: z.ZodType<Settings>;
  readonly fieldSettings: readonly FieldSetting[];
  /** Settings whose change is applied to stored records without asking the shop. */
  readonly derivingSettings: readonly string[];
  /** Settings whose change needs records to be read again. */
  readonly readingSettings: readonly string[];
  /** Streams whose records can be read one by one; the others are only read as a whole or by their changes. */
  readonly readByIds: readonly StreamName[];
  /** Which of `info.streams` saved settings want read; absent: all of them. Defaults are not filled in. See `streamsRead`. */
  streamsRead?(settings: JsonObject): readonly StreamName[];
  /** Requests of a quiet pass under saved settings, where these change it; absent: `info.requestsPerPass`. */
  requestsPerPass?(settings: JsonObject): number;
  /** Whether the forms of panel links are known from a source or only supposed; absent: known. */
  readonly linksVerified?: { readonly customer: boolean; readonly order: boolean };
  /** What an order's status means; absent: its orders cannot be followed as purchases. */
  orderStage?(order: OrderRecord): OrderStage;
  /** How the platform pushes changes; null when it does not. */
  readonly hooks: HookDefinition | null;
  /**
   * A journal of changes that is followed by its own numbers, in place of recurring syncs. The lane `delta` of its stream then
   * serves gaps: periods the journal told nothing of, and a daily second look.
   */
  readonly journal?: JournalDefinition;
  /** Requests of one `findByPhone`; each order it finds that is not stored costs one more. Absent where the platform has no such look-up. */
  readonly requestsPerPhone?: number;
  /** How its routes differ from those of a shop; absent: they do not. */
  readonly relay?: RelayTraits;
  /** Address of the account as shown to people; no secrets. Null: nobody is asked anything. */
  address(credentials: Credentials): string | null;
  /** Address that is asked, where it is not the one shown to people. */
  calledAddress?(credentials: Credentials): string;
  /** What the platform counts requests by, as text; hashed by the caller. */
  accountKey(credentials: Credentials): string;
  budget(credentials: Credentials, settings: Settings | null): Omit<BudgetAccount, 'key'>;
  links(credentials: Credentials, settings: Settings): PanelLinks;
  /** Digest of the fields a sweep compares, for a record as mapped; null for kinds that are not swept. */
  sweepDigest(record: NeutralRecord): string | null;
  open(context: ConnectorContext<Credentials, Settings>): Connector;
};
