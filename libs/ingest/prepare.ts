import { hash } from 'node:crypto';
import { profileRank } from '#libs/domain/card.js';
import { keysOf, type KeyText, type RecordKeys } from '#libs/domain/identity-keys.js';
import { rekey } from '#libs/domain/rekey.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { returnedKey } from '#libs/domain/tombstones.js';
import { compareVersions, type Version } from '#libs/domain/version.js';
import type { IngestPage, PartContext } from './page.js';

/** A record made ready once: its JSON text is what is hashed and what is stored. */
export type Prepared = {
  readonly record: NeutralRecord;
  readonly body: Buffer;
  /** PostgreSQL's text form of the sha-256, so that it can be compared without decoding. */
  readonly hash: string;
  readonly version: Version;
};

/** PostgreSQL refuses NUL in text; JSON writes it as this escape. */
const NUL = /\\u0000/gu;

function prepare(record: NeutralRecord, requestedMs: number, context: PartContext): Prepared {
  const text = JSON.stringify(record);
  const body = Buffer.from(text.includes('\\u0000') ? text.replace(NUL, '') : text, 'utf8');
  const sourceMs = context.trustedTime && record.updatedAt !== null ? Date.parse(record.updatedAt.utc) : null;
  return { record, body, hash: `\\x${hash('sha256', body, 'hex')}`, version: { epoch: context.epoch, sourceMs, requestedMs } };
}

const newer = (a: Prepared, b: Prepared): boolean => {
  const difference = compareVersions(a.version, b.version);
  return difference === 0 ? a.hash > b.hash : difference > 0;
};

/** All records of the pages, one a record id: of several copies the newest stays, the others count as duplicates. */
export function prepareAll(pages: readonly IngestPage[], context: PartContext): { readonly records: Prepared[]; readonly duplicates: number; readonly losers: Prepared[] } {
  const kept = new Map<string, Prepared>();
  const losers: Prepared[] = [];
  for (const page of pages) {
    for (const record of page.records) {
      const copy = prepare(record, page.requestedMs, context);
      const other = kept.get(record.externalId);
      if (other === undefined || newer(copy, other)) {
        kept.set(record.externalId, copy);
        if (other) losers.push(other);
      } else losers.push(copy);
    }
  }
  return { records: [...kept.values()], duplicates: losers.length, losers };
}

/** A stored record as the look-up shows it. */
export type StoredRow = {
  readonly external_id: string;
  readonly id: string;
  readonly hash: string;
  readonly applied_with: string;
  readonly epoch: number;
  readonly customer_id: string | null;
  readonly keys: string[];
  readonly profile_rank: number | null;
  readonly source_ms: number | null;
  readonly requested_ms: number;
  readonly gone_ms: number | null;
  /** The stored order counts as a purchase; looked up only where the new copy does not. */
  readonly counted?: boolean;
};

/** What happens to a record, and in which column of the ledger it counts. */
export type Verdict = 'new' | 'changed' | 'reapplied' | 'identical' | 'older';

export type Judged = Prepared & { readonly verdict: Verdict; readonly stored: StoredRow | null; readonly keys: RecordKeys; readonly profileRank: number | null;
  /** Keys of older copies that came in the same batch. */
  readonly formerKeys: readonly KeyText[];
  /** Keys the record is stored with, as they are under the present rules. */
  readonly storedKeys: readonly KeyText[] };

const storedVersion = (row: StoredRow): Version => ({ epoch: row.epoch, sourceMs: row.source_ms, requestedMs: row.requested_ms });

function verdictOf(copy: Prepared, stored: StoredRow | null, appliedWith: string): Verdict {
  if (stored === null) return 'new';
  // A copy asked for before the record was found gone says nothing about now.
  if (stored.gone_ms !== null) return copy.version.requestedMs < stored.gone_ms ? 'older' : 'changed';
  if (stored.hash === copy.hash) return stored.applied_with === appliedWith ? 'identical' : 'reapplied';
  const difference = compareVersions(copy.version, storedVersion(stored));
  return difference < 0 || (difference === 0 && copy.hash < stored.hash) ? 'older' : 'changed';
}

/** New orders of an erased account found a card of their own: the account itself will not come. */
function withReturned(record: NeutralRecord, keys: RecordKeys, integrationId: string, returned: ReadonlySet<string>): RecordKeys {
  const owner = record.kind === 'order' ? record.ownerId : null;
  return owner !== null && returned.has(owner) ? { ...keys, joining: [...keys.joining, returnedKey(integrationId, owner)], founding: true } : keys;
}

/** Decides for each record whether it is written, and finds its keys. `returned`: erased accounts of which new orders are here. */
export function judge(records: readonly Prepared[], losers: readonly Prepared[], stored: ReadonlyMap<string, StoredRow>, context: PartContext, returned: ReadonlySet<string>): Judged[] {
  const rules = { integrationId: context.integrationId, addresses: context.addresses };
  const former = new Map<string, KeyText[]>();
  for (const { record } of losers) former.set(record.externalId, [...(former.get(record.externalId) ?? []), ...everyKey(keysOf(record, rules))]);
  return records.map((copy) => {
    const row = stored.get(copy.record.externalId) ?? null;
    const verdict = verdictOf(copy, row, context.appliedWith);
    const keys = verdict === 'identical' ? NO_KEYS : withReturned(copy.record, keysOf(copy.record, rules), context.integrationId, returned);
    // Of a record that stays as it is only what older copies bring is news.
    const formerKeys = (former.get(copy.record.externalId) ?? []).filter((key) => !keys.joining.includes(key) && !keys.hinting.includes(key));
    const storedKeys = row === null || verdict === 'identical' ? (row?.keys ?? []) : rekey(copy.record, row.keys, context.addresses);
    return { ...copy, verdict, stored: row, keys, formerKeys, storedKeys, profileRank: profileRank(copy.record) };
  });
}

/** Joining and hinting keys: both are kept once seen. */
export const everyKey = (keys: RecordKeys): KeyText[] => [...keys.joining, ...keys.hinting];

const NO_KEYS: RecordKeys = { joining: [], hinting: [], founding: false };

/** The newer of the copy and the stored version: re-applying an older answer with the same content must not age the record. */
export function versionToStore(copy: Judged): Version {
  if (copy.stored === null || copy.verdict === 'changed') return copy.version;
  const stored = storedVersion(copy.stored);
  return compareVersions(copy.version, stored) > 0 ? copy.version : stored;
}
