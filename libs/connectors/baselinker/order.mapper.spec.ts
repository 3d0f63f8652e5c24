import type { OrderRecord } from '#libs/domain/records.js';
import { mapRows } from '../sdk/map-rows.js';
import { mapOrder, orderIdOf, stageOf } from './order.mapper.js';

type Row = Readonly<Record<string, unknown>>;

const line = (more: Row = {}): Row => ({ order_product_id: 501, product_id: '44', variant_id: '0', name: 'Koc', sku: 'K-1', ean: '', price_brutto: 12.5, quantity: 2, bundle_id: 0, ...more });
const row = (more: Row = {}): Row => ({
  order_id: 31, shop_order_id: 0, external_order_id: '', order_source: 'shop', order_source_id: 9, order_status_id: 7, confirmed: true, date_confirmed: 1_767_261_893, date_add: 1_767_261_610, user_login: '',
  phone: '500 100 200', email: 'a.wzorcowa@example.pl', user_comments: '', admin_comments: 'sekret', currency: 'PLN', payment_method: 'PayU', payment_done: 30, delivery_method: 'Kurier', delivery_price: 5,
  delivery_fullname: 'Anna Wzorcowa', delivery_company: '', order_page: 'https://klient.baselinker.com/31/tajne/', products: [line()], ...more,
});
const read = (more: Row = {}): ReturnType<typeof mapRows> => mapRows([row(more)], mapOrder, orderIdOf);

function order(more: Row = {}): OrderRecord {
  const { records, rejects } = read(more);
  expect(rejects).toEqual([]);
  const [record] = records;
  if (record?.kind !== 'order') throw new Error('no order');
  return record;
}

describe('an order', () => {
  it('takes the number a buyer would quote', () => {
    const quoted = (more: Row): unknown => [order(more).reference, order(more).origin?.number];
    expect(quoted({ shop_order_id: 2824, external_order_id: 'X-1' })).toEqual(['2824', '2824']);
    expect(quoted({ shop_order_id: '2824' })).toEqual(['2824', '2824']);
    expect(quoted({ shop_order_id: '0', external_order_id: 'X-1' })).toEqual(['X-1', 'X-1']);
    expect(quoted({ order_source: 'allegro', shop_order_id: 5, external_order_id: 'u-u-i-d' })).toEqual(['u-u-i-d', 'u-u-i-d']);
    expect(quoted({ order_source: 'personal', order_source_id: '0' })).toEqual(['31', null]);
    expect(order({ order_source: '' }).origin).toBeUndefined();
  });

  it('is confirmed when the platform says so, or else by its date', () => {
    expect(order({ confirmed: false }).confirmed).toBe(false);
    expect(order({ confirmed: undefined, date_confirmed: 0 }).confirmed).toBe(false);
    expect(order({ confirmed: undefined, date_confirmed: '1767261893' }).confirmed).toBe(true);
  });

  it('is worth its lines and the delivery, parts of bundles included, to the last grosz', () => {
    expect(order({ products: [line({ price_brutto: 0.1, quantity: 3 }), line({ order_product_id: 502, price_brutto: '0.20', bundle_id: 7 })], delivery_price: '0.07' }).total).toBe('0.77');
    expect(order({ products: [line({ price_brutto: 19.989999999999998, quantity: 1 })], delivery_price: 0 })).toMatchObject({ total: '19.99', lines: [{ unitGross: '19.99' }] });
    expect(order({ products: [line({ price_brutto: '' })] }).total).toBeNull();
    expect(order({ products: [] }).total).toBe('5.00');
    expect(order({ products: {} }).lines).toEqual([]);
  });

  it('has lines by their ids, from a list or a map, each named once', () => {
    const products = { a: line({ order_product_id: 1002 }), b: line({ order_product_id: '999' }), c: line({ order_product_id: 999, variant_id: 52_124, product_id: 0 }) };
    expect(order({ products }).lines.map(({ id, productId, variantId }) => [id, productId, variantId])).toEqual([['999', '44', null], ['1002', '44', null], ['999#2', null, '52124']]);
    expect(order({ products: [line({ order_product_id: undefined }), line({ order_product_id: 0 })] }).lines.map(({ id }) => id)).toEqual(['n1', 'n2']);
  });

  it('keeps the masked address and login of Allegro, and no other login', () => {
    const masked = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';
    expect(order({ order_source: 'allegro', user_login: 'Client:88000111', email: masked }).marketplace).toEqual({ name: 'allegro', login: 'Client:88000111', emails: [masked] });
    expect(order({ order_source: 'amazon', user_login: 'nick' }).marketplace).toEqual({ name: 'other', login: null, emails: [] });
    for (const order_source of ['shop', 'personal', 'blconnect', 'order_return']) expect(order({ order_source, user_login: 'nick' }).marketplace).toBeNull();
  });

  it('names the buyer, and nobody where there is nobody', () => {
    expect(order().contact).toEqual({ email: 'a.wzorcowa@example.pl', firstName: 'Anna', lastName: 'Wzorcowa', company: null, phones: ['500 100 200'] });
    expect(order({ delivery_fullname: '', invoice_fullname: 'Jan Próbny', invoice_company: 'Wzór', email: '', phone: '' }).contact).toEqual({ email: null, firstName: 'Jan', lastName: 'Próbny', company: 'Wzór', phones: [] });
    expect(order({ invoice_nip: '329-831', invoice_country: 'Polska', delivery_fullname: '' })).toMatchObject({ invoiceAddress: { taxNumber: '329-831', country: 'Polska' }, deliveryAddress: null });
    expect(order({ delivery_country_code: 'pl', delivery_city: 'Łódź' }).deliveryAddress).toMatchObject({ country: 'PL', city: 'Łódź', taxNumber: null });
  });

  it('never holds the order page or the words of the seller, and empty maps are no trouble', () => {
    expect(JSON.stringify(order({ custom_extra_fields: [], commission: [] }))).not.toMatch(/tajne|sekret|klient\.baselinker/u);
  });
});

describe('a line below zero', () => {
  it('is a discount, and counts as one', () => {
    const { records } = read({ delivery_price: 0, products: [line({ order_product_id: 1, price_brutto: 100, quantity: 1 }), line({ order_product_id: 2, name: 'Rabat', price_brutto: -15.5, quantity: 2 })] });
    expect(records).toMatchObject([{ total: '69.00', lines: [{ unitGross: '100.00' }, { unitGross: '-15.50' }] }]);
  });
});

describe('an order that cannot be read', () => {
  it.each([
    [{ order_id: undefined }, 'id_missing'],
    [{ order_id: 0 }, 'id_missing'],
    [{ date_add: -5 }, 'date_add_invalid'],
    [{ date_add: '2026-01-01' }, 'date_add_invalid'],
    [{ date_confirmed: 4_102_444_801 }, 'date_confirmed_invalid'],
    [{ date_confirmed: { seconds: 1 } }, 'date_confirmed_invalid'],
    [{ date_add: 1.5 }, 'date_add_invalid'],
    [{ products: [line({ quantity: -2 })] }, 'quantity_negative'],
    [{ products: [line({ quantity: 'dwa' })] }, 'quantity_not_a_number'],
    [{ products: [line({ quantity: undefined })] }, 'quantity_not_a_number'],
    [{ products: [line({ price_brutto: 'abc' })] }, 'price_brutto_not_a_number'],
    [{ products: 'brak' }, 'products_unreadable'],
    [{ products: ['brak'] }, 'products_unreadable'],
    [{ delivery_price: 'darmowa' }, 'delivery_price_not_a_number'],
    [{ email: { address: 'x' } }, 'email_unreadable'],
    [{ confirmed: [] }, 'confirmed_unreadable'],
  ])('%j is a reject: %s', (more, reason) => {
    const { records, rejects } = read(more);
    expect([records, rejects.map((reject) => reject.reason)]).toEqual([[], [reason]]);
    expect(JSON.stringify(rejects)).not.toMatch(/tajne|sekret|wzorcowa|500 100/iu);
  });
});

describe('what an order counts for', () => {
  it.each([
    [{}, 'open'],
    [{ order_status_id: 99 }, 'open'],
    [{ confirmed: false }, 'unconfirmed'],
    [{ order_source: 'order_return' }, 'failed'],
    [{ order_source: 'order_return', confirmed: false }, 'failed'],
  ])('%j: %s', (more, stage) => {
    expect(stageOf(order(more))).toBe(stage);
  });
});
