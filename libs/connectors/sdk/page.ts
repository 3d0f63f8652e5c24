import type { JsonObject } from '#libs/domain/words.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { Localized } from '#libs/domain/words.js';

/** A position inside a part; only the connector that made it understands it. Stays under 1 KB. */
export type Cursor = JsonObject;

/** A record that could not be read or mapped. It never stops its page. */
export type RecordReject = {
  /** Null when the row has no usable id; it is then keyed by page cursor and content hash. */
  readonly externalId: string | null;
  /** Stable machine word: `total_not_a_number`, `id_missing`. */
  readonly reason: string;
  readonly message: Localized;
  readonly fix: Localized;
  /** The row as received, without personal data and secrets (see `redactRow`). */
  readonly original: JsonObject;
};

/** A record left out on purpose by the integration's own settings or rules: counted and named, never stored. */
export type ExcludedRecord = { readonly externalId: string; readonly reason: string };

/**
 * For parts that are read by page numbers: rows can move while they are read, and the only proof that none was missed is the
 * number of different ids. `ids` are the rows of this page, whatever became of them. On the last page of a pass `end` tells
 * the total shown last, where another pass begins, and where reading goes on when all is there (null: the part is done). The
 * house compares, and decides; `again` null and rows missing: the part is left incomplete. Nothing is asked for behind such a page.
 */
export type Census = {
  readonly ids: readonly string[];
  readonly end: { readonly total: number; readonly again: Cursor | null; readonly next: Cursor | null } | null;
};

/** One page of a stream: everything the platform answered to one request is in exactly one of the three lists. */
export type Page = {
  readonly records: readonly NeutralRecord[];
  readonly rejects: readonly RecordReject[];
  readonly excluded: readonly ExcludedRecord[];
  /** Position behind this page: reading on from it gives the next page. */
  readonly cursor: Cursor;
  /** True when nothing is left in the part. */
  readonly done: boolean;
  /** Records in the whole part, where the platform tells. */
  readonly total: number | null;
  /** When the request was sent, by the database clock, in milliseconds since 1970. */
  readonly requestedMs: number;
  readonly census?: Census;
};

/** `knownOnly`: nothing to ask for where it is not stored, because it was never meant to be read. */
export type SweepEntry = { readonly externalId: string; readonly digest: string; readonly knownOnly?: true };

/** A page of a sweep: what a record's swept fields look like now, without the record. */
export type SweepPage = {
  readonly entries: readonly SweepEntry[];
  /** The sweep shows records whose digest begins with this, and only of these is one that it does not show missed; absent: all of the stream. */
  readonly among?: string;
  readonly cursor: Cursor;
  readonly done: boolean;
  readonly requestedMs: number;
};

/** Answer to a read by ids. Every asked id is in exactly one of the four places. */
export type FetchedByIds = {
  readonly records: readonly NeutralRecord[];
  readonly rejects: readonly RecordReject[];
  readonly excluded: readonly ExcludedRecord[];
  /** Asked for, and the platform says it does not exist (any more). */
  readonly missing: readonly string[];
  readonly requestedMs: number;
};
