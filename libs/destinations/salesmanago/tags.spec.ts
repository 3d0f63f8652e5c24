import fc from 'fast-check';
import { tagsOf } from '../../../apps/sandbox/salesmanago/world/tags.js';
import { firstCharacters } from './cut.js';
import { storedTag, writtenTag } from './tags.js';

it.each([
  ['Odzież męska', 'ODZIEZ_MESKA'],
  ['Buty, sandały', 'BUTY_SANDALY'],
  ['  rejestracja ', 'REJESTRACJA'],
  ['Zażółć GĘŚLĄ jaźń', 'ZAZOLC_GESLA_JAZN'],
  ['Łódź', 'LODZ'],
  ['Koszule & swetry!', 'KOSZULE_SWETRY'],
  ['_a__b_', 'A_B'],
  ['Straße / Ærø', 'STRASSE_AERO'],
  ['Ǽon', 'AEON'],
  ['RTV (4K) [nowe]', 'RTV_4K_NOWE'],
  ['🦜', ''],
  ['!!!', ''],
  ['', ''],
])('tag "%s" is stored as "%s"', (tag, stored) => {
  expect(storedTag(tag)).toBe(stored);
});

it('has no comma left in what is written', () => {
  expect(writtenTag(' Buty, sandały,klapki ')).toBe('Buty_ sandały_klapki');
});

/** Letters as shops use them, with everything the server treats in its own way. */
const shopText = fc.string({ unit: fc.oneof(fc.constantFrom(...'aąćęłńóśźżAŁŻß09_-–()[]{}!#$%&*”‘,;/ .'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 300 });

it('is found again, whatever a server that follows the help page makes of it', () => {
  fc.assert(
    fc.property(shopText, (tag) => {
      const there = tagsOf([writtenTag(tag)]);
      expect(there.length).toBeLessThanOrEqual(1);
      if (storedTag(tag) !== '') expect(there.map(storedTag)).toEqual([storedTag(tag)]);
      expect(storedTag(storedTag(tag))).toBe(storedTag(tag));
      expect(storedTag(writtenTag(tag))).toBe(storedTag(tag));
      expect(storedTag(tag).length).toBeLessThanOrEqual(255);
    }),
  );
});

it('cuts between characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat({ max: 40 }), (text, most) => {
      const kept = firstCharacters(text, most);
      expect(kept.length).toBeLessThanOrEqual(most);
      expect(kept.isWellFormed()).toBe(true);
      expect(text.toWellFormed().startsWith(kept)).toBe(true);
      expect(Math.min(text.length, most) - kept.length).toBeLessThanOrEqual(1);
    }),
  );
});
