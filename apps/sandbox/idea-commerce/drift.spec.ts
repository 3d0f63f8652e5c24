import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import type { Behaviour } from './options.js';
import { rows, type Row } from './spec-client.js';

const NOW = Date.parse('2026-02-03T09:16:10.250Z');
let sandbox: IdeaCommerceSandbox;
beforeAll(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 120, ratePerMinute: 0, now: () => NOW, historyEnd: '2026-02-01T00:00:00Z' });
});
afterAll(async () => {
  await sandbox.stop();
});

const plain: Partial<Behaviour> = { nulls: 'null', amounts: 'number', allegroLogin: 'user', typeCase: 'lower', deliveryLine: 'no', unknownFields: false, dateForm: 'blank', linesInLists: true };
const lines = (row: Row | undefined): readonly Row[] => (row?.['order_lines'] ?? []) as readonly Row[];

async function order(id: number, behaviour: Partial<Behaviour> = {}): Promise<Row> {
  sandbox.control.configure({ ...plain, ...behaviour });
  const [row] = await rows(sandbox, `orders?id=${String(id)}`);
  return row ?? {};
}

it('gives the fields of the schema', async () => {
  const id = sandbox.control.sell({
    source: 'allegro', person: { email: '', firstName: 'Anna', lastName: 'Nowa', phone: '600700800', login: 'kupujaca_42', hash: 'ab12cd34ef' }, form: 'full', value: 40, boughtSecondsBefore: 70, integrationId: '77001', status: 'sale', note: null,
  });
  expect(await order(id)).toMatchObject({
    id, name: 'Allegro-77001-1', integration_type: 'allegro', integration_id: '77001', integration_config: 1, user_login: 'kupujaca_42', integration_login: 'sklep-wzorcowy', status: 'sale', confirmed: true, is_paid: true, currency: 'PLN',
    date_order: '2026-02-03 09:15:00', create_date: '2026-02-03 09:16:10', delivery_price: 0, partner_email: expect.stringMatching(/^ab12cd34ef\+[0-9a-f]{7,9}@allegromail\.pl$/u) as string, partner_phone: '+48600700800', invoice_vat: null, note: null,
    delivery_country: 'Polska', delivery_country_code: 'PL', rma_ids: [], invoice_partner_id: expect.any(Number) as number,
    order_lines: [{ quantity: 1, price_unit: 40, tax_rate: 23, gross_tax: true, order_line_netto: 32.52, order_line_tax: 7.48, order_line_gross: 40, is_bundle: false }],
  });
  const row = await order(id);
  for (const absent of ['partner_id', 'amount_total', 'write_date', 'tags']) expect(row).not.toHaveProperty(absent);
  expect((await rows(sandbox, `orders?id=${String(id)}&lang=en_US`))[0]).toMatchObject({ delivery_country: 'Poland' });
});

it.each([['null', null], ['false', false], ['empty', ''], ['missing', undefined]] as const)('writes nothing as %s', async (nulls, value) => {
  const id = sandbox.control.sell({ source: 'woocommerce', phone: null, note: null, invoicePartnerId: null });
  const row = await order(id, { nulls });
  expect([row['partner_phone'], row['note'], row['delivery_point_id'], lines(row)[0]?.['option']]).toEqual([value, value, value, value]);
  expect(row['invoice_partner_id']).toBe(nulls === 'empty' ? null : value);
});

it('mixes them, always alike for one record, and never leaves a key of a partner out', async () => {
  sandbox.control.configure({ ...plain, nulls: 'mixed' });
  const list = await rows(sandbox, 'orders?order_by=id%20asc');
  expect(new Set(list.map((row) => row['integration_delivery_id']))).toEqual(new Set([null, false, '', undefined]));
  expect(await rows(sandbox, 'orders?order_by=id%20asc')).toEqual(list);
  const partners = await rows(sandbox, 'partners');
  expect([new Set(partners.map((row) => Object.keys(row).length)), partners.some((row) => row['email'] === false)]).toEqual([new Set([8]), true]);
});

it('writes amounts as texts in some orders, or in all', async () => {
  const id = sandbox.control.sell({ source: 'woocommerce', value: 40 });
  sandbox.control.editSilently(id, { deliveryPrice: 1_200 });
  const text = await order(id, { amounts: 'text' });
  expect([text['delivery_price'], lines(text)[0]?.['order_line_gross'], lines(text)[0]?.['tax_rate'], text['id']]).toEqual(['12.0', '40.0', '23.0', id]);
  sandbox.control.configure({ amounts: 'mixed' });
  expect(new Set((await rows(sandbox, 'orders')).map((row) => typeof lines(row)[0]?.['quantity']))).toEqual(new Set(['number', 'string', 'undefined']));
});

it('leaves a delivery that costs nothing without a price now and then', async () => {
  const prices = [];
  for (const id of sandbox.control.sellMany(6, { source: 'woocommerce', value: 10 })) prices.push((await order(id))['delivery_price']);
  expect(new Set(prices)).toEqual(new Set([0, null]));
});

it('writes times in three forms', async () => {
  const id = sandbox.control.sell();
  expect([(await order(id, { dateForm: 'T' }))['create_date'], (await order(id, { dateForm: 'fraction' }))['create_date']]).toEqual(['2026-02-03T09:16:10', '2026-02-03 09:16:10.250417']);
});

it('makes the delivery a line by name or SKU, on top of its price', async () => {
  const id = sandbox.control.orders().find((one) => one.source === 'allegro' && one.deliveryPrice > 0)?.id ?? 0;
  const count = lines(await order(id)).length;
  const byName = await order(id, { deliveryLine: 'name' });
  expect([lines(byName).length, lines(byName).at(-1)?.['name']]).toEqual([count + 1, byName['delivery_method']]);
  expect(lines(await order(id, { deliveryLine: 'sku' })).at(-1)).toMatchObject({ default_code: 'SHIP-1' });
});

it("names Allegro's buyer here, there, or nowhere", async () => {
  sandbox.control.sellMany(26, { source: 'allegro' });
  sandbox.control.configure({ ...plain, allegroLogin: 'mixed', typeCase: 'mixed' });
  const list = await rows(sandbox, `orders?integration_type=allegro`);
  const places = new Set(list.map((row) => `${String(row['user_login'] !== null)} ${String(row['integration_login'] === 'sprzedaz@wzorcowy.example')}`));
  expect(places).toEqual(new Set(['true true', 'true false', 'false false']));
  expect(new Set(list.map((row) => row['integration_type']))).toEqual(new Set(['allegro', 'Allegro']));
});

it('leaves the lines of lists out where it does, and has undocumented fields now and then', async () => {
  sandbox.control.configure({ ...plain, linesInLists: false, unknownFields: true });
  const list = await rows(sandbox, 'orders');
  expect([list.some((row) => lines(row).length > 0), list.some((row) => 'priority_score' in row), list.every((row) => 'priority_score' in row)]).toEqual([false, true, false]);
  const id = sandbox.control.sell({ source: 'woocommerce' });
  expect(lines(await order(id, { linesInLists: false })).length).toBeGreaterThan(0);
});

it('puts a secret into the links', async () => {
  const id = sandbox.control.sellMany(2).find((one) => one % 8 !== 0) ?? 0;
  const row = await order(id);
  expect(row['order_panel_url']).toBe(`https://wzorcowy.ideaerp.pl/my/orders/${String(id)}?access_token=${sandbox.control.order(id)?.secrets.panel ?? ''}`);
  expect(sandbox.control.secrets()).toEqual(expect.arrayContaining([row['client_token'], row['rma_token'], sandbox.key]));
});
