import type { JournalDefinition, JournalEntry, JournalReading } from '#libs/connectors/sdk/journal.js';
import { pickUpMs, type JournalCursor } from './cursor.js';

/** Clocks of the platform and of the database differ; entries this much older than a moment still count as after it, ms. */
export const OVERLAP_MS = 10 * 60_000;
/** An entry is trusted to be kept until so long before the platform may throw it away, ms (72 h kept: 70 h trusted). */
const MARGIN_MS = 2 * 3_600_000;

/**
 * What an answer proves. `kept`: nothing is missing. `broken`: entries were lost between `goodMs` and now. `silent`: it is empty,
 * and whether that is the truth has to be asked elsewhere. `off`: it is empty and cannot be right.
 */
export type Continuity = 'kept' | 'broken' | 'silent' | 'off';

export type Judged = { readonly continuity: Continuity; /** Entries not seen before that are of interest. */ readonly fresh: readonly JournalEntry[] };

const trustedMs = ({ keepMs }: Pick<JournalDefinition, 'keepMs'>): number => keepMs - MARGIN_MS;

/**
 * Whether an empty journal may be good. One that is off has hidden something: only when all of that would be forgotten by now, and
 * was scanned, it may be on again with nothing to tell.
 */
export const isInDoubt = ({ silentSinceMs, goodMs }: JournalCursor, nowMs: number, definition: Pick<JournalDefinition, 'keepMs'>): boolean =>
  silentSinceMs === null || (nowMs - silentSinceMs > trustedMs(definition) && nowMs - goodMs <= trustedMs(definition));

/** The entry seen last is young enough that the platform must still have it. */
const mustBeKept = ({ logId, atMs }: JournalCursor, nowMs: number, definition: Pick<JournalDefinition, 'keepMs'>): boolean =>
  logId !== null && atMs !== null && nowMs - atMs < trustedMs(definition);

/**
 * Compares an answer with what is known. The newest entry seen is asked for again, although it is known: while it is young it has
 * to come back, and if it does not, entries behind it may be gone as well.
 */
export function judgeReading(cursor: JournalCursor, reading: JournalReading, definition: Pick<JournalDefinition, 'keepMs'>): Judged {
  const { entries, requestedMs: nowMs } = reading;
  // Whoever has never asked has missed what happened since following began.
  const late = nowMs - (cursor.polledMs ?? cursor.goodMs) > trustedMs(definition);
  const fromMs = pickUpMs(cursor);
  const isFresh = (entry: JournalEntry): boolean => entry.logId > (cursor.logId ?? -1) && (fromMs === null || entry.atMs >= fromMs - OVERLAP_MS);
  const fresh = entries.filter(isFresh);
  // One that was off before and tells nothing still is.
  if (late && (entries.length > 0 || cursor.silentSinceMs === null)) return { continuity: 'broken', fresh };
  if (entries.length === 0) return { continuity: mustBeKept(cursor, nowMs, definition) ? 'off' : 'silent', fresh };
  const lost = mustBeKept(cursor, nowMs, definition) && !entries.some((entry) => entry.logId === cursor.logId);
  return { continuity: lost || cursor.silentSinceMs !== null ? 'broken' : 'kept', fresh };
}
