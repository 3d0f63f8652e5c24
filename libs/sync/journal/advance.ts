import type { JournalReading } from '#libs/connectors/sdk/journal.js';
import { pickUpMs, type JournalCursor } from './cursor.js';
import { OVERLAP_MS, type Judged } from './judge-reading.js';

/** A period the journal did not tell of, closed by reading records by date. All ms since 1970. */
export type Gap = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Records are read from here on: also what was edited of those that were there before the gap. */
  readonly rereadFromMs: number;
  /** `broken`: entries are lost. `silent`: the journal is switched off. */
  readonly reason: 'broken' | 'silent';
};

export type Waits = {
  /** How far back records are read a second time, ms. */
  readonly rereadMs: number;
  /** Time between two scans of a journal that is off, ms. */
  readonly silentMs: number;
};

/** A second look at the same records is of use once a day. */
export const REREAD_EVERY_MS = 20 * 3_600_000;
/** Behind a gap of such a length they are looked at whenever that was done last: what was edited meanwhile is told by nothing else. */
const LONG_MS = 3_600_000;
/** What happened just now may not be in the journal yet. */
export const SETTLING_MS = 5 * 60_000;

function gapUntil(cursor: JournalCursor, nowMs: number, reason: Gap['reason'], { rereadMs }: Waits): Gap {
  const fromMs = cursor.goodMs - OVERLAP_MS;
  const again = cursor.rereadMs === null || nowMs - cursor.rereadMs >= REREAD_EVERY_MS || (reason === 'broken' && nowMs - cursor.goodMs >= LONG_MS);
  return { fromMs, toMs: nowMs, rereadFromMs: again ? fromMs - rereadMs : fromMs, reason };
}

const isReread = (gap: Gap): boolean => gap.rereadFromMs < gap.fromMs;

/**
 * Moves the cursor by an answer, and names the gap that has to be closed.
 * @param missed what a silent journal hides: true something, false nothing, null it was not asked
 */
export function advance(cursor: JournalCursor, { entries, requestedMs: nowMs }: JournalReading, { continuity }: Judged, missed: boolean | null, waits: Waits): { readonly cursor: JournalCursor; readonly gap: Gap | null } {
  const told = { ...cursor, polledMs: nowMs, doubtedMs: missed === null ? cursor.doubtedMs : nowMs };
  const isOff = continuity === 'off' || (continuity === 'silent' && (missed === true || (cursor.silentSinceMs !== null && missed === null)));
  if (isOff) {
    const due = cursor.silentSinceMs === null || nowMs - cursor.goodMs >= waits.silentMs;
    const gap = due ? gapUntil(cursor, nowMs, 'silent', waits) : null;
    // What it told last is where it is picked up: entries written meanwhile may still be told when it is switched on again.
    const off = { ...told, logId: null, atMs: null, fromMs: pickUpMs(cursor) ?? cursor.goodMs, silentSinceMs: cursor.silentSinceMs ?? nowMs };
    return { cursor: gap === null ? off : { ...off, goodMs: nowMs, rereadMs: isReread(gap) ? nowMs : cursor.rereadMs }, gap };
  }
  // A silent journal that hides nothing is known to be good but for the last minutes, which were not asked about.
  if (continuity === 'silent') return { cursor: { ...told, silentSinceMs: null, goodMs: missed === false ? Math.max(cursor.goodMs, nowMs - SETTLING_MS) : cursor.goodMs }, gap: null };
  const newest = entries.at(-1);
  const moved = newest !== undefined && newest.logId > (cursor.logId ?? -1);
  // An answer may be cut: what lies before the moment of interest is passed over until one leads no further.
  const fromMs = moved || newest === undefined ? pickUpMs(cursor) : null;
  const on = { ...told, fromMs, goodMs: nowMs, silentSinceMs: null, ...(moved ? { logId: newest.logId, atMs: Math.min(newest.atMs, nowMs) } : {}) };
  if (continuity === 'kept') return { cursor: on, gap: null };
  const gap = gapUntil(cursor, nowMs, 'broken', waits);
  return { cursor: { ...on, rereadMs: isReread(gap) ? nowMs : cursor.rereadMs }, gap };
}
