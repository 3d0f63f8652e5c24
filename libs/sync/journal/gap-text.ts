import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { Gap } from './advance.js';

/** A gap as it is shown: times ISO 8601 UTC, `found` records the journal had not told of (null: still being read). */
export type GapReport = { readonly from: string; readonly to: string; readonly rereadFrom: string; readonly reason: Gap['reason']; readonly found: number | null };

const iso = (ms: number): string => new Date(ms).toISOString();

export const reportOf = (gap: Gap, found: number | null): GapReport => ({ from: iso(gap.fromMs), to: iso(gap.toMs), rereadFrom: iso(gap.rereadFromMs), reason: gap.reason, found });

/** A gap out of the range of the part that closes it; null: that part closes none. */
export function gapOf(range: JsonObject): Gap | null {
  const stored = range['gap'];
  if (typeof stored !== 'object' || stored === null) return null;
  const { fromMs, toMs, rereadFromMs, reason } = stored as Partial<Gap>;
  if (typeof fromMs !== 'number' || typeof toMs !== 'number' || typeof rereadFromMs !== 'number') return null;
  return { fromMs, toMs, rereadFromMs, reason: reason === 'silent' ? 'silent' : 'broken' };
}

const minute = (text: string): string => `${text.slice(0, 16).replace('T', ' ')} UTC`;
const period = ({ from, to }: GapReport): string => `${minute(from)} – ${minute(to)}`;

const joined = (one: GapReport, next: GapReport): GapReport => ({
  ...one,
  to: next.to > one.to ? next.to : one.to,
  rereadFrom: next.rereadFrom < one.rereadFrom ? next.rereadFrom : one.rereadFrom,
  found: one.found === null && next.found === null ? null : (one.found ?? 0) + (next.found ?? 0),
});

/**
 * Gaps as people count them, by their beginning: a journal that is off is scanned again and again, and each of these scans closes
 * a gap that begins where the one before ended.
 */
export function joinGaps(gaps: readonly GapReport[]): GapReport[] {
  const sorted = [...gaps].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return sorted.reduce<GapReport[]>((all, gap) => {
    const last = all.at(-1);
    return last !== undefined && last.reason === gap.reason && gap.from <= last.to ? [...all.slice(0, -1), joined(last, gap)] : [...all, gap];
  }, []);
}

/** Why a day of following is not complete, in words: what was read instead, and what cannot be. */
export function gapOutcome(reports: readonly GapReport[]): JsonObject {
  const gaps = joinGaps(reports);
  const found = gaps.reduce((sum, gap) => sum + (gap.found ?? 0), 0);
  // Of several gaps only what was read again behind each of them is known.
  const since = minute(gaps.map((gap) => gap.rereadFrom).sort().at(-1) ?? '');
  const periods = gaps.map(period).join('; ');
  const known: Localized = gaps.some((gap) => gap.reason === 'silent')
    ? {
        pl: `Zamówienia potwierdzone od ${since} odczytano raz, więc ich zmiany są znane do chwili odczytu; późniejsze, dopóki dziennik milczy, pokazuje tylko codzienny drugi odczyt (rereadDays)`,
        en: `Orders confirmed since ${since} were read once, so their edits are known up to that moment; later ones, while the journal is silent, are found by the daily second look only (rereadDays)`,
      }
    : { pl: `Zamówienia potwierdzone od ${since} odczytano ponownie, więc ich zmiany są znane`, en: `Orders confirmed since ${since} were read again, so their edits are known` };
  const text: Localized = {
    pl: `Dziennik zmian nic nie mówi o czasie: ${periods}. Odczytano zamówienia według daty i znaleziono ${String(found)} nieznanych. ${known.pl}; zmian, statusów i usunięć starszych zamówień z tego czasu nie da się odtworzyć.`,
    en: `The journal tells nothing of: ${periods}. Orders were read by date, and ${String(found)} unknown ones were found. ${known.en}; edits, statuses and removals of older orders during that time cannot be recovered.`,
  };
  const fix: Localized = {
    pl: 'Jeżeli starsze zamówienia są ważne, odczytaj je ponownie (reread z datą). Jeżeli dziennik jest wyłączony, włącz go w ustawieniach API konta.',
    en: 'Where older orders matter, read them again (reread with a date). Where the journal is off, switch it on in the API settings of the account.',
  };
  return { kind: 'cursor_lost', code: 'journal_gap', text, fix, gaps: gaps.map((gap) => ({ ...gap })) };
}
