import { SecretStore } from '#libs/security/secret-store.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys, addRecord, orderRecord } from '../testing/card-rows.js';
import { journalConnector } from '../testing/journal-connector.js';
import { sampleConnector } from '../testing/sample-connector.js';

const BASE = 'q7hx2m9d4k@allegromail.pl';
const FULL = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';

describe('orders of a platform that gathers them from many sources', () => {
  let api: ApiHarness;
  let viewer: Call;
  let card: string;
  let hub: string;
  let order: string;

  beforeAll(async () => {
    api = await startApi({ connectors: [sampleConnector, journalConnector] });
    viewer = await api.as('viewer');
    hub = await addIntegration(api, 'Hub');
    await api.dataSource.query(`update integration set platform = 'baselinker' where id = $1`, [hub]);
    await api.dataSource.query(`insert into dictionary (integration_id, kind, code, name) values ($1, 'source', 'allegro/7301', 'sklep-wzorcowy'), ($1, 'source', 'shop/7301', 'inny.example'), ($1, 'status', '50207', 'Nowe')`, [hub]);
    await api.app.get(SecretStore).put({ workspaceId: api.workspaceId, ownerKind: 'integration', ownerId: hub, name: 'credentials', value: { url: 'https://hub.example.com', key: 'INVENTED-KEY-0001' } });
    card = await addCustomer(api, 'Halina Wzorcowa', null, 'halina wzorcowa');
    const marketplace = { name: 'allegro', login: 'Client:88000111', emails: [FULL] } as const;
    order = await addRecord(api, hub, card, orderRecord('31400077', '', { ownerId: null, status: '50207', currency: 'PLN', marketplace, origin: { type: 'allegro', account: '7301', number: '5b0e7c10' }, confirmed: true, payment: 'Przelewy24', carrier: 'Kurier', waybill: '6001, 6002', panelUrl: 'https://hub.example.com/pages/77' }));
    await addRecord(api, hub, card, orderRecord('31400078', '', { ownerId: null, placedAt: { utc: '2026-01-03T10:00:00.000Z' }, origin: { type: 'personal', account: '0', number: null }, confirmed: false }));
    await addRecord(api, await addIntegration(api, 'Sklep'), card, orderRecord('1', '', { ownerId: null }));
    await addKeys(api, hub, card, [`allegro_address:${BASE}`, `email_seen:${FULL}`, 'allegro_login:client:88000111']);
  });
  afterAll(async () => {
    await api.close();
  });

  it('say on the card where they came from, their status, whether they are confirmed, and lead to the panel', async () => {
    const { body } = await viewer('GET', `/customers/${card}`);
    const tabs = body['tabs'] as { integration: { name: string }; orders: unknown[] }[];
    expect(tabs.find((tab) => tab.integration.name === 'Hub')?.orders).toMatchObject([
      { externalId: '31400077', source: { type: 'allegro', account: '7301', name: 'sklep-wzorcowy' }, confirmed: true, status: { code: '50207', name: 'Nowe' }, url: 'https://hub.example.com/orders/31400077', total: { currency: 'PLN' } },
      { externalId: '31400078', source: { type: 'personal', account: '0', name: null }, confirmed: false },
    ]);
  });

  it('say in the tab how they are paid and sent', async () => {
    const { body } = await viewer('GET', `/customers/${card}/tabs/${hub}`);
    expect((body['orders'] as unknown[])[0]).toMatchObject({ payment: 'Przelewy24', delivery: { carrier: 'Kurier', waybill: '6001, 6002', pickupPoint: null } });
  });

  it('show a page of the platform apart from the panel, and say whose it may be', async () => {
    const label = { pl: expect.stringContaining('kupującego') as unknown, en: expect.stringContaining('buyer') as unknown };
    const otherPage = { url: 'https://hub.example.com/pages/77', label };
    expect((await viewer('GET', `/orders/${order}`)).body).toMatchObject({ url: 'https://hub.example.com/orders/31400077', otherPage });
    const { body } = await viewer('GET', `/customers/${card}/tabs/${hub}`);
    expect((body['orders'] as { otherPage: unknown }[]).map((one) => one.otherPage)).toEqual([otherPage, null]);
  });

  it('leave other platforms as they are', async () => {
    const { body } = await viewer('GET', `/customers/${card}`);
    const tabs = body['tabs'] as { integration: { name: string }; orders: unknown[] }[];
    expect(tabs.find((tab) => tab.integration.name === 'Sklep')?.orders).toMatchObject([{ externalId: '1', source: null, confirmed: null }]);
  });

  it('bring Allegro identities like any other platform', async () => {
    expect((await viewer('GET', `/customers/${card}`)).body).toMatchObject({ allegro: { logins: ['client:88000111'], addresses: [{ base: null, seen: [FULL] }] } });
  });

  it('say so wherever an order is shown', async () => {
    const source = { type: 'allegro', account: '7301', name: 'sklep-wzorcowy' };
    expect((await viewer('GET', `/orders/${order}`)).body).toMatchObject({ source, confirmed: true });
    expect((await viewer('GET', '/orders?number=31400077')).body.items).toMatchObject([{ source, confirmed: true }]);
    const history = (await viewer('GET', `/customers/${card}/history?section=ORDERS`)).body.items ?? [];
    expect(history.map((entry) => (entry['order'] as { source: unknown }).source)).toEqual(expect.arrayContaining([source, null]));
  });
});
