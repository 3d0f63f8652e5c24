import { dataRows, touched } from './database.js';

const row = (inserted: number, updated: number, deleted: number): { inserted: number; updated: number; deleted: number } => ({ inserted, updated, deleted });

describe('rows touched between two readings', () => {
  it('leaves out tables without a change and counts data tables alone', () => {
    const before = { customer: row(5, 0, 0), part: row(1, 1, 0) };
    const after = { customer: row(5, 2, 1), part: row(1, 9, 0), identity: row(3, 0, 0), workspace: row(0, 0, 0) };
    const changes = touched(before, after);
    expect(changes).toEqual({ customer: row(0, 2, 1), part: row(0, 8, 0), identity: row(3, 0, 0) });
    expect(dataRows(changes)).toBe(6);
  });
});
