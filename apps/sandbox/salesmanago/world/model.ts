/** What the simulated account keeps. Times are ms since 1970. */
import type { EventType } from './event-types.js';

export const TEXT_FIELDS = ['name', 'phone', 'fax', 'company', 'externalId'] as const;
export const ADDRESS_FIELDS = ['streetAddress', 'zipCode', 'city', 'country'] as const;
export const STATES = ['CUSTOMER', 'PROSPECT', 'PARTNER', 'OTHER', 'UNKNOWN'] as const;

export type State = (typeof STATES)[number];
export type Address = Record<(typeof ADDRESS_FIELDS)[number], string | null>;
export type Tag = { readonly name: string; score: number; readonly createdOn: number };
/** Parts without leading zeros, as they are read (sheet section 3.5). */
export type Birthday = { readonly year: string | null; readonly month: string; readonly day: string };

export type Contact = {
  readonly id: string;
  /** Lower case; the key. */
  email: string;
  readonly texts: Record<(typeof TEXT_FIELDS)[number], string | null>;
  address: Address | null;
  state: State;
  province: string | null;
  birthday: Birthday | null;
  lang: string | null;
  optedOut: boolean;
  optedOutPhone: boolean;
  /** "Removed": still there, gets no mail, purged at night (sheet section 3.3). */
  deleted: boolean;
  /** The first is the main one. */
  readonly owners: Set<string>;
  readonly tags: Map<string, Tag>;
  readonly properties: Map<string, string>;
  readonly dictionary: Map<string, { readonly name: string; readonly type: string; readonly value: unknown }>;
  consents: readonly Readonly<Record<string, unknown>>[];
  events: ExtEvent[];
  /** Confirmation mails of double opt-in it got. */
  confirmationMails: number;
  /** Such a mail was sent and its link not clicked yet. */
  unconfirmed: boolean;
  readonly createdOn: number;
  modifiedOn: number;
};

export const DETAILS = Array.from({ length: 20 }, (_, index) => `detail${String(index + 1)}`);

/** An external event. */
export type ExtEvent = {
  readonly id: string;
  readonly date: number;
  readonly type: EventType;
  readonly value: number | null;
  /** `description`, `products`, `location`, `externalId`, `shopDomain`, `detail1`…`detail20`. */
  readonly texts: Readonly<Record<string, string>>;
};
