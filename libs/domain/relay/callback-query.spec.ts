import fc from 'fast-check';
import { callbackKey, matchesCallback } from './callback-key.js';
import { addressOfCallback, readCallbackQuery } from './callback-query.js';

const SECRET = 'Zimorodek42';

/** What the address comes to when a caller hashes `hashed` and writes `written` into the query. */
function addressFor(written: string, hashed: string): string | null {
  const query = readCallbackQuery(`email=${written}&key=${callbackKey(hashed, SECRET)}`);
  const proved = query === null ? null : matchesCallback(query.forms, query.key, SECRET);
  return query === null || proved === null ? null : addressOfCallback(proved, query.forms);
}

describe('the query of a callback', () => {
  it.each([
    ['encoded', 'anna%40example.pl', 'anna@example.pl', 'anna@example.pl'],
    ['as it is', 'anna@example.pl', 'anna@example.pl', 'anna@example.pl'],
    ['with an encoded plus', 'anna%2Bsklep@example.pl', 'anna+sklep@example.pl', 'anna+sklep@example.pl'],
    ['with a bare plus', 'anna+sklep@example.pl', 'anna+sklep@example.pl', 'anna+sklep@example.pl'],
    ['with a plus that was hashed as a blank', 'anna+sklep@example.pl', 'anna sklep@example.pl', 'anna+sklep@example.pl'],
    ['hashed as it was sent', 'anna%40example.pl', 'anna%40example.pl', 'anna@example.pl'],
    ['with capitals', 'Anna.Nowak@Example.PL', 'Anna.Nowak@Example.PL', 'anna.nowak@example.pl'],
    ['with blanks around', '%20anna@example.pl%20', 'anna@example.pl', 'anna@example.pl'],
    ['with blanks that were hashed', '%20anna@example.pl+', ' anna@example.pl ', 'anna@example.pl'],
    ['with national letters', '%C5%BC%C3%B3%C5%82w@example.pl', 'żółw@example.pl', 'żółw@example.pl'],
    ['broken', '100%@example.pl', '100%@example.pl', '100%@example.pl'],
    ['that is none', 'nobody', 'nobody', 'nobody'],
  ])('is read: an address %s', (_what, written, hashed, address) => {
    expect(addressFor(written, hashed)).toBe(address);
  });

  it('finds any address whichever way it is written', () => {
    const local = fc.string({ unit: fc.constantFrom(...'abcXYZ019.+-_%&=#'), minLength: 1, maxLength: 30 });
    fc.assert(fc.property(local, (name) => {
      const email = `${name}@example.pl`;
      expect(addressFor(encodeURIComponent(email), email)).toBe(email.toLowerCase());
      expect(addressFor(new URLSearchParams({ email }).toString().slice('email='.length), email)).not.toBeNull();
    }));
  });

  it('takes 254 characters, whatever they weigh', () => {
    const long = `${'ż'.repeat(64)}@${'a'.repeat(254 - 65 - 3)}.pl`;
    expect(long).toHaveLength(254);
    expect(addressFor(encodeURIComponent(long), long)).toBe(long);
  });

  it.each([
    ['nothing', ''],
    ['no key', 'email=anna@example.pl'],
    ['no address', 'key=00'],
    ['an empty address', 'email=&key=00'],
    ['only blanks', 'email=%20%20&key=00'],
    ['an empty key', 'email=anna@example.pl&key='],
    ['two addresses', 'email=a@example.pl&email=b@example.pl&key=00'],
    ['two keys', 'email=a@example.pl&key=00&key=01'],
    ['an address too long', `email=${'a'.repeat(250)}@a.pl&key=00`],
    ['a key too long', `email=a@example.pl&key=${'0'.repeat(101)}`],
    ['a query too long', `email=a@example.pl&key=00&x=${'x'.repeat(4_096)}`],
    ['a NUL', 'email=a%00@example.pl&key=00'],
    ['a line break', 'email=a%0A@example.pl&key=00'],
    ['a broken key', 'email=a@example.pl&key=%E0'],
  ])('is refused with %s', (_what, query) => {
    expect(readCallbackQuery(query)).toBeNull();
  });

  it('does not mind other parameters', () => {
    expect(readCallbackQuery('utm=x&email=a@example.pl&y&key=00')).toEqual({ forms: ['a@example.pl'], key: '00' });
  });
});
