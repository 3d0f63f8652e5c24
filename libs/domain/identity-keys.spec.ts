import { addressRules, joiningEmail, normalizeEmail } from './email.js';
import { normalizePhone } from './phone.js';
import { fold, cleanText } from './text.js';

const rules = addressRules(['biuro@*', '*@relay.example.com']);

describe('joining e-mail', () => {
  it.each([
    ['Jan.Wzor@Example.PL', 'jan.wzor@example.pl'],
    [' jan@example.pl ', 'jan@example.pl'],
    ['jan+sklep@example.pl', 'jan+sklep@example.pl'],
    ['anonymous@psgdpr.com', null],
    ['noreply@example.com', null],
    ['biuro@example.com', null],
    ['x1@relay.example.com', null],
    ['hash+1@allegromail.pl', null],
    ['not an address', null],
    ['a@b', null],
    [null, null],
  ])('%s → %s', (input, expected) => {
    expect(joiningEmail(input, rules)).toBe(expected);
  });

  it('still sees generic and masked addresses as addresses', () => {
    expect(normalizeEmail('Hash+1@allegromail.pl')).toBe('hash+1@allegromail.pl');
  });
});

describe('phones as typed by people', () => {
  it.each([
    ['600 100 200', '+48600100200'],
    ['+48 600-100-200', '+48600100200'],
    ['0048600100200', '+48600100200'],
    ['(48) 600 100 200', '+48600100200'],
    ['+49 30 901820', '+4930901820'],
    ['12', null],
    ['brak', null],
    ['900719925474099312345', null],
    ['+999999999999', null],
  ])('%s → %s', (input, expected) => {
    expect(normalizePhone(input)).toBe(expected);
  });
});

describe('text', () => {
  it('folds Polish letters and drops control characters', () => {
    expect(fold('Żółw ŁÓDŹ')).toBe('zolw lodz');
    expect(cleanText('  Jan\u0000\n  Wzór ')).toBe('Jan Wzór');
    expect(cleanText('\u0007')).toBeNull();
  });
});
