import type { JournalEntry, JournalMeaning } from '#libs/connectors/sdk/journal.js';
import { toldBy } from './told.js';

const MEANINGS: Readonly<Record<number, Partial<JournalMeaning>>> = { 1: { read: true, birth: true }, 2: { read: true }, 6: { read: true, kin: 'split' }, 7: {} };
const definition = { meaning: (type: number): JournalMeaning | null => (MEANINGS[type] === undefined ? null : { read: false, kin: null, birth: false, touchesEvent: false, ...MEANINGS[type] }) };
const entry = (type: number, recordId: string, objectId: string | null = null): JournalEntry => ({ logId: type, type, recordId, objectId, atMs: 0 });

describe('what entries ask for', () => {
  it('is each record once, young when it was born in them', () => {
    expect(toldBy([entry(1, 'b'), entry(2, 'b'), entry(2, 'a'), entry(2, 'a')], definition).records).toEqual([{ externalId: 'a', born: false }, { externalId: 'b', born: true }]);
  });

  it('is both ends of a link', () => {
    const told = toldBy([entry(6, 'parent', 'child'), entry(6, 'parent', 'child'), entry(6, 'alone'), entry(6, 'self', 'self')], definition);
    expect(told.kin).toEqual([{ parentId: 'parent', childId: 'child', kin: 'split' }]);
    expect(told.records).toEqual([{ externalId: 'alone', born: false }, { externalId: 'child', born: true }, { externalId: 'parent', born: false }, { externalId: 'self', born: false }]);
  });

  it('is nothing for types that are of no interest, and a count for unknown ones', () => {
    expect(toldBy([entry(7, 'x'), entry(99, 'y'), entry(99, 'z')], definition)).toEqual({ records: [], kin: [], unknown: { 99: 2 } });
  });
});
