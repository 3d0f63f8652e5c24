import { allegroRules, ALLEGRO_PATTERNS, ALLEGRO_PLACES, marketplaceOf, needsAddresses, NO_ADDRESSES } from './allegro-source.js';

const RULES = allegroRules(ALLEGRO_PLACES, ALLEGRO_PATTERNS);
const FROM_ALLEGRO = { module: 'x13allegro', payment: 'Allegro', id_address_delivery: '5', id_address_invoice: 6 };
const login = (order: Record<string, unknown>, addresses = NO_ADDRESSES): string | null | undefined => marketplaceOf(order, addresses, RULES)?.login;

it.each([
  [{ ...FROM_ALLEGRO, note: 'zmyslony_kupiec' }, 'zmyslony_kupiec'],
  [{ ...FROM_ALLEGRO, note: 'Client:12345678' }, 'Client:12345678'],
  [{ ...FROM_ALLEGRO, payment: 'Allegro (Client:12345678)' }, 'Client:12345678'],
  [{ ...FROM_ALLEGRO, payment: 'Allegro ( zmyslony_1 )' }, 'zmyslony_1'],
  [{ module: 'ps_wirepayment', note: 'Login Allegro: kupiec.wzorcowy, proszę o fakturę' }, 'kupiec.wzorcowy'],
  [{ module: 'ps_wirepayment', gift_message: 'ALLEGRO LOGIN:kupiec-wzorcowy.' }, 'kupiec-wzorcowy'],
  [{ ...FROM_ALLEGRO, note: 'pilne' }, null],
  [{ ...FROM_ALLEGRO, payment: 'Allegro: PayU' }, null],
  [{ ...FROM_ALLEGRO, payment: 'Allegro Smart' }, null],
  [{ ...FROM_ALLEGRO, note: 'Proszę dzwonić po 16' }, null],
])('%j gives the login %j', (order, expected) => {
  expect(login(order)).toBe(expected);
});

it.each([{ module: 'przelewy24', payment: 'Przelewy24', note: 'zmyslony_kupiec' }, { module: 'cheque', gift_message: 'kupione też na Allegro' }, { payment: 'PayU', note: 'jan@example.com' }, {}])('%j did not come from Allegro', (order) => {
  expect(marketplaceOf(order, NO_ADDRESSES, RULES)).toBeNull();
});

it('keeps masked addresses as they were seen', () => {
  const note = 'Kontakt: Q7hx2m9d4k+5c1e08a7b@allegromail.pl. Albo jan@example.com, q7hx2m9d4k@allegromail.pl';
  expect(marketplaceOf({ module: 'bankwire', note }, NO_ADDRESSES, RULES)).toEqual({ name: 'allegro', login: null, emails: ['Q7hx2m9d4k+5c1e08a7b@allegromail.pl', 'q7hx2m9d4k@allegromail.pl'] });
});

it('looks into the addresses only when the order itself says nothing', () => {
  expect(needsAddresses(FROM_ALLEGRO, RULES)).toBe(true);
  expect(needsAddresses({ ...FROM_ALLEGRO, note: 'zmyslony_1' }, RULES)).toBe(false);
  expect(needsAddresses({ module: 'przelewy24', payment: 'Przelewy24' }, RULES)).toBe(false);
  expect(needsAddresses(FROM_ALLEGRO, allegroRules(['note'], ALLEGRO_PATTERNS))).toBe(false);
});

it.each([
  [{ other: 'Allegro login: zmyslony_2' }, 'zmyslony_2'],
  [{ alias: 'Mój adres', company: 'zmyslony_3' }, 'zmyslony_3'],
  [{ alias: 'Dom', company: 'Wzorcowa' }, null],
])('finds the login in the address %j', (address, expected) => {
  expect(login(FROM_ALLEGRO, new Map([['5', address]]))).toBe(expected);
  expect(login(FROM_ALLEGRO, new Map([['6', address]]))).toBe(expected);
});

it('takes the first place that holds a login', () => {
  const order = { ...FROM_ALLEGRO, note: 'pierwszy_1', payment: 'Allegro (drugi_2)' };
  expect(login(order)).toBe('pierwszy_1');
  expect(marketplaceOf(order, NO_ADDRESSES, allegroRules(['payment', 'note'], ALLEGRO_PATTERNS))?.login).toBe('drugi_2');
});

it('reads patterns as plain text, whatever is in them', () => {
  const rules = allegroRules(['note'], ['(a+)+$ {login} [koniec]']);
  expect(marketplaceOf({ note: 'allegro (a+)+$ kupiec_1 [koniec]' }, NO_ADDRESSES, rules)?.login).toBe('kupiec_1');
  expect(marketplaceOf({ note: `allegro ${'a'.repeat(5_000)}` }, NO_ADDRESSES, rules)).toBeNull();
});
