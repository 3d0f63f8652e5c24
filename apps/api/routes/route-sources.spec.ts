import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addRecord, orderRecord } from '../testing/card-rows.js';
import { relayConnector } from '../testing/relay-connector.js';
import { addDestination, addRoute, addSource } from '../testing/relay-rows.js';

/** A platform that gathers orders: everybody counts, an e-shop has to be named, labels and languages mean nothing. */
const gathering: ConnectorDefinition = {
  ...relayConnector,
  platform: 'baselinker',
  info: { ...relayConnector.info, name: 'Gathering' },
  relay: { defaults: { scope: 'everyone', leaveOut: ['categoryTags'], consents: [] }, required: ['location'], without: ['language', 'subscriberTag', 'consents'] },
};
const SOURCES = [{ type: 'shop', account: 9014, name: 'wzorcowy.example' }, { type: 'shop', account: '9015', name: 'drugi.example' }, { type: 'allegro', account: '7301', name: 'sklep-wzorcowy' }];
const VALID = { location: 'sklep_pl' };

describe('routes of orders gathered from many sources', () => {
  let api: ApiHarness;
  let operator: Call;
  let source: string;
  let destination: string;

  beforeAll(async () => {
    api = await startApi({ connectors: [relayConnector, gathering] });
    operator = await api.as('operator');
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    source = await addSource(api, { facts: { sources: SOURCES } });
    await api.dataSource.query(`update integration set platform = 'baselinker' where id = $1`, [source]);
    destination = await addDestination(api);
  });

  const create = (options: object): ReturnType<Call> => operator('POST', '/routes', { integrationId: source, destinationId: destination, options });
  const codes = (body: Record<string, unknown>): unknown[] => (body['warnings'] as { code: string }[]).map(({ code }) => code).filter((code) => code !== 'location_unknown' && code !== 'products_not_read');
  const changes = async (route: string): Promise<number | undefined> => (await api.dataSource.query<{ count: number }[]>('select count(*)::int as count from route_change where route_id = $1 and silent', [route]))[0]?.count;
  async function addOrder(externalId: string, type: string, account: string, placedAt: string): Promise<void> {
    const id = await addRecord(api, source, null, { ...orderRecord(externalId, '0'), ownerId: null, origin: { type, account, number: null } });
    await api.dataSource.query('update source_record set placed_at = $2 where id = $1', [id, placedAt]);
  }

  describe('options', () => {
    it('left out take the defaults of the platform, then the general ones', async () => {
      const { status, body } = await create(VALID);
      expect({ status, options: body['options'] }).toMatchObject({
        status: 201,
        options: { scope: 'everyone', consents: [], leaveOut: ['categoryTags'], location: 'sklep_pl', sourceTag: false, skipShopOrders: false, productId: 'product', sources: [], emailByPhone: 'surname', accountTag: 'rejestracja' },
      });
      const own = await operator('PUT', `/routes/${String(body['id'])}/options`, { options: { ...VALID, leaveOut: [], sourceTag: true, productId: 'sku' } });
      expect(own.body).toMatchObject({ route: { options: { leaveOut: [], sourceTag: true, productId: 'sku' } } });
    });

    it.each([
      [{}, 'location_missing'],
      [{ location: null }, 'location_missing'],
      [{ location: '  ' }, 'location_missing'],
      [{ location: 'sklep pl' }, 'location_invalid'],
      [{ location: ' sklep_pl' }, 'location_invalid'],
      [{ location: 'żółty' }, 'location_invalid'],
      [{ location: 'x'.repeat(37) }, 'location_invalid'],
      [{ location: 7 }, 'options_invalid'],
      [{ ...VALID, language: 'pol' }, 'option_not_used'],
      [{ ...VALID, consents: ['email'] }, 'option_not_used'],
      [{ ...VALID, subscriberTag: 'lista' }, 'option_not_used'],
      [{ ...VALID, commonTag: 'x'.repeat(256) }, 'options_invalid'],
      [{ ...VALID, scope: 'consented' }, 'consent_source_missing'],
    ])('%j are refused: %s', async (options, code) => {
      expect(await create(options)).toMatchObject({ status: 422, body: { code } });
    });

    it('name the remedy, and what is not used', async () => {
      expect((await create({})).body['fix']).toContain('GET /destinations/{id}/shops');
      expect((await create({ ...VALID, language: 'pol', consents: ['sms'] })).body).toMatchObject({ options: ['language', 'consents'] });
    });

    it('take values that are the defaults, tags of 255 characters, and leave shops of other platforms their own rules', async () => {
      expect((await create({ ...VALID, subscriberTag: 'newsletter', language: null, commonTag: 'x'.repeat(255) })).status).toBe(201);
      const shop = await operator('POST', '/routes', { integrationId: await addSource(api), destinationId: destination, options: { scope: 'everyone', language: 'pol', location: 'z odstępem' } });
      expect(shop.status).toBe(201);
    });
  });

  describe('a source with a route of its own', () => {
    const mapped = (integrationId: string, account = '9014'): object => ({ ...VALID, sources: [{ type: 'shop', account, integrationId }] });

    it('needs an integration of this workspace that is not the route’s own', async () => {
      const foreign = await addSource({ dataSource: api.dataSource, workspaceId: api.otherWorkspaceId });
      for (const id of [source, foreign, 'none']) expect(await create(mapped(id))).toMatchObject({ status: 422, body: { code: 'source_mapping_unknown', source: 'shop/9014' } });
    });

    it('needs a route to the same destination that is on', async () => {
      const shop = await addSource(api);
      expect(await create(mapped(shop))).toMatchObject({ status: 422, body: { code: 'source_mapping_idle' } });
      await addRoute(api, shop, await addDestination(api));
      expect(await create(mapped(shop))).toMatchObject({ status: 422, body: { code: 'source_mapping_idle', detail: expect.stringContaining('no effect') as string } });
      const route = await addRoute(api, shop, destination);
      expect((await create(mapped(shop))).status).toBe(201);
      await operator('POST', `/routes/${route}/stop`);
      const [own] = await api.dataSource.query<{ id: string }[]>('select id from route where integration_id = $1', [source]);
      expect(await operator('PUT', `/routes/${own?.id ?? ''}/options`, { options: mapped(shop) })).toMatchObject({ status: 422, body: { code: 'source_mapping_idle' } });
    });

    it('warns once that route is switched off, on both sides, and looks at its orders again', async () => {
      const shop = await addSource(api);
      const theirs = await addRoute(api, shop, destination, { options: { leaveOut: ['categoryTags'] } });
      const id = String((await create(mapped(shop))).body['id']);
      await operator('POST', `/routes/${id}/start`);
      await api.dataSource.query(`update route set started_at = '2026-01-01', events_from = '2026-01-01' where id = $1`, [id]);
      await addOrder('1', 'shop', '9014', '2026-02-01');
      await addOrder('2', 'shop', '9014', '2025-02-01');
      await addOrder('3', 'shop', '9015', '2026-02-01');
      await addOrder('4', 'allegro', '9014', '2026-02-01');
      expect(codes((await operator('GET', `/routes/${id}`)).body)).toEqual(['shop_orders_counted_twice']);
      const stopped = await operator('POST', `/routes/${theirs}/stop`, undefined, { 'accept-language': 'en' });
      expect(stopped.body['message']).toContain('another route has left the orders of this source to this one');
      expect(await changes(id)).toBe(1);
      expect(codes((await operator('GET', `/routes/${id}`)).body)).toEqual(['source_mapping_idle', 'shop_orders_counted_twice']);
      await api.dataSource.query('delete from route_change where route_id = $1', [id]);
      await operator('POST', `/routes/${theirs}/start`);
      expect(await changes(id)).toBe(1);
      expect(codes((await operator('GET', `/routes/${id}`)).body)).toEqual(['shop_orders_counted_twice']);
      await api.dataSource.query('delete from route_change where route_id = $1', [id]);
      await (await api.as('admin'))('DELETE', `/routes/${theirs}?cancelWaiting=true`);
      expect(await changes(id)).toBe(1);
    });
  });

  it('warn of purchases counted twice until every shop is mapped or shops are skipped', async () => {
    const shop = await addSource(api);
    await addRoute(api, shop, destination);
    const created = await create(VALID);
    expect(codes(created.body)).toEqual(['shop_orders_counted_twice']);
    expect(JSON.stringify(created.body['warnings'])).toContain('wzorcowy.example (9014), drugi.example (9015)');
    const warnings = async (options: object): Promise<unknown[]> => codes((await operator('PUT', `/routes/${String(created.body['id'])}/options`, { options: { ...VALID, ...options } })).body['route'] as Record<string, unknown>);
    const one = { type: 'shop', account: '9014', integrationId: shop };
    expect(await warnings({ sources: [one] })).toEqual(['shop_orders_counted_twice']);
    expect(await warnings({ sources: [one, { ...one, account: '9015' }] })).toEqual([]);
    expect(await warnings({ skipShopOrders: true })).toEqual([]);
  });

  it('that start to count, or stop to, are looked at again', async () => {
    const id = String((await create(VALID)).body['id']);
    await operator('POST', `/routes/${id}/start`);
    await api.dataSource.query(`update route set started_at = '2026-01-01', events_from = '2026-01-01' where id = $1`, [id]);
    await addOrder('1', 'shop', '9014', '2026-02-01');
    await addOrder('2', 'allegro', '7301', '2026-02-01');
    await operator('PUT', `/routes/${id}/options`, { options: { ...VALID, sourceTag: true } });
    expect(await changes(id)).toBe(0);
    await operator('PUT', `/routes/${id}/options`, { options: { ...VALID, sourceTag: true, skipShopOrders: true } });
    expect(await changes(id)).toBe(1);
  });
});
