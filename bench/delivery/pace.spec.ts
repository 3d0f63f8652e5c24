import { paceOf } from './pace.js';

const write = (at: number, contacts: number, endpoint = 'silent'): { at: number; endpoint: string; contacts: number; events: number } => ({ at, endpoint, contacts, events: 0 });

describe('pace of an export', () => {
  it('counts what came after the first call over the time since it', () => {
    expect(paceOf([write(1_000, 50), write(11_000, 10), write(31_000, 40), write(61_000, 50)], 'silent', 100)).toEqual({ setting: 100, contacts: 150, calls: 4, seconds: 60, kept: 100, offPercent: 0 });
  });

  it('leaves out calls of other kinds and tells how far it is off', () => {
    expect(paceOf([write(0, 50), write(10_000, 9, 'loud'), write(30_000, 40)], 'silent', 100)).toMatchObject({ contacts: 90, kept: 80, offPercent: -20 });
  });

  it('has no pace without calls', () => {
    expect(paceOf([], 'silent', 100)).toMatchObject({ calls: 0, kept: 0, offPercent: -100 });
  });
});
