import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { idsOf, query, rows } from './spec-client.js';

const NOW = Date.parse('2026-02-03T09:15:00Z');
let sandbox: IdeaCommerceSandbox;
beforeEach(async () => {
  sandbox = await startIdeaCommerceSandbox({ orders: 40, ratePerMinute: 0, now: () => NOW, historyEnd: '2026-02-01T00:00:00Z' });
});
afterEach(async () => {
  await sandbox.stop();
});

const found = async (values: Readonly<Record<string, string | number>>): Promise<readonly number[]> => idsOf(await rows(sandbox, `orders?${query({ order_by: 'id asc', ...values })}`));

it('finds one by its id, and nothing by an unknown one', async () => {
  const [id = 0] = sandbox.control.ids();
  expect([await found({ id }), await found({ id: 999_999 })]).toEqual([[id], []]);
  sandbox.control.remove(id);
  expect(await found({ id })).toEqual([]);
});

it('reads ids from one on, with it or behind it', async () => {
  const ids = sandbox.control.ids();
  const from = ids[30] ?? 0;
  expect(await found({ id_from: from })).toEqual(ids.slice(30));
  sandbox.control.configure({ idFrom: 'exclusive' });
  expect(await found({ id_from: from })).toEqual(ids.slice(31));
});

it('reads creation dates from a second to one it does not contain, and the other way round', async () => {
  const id = sandbox.control.sell();
  const text = '2026-02-03T09:15:00';
  expect([await found({ create_date_from: text }), await found({ create_date_from: '2026-02-02', create_date_to: text })]).toEqual([[id], []]);
  sandbox.control.configure({ dateFrom: 'exclusive', dateTo: 'inclusive' });
  expect([await found({ create_date_from: text }), await found({ create_date_from: '2026-02-02', create_date_to: text })]).toEqual([[], [id]]);
});

it('tells apart when it was bought and when it came', async () => {
  const id = sandbox.control.sell({ boughtSecondsBefore: 3600 });
  const undated = sandbox.control.sell({ boughtSecondsBefore: null });
  expect(await found({ order_date_from: '2026-02-03 08:30:00' })).toEqual([]);
  expect(await found({ order_date_from: '2026-02-03 08:15:00' })).toEqual([id]);
  expect(await found({ create_date_from: '2026-02-03 09:00:00' })).toEqual([id, undated]);
});

it('shows late what was created earlier', async () => {
  const id = sandbox.control.sell({ createdSecondsAgo: 300 });
  expect(await found({ create_date_from: '2026-02-03T09:14:00' })).toEqual([]);
  expect(await found({ create_date_from: '2026-02-03T09:05:00' })).toEqual([id]);
});

it('drops the zone of a filter, counts it, or refuses it', async () => {
  const id = sandbox.control.sell();
  const warsaw = { create_date_from: '2026-02-03T10:15:00+01:00' };
  expect(await found(warsaw)).toEqual([]);
  sandbox.control.configure({ zonedFilter: 'counted' });
  expect(await found(warsaw)).toEqual([id]);
  sandbox.control.configure({ zonedFilter: 'refused' });
  await expect(found(warsaw)).rejects.toThrow('error_message');
});

it('means Warsaw where the instance does', async () => {
  const id = sandbox.control.sell();
  sandbox.control.configure({ dateZone: 'Europe/Warsaw' });
  expect([await found({ create_date_from: '2026-02-03T10:15:00' }), await found({ create_date_from: '2026-02-03T10:15:01' })]).toEqual([[id], []]);
  expect((await rows(sandbox, `orders?id=${String(id)}`))[0]).toMatchObject({ create_date: '2026-02-03 10:15:00' });
});

it('compares e-mails of all columns regardless of case, or as the instance does', async () => {
  const id = sandbox.control.sell({ source: 'woocommerce', email: 'Anna_Nowa@Wzorcowy.example' });
  sandbox.control.editSilently(id, { delivery: { email: 'tylko.dostawa@wzorcowy.example' } });
  expect([await found({ email: 'anna_nowa@wzorcowy.example' }), await found({ email: 'tylko.dostawa@wzorcowy.example' }), await found({ email: 'annaxnowa@wzorcowy.example' })]).toEqual([[id], [id], []]);
  sandbox.control.configure({ emailMatch: 'ilike', contactColumns: 'partner' });
  expect([await found({ email: 'tylko.dostawa@wzorcowy.example' }), await found({ email: 'anna_nowa@wzorcowy.example' })]).toEqual([[], [id]]);
  sandbox.control.editSilently(id, { email: 'annaxnowa@wzorcowy.example' });
  expect(await found({ email: 'anna_nowa@wzorcowy.example' })).toEqual([id]);
  sandbox.control.configure({ emailMatch: 'exact' });
  expect(await found({ email: 'ANNAxnowa@wzorcowy.example' })).toEqual([]);
});

it('reads an unescaped + as a blank, and does not find the full form by the bare one', async () => {
  const id = sandbox.control.sell({ source: 'allegro', email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' });
  expect(await found({ email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' })).toEqual([id]);
  expect(await rows(sandbox, 'orders?email=q7hx2m9d4k+5c1e08a7b@allegromail.pl')).toEqual([]);
  expect(await found({ email: 'q7hx2m9d4k@allegromail.pl' })).toEqual([]);
});

it('compares telephones as they were typed, or by digits', async () => {
  const id = sandbox.control.sell({ source: 'woocommerce', phone: '512 000 111' });
  expect([await found({ phone: '512 000 111' }), await found({ phone: '512000111' })]).toEqual([[id], []]);
  sandbox.control.configure({ phoneMatch: 'digits' });
  expect(await found({ phone: '512000111' })).toEqual([id]);
});

it('filters by partner, status, source and account, together', async () => {
  const id = sandbox.control.sell({ source: 'allegro', config: 2, invoicePartnerId: 77_777, status: 'to_pack' });
  sandbox.control.sell({ source: 'allegro', config: 1, invoicePartnerId: 77_777, status: 'to_pack' });
  expect(await found({ invoice_partner_id: 77_777, integration_type: 'allegro', integration_config: 2, status: 'to_pack', subiekt_status: 'turned_off' })).toEqual([id]);
  expect(await found({ invoice_partner_id: 77_777, delivery_partner_id: 1 })).toEqual([]);
  sandbox.control.setStatus(id, 'delivered');
  expect(await found({ invoice_partner_id: 77_777, status: 'delivered' })).toEqual([id]);
});

it('does not see parameters it does not know: everything comes', async () => {
  expect((await found({ modified_from: '2030-01-01', created_from: '2030-01-01' })).length).toBe(40);
});

it('gives only the fields asked for, and the id', async () => {
  const [id = 0] = sandbox.control.ids();
  expect(Object.keys((await rows(sandbox, `orders?id=${String(id)}&fields=status&fields=name`))[0] ?? {})).toEqual(['id', 'name', 'status']);
  expect(Object.keys((await rows(sandbox, `orders?id=${String(id)}&fields=status,name`))[0] ?? {})).toEqual(['id']);
});

it('finds partners by id and e-mail alone', async () => {
  const id = sandbox.control.addPartner({ name: 'Anna', email: 'Nowa@Wzorcowy.example' });
  expect(idsOf(await rows(sandbox, `partners?email=nowa%40wzorcowy.example`))).toEqual([id]);
  expect(await rows(sandbox, `partners?id=${String(id)}`)).toMatchObject([{ id, name: 'Anna', type: 'contact' }]);
  expect(await rows(sandbox, 'partners?id=999999')).toEqual([]);
  expect((await rows(sandbox, 'partners?name=Anna')).length).toBe(Math.min(100, sandbox.control.counts().partners));
});
