import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allegroBase } from '#libs/domain/allegro.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { calm, failureFrom } from '../sdk/conformance-harness.js';
import { mapRows } from '../sdk/map-rows.js';
import { journalOf } from './journal.js';
import { stepByDate } from './date-paging.js';
import { mapOrder, orderIdOf } from './order.mapper.js';
import { startAt } from './position.js';
import { fakeAccount } from './testing/fake-account.js';

type Recorded = { readonly body: object };

/** Answers of real accounts and of the documentation; they live beside the project, not in it. */
const FILE = join(process.cwd(), '../shared/samples/baselinker.json');
const recorded = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Recorded>) : {};
const names = (part: string): string[] => Object.keys(recorded).filter((name) => name.startsWith(part));
const withSamples = names('').length === 0 ? describe.skip : describe;
const bodyOf = (name: string): object => recorded[name]?.body ?? {};

async function ordersOf(name: string): Promise<OrderRecord[]> {
  const { rows } = await fakeAccount(() => bodyOf(name)).client.orders({}, calm());
  const mapped = mapRows(rows, mapOrder, orderIdOf);
  expect([mapped.rejects, mapped.excluded]).toEqual([[], []]);
  expect(rows.length).toBeGreaterThan(0);
  return mapped.records as OrderRecord[];
}

withSamples('recorded answers', () => {
  it('are read in every shape from 2018 to 2023', async () => {
    expect(names('getOrders').length).toBeGreaterThanOrEqual(9);
    for (const name of names('getOrders')) {
      const orders = await ordersOf(name);
      const text = JSON.stringify(orders);
      expect(text).not.toMatch(/baselinker\.com|admin/iu);
      for (const order of orders) {
        expect(order.confirmed).toBe(true);
        expect(order.total).toMatch(/^\d+\.\d{2,}$/u);
        expect(JSON.parse(JSON.stringify(order))).toEqual(order);
      }
    }
  });

  it('hold 27 Allegro orders of 22 buyers, in the order they were confirmed', async () => {
    const orders = await ordersOf('getOrders_allegro_2022_27orders');
    expect(orders).toHaveLength(27);
    const bases = orders.flatMap((order) => order.marketplace?.emails ?? []).map((email) => allegroBase(email));
    expect([bases.length, new Set(bases).size]).toEqual([27, 22]);
    const { rows } = await fakeAccount(() => bodyOf('getOrders_allegro_2022_27orders')).client.orders({}, calm());
    expect(stepByDate(rows, startAt(0), 4_000_000_000).rows).toEqual(rows);
    expect(orders[0]).toMatchObject({
      externalId: '72002699', reference: 'ffbc3446-218b-11ed-7fc5-f79f217dc115', createdAt: { utc: '2022-11-23T10:56:43.000Z' }, updatedAt: null, zone: null, status: '263945', currency: 'PLN',
      total: '9.99', shipping: '8.99', paid: '9.99', payment: 'Przelewy24', carrier: 'Allegro Paczkomaty InPost', waybill: null, pickupPoint: 'ZGI08N', note: null,
      origin: { type: 'allegro', account: '31675', number: 'ffbc3446-218b-11ed-7fc5-f79f217dc115' },
      marketplace: { name: 'allegro', login: 'urss1c_ho' },
      contact: { firstName: 'Teresa', lastName: 'Wzorzec', company: null, phones: ['+48530213432'] },
      deliveryAddress: { street: 'Próbna 31a', postcode: '04-603', city: 'Testowo', country: 'PL' },
      lines: [{ id: '126123050', productId: '169461179', variantId: null, sku: null, ean: '4063523845332', quantity: '1', unitGross: '1.00' }],
    });
  });

  it('hold manual orders of 2018, with and without a buyer', async () => {
    const [first, second] = await ordersOf('getOrders_personal_2018');
    expect(first).toMatchObject({ currency: null, total: '15.00', marketplace: null, origin: { type: 'personal', account: '0', number: null }, reference: '53115902', lines: [], payment: null, contact: { phones: ['524 149 530'], lastName: 'Próbny' } });
    expect(second).toMatchObject({ contact: { email: null, firstName: null, lastName: null, phones: [] }, invoiceAddress: { taxNumber: '329-831-40-24', firstName: null } });
  });

  it('mean the same in the documentation whether numbers are texts or not', async () => {
    const [current, legacy] = [await ordersOf('getOrders_doc_sample_current'), await ordersOf('getOrders_doc_sample_legacy_strings')];
    expect(legacy).toEqual(current);
    expect(current[0]).toMatchObject({ total: '50.00', paid: '50.00', marketplace: { name: 'other', login: null, emails: [] }, reference: '534534234', deliveryAddress: { country: 'Great Britain' }, waybill: '0042348723648234' });
  });

  it('hold journals', async () => {
    for (const name of names('getJournalList')) {
      const { entries, unreadable } = await journalOf(fakeAccount(() => bodyOf(name)).client).read(null, calm());
      expect(unreadable).toBeUndefined();
      expect(entries).toHaveLength(name.endsWith('empty') ? 0 : 2);
    }
  });

  it.each(['error_empty_token', 'error_bad_token', 'error_blocked_token', 'error_parse_json_parameters'])('hold %s', async (name) => {
    const { kind } = await failureFrom(() => fakeAccount(() => bodyOf(name)).client.orders({}, calm()));
    expect(kind).toBe({ error_blocked_token: 'rate_limited', error_parse_json_parameters: 'configuration_invalid' }[name] ?? 'credentials_rejected');
  });
});
