import fc from 'fast-check';
import { allegroBase, isAllegroAddress } from './allegro.js';

describe('masked Allegro addresses', () => {
  it.each([
    ['q7hx2m9d4k+5c1e08a7b@allegromail.pl', 'q7hx2m9d4k@allegromail.pl'],
    ['q7hx2m9d4k+1f0932d@allegromail.pl', 'q7hx2m9d4k@allegromail.pl'],
    ['q7hx2m9d4k@allegromail.pl', 'q7hx2m9d4k@allegromail.pl'],
    [' Q7HX2M9D4K+5C1E08A7B@Allegromail.PL ', 'q7hx2m9d4k@allegromail.pl'],
    ['z1y2x3w4v5+0a1b2c3d4@user.allegrogroup.pl', 'z1y2x3w4v5@user.allegrogroup.pl'],
    ['z1y2x3w4v5+0a1b2c3d4@allegromail.com', 'z1y2x3w4v5@allegromail.com'],
    ['q7hx2m9d4k+a+b@allegromail.pl', 'q7hx2m9d4k@allegromail.pl'],
    ['jan.wzor+zakupy@example.com', null],
    ['q7hx2m9d4k+5c1e@allegromail.pl.example.com', null],
    ['+5c1e08a7b@allegromail.pl', null],
    ['powiadomienia@allegromail.pl', null],
    ['no-reply+1@allegromail.pl', null],
    ['', null],
  ])('%s → %s', (input, expected) => {
    expect(allegroBase(input)).toBe(expected);
  });

  it('compares whole domains, so that look-alikes are ordinary addresses', () => {
    expect(isAllegroAddress('a@allegromail.pl')).toBe(true);
    expect(isAllegroAddress('a@xallegromail.pl')).toBe(false);
    expect(isAllegroAddress('a@allegromail.pl.example.com')).toBe(false);
  });

  it('is idempotent and gives both forms of one buyer the same key, for any hash and transaction', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,14}$/u);
    fc.assert(fc.property(word, word, word, (hash, one, two) => {
      fc.pre(!['noreply'].includes(hash));
      const key = allegroBase(`${hash}+${one}@allegromail.pl`);
      expect(key).toBe(allegroBase(`${hash}+${two}@allegromail.pl`));
      expect(key).toBe(allegroBase(`${hash}@allegromail.pl`));
      expect(allegroBase(key ?? '')).toBe(key);
    }));
  });
});
