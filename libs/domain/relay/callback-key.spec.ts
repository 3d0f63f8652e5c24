import { callbackKey, matchesCallback } from './callback-key.js';

describe('the key of a callback', () => {
  it('is the SHA-1 of address and parameter', () => {
    expect(callbackKey('anna.nowak@example.pl', 'Zimorodek42')).toBe('9a76c885268abbfc0b15b0f8351bcd5ac4afe045');
  });

  it('takes letters as UTF-8', () => {
    // printf 'żółw@example.plłąka' | sha1sum
    expect(callbackKey('żółw@example.pl', 'łąka')).toBe('91ae45917b648a7ff4a82414b1f12305416d9051');
  });

  it('is found for whichever form it was made of', () => {
    const forms = ['a+b@example.pl', 'a b@example.pl'];
    for (const form of forms) expect(matchesCallback(forms, callbackKey(form, 'x'), 'x')).toBe(form);
    expect(matchesCallback(forms, callbackKey('a+b@example.pl', 'x').toUpperCase(), 'x')).toBe('a+b@example.pl');
  });

  it('proves nothing with another address, another parameter, or cut', () => {
    const key = callbackKey('anna@example.pl', 'x');
    expect(matchesCallback(['Anna@example.pl'], key, 'x')).toBeNull();
    expect(matchesCallback(['anna@example.pl'], key, 'y')).toBeNull();
    expect(matchesCallback(['anna@example.pl'], key.slice(0, 39), 'x')).toBeNull();
    expect(matchesCallback(['anna@example.pl'], `${key}0`, 'x')).toBeNull();
    expect(matchesCallback(['anna@example.pl'], '', 'x')).toBeNull();
    expect(matchesCallback([], key, 'x')).toBeNull();
  });
});
