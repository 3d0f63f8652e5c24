import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys, addRecord, customerRecord, orderRecord } from '../testing/card-rows.js';
import { addDelivery, addRelay } from '../testing/relay-rows.js';

describe('erasures', () => {
  let api: ApiHarness;
  let admin: Call;
  let integration: string;

  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
    integration = await addIntegration(api, 'Sklep');
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(() => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
  });

  let people = 0;
  async function person(): Promise<{ readonly id: string; readonly name: string; readonly email: string }> {
    people += 1;
    const [number, email] = [String(people), `kanarek${String(people)}@example.com`];
    const name = `Żaneta Próbna ${number}`;
    const id = await addCustomer(api, name, email, name.toLowerCase());
    await addRecord(api, integration, id, customerRecord(number, { email }), [`shop_id:${integration}/${number}`, `email:${email}`]);
    await addRecord(api, integration, id, orderRecord(`9${number}`, number), [`shop_id:${integration}/${number}`]);
    await addKeys(api, integration, id, [`shop_id:${integration}/${number}`, `email:${email}`]);
    return { id, name, email };
  }

  it('shows before what would go and what destinations hold, without an address', async () => {
    const one = await person();
    const relay = await addRelay(api);
    await addDelivery(api, relay.route, { state: 'delivered', address: one.email });
    const { status, body } = await admin('GET', `/customers/${one.id}/erase/preview`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ customerId: one.id, name: one.name, cards: 1, records: { customer: 1, order: 1 }, tickets: 0, deliveries: 1, underWay: 0, shared: 0, destinations: [{ destinationId: relay.destination }] });
    expect(JSON.stringify(body)).not.toContain(one.email);
    expect(await api.dataSource.query(`select 1 from erasure`)).toEqual([]);
  });

  it.each([['the id', (one: { id: string; name: string }) => one.id], ['the name', (one: { id: string; name: string }) => one.name]])('is taken when %s of the card is repeated: row, audit entry with ids, flow', async (_what, confirm) => {
    const one = await person();
    const { status, body } = await admin('POST', `/customers/${one.id}/erase`, { confirm: confirm(one), note: 'wniosek 7/2026' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ customerId: one.id, state: 'queued', receipt: { note: 'wniosek 7/2026', removed: {}, search: null } });
    const erasureId = String(body['id']);
    expect(api.gateway.calls).toEqual([`startErasure ${erasureId}`]);
    expect(await api.dataSource.query(`select object_id, detail from audit where action = 'customer.erase' and object_id = $1`, [one.id])).toEqual([{ object_id: one.id, detail: { erasureId } }]);
    expect((await admin('GET', `/erasures/${erasureId}`)).body).toEqual(body);
    expect((await admin('GET', '/erasures')).body.items?.[0]).toMatchObject({ id: erasureId });
    expect(api.log()).not.toContain(one.email);
  });

  it('is refused without the right confirmation, and nothing is written', async () => {
    const one = await person();
    expect(await admin('POST', `/customers/${one.id}/erase`, { confirm: 'Żaneta' })).toMatchObject({ status: 422, body: { code: 'erasure_not_confirmed' } });
    expect(await admin('POST', `/customers/${one.id}/erase`, {})).toMatchObject({ status: 400 });
    expect(await api.dataSource.query(`select 1 from erasure where customer_id = $1`, [one.id])).toEqual([]);
    expect(api.gateway.calls).toEqual([]);
  });

  it('takes the card as it is now: the id of one that was joined into it confirms nothing', async () => {
    const [one, other] = [await person(), await person()];
    await api.dataSource.query(`update customer set merged_into = $2 where id = $1`, [one.id, other.id]);
    expect(await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id })).toMatchObject({ status: 422, body: { code: 'erasure_not_confirmed' } });
    const { status, body } = await admin('POST', `/customers/${one.id}/erase`, { confirm: other.id });
    expect([status, body['customerId']]).toEqual([202, other.id]);
    expect(await api.dataSource.query(`select cards from erasure where id = $1`, [body['id']])).toEqual([{ cards: [one.id, other.id].sort() }]);
  });

  it('says that nothing was erased, and what to do, when the card was changed meanwhile', async () => {
    const one = await person();
    const { body } = await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id });
    await api.dataSource.query(`update erasure set state = 'stopped', finished_at = now() where id = $1`, [body['id']]);
    expect((await admin('GET', `/erasures/${String(body['id'])}`, undefined, { 'accept-language': 'en' })).body).toMatchObject({ state: 'stopped', message: expect.stringContaining('Nothing was erased') as string });
    expect(await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id })).toMatchObject({ status: 202 });
  });

  it('runs once: a second one is told the id of the first', async () => {
    const one = await person();
    const first = await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id });
    expect(await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id })).toMatchObject({ status: 409, body: { code: 'erasure_unfinished', erasureId: first.body['id'] } });
  });

  it('stays asked for when Temporal is away: the reconciler starts it', async () => {
    const one = await person();
    api.gateway.down = true;
    const { status, body } = await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id });
    expect(status).toBe(202);
    expect(await api.dataSource.query(`select state from erasure where id = $1`, [body['id']])).toEqual([{ state: 'queued' }]);
  });

  it('says in both languages what is left and what to do at destinations', async () => {
    const one = await person();
    const { body } = await admin('POST', `/customers/${one.id}/erase`, { confirm: one.id });
    const receipt = { removed: { customer: 1 }, tombstones: 3, destinations: [{ destinationId: 'd', kind: 'salesmanago', name: 'Mailing', contactId: 'c-77', events: 2 }], search: { at: new Date().toISOString(), values: 1, tables: 50, rows: 9, found: [{ table: 'dictionary', rows: 1 }], unread: [] } };
    await api.dataSource.query(`update erasure set state = 'done', receipt = $2 where id = $1`, [body['id'], JSON.stringify(receipt)]);
    const polish = (await admin('GET', `/erasures/${String(body['id'])}`, undefined, { 'accept-language': 'pl' })).body;
    const english = (await admin('GET', `/erasures/${String(body['id'])}`, undefined, { 'accept-language': 'en' })).body;
    expect([polish['message'], english['message']]).toEqual([expect.stringContaining('znalazło'), expect.stringContaining('found mentions')]);
    expect(english['receipt']).toMatchObject({ tombstones: 3, destinations: [{ contactId: 'c-77', events: 2, todo: expect.stringContaining('c-77') as string }] });
  });
});
