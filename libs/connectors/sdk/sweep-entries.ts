import { createHash } from 'node:crypto';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { Page, SweepEntry } from './page.js';

/** Digest of everything a record says. */
export const contentDigest = (record: NeutralRecord): string => createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 16);

/** Rows that became no record are left out, so that they do not look like records that are not stored; damaged ones are asked for by id. */
export function sweepEntries({ records, rejects }: Pick<Page, 'records' | 'rejects'>, digestOf: (record: NeutralRecord) => string | null): SweepEntry[] {
  const known = records.map((record) => ({ externalId: record.externalId, digest: digestOf(record) ?? '' }));
  const damaged = rejects.flatMap(({ externalId }) => (externalId === null ? [] : [{ externalId, digest: 'unreadable' }]));
  return [...known, ...damaged];
}
