import type { RelayEvent } from './route-options.js';

/** What to do to an opt state: nothing, subscribe, or unsubscribe. Never both. */
export type OptWish = 'in' | 'out' | null;

/** A contact as the house wants it; a destination turns it into its own words. Null or empty: nothing is said about it. */
export type ContactWrite = {
  readonly email: string;
  /** The address it shall have from now on; `email` is then the one it is known by. */
  readonly newEmail: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly phone: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly externalId: string | null;
  /** Two letters, lower case. */
  readonly language: string | null;
  readonly street: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166 alpha-2, upper case, where known. */
  readonly country: string | null;
  /** Literally, sorted. */
  readonly tags: readonly string[];
  readonly removeTags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly opt: { readonly email: OptWish; readonly sms: OptWish };
};

/** An event of a person. */
export type EventWrite = {
  readonly email: string;
  /** The destination's id of the contact, where known: it then needs no look-up by address. */
  readonly contactId: string | null;
  readonly type: RelayEvent;
  /** Ours, the same for ever for one order and type. */
  readonly externalId: string;
  readonly atMs: number;
  readonly description: string | null;
  /** Ids as the offer feed has them. */
  readonly products: readonly string[];
  readonly location: string | null;
  /** Decimal text with at most two places; null: no value. */
  readonly value: string | null;
  /** `detail1`..`detail20` by number. */
  readonly details: Readonly<Record<number, string>>;
  readonly shopDomain: string | null;
};

/** A text that had to be cut, or a value that had to be left out, so that the destination takes the rest. */
export type WriteNote = { readonly code: 'text_cut' | 'list_cut' | 'value_left_out' | 'tags_cut'; readonly field: string; readonly detail: string };
export type Noted<W> = { readonly write: W; readonly notes: readonly WriteNote[] };
