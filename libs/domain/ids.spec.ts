import { isId, newId } from './ids.js';

describe('ids', () => {
  it('are distinct version 7 identifiers that ascend, also within one millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids.slice(0, 50)) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });

  it('are told from anything else before they reach the database', () => {
    expect(isId(newId())).toBe(true);
    for (const text of ['', 'x', newId().toUpperCase(), `${newId()} `]) expect(isId(text)).toBe(false);
  });
});
