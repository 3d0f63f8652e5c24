import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addKeys, addRecord, customerRecord, orderRecord } from '../testing/card-rows.js';
import { addDelivery, addRelay } from '../testing/relay-rows.js';

describe('deliveries of a customer', () => {
  let api: ApiHarness;
  let viewer: Call;

  beforeAll(async () => {
    api = await startApi();
    viewer = await api.as('viewer');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    // The same keys lead to one card only.
    await api.dataSource.query('truncate identity, hint');
  });

  async function person(): Promise<{ relay: Awaited<ReturnType<typeof addRelay>>; card: string; account: string; order: string }> {
    const relay = await addRelay(api);
    const card = await addCustomer(api, 'Anna Próbna', 'nowy@example.com', 'anna');
    const account = await addRecord(api, relay.source, card, customerRecord('1'));
    const order = await addRecord(api, relay.source, card, orderRecord('1042', '1'));
    await addKeys(api, relay.source, card, ['email:nowy@example.com']);
    await addKeys(api, relay.source, card, ['email_seen:stary@example.com']);
    await api.dataSource.query(`insert into routed_record (route_id, record_id, workspace_id, kind, external_id, address) values ($1, $2, $3, 'customer', '1', 'trasa@example.com')`, [relay.route, account, api.workspaceId]);
    return { relay, card, account, order };
  }

  it('are what was sent where, or why not: by addresses of now and before, by orders, and by what was left out', async () => {
    const { relay, card, account } = await person();
    const routed = await addDelivery(api, relay.route, { state: 'delivered', address: 'trasa@example.com' });
    const old = await addDelivery(api, relay.route, { state: 'failed', address: 'stary@example.com', reason: 'destination_rejected' });
    const now = await addDelivery(api, relay.route, { state: 'pending', address: 'nowy@example.com' });
    const event = await addDelivery(api, relay.route, { state: 'delivered', kind: 'event', key: 'event:PURCHASE:1042', orderId: '1042', address: 'zupelnie-inny@example.com' });
    await addDelivery(api, relay.route, { state: 'delivered', address: 'obcy@example.com' });
    await addDelivery(api, relay.route, { state: 'delivered', kind: 'event', key: 'event:PURCHASE:9', orderId: '9', address: 'obcy@example.com' });
    await addDelivery(api, (await addRelay(api)).route, { state: 'delivered', address: 'nowy@example.com' });
    await api.dataSource.query(
      `insert into route_exclusion (route_id, record_id, effect, workspace_id, reason, address, external_id, excluded_at) values ($1, $2, 'consent:email', $3, 'opted_out_there', 'trasa@example.com', '1', now() + interval '1 hour')`,
      [relay.route, account, api.workspaceId],
    );
    const { body } = await viewer('GET', `/customers/${card}/deliveries`);
    const items = body.items ?? [];
    expect(items[0]).toMatchObject({ outcome: 'excluded', effect: 'consent:email', state: null, reason: 'opted_out_there', text: expect.stringContaining('opted out') as string, externalId: '1', deliveryId: null, route: { id: relay.route }, integrationId: relay.source });
    expect(items.slice(1).map((item) => item['deliveryId'])).toEqual([event, now, old, routed]);
    expect(items[3]).toMatchObject({ state: 'failed', text: 'Not delivered. The destination refused these data.', destination: { id: relay.destination, kind: 'salesmanago' }, address: 'stary@example.com' });
  });

  it('come page by page, each once', async () => {
    const { relay, card } = await person();
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift(await addDelivery(api, relay.route, { state: 'delivered', kind: 'event', key: `event:PURCHASE:${String(n)}`, address: 'nowy@example.com' }));
    await api.dataSource.query(`update delivery set created_at = '2026-01-01T00:00:00.123456Z' where route_id = $1`, [relay.route]);
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await viewer('GET', `/customers/${card}/deliveries?limit=2${cursor}`);
      seen.push(...(body.items ?? []).map((item) => item['deliveryId']));
      if (typeof body['nextCursor'] !== 'string') break;
      cursor = `&cursor=${body['nextCursor']}`;
    }
    expect(seen).toEqual(made);
    expect((await viewer('GET', `/customers/${card}/deliveries?cursor=bm9uc2Vuc2U`)).status).toBe(400);
  });

  it('follow a card that was joined into another', async () => {
    const { relay, card } = await person();
    const id = await addDelivery(api, relay.route, { state: 'delivered', address: 'nowy@example.com' });
    const old = await addCustomer(api, 'Dawna karta', null, 'dawna');
    await api.dataSource.query('update customer set merged_into = $2 where id = $1', [old, card]);
    expect((await viewer('GET', `/customers/${old}/deliveries`)).body.items).toMatchObject([{ deliveryId: id }]);
  });

  it('stay in their workspace', async () => {
    const { card } = await person();
    const elsewhere = await api.as('admin', api.otherWorkspaceId);
    expect((await elsewhere('GET', `/customers/${card}/deliveries`)).status).toBe(404);
  });
});
