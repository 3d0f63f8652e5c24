import { gapOutcome, joinGaps, type GapReport } from './gap-text.js';

const gap = (from: string, to: string, more: Partial<GapReport> = {}): GapReport => ({
  from: `2026-03-0${from}:00.000Z`, to: `2026-03-0${to}:00.000Z`, rereadFrom: `2026-03-0${from}:00.000Z`, reason: 'silent', found: 1, ...more,
});

describe('gaps in words', () => {
  it('make one of the scans of a journal that stays off, and sum up what was found', () => {
    const scans = [gap('1T10:20', '1T11:00', { found: null }), gap('1T09:00', '1T10:00', { rereadFrom: '2026-02-26T09:00:00.000Z' }), gap('1T09:50', '1T10:30', { found: 4 })];
    expect(joinGaps(scans)).toEqual([gap('1T09:00', '1T11:00', { found: 5, rereadFrom: '2026-02-26T09:00:00.000Z' })]);
  });

  it('stay apart where the journal told something in between, or lost entries for another reason', () => {
    const apart = [gap('1T09:00', '1T10:00'), gap('1T10:01', '1T11:00'), gap('1T10:30', '1T12:00', { reason: 'broken', found: null })];
    expect(joinGaps(apart)).toEqual(apart);
    expect(joinGaps([gap('2T09:00', '2T09:30', { found: null }), gap('2T09:10', '2T09:20', { found: null })])).toEqual([gap('2T09:00', '2T09:30', { found: null })]);
  });

  it('claim no edits of orders that were read before the gap was over', () => {
    const text = (...gaps: GapReport[]): { en: string; pl: string } => gapOutcome(gaps)['text'] as { en: string; pl: string };
    // Off for a day: what was confirmed in the morning and read then may have been edited in the afternoon.
    const off = text(gap('1T09:00', '1T10:00'), gap('1T09:50', '1T23:30'));
    expect(off.en).toContain('later ones, while the journal is silent, are found by the daily second look only');
    expect(off.pl).toContain('codzienny drugi odczyt');
    const lost = text(gap('1T09:00', '1T10:00', { reason: 'broken', rereadFrom: '2026-02-26T09:00:00.000Z' }), gap('1T12:00', '1T12:10', { reason: 'broken' }));
    expect(lost.en).toContain('Orders confirmed since 2026-03-01 12:00 UTC were read again, so their edits are known');
  });

  it('say from when to when, what was found, and from when on orders were read again', () => {
    const outcome = gapOutcome([gap('1T09:00', '1T10:00'), gap('1T09:50', '1T10:30', { found: 2 }), gap('3T01:00', '3T02:00', { reason: 'broken', found: 3 })]);
    const { en, pl } = outcome['text'] as { en: string; pl: string };
    expect(en).toContain('2026-03-01 09:00 UTC – 2026-03-01 10:30 UTC; 2026-03-03 01:00 UTC – 2026-03-03 02:00 UTC.');
    expect(en).toContain('6 unknown ones were found. Orders confirmed since 2026-03-03 01:00 UTC were read once');
    expect(pl).toContain('2026-03-01 09:00 UTC – 2026-03-01 10:30 UTC; 2026-03-03 01:00 UTC – 2026-03-03 02:00 UTC.');
    expect(outcome).toMatchObject({ kind: 'cursor_lost', code: 'journal_gap', gaps: [{ found: 3 }, { found: 3 }] });
  });
});
