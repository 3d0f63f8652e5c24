import type { OrderRecord } from '#libs/domain/records.js';
import { mapRows } from '../sdk/map-rows.js';
import type { Row } from '../sdk/values.js';
import { mapOrder } from './order.mapper.js';
import type { Known } from './order-people.js';
import { mapPartner } from './partner.mapper.js';

const NOBODY: Known = { ownAccounts: new Set(['sklep-wzorcowy']), partners: new Map() };
const line = (more: Row = {}): Row => ({ id: 1, sequence: 10, name: 'Kubek', default_code: 'KUB-1', quantity: 2, price_unit: 20, tax_rate: 23, gross_tax: true, order_line_netto: 32.52, order_line_tax: 7.48, order_line_gross: 40, ...more });
/** The order of the sheet's own example (section 14). */
const row = (more: Row = {}): Row => ({
  id: 501, name: 'Allegro-77001-1', integration_type: 'allegro', integration_id: '77001', integration_config: 1, user_login: 'kupujaca_42', status: 'sale', is_paid: true, currency: 'PLN',
  date_order: '2026-02-03 09:15:00', create_date: '2026-02-03 09:16:10', delivery_price: 12, partner_email: 'ab12cd34ef+9f8e7d6c5@allegromail.pl', partner_phone: '600700800', invoice_partner_id: 9001, invoice_name: 'Anna Nowak', delivery_partner_id: 9002, order_lines: [line()], ...more,
});
const map = (more: Row = {}, known: Known = NOBODY): OrderRecord => mapOrder(row(more), known);
const reasons = (more: Row): string[] => mapRows([row(more)], (one) => mapOrder(one, NOBODY)).rejects.map(({ reason }) => reason);

describe('an order', () => {
  it('is read as the example of the sheet is meant', () => {
    expect(map()).toEqual({
      kind: 'order', externalId: '501', shop: null, zone: 'Europe/Warsaw', createdAt: { utc: '2026-02-03T09:16:10.000Z' }, updatedAt: null, reference: '77001', ownerId: '9001',
      placedAt: { utc: '2026-02-03T09:15:00.000Z', local: '2026-02-03 10:15:00' }, status: 'sale', currency: 'PLN', total: '52.00', paid: '52.00', shipping: '12.00', discount: null, payment: null, carrier: null, waybill: null,
      deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: { firstName: 'Anna', lastName: 'Nowak', company: null, taxNumber: null, street: null, street2: null, postcode: null, city: null, country: null, phones: [] },
      contact: { email: 'ab12cd34ef+9f8e7d6c5@allegromail.pl', firstName: 'Anna', lastName: 'Nowak', company: null, phones: ['600700800'] }, marketplace: { name: 'allegro', login: 'kupujaca_42', emails: ['ab12cd34ef+9f8e7d6c5@allegromail.pl'] },
      note: null, lines: [{ id: '1', productId: null, variantId: null, sku: 'KUB-1', ean: null, name: 'Kubek', quantity: '2', unitGross: '20.00', unitNet: '16.26' }], pickupPoint: null, origin: { type: 'allegro', account: '1', number: '77001' }, counts: true, panelUrl: null, speaksForOwner: true,
    });
  });

  it.each([null, false, '', undefined])('reads nothing written as %p everywhere', (nothing) => {
    const fields = Object.keys(row()).filter((name) => !['id', 'status'].includes(name));
    const bare = mapOrder({ ...row(), ...Object.fromEntries(fields.map((name) => [name, nothing])), note: nothing, waybills: nothing, delivery_name: nothing }, NOBODY);
    expect(bare).toMatchObject({ externalId: '501', reference: '501', ownerId: null, placedAt: null, createdAt: null, currency: null, total: '0.00', paid: null, shipping: null, contact: null, marketplace: null, note: null, waybill: null, lines: [], origin: { type: 'manual', account: '0', number: null } });
  });

  it('is dated by its creation where nobody dated it, on the day of Warsaw', () => {
    expect(map({ date_order: false, create_date: '2026-07-31T22:30:00' }).placedAt).toEqual({ utc: '2026-07-31T22:30:00.000Z', local: '2026-08-01 00:30:00' });
    expect(map({ date_order: '2026-12-31 23:00:00.123417' }).placedAt?.local).toBe('2027-01-01 00:00:00');
  });

  it.each([['sale', true], ['delivered', true], ['cancel', false], ['draft', false], ['anulowane', false], ['sent', true], ['whatever', true]])('counts as a purchase in state %s: %p', (status, counts) => {
    expect(map({ status })).toMatchObject({ status, counts });
  });

  it.each([
    [{ date_order: '2026-13-45 99:99:99' }, 'date_order_invalid'],
    [{ delivery_price: 'darmowa' }, 'delivery_price_not_a_number'],
    [{ order_lines: [line({ order_line_gross: 'abc' })] }, 'order_line_gross_not_a_number'],
    [{ order_lines: [line({ quantity: -2 })] }, 'quantity_negative'],
    [{ order_lines: 'brak' }, 'order_lines_unreadable'],
    [{ order_lines: [[1]] }, 'order_lines_unreadable'],
    [{ partner_email: { address: 'a@b.pl' } }, 'partner_email_unreadable'],
    [{ waybills: 'brak' }, 'waybills_unreadable'],
    [{ id: 'nr 5' }, 'id_missing'],
  ])('is refused with %j: %s', (more, reason) => {
    expect(reasons(more)).toEqual([reason]);
  });

  it('joins waybills, and reads a note as text', () => {
    expect(map({ waybills: ['A1', 'B2', 'A1'] }).waybill).toBe('A1, B2');
    expect(map({ waybills: [], delivery_package_nr: 'C3' }).waybill).toBe('C3');
    expect(map({ note: '<p>Proszę szybko<br/>&amp; dokładnie &lt;3</p>' }).note).toBe('Proszę szybko & dokładnie <3');
  });

  it('tells only that it is paid, never that nothing is', () => {
    expect(map({ is_paid: false }).paid).toBeNull();
    expect(map({ is_paid: null }).paid).toBeNull();
  });
});

describe('its total', () => {
  const total = (more: Row): string | null => map(more).total;

  it('counts a delivery that is a line too once, by name or by SKU', () => {
    const charge = (more: Row): Row => line({ id: 2, name: 'Koszt', default_code: null, quantity: 1, price_unit: 12, order_line_gross: 12, ...more });
    expect(total({ order_lines: [line(), charge({})] })).toBe('64.00');
    expect(total({ delivery_method: 'Kurier', order_lines: [line(), charge({ name: 'Kurier' })] })).toBe('52.00');
    expect(total({ order_lines: [line(), charge({ default_code: 'X-SHIP-1' })] })).toBe('52.00');
  });

  it('is decimal: amounts as texts, as floats of machines, and below zero', () => {
    expect(total({ delivery_price: '0.1', order_lines: [line({ order_line_gross: '0.2' })] })).toBe('0.30');
    expect(total({ delivery_price: null, order_lines: [line({ order_line_gross: 19.989999999999998 }), line({ id: 2, order_line_gross: -5 })] })).toBe('14.99');
    expect(total({ delivery_price: 0, order_lines: Array.from({ length: 10 }, (_unused, at) => line({ id: at + 1, order_line_gross: 0.1 })) })).toBe('1.00');
  });

  it('is made of net and tax where gross is missing, and not told where a line has no value', () => {
    expect(total({ order_lines: [line({ order_line_gross: null })] })).toBe('52.00');
    expect(total({ order_lines: [line({ order_line_gross: false, order_line_netto: false })] })).toBeNull();
  });

  it('is made of prices on both sides of the tax', () => {
    expect(map({ order_lines: [line({ gross_tax: false, price_unit: 16.26 })] }).lines[0]).toMatchObject({ unitNet: '16.26', unitGross: '20.00' });
    expect(map({ order_lines: [line({ gross_tax: null, quantity: 0 })] }).lines[0]).toMatchObject({ unitNet: null, unitGross: null });
  });
});

describe('its buyer', () => {
  it('is known by the e-mail of the buyer, then of the invoice, then of the delivery', () => {
    expect(map({ invoice_email: 'f@example.com' }).contact?.email).toBe('ab12cd34ef+9f8e7d6c5@allegromail.pl');
    expect(map({ partner_email: false, invoice_email: 'f@example.com', delivery_email: 'd@example.com' }).contact?.email).toBe('f@example.com');
    expect(map({ partner_email: '', delivery_email: 'd@example.com' }).contact?.email).toBe('d@example.com');
  });

  it('is a company with a tax number, and its name stands for the surname', () => {
    expect(map({ invoice_vat: 'PL0001234567', invoice_name: 'Hurtownia Źdźbło sp. z o.o.' }).contact).toMatchObject({ firstName: null, lastName: 'Hurtownia Źdźbło sp. z o.o.', company: 'Hurtownia Źdźbło sp. z o.o.' });
    expect(map({ invoice_name: null, delivery_name: 'Anna Maria Wzorcowa' }).contact).toMatchObject({ firstName: 'Anna Maria', lastName: 'Wzorcowa' });
  });

  it('has each telephone once, as digits', () => {
    expect(map({ partner_phone: 'tel. 500 100-200', delivery_phone: '500100200', invoice_phone: '+48 600 100 200' }).contact?.phones).toEqual(['500100200', '+48600100200']);
    expect(map({ partner_phone: 'brak' }).contact?.phones).toEqual([]);
  });

  it('is the partner of the invoice, else of the delivery, else the one of that e-mail', () => {
    expect(map({ invoice_partner_id: null }).ownerId).toBe('9002');
    const partners = new Map([['k@example.com', '77']]);
    const found = { invoice_partner_id: null, delivery_partner_id: false, partner_email: 'k@example.com' };
    expect(map(found, { ...NOBODY, partners }).ownerId).toBe('77');
    expect(map(found).ownerId).toBeNull();
  });
});

describe('what it tells of Allegro', () => {
  const logins = (more: Row, known = NOBODY): string | null | undefined => map(more, known).marketplace?.login;

  it('is a login that is not the seller’s own', () => {
    expect(logins({ user_login: false, integration_login: 'kupujaca_42' })).toBe('kupujaca_42');
    expect(logins({ user_login: false, integration_login: 'Sklep-Wzorcowy' })).toBeNull();
    expect(logins({ user_login: false, integration_login: 'sprzedaz@wzorcowy.example' })).toBeNull();
    expect(logins({ user_login: false, integration_login: 'kupujaca_42' }, { ...NOBODY, ownAccounts: null })).toBeNull();
    expect(logins({ integration_type: 'Allegro' })).toBe('kupujaca_42');
  });

  it('is nothing for orders from elsewhere', () => {
    expect(map({ integration_type: 'woocommerce' }).marketplace).toBeNull();
    expect(map({ integration_type: null }).marketplace).toBeNull();
  });

  it('holds the masked forms of the buyer alone: whoever receives the goods may be somebody else', () => {
    const emails = { invoice_email: 'ab12cd34ef@allegromail.pl', delivery_email: 'zz99yy88xx+1a2b3c4d5@allegromail.pl' };
    expect(map(emails).marketplace?.emails).toEqual(['ab12cd34ef+9f8e7d6c5@allegromail.pl', 'ab12cd34ef@allegromail.pl']);
    expect(map({ ...emails, partner_email: 'kupujaca@example.com' }).marketplace?.emails).toEqual([]);
  });
});

describe('the page it names', () => {
  const page = (url: unknown, more: Row = {}): string | null | undefined => map({ order_panel_url: url, ...more }).panelUrl;

  it('is kept when it is a plain address', () => {
    expect(page('https://wzorcowy.ideaerp.pl/orders/501')).toBe('https://wzorcowy.ideaerp.pl/orders/501');
    expect(page('https://wzorcowy.ideaerp.pl/web#id=501&model=sale.order')).toBe('https://wzorcowy.ideaerp.pl/web#id=501&model=sale.order');
  });

  it.each([
    'http://wzorcowy.ideaerp.pl/orders/501',
    'https://user:pass@wzorcowy.ideaerp.pl/orders/501',
    'https://wzorcowy.ideaerp.pl/my/orders/501?access_token=x',
    'https://wzorcowy.ideaerp.pl/my/orders/501?h=0123456789abcdef0123',
    'https://wzorcowy.ideaerp.pl/o/3f1c-9a7be21d44',
    'https://wzorcowy.ideaerp.pl/o#token=abc',
    'https://wzorcowy.ideaerp.pl/o/krotki7',
    'javascript:alert(1)',
    'nie adres',
    false,
  ])('is left out when it may let in whoever has it: %p', (url) => {
    expect(page(url, { client_token: 'krotki7', rma_token: 'inny8' })).toBeNull();
  });
});

describe('a partner', () => {
  it('is an alias without date and telephone', () => {
    expect(mapPartner({ id: 77, name: 'Anna Maria Wzorcowa', email: 'anna@example.com', street: 'Zmyślona 1', city: 'Łódź', zip: '90-001', country_code: 'pl', type: 'contact' })).toMatchObject({
      kind: 'customer', externalId: '77', standing: 'alias', createdAt: null, updatedAt: null, email: 'anna@example.com', firstName: 'Anna Maria', lastName: 'Wzorcowa', phones: [], address: { street: 'Zmyślona 1', postcode: '90-001', city: 'Łódź', country: 'PL' },
    });
    expect(mapPartner({ id: 3, name: 'Firma sp. z o.o.', email: false, street: false, city: null, zip: '', country_code: false, type: 'contact' })).toMatchObject({ company: 'Firma sp. z o.o.', lastName: null, email: null, address: null });
  });

  it.each([
    ['delivery', null, true],
    ['invoice', false, true],
    ['invoice_receiver', '', true],
    ['delivery', 'odbiorca@example.com', false],
    ['invoice', 'q7hx2m9d4k+5c1e08a7b@allegromail.pl', false],
    ['contact', 'x1@marketplace.amazon.co.uk', true],
    ['contact', ' X1@Members.eBay.com ', true],
    ['contact', null, false],
    ['other', null, false],
    ['private', null, false],
    [null, null, false],
    ['supplier', null, false],
  ])('of type %p with the e-mail %p is an address of an order: %p', (type, email, is) => {
    expect('excluded' in mapPartner({ id: 5, name: 'Jan Wzór', email, street: 'Zmyślona 1', type })).toBe(is);
  });
});
