import { hash } from 'node:crypto';
import type { AddressRules } from '#libs/domain/email.js';
import type { LedgerCounts } from '#libs/domain/ledger.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { FieldRole, JsonObject, Lane, Localized, StreamName } from '#libs/domain/words.js';

/** A record that could not be read or mapped, as a connector reports it. */
export type IngestReject = {
  readonly externalId: string | null;
  readonly reason: string;
  readonly message: Localized;
  readonly fix: Localized;
  readonly original: JsonObject;
};

/** Rows without a usable id are keyed by what they held: the same row comes on other pages of other lanes. */
export function rejectId(reject: Pick<IngestReject, 'externalId' | 'reason' | 'original'>): string {
  return reject.externalId ?? `page:${hash('sha256', JSON.stringify([reject.reason, reject.original]), 'hex').slice(0, 32)}`;
}

/** What one request brought. Every row of the answer is in exactly one list. */
export type IngestPage = {
  readonly records: readonly NeutralRecord[];
  readonly rejects: readonly IngestReject[];
  readonly excluded: readonly { readonly externalId: string; readonly reason: string }[];
  /** Ids asked for and not found; by-id lanes only. */
  readonly missing?: readonly string[];
  readonly cursor: JsonObject;
  readonly done: boolean;
  readonly requestedMs: number;
  /** Of parts read by page numbers: ids of the rows, and at the end of a pass what they are compared with. */
  readonly census?: { readonly ids: readonly string[]; readonly end: { readonly total: number; readonly again: JsonObject | null; readonly next: JsonObject | null } | null };
};

/** Custom field ids by what they are filled with. */
export type FieldTargets = ReadonlyMap<FieldRole, readonly string[]>;

/** Everything about the part that does not change while it is read. */
export type PartContext = {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly runId: string;
  readonly partId: string;
  readonly stream: StreamName;
  readonly kind: NeutralRecord['kind'];
  readonly lane: Lane;
  readonly epoch: number;
  /** A page read under older settings is refused by the fence. */
  readonly settingsVersion: number;
  /** Mapper version and settings fingerprint, stored with every record. */
  readonly appliedWith: string;
  readonly trustedTime: boolean;
  readonly addresses: AddressRules;
  /** Custom field ids this integration fills, by role: its own, and those the workspace's Allegro integrations name. */
  readonly fields: FieldTargets;
  readonly range: JsonObject;
  /** Streams this integration can be asked for by id: what other streams name is of no use to it. */
  readonly askable: ReadonlySet<StreamName>;
  sweepDigest(record: NeutralRecord): string | null;
};

/** What moves with every page: the part row as this worker last saw or wrote it. */
export type PartProgress = {
  readonly seq: number;
  readonly cursor: JsonObject | null;
  readonly counts: LedgerCounts;
  readonly excludedReasons: Readonly<Record<string, number>>;
  readonly pages: number;
  readonly swept: number;
  readonly queued: number;
  /** Pages for which the workspace's lock is still taken exclusively, after a page lost a race for a key. */
  readonly exclusiveFor: number;
};

/** `left`: the fence refused the page (another worker, a pause, new settings); nothing was written. */
export type IngestResult = { readonly status: 'committed'; readonly progress: PartProgress } | { readonly status: 'left' };
