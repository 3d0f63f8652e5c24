import fc from 'fast-check';
import { Failure } from '#libs/domain/failure.js';
import { cleanText } from '#libs/domain/text.js';
import { PageSize, mayHelpToAskLess } from './page-size.js';
import { redactRow } from './redact-row.js';
import { decimalOf, flagOf, idOf, quantityOf, textOf } from './values.js';

it.each([[3, '3'], ['3', '3'], [' 42 ', '42'], ['007', '7'], [0, null], ['0', null], ['', null], [null, null], [undefined, null], [-1, null], [1.5, null], ['1e3', null], [{ id: 3 }, null], [true, null], ['9'.repeat(21), null]])('id of %j is %j', (value, expected) => {
  expect(idOf(value)).toBe(expected);
});

it.each([[true, true], [1, true], ['1', true], [false, false], [0, false], ['0', false], ['', null], [null, null], ['yes', null], [2, null]])('flag of %j is %j', (value, expected) => {
  expect(flagOf(value)).toBe(expected);
});

it.each([['12.340000', '12.34'], ['12.345600', '12.3456'], [12, '12.00'], ['-3.1', '-3.10'], ['', null], [null, null], ['12,3', undefined], ['abc', undefined], [NaN, undefined], [{}, undefined]])('decimal of %j is %j', (value, expected) => {
  expect(decimalOf(value)).toBe(expected);
});

it.each([['2', '2'], [2, '2'], ['2.000000', '2'], ['0.500', '0.50'], ['', null], ['x', undefined]])('quantity of %j is %j', (value, expected) => {
  expect(quantityOf(value)).toBe(expected);
});

it.each([[' a\u0000b ', 'a b'], [75002, '75002'], ['', null], [null, null], [['a'], null]])('text of %j is %j', (value, expected) => {
  expect(textOf(value)).toBe(expected);
});

it('cleans texts exactly as the domain does', () => {
  const untidy = fc.string({ unit: fc.constantFrom('a', 'ł', ' ', '\t', '\n', '\u0000', '\u007f', '\u0085', '\u00a0', '\u2003', '\u3000', '\ufeff', '漢', '🙂') });
  fc.assert(fc.property(fc.oneof(untidy, fc.string({ unit: 'binary' })), (text) => expect(textOf(text)).toBe(cleanText(text))), { numRuns: 1_000 });
});

it('redacts a row to names, types and what cannot be personal', () => {
  const row = {
    id: 7, id_customer: '3', email: 'osoba@example.com', lastname: 'Wzorcowa', phone: '500000000', postcode: '00-001', total_paid: 'abc', date_add: 'wczoraj', newsletter: null,
    reference: 'QWLPTRZMA', current_state: { unexpected: 'osoba@example.com' }, date_upd: 'napisz na osoba@example.com', associations: { order_rows: [{ id: 1, product_name: 'Kubek' }] },
  };
  expect(redactRow(row)).toEqual({
    id: 7, id_customer: '3', email: 'text(17)', lastname: 'text(8)', phone: 'text(9)', postcode: 'text(6)', total_paid: 'abc', date_add: 'wczoraj', newsletter: null,
    reference: 'text(9)', current_state: { unexpected: 'text(17)' }, date_upd: 'text(27)', associations: { order_rows: [{ id: 1, product_name: 'text(5)' }] },
  });
  expect(redactRow('osoba@example.com')).toEqual({ value: 'text(17)' });
});

it('keeps of names written in one word short ids, dates and amounts, and no number that may be somebody\'s', () => {
  const kept = { clientId: 1234, orderSerialNumber: '90000123', shopId: '2', orderChangeDate: '2026-01-02 03:04:05', productOrderPrice: 12.5, orderStatus: 'finished' };
  expect(redactRow(kept)).toEqual(kept);
  expect(redactRow({
    orderId: '600100200-3', clientId: 600100200, payerId: '600100200', giftCardNumber: '1234567', voucherNumber: '12345', loyaltyCardNumber: '778899', phoneNumber: '600100200', taxNumber: '5260000000', clientBirthDate: '1980-02-29',
  })).toEqual({
    orderId: 'text(11)', clientId: 'number', payerId: 'text(9)', giftCardNumber: 'text(7)', voucherNumber: 'text(5)', loyaltyCardNumber: 'text(6)', phoneNumber: 'text(9)', taxNumber: 'text(10)', clientBirthDate: 'text(10)',
  });
});

it('stays small and safe for any row', () => {
  let deep: unknown = 'osoba@example.com';
  for (let level = 0; level < 100; level += 1) deep = { deep };
  const text = JSON.stringify(redactRow({ deep, many: Array.from({ length: 10_000 }, (_unused, index) => index), wide: Object.fromEntries(Array.from({ length: 5_000 }, (_unused, index) => [`f${String(index)}`, index])) }));
  expect(text).not.toContain('osoba');
  expect(text.length).toBeLessThan(10_000);
});

describe('the size of a page', () => {
  it('halves down to one and grows back only after a row of good pages', () => {
    const size = new PageSize(100);
    const halves: number[] = [];
    while (size.shrink()) halves.push(size.size);
    expect(halves).toEqual([50, 25, 12, 6, 3, 1]);
    for (let page = 0; page < 7; page += 1) size.succeeded();
    expect(size.size).toBe(1);
    size.succeeded();
    expect(size.size).toBe(2);
    for (let page = 0; page < 100; page += 1) size.succeeded();
    expect(size.size).toBe(100);
    expect(size.mark).toEqual({});
  });

  it('is remembered in the cursor while it is reduced', () => {
    const size = new PageSize(100, 12);
    expect(size.mark).toEqual({ size: 12 });
    expect(new PageSize(100, 5_000).size).toBe(100);
    expect(new PageSize(100, 0).size).toBe(1);
  });

  it('is reduced for what a smaller page can cure, and for nothing else', () => {
    const failure = (code: string): Failure => new Failure({ kind: 'platform_unavailable', code, message: { pl: 'x', en: 'x' } });
    expect(['timed_out', 'server_error', 'answer_cut_off', 'php_error'].map((code) => mayHelpToAskLess(failure(code)))).toEqual([true, true, true, true]);
    expect(['no_connection', 'rate_limited', 'html_instead_of_data', 'certificate_invalid'].map((code) => mayHelpToAskLess(failure(code)))).toEqual([false, false, false, false]);
    expect(mayHelpToAskLess(new Error('x'))).toBe(false);
  });
});
