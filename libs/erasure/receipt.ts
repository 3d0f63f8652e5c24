import type { JsonObject } from '#libs/domain/words.js';

/** What a destination has of the person: never the address. */
export type HeldThere = {
  readonly destinationId: string;
  readonly kind: string;
  readonly name: string;
  /** The number of the contact there; null: never told. */
  readonly contactId: string | null;
  /** Events of theirs that have arrived there. */
  readonly events: number;
};

/** What a search of the database came to. */
export type Searched = {
  readonly at: string;
  /** How many values were looked for: e-mail addresses, logins, telephone numbers nobody else has. */
  readonly values: number;
  readonly tables: number;
  readonly rows: number;
  readonly found: readonly { readonly table: string; readonly rows: number }[];
  /** Tables that could not be read to the end in time: nothing is said about them. */
  readonly unread: readonly string[];
};

/** What was done, for the person who asked for it. Ids, names of tables and counts; no personal data. */
export type Receipt = {
  readonly note?: string;
  readonly removed?: Readonly<Record<string, number>>;
  readonly tombstones?: number;
  readonly deliveries?: {
    readonly cancelled: number;
    /** Sent, and nobody will find out whether they arrived. */
    readonly unclear: number;
  };
  /** Keys others carry as well: they stay with them, and exclude nobody. */
  readonly shared?: number;
  readonly destinations?: readonly HeldThere[];
  readonly search?: Searched;
};

export const asJson = (receipt: Receipt): JsonObject => JSON.parse(JSON.stringify(receipt)) as JsonObject;
