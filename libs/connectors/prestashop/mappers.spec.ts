import type { NeutralRecord } from '#libs/domain/records.js';
import { mapRows } from '../sdk/map-rows.js';
import { mapAddress } from './address.mapper.js';
import { allegroRules, ALLEGRO_PATTERNS, ALLEGRO_PLACES, NO_ADDRESSES } from './allegro-source.js';
import { mapCustomer } from './customer.mapper.js';
import { localizedOf } from './dictionary.js';
import { mapOrder } from './order.mapper.js';

const ZONE = 'Europe/Warsaw';
const RULES = allegroRules(ALLEGRO_PLACES, ALLEGRO_PATTERNS);

const CUSTOMER = {
  id: 41, id_lang: 2, lastname: 'Wróbel', firstname: 'Halina', email: 'halina.wrobel@example.pl', birthday: '1979-07-30', newsletter: '1', optin: '0', company: '', siret: null,
  active: '1', deleted: '0', is_guest: '0', id_shop: 1, date_add: '2025-02-11 18:04:51', date_upd: '2025-06-02 09:12:07',
};
const ADDRESS = {
  id: 530, id_customer: '42', id_manufacturer: '0', id_supplier: '0', id_country: '14', alias: 'Dom', company: '', lastname: 'Sowa', firstname: 'Piotr', vat_number: '', address1: 'Zmyślona 3/4',
  address2: '', postcode: '00-001', city: 'Warszawa ', other: '', phone: '22 555 01 00', phone_mobile: '+48 500 000 000', dni: '', deleted: '0', date_add: '2025-06-02 09:12:07', date_upd: '2025-06-02 09:12:07',
};
const LINE = { id: '20114', product_id: '88', product_attribute_id: '412', product_quantity: '2', product_name: 'Kubek emaliowany - Kolor : Zielony', product_reference: 'KUB-ZI', product_ean13: '5901234123457', unit_price_tax_incl: '49.990000', unit_price_tax_excl: '40.642276' };
const ORDER = {
  id: 9017, id_address_delivery: '530', id_address_invoice: '531', id_currency: '1', id_customer: '42', id_carrier: '7', current_state: '3', module: 'przelewy24', date_add: '2025-06-02 09:12:07',
  date_upd: '2025-06-02 11:40:22', shipping_number: '', note: '', id_shop: '1', payment: 'Przelewy24', gift_message: '', total_discounts_tax_incl: '10.000000', total_paid: '152.970000',
  total_paid_real: '152.970000', total_shipping_tax_incl: '15.000000', reference: 'QWLPTRZMA',
  associations: { order_rows: [{ ...LINE, id: '20115', product_attribute_id: '0', product_ean13: '' }, LINE] },
};

type Patch = Readonly<Record<string, unknown>>;
const reject = (mapped: ReturnType<typeof mapRows>): string => mapped.rejects[0]?.reason ?? 'no reject';
const one = <T extends NeutralRecord>(mapped: ReturnType<typeof mapRows>): T => {
  expect(mapped.rejects).toEqual([]);
  return mapped.records[0] as T;
};
const customerRows = (patch: Patch): ReturnType<typeof mapRows> => mapRows([{ ...CUSTOMER, ...patch }], (row) => mapCustomer(row, ZONE));
const addressRows = (patch: Patch): ReturnType<typeof mapRows> => mapRows([{ ...ADDRESS, ...patch }], (row) => mapAddress(row, ZONE));
const orderRows = (patch: Patch): ReturnType<typeof mapRows> => mapRows([{ ...ORDER, ...patch }], (row) => mapOrder(row, { zone: ZONE, allegro: RULES, addresses: NO_ADDRESSES, technicalOwners: new Set(['999']) }));

type Of<K extends NeutralRecord['kind']> = Extract<NeutralRecord, { kind: K }>;
const customer = (patch: Patch = {}): Of<'customer'> => one(customerRows(patch));
const address = (patch: Patch = {}): Of<'address'> => one(addressRows(patch));
const order = (patch: Patch = {}): Of<'order'> => one(orderRows(patch));

describe('a customer', () => {
  it('is mapped whole', () => {
    expect(customer()).toEqual({
      kind: 'customer', externalId: '41', shop: '1', zone: ZONE, standing: 'account', email: 'halina.wrobel@example.pl', firstName: 'Halina', lastName: 'Wróbel', company: null, taxNumber: null,
      createdAt: { utc: '2025-02-11T17:04:51.000Z', local: '2025-02-11 18:04:51' }, updatedAt: { utc: '2025-06-02T07:12:07.000Z', local: '2025-06-02 09:12:07' },
      birthDate: '1979-07-30', language: '2', phones: [], active: true, deleted: false, newsletter: true, partnerOffers: false,
    });
  });

  it.each([
    ['text', { id: 41, id_lang: '2', newsletter: '1', optin: '0', active: '1', deleted: '0', is_guest: '0', id_shop: '1' }],
    ['numbers', { id: '41', id_lang: 2, newsletter: 1, optin: 0, active: 1, deleted: 0, is_guest: 0, id_shop: 1 }],
    ['booleans', { newsletter: true, optin: false, active: true, deleted: false, is_guest: false }],
    ['nothing in other forms', { company: null, siret: '' }],
    ['untidy text', { lastname: ' Wróbel\u0000', firstname: '\tHalina\n', email: 'halina.wrobel@example.pl ' }],
    ['broken groups of 8.0.1', { associations: { groups: [[null]] } }],
  ])('is the same record from %s', (_form, patch) => {
    expect(JSON.stringify(customer(patch))).toBe(JSON.stringify(customer()));
  });

  it.each([['1985-02-28', '1985-02-28'], ['1985-02-28 00:00:00', '1985-02-28'], ['0000-00-00', null], [null, null], ['', null], ['1985-13-01', null], [19850228, null]])('birthday %j gives %j', (birthday, expected) => {
    expect(customer({ birthday }).birthDate).toBe(expected);
  });

  it('that is a guest is an alias', () => {
    expect(customer({ is_guest: '1' }).standing).toBe('alias');
  });

  it('that inherits the orders of erased people is left out', () => {
    for (const email of ['anonymous@psgdpr.com', ' Anonymous@psgdpr.com ']) expect(customerRows({ email }).excluded).toEqual([{ externalId: '41', reason: 'technical_customer' }]);
  });

  it('without dates has none, and with a broken one is rejected', () => {
    expect(customer({ date_add: '0000-00-00 00:00:00', date_upd: null })).toMatchObject({ createdAt: null, updatedAt: null });
    expect(reject(customerRows({ date_upd: '2026-13-45 99:99:99' }))).toBe('date_upd_invalid');
    expect(reject(customerRows({ date_add: 'wczoraj' }))).toBe('date_add_invalid');
  });

  it('changed in the repeated hour carries one version time and its own text', () => {
    const [a, b] = ['2025-10-26 02:10:00', '2025-10-26 02:50:00'].map((date_upd) => customer({ date_upd }).updatedAt);
    expect(a?.utc).toBe(b?.utc);
    expect([a?.local, b?.local]).toEqual(['2025-10-26 02:10:00', '2025-10-26 02:50:00']);
  });

  it.each([[{ email: { unexpected: [1] } }, 'email_unreadable'], [{ newsletter: ['1'] }, 'newsletter_unreadable'], [{ id: null }, 'id_missing'], [{ id: { value: 3 } }, 'id_missing'], [{ id: '0' }, 'id_missing']])('with %j is rejected', (patch, reason) => {
    expect(reject(customerRows(patch))).toBe(reason);
  });
});

describe('an address', () => {
  it('is mapped whole, with phones as typed', () => {
    expect(address()).toMatchObject({
      externalId: '530', shop: null, ownerId: '42', label: 'Dom', deleted: false,
      address: { firstName: 'Piotr', lastName: 'Sowa', company: null, taxNumber: null, street: 'Zmyślona 3/4', street2: null, postcode: '00-001', city: 'Warszawa', country: '14', phones: ['22 555 01 00', '+48 500 000 000'] },
    });
  });

  it('names one number once', () => {
    expect(address({ phone: '500000000', phone_mobile: ' 500000000' }).address.phones).toEqual(['500000000']);
  });

  it.each([
    [{ vat_number: 'PL 526-000-12-46' }, 'PL 526-000-12-46'],
    [{ dni: '526-000-12-46' }, '5260001246'],
    [{ dni: '12345678901' }, null],
    [{ other: 'NIP: 526 000 12 46, proszę o fakturę' }, '5260001246'],
    [{ company: 'Wzorcowa sp. z o.o. NIP 5260001246' }, '5260001246'],
    [{ other: 'NIP 5260001247' }, null],
    [{ other: 'tel. 526000124' }, null],
    [{ company: 'PL5260001246' }, '5260001246'],
  ])('finds the tax number in %j', (patch, expected) => {
    expect(address(patch).address.taxNumber).toBe(expected);
  });

  it('of a supplier or manufacturer belongs to nobody', () => {
    for (const patch of [{ id_supplier: '1' }, { id_manufacturer: 3 }]) expect(addressRows({ id_customer: '0', ...patch }).excluded).toEqual([{ externalId: '530', reason: 'not_a_customer_address' }]);
  });

  it('takes a post code that came as a number', () => {
    expect(address({ postcode: 75002 }).address.postcode).toBe('75002');
  });
});

describe('an order', () => {
  it('is mapped whole', () => {
    expect(order()).toMatchObject({
      externalId: '9017', shop: '1', reference: 'QWLPTRZMA', ownerId: '42', status: '3', currency: '1', total: '152.97', paid: '152.97', shipping: '15.00', discount: '10.00', payment: 'Przelewy24',
      carrier: '7', waybill: null, deliveryAddressId: '530', invoiceAddressId: '531', marketplace: null, note: null, placedAt: { utc: '2025-06-02T07:12:07.000Z', local: '2025-06-02 09:12:07' },
    });
  });

  it('sorts its lines by id and keeps unit prices to the last digit', () => {
    const { lines } = order();
    expect(lines.map((line) => line.id)).toEqual(['20114', '20115']);
    expect(lines[0]).toEqual({ id: '20114', productId: '88', variantId: '412', sku: 'KUB-ZI', ean: '5901234123457', name: 'Kubek emaliowany - Kolor : Zielony', quantity: '2', unitGross: '49.99', unitNet: '40.642276' });
    expect(lines[1]).toMatchObject({ variantId: null, ean: null });
    expect(order({ associations: { order_rows: [9, 100, 20].map((id) => ({ ...LINE, id })) } }).lines.map((line) => line.id)).toEqual(['9', '20', '100']);
  });

  it.each([['152.970000', '152.97'], [152.97, '152.97'], ['152.9', '152.90'], ['0', '0.00'], ['-0.000000', '0.00'], ['-12.5', '-12.50'], ['007.10', '7.10'], ['', null], [null, null], [1e3, '1000.00']])('total %j is written %j', (total_paid, expected) => {
    expect(order({ total_paid }).total).toBe(expected);
  });

  it('whose owner is the technical customer has none: it would make one person of everybody whose orders it inherits', () => {
    expect(order({ id_customer: '999' }).ownerId).toBeNull();
    expect(order({ id_customer: '998' }).ownerId).toBe('998');
  });

  it.each(['abc', '12,50', '1e5', '12.', 'NaN', [1], { value: 1 }, true, '1234567890123456.00'])('total %j is rejected', (total_paid) => {
    expect(reject(orderRows({ total_paid }))).toBe('total_paid_not_a_number');
  });

  it.each([[undefined], [{}], [''], [{ order_rows: [[null]] }], [{ order_rows: null }]])('has no lines when associations are %j', (associations) => {
    expect(order({ associations }).lines).toEqual([]);
  });

  it.each([[{ order_rows: 'array' }, 'lines_unreadable'], [{ order_rows: ['x'] }, 'lines_unreadable'], [{ order_rows: [{ ...LINE, id: null }] }, 'line_id_missing'], [{ order_rows: [{ ...LINE, product_quantity: 'dwa' }] }, 'quantity_not_a_number']])('is rejected when its lines are %j', (associations, reason) => {
    expect(reject(orderRows({ associations }))).toBe(reason);
  });

  it('without a reference is known by its number', () => {
    expect(order({ reference: undefined }).reference).toBe('9017');
  });

  it('without dates, owner and state still is an order', () => {
    expect(order({ date_add: '0000-00-00 00:00:00', date_upd: '0000-00-00 00:00:00', id_customer: '0', current_state: 0 })).toMatchObject({ placedAt: null, updatedAt: null, ownerId: null, status: null });
  });

  it('keeps a waybill and a note where the version has them', () => {
    expect(order({ shipping_number: ' 620000000 ', note: 'Dzwonić\nrano' })).toMatchObject({ waybill: '620000000', note: 'Dzwonić rano' });
    expect(order({ note: undefined, shipping_number: undefined })).toMatchObject({ waybill: null, note: null });
  });
});

describe('one bad row', () => {
  it('leaves the others alone and keeps no personal data', () => {
    const mapped = mapRows([CUSTOMER, { ...CUSTOMER, id: 42, date_upd: 'x' }, 'text', null, { ...CUSTOMER, id: 43 }], (row) => mapCustomer(row, ZONE));
    expect(mapped.records.map((record) => record.externalId)).toEqual(['41', '43']);
    expect(mapped.rejects.map((entry) => [entry.externalId, entry.reason])).toEqual([['42', 'date_upd_invalid'], [null, 'row_not_an_object'], [null, 'row_not_an_object']]);
    expect(mapped.rejects[0]?.original).toMatchObject({ id: 42, email: 'text(24)', lastname: 'text(6)', birthday: 'text(10)', date_upd: 'x', newsletter: '1', id_shop: 1 });
  });

  it('becomes a reject also when a mapper fails in an unexpected way', () => {
    const mapped = mapRows([{ id: 1 }], () => {
      throw new TypeError('unexpected');
    });
    expect(mapped.rejects).toMatchObject([{ externalId: '1', reason: 'record_unreadable' }]);
  });
});

describe('names in several languages', () => {
  it.each([
    ['Wysłane', 2, 'Wysłane'],
    [[{ id: '1', value: 'Shipped' }, { id: '2', value: 'Wysłane' }], 2, 'Wysłane'],
    [[{ id: 2, value: 'Wysłane' }, { id: 1, value: 'Shipped' }], undefined, 'Shipped'],
    [[{ id: 1, value: '' }, { id: 2, value: 'Wysłane' }], 1, 'Wysłane'],
    [[[null]], 1, null],
    [null, 1, null],
  ])('%j in language %j is %j', (value, language, expected) => {
    expect(localizedOf(value, language)).toBe(expected);
  });
});
