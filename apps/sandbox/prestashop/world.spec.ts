import { cellText, type Row } from './data/row.js';
import { settingsOf, type PrestaShopSandboxOptions } from './options.js';
import { ShopClock } from './world/clock.js';
import { generateShop } from './world/generate.js';
import { nip } from './world/people.js';
import { Random } from '../common/random.js';
import type { Shop } from './world/shop.js';

const build = (options: PrestaShopSandboxOptions = {}): Shop => generateShop(settingsOf({ customers: 600, orders: 1500, ...options }));
const content = (shop: Shop): unknown => Object.entries(shop.tables).map(([name, table]) => [name, table.rows.map((row) => [row.id, row.cells, row.lines])]);
const text = (row: Row, name: string): string => cellText(row.cells[name]);

describe('generated shop', () => {
  const shop = build();
  const { customers, addresses, orders, order_states: states } = shop.tables;

  it('is the same for the same seed and another for another', () => {
    expect(content(build())).toEqual(content(shop));
    expect(content(build({ seed: 2 }))).not.toEqual(content(shop));
  });

  it('has the numbers asked for, ids in order of creation', () => {
    expect([customers.size, orders.size]).toEqual([600, 1500]);
    const created = customers.rows.map((row) => text(row, 'date_add').slice(0, 10));
    expect([...created].sort()).toEqual(created);
  });

  it('copes with an empty shop', () => {
    const empty = build({ customers: 0, orders: 0 });
    expect([empty.tables.customers.size, empty.tables.orders.size]).toEqual([0, 0]);
  });

  it.each<[string, (row: Row) => boolean, () => readonly Row[]]>([
    ['guests', (row) => row.cells['is_guest'] === 1, () => customers.rows],
    ['soft-deleted customers', (row) => row.cells['deleted'] === 1, () => customers.rows],
    ['inactive customers', (row) => row.cells['active'] === 0, () => customers.rows],
    ['masked addresses with a transaction', (row) => /^[a-z0-9]{10}\+[0-9a-f]{7,9}@allegromail\.pl$/.test(text(row, 'email')), () => customers.rows],
    ['bare masked addresses', (row) => /^[a-z0-9]{10}@allegromail\.pl$/.test(text(row, 'email')), () => customers.rows],
    ['companies with control characters or blanks', (row) => /^\s|\p{Cc}/u.test(text(row, 'company')), () => [...customers.rows, ...addresses.rows]],
    ['null and empty companies', (row) => row.cells['company'] === null, () => customers.rows],
    ['deleted addresses', (row) => row.cells['deleted'] === 1, () => addresses.rows],
    ['addresses of a supplier', (row) => row.cells['id_customer'] === 0, () => addresses.rows],
    ['telephones with 0048', (row) => text(row, 'phone').startsWith('0048'), () => addresses.rows],
    ['telephones in brackets', (row) => text(row, 'phone').startsWith('(48)'), () => addresses.rows],
    ['tax numbers typed elsewhere', (row) => text(row, 'other').startsWith('NIP'), () => addresses.rows],
    ['addresses abroad', (row) => row.cells['id_country'] !== 14, () => addresses.rows],
    ['marketplace orders with a login', (row) => row.cells['module'] === 'x13allegro' && text(row, 'note') !== '', () => orders.rows],
    ['foreign currency', (row) => row.cells['id_currency'] !== 1, () => orders.rows],
    ['orders of nobody', (row) => customers.get(Number(row.cells['id_customer'])) === undefined, () => orders.rows],
    ['orders of the technical customer', (row) => text(customers.get(Number(row.cells['id_customer'])) ?? row, 'email') === 'anonymous@psgdpr.com', () => orders.rows],
    ['orders without dates', (row) => text(row, 'date_upd') === '0000-00-00 00:00:00', () => orders.rows],
    ['five lines', (row) => row.lines?.length === 5, () => orders.rows],
  ])('has %s, and rows that are not so', (_name, test, rows) => {
    const found = rows().filter(test).length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(rows().length / 2);
  });

  it('repeats e-mails of guests, references of split orders and seconds of imports', () => {
    const repeated = (rows: readonly Row[], name: string): number => rows.length - new Set(rows.map((row) => text(row, name))).size;
    expect(repeated(customers.rows, 'email')).toBeGreaterThan(5);
    expect(repeated(orders.rows, 'reference')).toBeGreaterThan(5);
    const bySecond = Map.groupBy(orders.rows, (row) => text(row, 'date_upd'));
    expect([...bySecond].filter(([second, rows]) => rows.length >= 30 && !second.startsWith('0000'))).toHaveLength(3);
  });

  it('keeps accounts apart by e-mail, and one buyer behind several masked addresses', () => {
    const accounts = customers.rows.filter((row) => row.cells['is_guest'] === 0).map((row) => text(row, 'email').toLowerCase());
    expect(new Set(accounts).size).toBe(accounts.length);
    const masked = customers.rows.map((row) => text(row, 'email')).filter((email) => email.endsWith('@allegromail.pl'));
    expect(new Set(masked.map((email) => email.slice(0, 10))).size).toBeLessThan(masked.length);
  });

  it('refers only to states, currencies and addresses that are there', () => {
    for (const order of orders.rows) {
      expect(states.get(Number(order.cells['current_state']))).toBeDefined();
      const delivery = Number(order.cells['id_address_delivery']);
      expect(delivery === 0 || addresses.get(delivery) !== undefined).toBe(true);
    }
  });

  it('switches untidiness off', () => {
    const tidy = build({ guests: 0, allegroShare: 0, shares: { orphanedOrders: 0, anonymousOrders: 0, zeroDates: 0, splitOrders: 0, importTies: 0 } });
    expect(tidy.tables.customers.rows.every((row) => row.cells['is_guest'] === 0)).toBe(true);
    expect(tidy.tables.orders.rows.every((row) => tidy.tables.customers.get(Number(row.cells['id_customer'])) !== undefined)).toBe(true);
    expect(new Set(tidy.tables.orders.rows.map((row) => text(row, 'reference'))).size).toBe(1500);
  });

  it.each([
    ['note', 'orders', 'note'],
    ['payment', 'orders', 'payment'],
    ['gift_message', 'orders', 'gift_message'],
    ['message', 'messages', 'message'],
    ['address_other', 'addresses', 'other'],
    ['address_alias', 'addresses', 'alias'],
    ['address_company', 'addresses', 'company'],
  ] as const)('leaves the login in %s', (place, resource, field) => {
    const login = /Client:\d{8}|zmyslony_/;
    const rows = build({ allegroLogin: place }).tables[resource].rows;
    expect(rows.filter((row) => login.test(text(row, field))).length).toBeGreaterThan(20);
  });

  it('makes tax numbers with a right check digit', () => {
    const random = new Random(5);
    for (let i = 0; i < 50; i += 1) {
      const digits = nip(random).replace(/\D/g, '');
      const sum = [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
      expect(sum % 11).toBe(Number(digits[9]));
    }
  });

  it('never shows a future to a machine whose calendar is behind', () => {
    const early = build({ now: () => Date.parse('2025-02-10T00:00:00Z') });
    expect(early.tables.orders.rows.every((row) => text(row, 'date_upd') < '2025-02-10 02')).toBe(true);
  });
});

describe('clock of the shop', () => {
  it.each([
    ['Europe/Warsaw', '2026-10-25T00:30:00Z', '2026-10-25 02:30:00'],
    ['Europe/Warsaw', '2026-10-25T01:00:00Z', '2026-10-25 02:00:00'],
    ['Europe/Warsaw', '2026-10-25T01:30:00Z', '2026-10-25 02:30:00'],
    ['Europe/Warsaw', '2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
    ['Europe/Warsaw', '2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['Europe/Warsaw', '2026-07-01T22:30:00Z', '2026-07-02 00:30:00'],
    ['UTC', '2026-10-25T01:30:00Z', '2026-10-25 01:30:00'],
    ['America/New_York', '2026-01-01T04:59:59Z', '2025-12-31 23:59:59'],
  ])('%s at %s reads %s', (zone, iso, expected) => {
    const clock = new ShopClock(zone, () => 0);
    clock.set(iso);
    expect(clock.text()).toBe(expected);
  });

  it('runs backwards at the end of daylight saving time', () => {
    const clock = new ShopClock('Europe/Warsaw', () => 0);
    clock.set('2026-10-25T00:59:59Z');
    const before = clock.text();
    clock.advance(1);
    expect(clock.text() < before).toBe(true);
  });

  it('follows the injected time, shifted, until it is set', () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const clock = new ShopClock('UTC', () => now);
    clock.advance(60);
    now += 1000;
    expect(clock.text()).toBe('2026-01-01 00:01:01');
    clock.set(null);
    expect(clock.text()).toBe('2026-01-01 00:00:01');
    expect(() => { clock.set('nonsense'); }).toThrow('Unreadable instant');
  });
});
