import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys, addRecord, addressRecord, customerRecord, orderRecord } from '../testing/card-rows.js';

const FULL = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';
const BASE_ADDRESS = 'q7hx2m9d4k@allegromail.pl';

describe('customers', () => {
  let api: ApiHarness;
  let viewer: Call;
  let shop: string;
  let second: string;
  let card: string;
  let other: string;
  let orderIds: string[];

  beforeAll(async () => {
    api = await startApi();
    viewer = await api.as('viewer');
    const operator = await api.as('operator');
    shop = await addIntegration(api, 'Sklep A', { idField: 'shop_id', adminUrl: 'https://panel.example.com' });
    second = await addIntegration(api, 'Sklep B');
    api.gateway.check = () => ({ failure: null, report: { ticks: [], facts: {} }, sameAccount: 'unknown', accountKey: 'http://127.0.0.1', address: 'http://127.0.0.1' });
    await operator('POST', `/integrations/${shop}/authenticate`, { credentials: { url: 'http://127.0.0.1/', key: 'INVENTED-KEY-0001' } });

    card = await addCustomer(api, 'Żaneta Próbna', 'osoba1@example.com', 'zaneta probna osoba1@example.com');
    other = await addCustomer(api, 'Jan Zmyślony', null, 'jan zmyslony 100%_pewny');
    const email = 'email:osoba1@example.com';
    await addRecord(api, shop, card, customerRecord('1'), [`shop_id:${shop}/1`, email]);
    await addRecord(api, shop, card, addressRecord('5', '1'), [`shop_id:${shop}/1`]);
    orderIds = [];
    for (let n = 1; n <= 25; n += 1) {
      const day = String(n).padStart(2, '0');
      const marketplace = n === 25 ? { name: 'allegro' as const, login: 'KupującyWymyślony', emails: [FULL] } : null;
      orderIds.push(
        await addRecord(api, shop, card, orderRecord(String(n), '1', { placedAt: { utc: `2026-03-${day}T10:00:00.000Z`, local: `2026-03-${day} 11:00:00` }, deliveryAddressId: '5', marketplace }), [`shop_id:${shop}/1`]),
      );
    }
    await addRecord(api, second, card, customerRecord('77', { email: 'osoba1@example.com', standing: 'alias' }), [`shop_id:${second}/77`, email]);
    await addKeys(api, shop, card, [email, `shop_id:${shop}/1`, `allegro_address:${BASE_ADDRESS}`, `email_seen:${FULL}`, 'phone:+48600100200', 'allegro_login:kupującywymyślony']);
    await addKeys(api, second, card, [`shop_id:${second}/77`]);
    const field = await operator('POST', '/custom-fields', { key: 'shop_id', label: 'Numer klienta', type: 'number' });
    await api.dataSource.query(`insert into customer_field_value (customer_id, field_id, workspace_id, integration_id, number_value, rank) values ($1, $2, $3, $4, 900719925474099312345, '1')`, [card, field.body['id'], api.workspaceId, shop]);
  });

  afterAll(async () => {
    await api.close();
  });

  describe('search', () => {
    it.each([
      ['q=OSOBA1%40example.com', 'email'],
      ['email=osoba1%40example.com', 'email'],
      [`q=${encodeURIComponent('q7hx2m9d4k+other@allegromail.pl')}`, 'email'],
      [`email=${encodeURIComponent(FULL)}`, 'email'],
      ['q=600-100-200', 'phone'],
      ['phone=%2B48600100200', 'phone'],
      ['q=Kupuj%C4%85cyWymy%C5%9Blony', 'allegro_login'],
      ['allegroLogin=kupuj%C4%85cywymy%C5%9Blony', 'allegro_login'],
      ['q=900719925474099312345', 'field'],
      ['fieldValue=900719925474099312345&field=shop_id', 'field'],
      ['q=ref7', 'order_number'],
      ['orderNumber=REF7', 'order_number'],
      ['q=%C5%BBaneta', 'name'],
      ['name=probna%20zaneta', 'name'],
    ])('finds the card by %s', async (query, by) => {
      const found = await viewer('GET', `/customers?${query}`);
      expect(found.status).toBe(200);
      expect(found.body.items).toEqual([{ id: card, name: 'Żaneta Próbna', email: 'osoba1@example.com', company: null, matchedBy: expect.arrayContaining([by]) as unknown }]);
    });

    it('takes per cent signs and underscores as what they are', async () => {
      expect((await viewer('GET', '/customers?name=100%25_pewny')).body.items).toMatchObject([{ id: other }]);
      expect((await viewer('GET', '/customers?name=z%25a')).body.items).toEqual([]);
    });

    it('narrows by every explicit filter', async () => {
      expect((await viewer('GET', '/customers?name=zaneta&orderNumber=REF7')).body.items).toHaveLength(1);
      expect((await viewer('GET', '/customers?name=jan&orderNumber=REF7')).body.items).toEqual([]);
      expect((await viewer('GET', '/customers?email=no-address')).body.items).toEqual([]);
    });

    it('pages through everybody without a gap or a repetition', async () => {
      const first = await viewer('GET', '/customers?limit=1');
      const next = await viewer('GET', `/customers?limit=1&cursor=${String(first.body['nextCursor'])}`);
      expect([...(first.body.items ?? []), ...(next.body.items ?? [])].map((item) => item['id'])).toEqual([other, card]);
      expect(next.body['nextCursor']).toBeNull();
    });

    it('refuses a cursor it did not make', async () => {
      expect(await viewer('GET', '/customers?cursor=abc')).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path: 'cursor' }] } });
    });

    it('shows nothing of other workspaces', async () => {
      const stranger = await api.as('admin', api.otherWorkspaceId);
      for (const query of ['', '?q=osoba1%40example.com', '?q=600100200', '?q=REF7', '?q=zaneta', '?q=7']) expect((await stranger('GET', `/customers${query}`)).body.items).toEqual([]);
      expect((await stranger('GET', '/orders?number=REF7')).body.items).toEqual([]);
    });
  });

  it('shows the card', async () => {
    const { body, status } = await viewer('GET', `/customers/${card}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: card,
      name: 'Żaneta Próbna',
      emails: ['osoba1@example.com'],
      phones: ['+48600100200'],
      allegro: { on: false, logins: ['kupującywymyślony'], addresses: [{ base: null, seen: [FULL] }] },
      fields: [{ key: 'shop_id', type: 'number', value: '900719925474099312345', integrationId: shop }],
      reasons: [{ rule: 'shop_id', message: 'The same customer number in the shop', records: 27 }, { rule: 'email', records: 2 }],
    });
    const tabs = body['tabs'] as Record<string, unknown>[];
    expect(tabs).toHaveLength(2);
    expect(tabs[0]).toMatchObject({
      integration: { id: shop, name: 'Sklep A', platform: 'prestashop', deleted: false },
      orderCount: 25,
      lastOrderAt: '2026-03-25T10:00:00.000Z',
      customers: [{ externalId: '1', standing: 'account', url: 'https://panel.example.com/customers/1' }],
      addresses: [{ externalId: '5', address: { street: 'Wymyślona 1', country: { iso: 'PL', name: 'Polska' } } }],
    });
    const orders = (tabs[0]?.['orders'] ?? []) as Record<string, unknown>[];
    expect(orders).toHaveLength(10);
    expect(orders[0]).toEqual({
      id: orderIds[24], externalId: '25', number: 'REF25', placedAt: '2026-03-25T10:00:00.000Z', status: { code: '2', detail: null, name: 'Płatność zaakceptowana' }, total: { amount: '123.40', currency: 'PLN' },
      paid: { amount: '123.40', currency: 'PLN' }, marketplace: { name: 'allegro', login: 'KupującyWymyślony' }, source: null, confirmed: null, payment: 'Przelew', delivery: { carrier: 'Kurier', waybill: 'W-1', pickupPoint: null }, deliveryAddress: expect.objectContaining({ street: 'Wymyślona 1' }) as unknown, merged: false, gone: false, url: 'https://panel.example.com/orders/25', otherPage: null,
    });
    expect(tabs[1]).toMatchObject({ integration: { id: second }, orderCount: 0, lastOrderAt: null, orders: [], customers: [{ url: null }] });
  });

  it('shows one tab, and none of an integration that knows nothing of the person', async () => {
    const { body } = await viewer('GET', `/customers/${card}/tabs/${shop}`);
    expect(body).toMatchObject({ integration: { id: shop }, orderCount: 25 });
    expect(body['orders']).toHaveLength(25);
    expect((await viewer('GET', `/customers/${other}/tabs/${shop}`)).status).toBe(404);
  });

  it('pages through the history, newest first', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await viewer('GET', `/customers/${card}/history?section=ORDERS&limit=10${cursor}`);
      seen.push(...(page.body.items ?? []).map((item) => (item['order'] as { id: string }).id));
      cursor = page.body['nextCursor'] === null ? '' : `&cursor=${page.body['nextCursor'] as string}`;
    } while (cursor !== '');
    expect(seen).toEqual([...orderIds].reverse());
    expect((await viewer('GET', `/customers/${card}/history?section=TICKETS`)).body.items).toEqual([]);
    expect((await viewer('GET', `/customers/${card}/history?section=NOTES`)).status).toBe(400);
  });

  it('explains why the records are one person', async () => {
    const { body } = await viewer('GET', `/customers/${card}/identities`, undefined, { 'accept-language': 'pl' });
    const identities = body['identities'] as { type: string; value: string; message: string; records: { externalId: string; integrationId: string }[] }[];
    const email = identities.find((identity) => identity.type === 'email');
    expect(email).toMatchObject({ value: 'osoba1@example.com', message: 'Ten sam adres e-mail', integration: { id: shop } });
    expect(email?.records.map((record) => `${record.integrationId} ${record.externalId}`)).toEqual([`${shop} 1`, `${second} 77`]);
    expect(identities.filter((identity) => identity.type === 'shop_id').map((identity) => identity.value).sort()).toEqual(['1', '77']);
    expect((body['records'] as unknown[]).length).toBe(28);
  });

  it('leads from a card that was joined to the one that took its records', async () => {
    const old = await addCustomer(api, '', null, '');
    const older = await addCustomer(api, '', null, '');
    await api.dataSource.query('update customer set merged_into = $2 where id = $1', [old, card]);
    await api.dataSource.query('update customer set merged_into = $2 where id = $1', [older, old]);
    expect((await viewer('GET', `/customers/${older}`)).body).toMatchObject({ id: card });
    expect((await viewer('GET', '/customers')).body.items).toHaveLength(2);
  });

  describe('orders', () => {
    it('are shown whole', async () => {
      const { body } = await viewer('GET', `/orders/${String(orderIds[24])}`);
      expect(body).toMatchObject({
        number: 'REF25', customerId: card, integration: { id: shop }, placedLocal: '2026-03-25 11:00:00', payment: 'Przelew', delivery: { carrier: 'Kurier', waybill: 'W-1' },
        shipping: { amount: '9.99', currency: 'PLN' }, discount: null, deliveryAddress: { city: 'Warszawa' }, invoiceAddress: null,
        lines: [{ name: 'Kubek', quantity: '2', unitGross: { amount: '61.70', currency: 'PLN' }, unitNet: { amount: '50.162602', currency: 'PLN' } }],
      });
    });

    it('keep an empty currency empty', async () => {
      const id = await addRecord(api, second, null, orderRecord('900', '9', { currency: null }));
      expect((await viewer('GET', `/orders/${id}`)).body).toMatchObject({ customerId: null, total: { amount: '123.40', currency: null } });
    });

    it('are found by number or by the id of the shop', async () => {
      expect((await viewer('GET', '/orders?number=ref7')).body.items).toMatchObject([{ number: 'REF7', customerId: card }]);
      expect((await viewer('GET', '/orders?number=900')).body.items).toMatchObject([{ externalId: '900', customerId: null }]);
      expect((await viewer('GET', '/orders')).status).toBe(400);
      expect((await viewer('GET', `/orders/${newId()}`)).status).toBe(404);
    });
  });
});
