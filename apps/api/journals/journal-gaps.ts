import type { Language, Localized } from '#libs/domain/words.js';
import { gapOf, joinGaps, reportOf, type GapReport } from '#libs/sync/journal/gap-text.js';
import { GAPS_MS, type GapPartRow } from './journal-rows.js';
import type { JournalView } from './journal.schemas.js';

type Scan = JournalView['scans'][number];

const foundBy = ({ state, outcome }: GapPartRow): number | null => {
  const found = outcome?.['found'];
  return state === 'done' && typeof found === 'number' ? found : null;
};

function leftBecause({ state, outcome }: GapPartRow, language: Language): string | null {
  const text = outcome?.['text'];
  return state === 'incomplete' && typeof text === 'object' && text !== null ? ((text as Localized)[language] ?? null) : null;
}

const SCAN_STATE: Readonly<Record<GapPartRow['state'], Scan['state']>> = { open: 'reading', incomplete: 'left', done: 'summing_up' };

/** Scans the cursor still waits for. */
export function openScans(parts: readonly GapPartRow[], waitedFor: readonly string[], language: Language): Scan[] {
  return parts.flatMap((part) => {
    const gap = waitedFor.includes(part.id) ? gapOf(part.range) : null;
    if (gap === null) return [];
    const { from, to, rereadFrom, reason } = reportOf(gap, null);
    return [{ from, to, rereadFrom, reason, state: SCAN_STATE[part.state], pages: part.pages, read: part.read, written: part.written, leftBecause: leftBecause(part, language) }];
  });
}

/** The gaps of the last days, each once however many parts have read it. */
export function recentGaps(parts: readonly GapPartRow[], waitedFor: readonly string[], nowMs: number): JournalView['gaps'] {
  const gaps = new Map<string, GapReport>();
  const open: GapReport[] = [];
  for (const part of parts) {
    const gap = gapOf(part.range);
    if (gap === null || gap.toMs < nowMs - GAPS_MS) continue;
    const key = JSON.stringify(gap);
    // Each part of a gap counts all that was found of it.
    const found = [gaps.get(key)?.found ?? null, foundBy(part)].filter((count) => count !== null);
    gaps.set(key, reportOf(gap, found.length === 0 ? null : Math.max(...found)));
    if (waitedFor.includes(part.id)) open.push(reportOf(gap, null));
  }
  const touches = (one: GapReport, other: GapReport): boolean => one.reason === other.reason && one.from >= other.from && one.to <= other.to;
  return joinGaps([...gaps.values()]).map((gap) => ({ ...gap, closed: !open.some((one) => touches(one, gap)) }));
}
