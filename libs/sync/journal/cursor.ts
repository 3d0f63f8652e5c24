import type { JsonObject } from '#libs/domain/words.js';

/** How far a journal is known. All times are ms since 1970 by the database clock, except `atMs`. */
export type JournalCursor = {
  /** Number of the newest entry seen; null: none yet, or the journal lost its thread. */
  readonly logId: number | null;
  /** When that entry was written, by the platform's clock; at the latest when it was seen, because that clock may be ahead. */
  readonly atMs: number | null;
  /** While the thread is picked up: older entries are of no interest, whatever their number. It stays while nothing is told. Null: caught up. */
  readonly fromMs: number | null;
  /** Last answer. */
  readonly polledMs: number | null;
  /** Everything that happened until then was told, or is being read by a scan. */
  readonly goodMs: number;
  /** Since when the journal has told nothing although something happened; null: it tells. */
  readonly silentSinceMs: number | null;
  /** When it was last asked whether a silent journal hides something. */
  readonly doubtedMs: number | null;
  /** When records were last read a second time. */
  readonly rereadMs: number | null;
  /** Parts that read what the journal did not tell, and were not summed up yet. */
  readonly scans: readonly string[];
  /** Entries of types nobody knows, by type; `unreadable`: those that were no entries at all. */
  readonly unknown: Readonly<Record<string, number>>;
};

const counts = (value: unknown): Record<string, number> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number')) : {};

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Where following begins: nothing that happened before is of interest. */
export const beginningAt = (followedMs: number): JournalCursor => ({ logId: null, atMs: null, fromMs: followedMs, polledMs: null, goodMs: followedMs, silentSinceMs: null, doubtedMs: null, rereadMs: null, scans: [], unknown: {} });

export function cursorOf(stored: JsonObject | null, followedMs: number): JournalCursor {
  if (stored === null) return beginningAt(followedMs);
  const { scans } = stored;
  return {
    logId: number(stored['logId']),
    atMs: number(stored['atMs']),
    fromMs: number(stored['fromMs']),
    polledMs: number(stored['polledMs']),
    goodMs: number(stored['goodMs']) ?? followedMs,
    silentSinceMs: number(stored['silentSinceMs']),
    doubtedMs: number(stored['doubtedMs']),
    rereadMs: number(stored['rereadMs']),
    scans: Array.isArray(scans) ? scans.filter((id): id is string => typeof id === 'string') : [],
    unknown: counts(stored['unknown']),
  };
}

/** Where the thread is picked up; null: it is not lost. */
export const pickUpMs = ({ logId, fromMs, goodMs }: JournalCursor): number | null => fromMs ?? (logId === null ? goodMs : null);

export const storedCursor = (cursor: JournalCursor): JsonObject => ({ ...cursor, scans: [...cursor.scans] });
