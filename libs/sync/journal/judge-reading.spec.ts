import type { JournalEntry } from '#libs/connectors/sdk/journal.js';
import { advance, SETTLING_MS, type Waits } from './advance.js';
import { beginningAt, cursorOf, storedCursor, type JournalCursor } from './cursor.js';
import { isInDoubt, judgeReading, OVERLAP_MS } from './judge-reading.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-01-15T10:00:00Z');
const KEPT = { keepMs: 3 * DAY };
const WAITS: Waits = { rereadMs: 3 * DAY, silentMs: HOUR / 2 };

const entry = (logId: number, agoMs: number): JournalEntry => ({ logId, type: 1, recordId: String(logId), objectId: null, atMs: NOW - agoMs });
/** A journal followed until a minute ago, whose newest entry is number 100. */
const followed = (over: Partial<JournalCursor> = {}): JournalCursor => ({ ...beginningAt(NOW - 30 * DAY), fromMs: null, logId: 100, atMs: NOW - HOUR, polledMs: NOW - 60_000, goodMs: NOW - 60_000, ...over });
const step = (cursor: JournalCursor, entries: readonly JournalEntry[], missed: boolean | null = null) => {
  const reading = { entries, requestedMs: NOW };
  const judged = judgeReading(cursor, reading, KEPT);
  return { ...judged, ...advance(cursor, reading, judged, missed, WAITS) };
};
const ids = (entries: readonly JournalEntry[]): number[] => entries.map(({ logId }) => logId);

describe('what an answer of a journal proves', () => {
  it('nothing is missing while the newest entry seen comes back', () => {
    const { continuity, fresh, cursor, gap } = step(followed(), [entry(100, HOUR), entry(137, 1_000)]);
    expect([continuity, ids(fresh), cursor.logId, cursor.goodMs, gap]).toEqual(['kept', [137], 137, NOW, null]);
  });

  it('entries are lost when a young one does not come back', () => {
    const { continuity, fresh, cursor, gap } = step(followed(), [entry(137, 1_000)]);
    expect([continuity, ids(fresh), cursor.logId]).toEqual(['broken', [137], 137]);
    expect(gap).toEqual({ fromMs: NOW - 60_000 - OVERLAP_MS, toMs: NOW, rereadFromMs: NOW - 60_000 - OVERLAP_MS - 3 * DAY, reason: 'broken' });
  });

  it('an old one may be gone without anything being lost', () => {
    expect(step(followed({ atMs: NOW - 71 * HOUR }), [entry(137, 1_000)]).continuity).toBe('kept');
  });

  it('entries are lost when nobody asked for longer than the platform keeps them', () => {
    const cursor = followed({ atMs: NOW - 96 * HOUR, polledMs: NOW - 95 * HOUR, goodMs: NOW - 95 * HOUR });
    const { continuity, gap, fresh } = step(cursor, [entry(130, 60 * HOUR), entry(137, 1_000)]);
    expect([continuity, ids(fresh), gap?.fromMs]).toEqual(['broken', [130, 137], NOW - 95 * HOUR - OVERLAP_MS]);
    expect(step({ ...cursor, polledMs: NOW - 69 * HOUR }, [entry(130, 60 * HOUR)]).continuity).toBe('kept');
  });

  it('entries are lost when the first look comes so late', () => {
    const { continuity, gap, fresh } = step(beginningAt(NOW - 96 * HOUR), [entry(130, 60 * HOUR), entry(137, 1_000)]);
    expect([continuity, ids(fresh), gap?.fromMs]).toEqual(['broken', [130, 137], NOW - 96 * HOUR - OVERLAP_MS]);
    expect(step(beginningAt(NOW - 69 * HOUR), [entry(130, 60 * HOUR)]).continuity).toBe('kept');
  });

  it('they may be lost, too, when nothing is told after such a time', () => {
    expect(step(followed({ atMs: NOW - 96 * HOUR, polledMs: NOW - 95 * HOUR, goodMs: NOW - 95 * HOUR }), []).gap).toMatchObject({ reason: 'broken', toMs: NOW });
  });

  it('an answer that was cut is passed over to the moment of interest', () => {
    const first = step(beginningAt(NOW - HOUR), [entry(80, 9 * HOUR), entry(81, 8 * HOUR)]);
    expect([ids(first.fresh), first.cursor.logId]).toEqual([[], 81]);
    const second = step(first.cursor, [entry(81, 8 * HOUR), entry(82, 7 * HOUR), entry(83, 60_000)]);
    expect(ids(second.fresh)).toEqual([83]);
    const third = step(second.cursor, [entry(83, 60_000)]);
    // Caught up: from now on every entry counts, whatever the platform's clock says.
    expect(ids(step(third.cursor, [entry(83, 60_000), entry(84, 9 * HOUR)]).fresh)).toEqual([84]);
  });

  it('no entry is younger than the look that brought it, whatever the clock of the platform says', () => {
    expect(step(followed(), [entry(100, HOUR), entry(137, -3 * HOUR)]).cursor.atMs).toBe(NOW);
  });

  it('an empty answer is switched off where a young entry was seen, and is asked about where none was', () => {
    expect(step(followed(), []).continuity).toBe('off');
    expect(step(followed({ atMs: NOW - 71 * HOUR }), []).continuity).toBe('silent');
    expect(step(beginningAt(NOW - DAY), []).continuity).toBe('silent');
  });

  it('without a thread only what happened since following began is of interest', () => {
    const { continuity, fresh, cursor } = step(beginningAt(NOW - HOUR), [entry(90, 2 * HOUR), entry(91, HOUR + 60_000), entry(95, 60_000)]);
    expect([continuity, ids(fresh), cursor.logId, cursor.goodMs]).toEqual(['kept', [91, 95], 95, NOW]);
  });
});

describe('a journal that tells nothing', () => {
  it('is good until a few minutes ago when nothing is hidden, and stays in doubt when that was not asked', () => {
    const cursor = followed({ atMs: NOW - 71 * HOUR });
    expect(step(cursor, [], false).cursor).toMatchObject({ goodMs: NOW - 60_000, doubtedMs: NOW, silentSinceMs: null });
    expect(step({ ...cursor, goodMs: NOW - HOUR }, [], false).cursor.goodMs).toBe(NOW - SETTLING_MS);
    expect(step({ ...cursor, goodMs: NOW - HOUR }, [], null).cursor).toMatchObject({ goodMs: NOW - HOUR, doubtedMs: null });
  });

  it('is scanned at once when it hides something, and again when its time has come', () => {
    const off = step(followed({ atMs: NOW - 71 * HOUR }), [], true);
    expect(off.gap).toMatchObject({ reason: 'silent', toMs: NOW });
    expect(off.cursor).toMatchObject({ logId: null, silentSinceMs: NOW, goodMs: NOW, rereadMs: NOW });
    expect(step({ ...off.cursor, goodMs: NOW - HOUR / 4 }, []).gap).toBeNull();
    // Edits are read again once a day, new orders at every scan.
    expect(step({ ...off.cursor, goodMs: NOW - HOUR, rereadMs: NOW - HOUR }, []).gap).toEqual({ fromMs: NOW - HOUR - OVERLAP_MS, toMs: NOW, rereadFromMs: NOW - HOUR - OVERLAP_MS, reason: 'silent' });
  });

  it('is trusted again when it tells something, once the time in between was scanned', () => {
    const cursor = followed({ logId: null, atMs: null, silentSinceMs: NOW - DAY, goodMs: NOW - HOUR / 4 });
    const { cursor: next, gap, fresh } = step(cursor, [entry(5, DAY), entry(7, 1_000)]);
    expect(gap?.fromMs).toBe(NOW - HOUR / 4 - OVERLAP_MS);
    expect([next.silentSinceMs, next.logId, ids(fresh)]).toEqual([null, 7, [7]]);
  });

  it('may be on again when nothing it has hidden would be kept by now, and all of it was scanned', () => {
    const off = followed({ logId: null, atMs: null, silentSinceMs: NOW - 71 * HOUR, goodMs: NOW - HOUR });
    expect([isInDoubt(off, NOW, KEPT), isInDoubt({ ...off, silentSinceMs: NOW - 69 * HOUR }, NOW, KEPT), isInDoubt({ ...off, goodMs: NOW - 71 * HOUR }, NOW, KEPT)]).toEqual([true, false, false]);
    expect(step(off, [], false)).toMatchObject({ cursor: { silentSinceMs: null, goodMs: NOW - SETTLING_MS }, gap: null });
    expect(step(off, [], true)).toMatchObject({ cursor: { silentSinceMs: NOW - 71 * HOUR }, gap: { reason: 'silent' } });
  });

  it('still tells nothing after an outage', () => {
    const { cursor, gap } = step(followed({ logId: null, atMs: null, silentSinceMs: NOW - 5 * DAY, polledMs: NOW - 4 * DAY, goodMs: NOW - 4 * DAY }), []);
    expect([cursor.silentSinceMs, gap?.reason, gap?.fromMs]).toEqual([NOW - 5 * DAY, 'silent', NOW - 4 * DAY - OVERLAP_MS]);
  });

  it('is picked up where it told something last, however often it was scanned since', () => {
    const { cursor: off } = step(followed(), []);
    const { fresh, cursor } = step({ ...off, goodMs: NOW - 1_000, polledMs: NOW - 1_000 }, [entry(99, DAY), entry(100, HOUR), entry(101, 120_000), entry(102, 1_000)]);
    expect([ids(fresh), cursor.logId]).toEqual([[101, 102], 102]);
    const later = step({ ...off, fromMs: NOW - 5 * HOUR, goodMs: NOW - 1_000 }, [entry(99, DAY), entry(101, 4 * HOUR), entry(102, 1_000)]);
    expect(ids(later.fresh)).toEqual([101, 102]);
  });

  it('loses no first entry of a quiet account to a clock that is behind', () => {
    const quiet = step({ ...beginningAt(NOW - 30 * DAY), polledMs: NOW - 60_000, goodMs: NOW - HOUR }, [], false);
    expect(quiet.cursor).toMatchObject({ logId: null, goodMs: NOW - SETTLING_MS });
    expect(ids(step(quiet.cursor, [entry(7, HOUR)]).fresh)).toEqual([7]);
  });
});

describe('the stored cursor', () => {
  it('comes back as it was', () => {
    const cursor = followed({ scans: ['a'], unknown: { 23: 4 }, silentSinceMs: 5, rereadMs: 6, doubtedMs: 7 });
    expect(cursorOf(JSON.parse(JSON.stringify(storedCursor(cursor))) as never, 0)).toEqual(cursor);
    expect(cursorOf(null, 42)).toEqual(beginningAt(42));
  });
});
