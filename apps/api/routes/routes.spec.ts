import { RELAY_EVENTS } from '#libs/domain/relay/route-options.js';
import type { JsonObject } from '#libs/domain/words.js';
import { routeTokenHash } from '#libs/security/route-tokens.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addConsent, addRecord, orderRecord } from '../testing/card-rows.js';
import { relayConnector } from '../testing/relay-connector.js';
import { addDelivery, addDestination, addRelay, addRoute, addSource } from '../testing/relay-rows.js';
import { sampleConnector } from '../testing/sample-connector.js';

const EVERYONE = { scope: 'everyone', leaveOut: ['categoryTags'] };

describe('routes', () => {
  let api: ApiHarness;
  let operator: Call;
  let admin: Call;

  beforeAll(async () => {
    api = await startApi({ connectors: [sampleConnector, relayConnector] });
    [operator, admin] = await Promise.all([api.as('operator'), api.as('admin')]);
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(() => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
  });

  const create = async (options: object, source?: string, destination?: string): ReturnType<Call> =>
    await operator('POST', '/routes', { integrationId: source ?? (await addSource(api)), destinationId: destination ?? (await addDestination(api)), options });
  const made = async (options: object = EVERYONE, source?: string, destination?: string): Promise<string> => String((await create(options, source, destination)).body['id']);
  const codes = (body: Record<string, unknown>, list: string): unknown[] => (body[list] as { code: string }[]).map(({ code }) => code);

  it('begin switched off, with every option present', async () => {
    const [source, destination] = [await addSource(api), await addDestination(api)];
    const route = await create({ scope: 'everyone', events: ['PURCHASE', 'PURCHASE'] }, source, destination);
    expect(route).toMatchObject({
      status: 201,
      body: {
        state: 'off', name: 'Sklep źródłowy → Odbiorca', nextSteps: ['start', 'options'], startedAt: null, eventsFrom: null, sourceCode: null,
        integration: { id: source, deleted: false }, destination: { id: destination, deleted: false },
        options: { scope: 'everyone', consentSource: null, shop: null, language: null, location: null, leaveOut: [], events: ['PURCHASE'], consents: ['email', 'sms'], accountTag: 'rejestracja', subscriberTag: 'newsletter', commonTag: null },
        consent: { scope: 'everyone', consentSource: null, text: expect.stringContaining('Everybody') as string },
        ledger: { considered: 0, addsUp: true }, deliveries: { queued: 0, addsUp: true }, waiting: [{ code: 'route_off' }],
      },
    });
    expect((await operator('GET', `/routes/${String(route.body['id'])}`)).body).toEqual(route.body);
    expect(await create(EVERYONE, source, destination)).toMatchObject({ status: 409, body: { code: 'route_exists', routeId: route.body['id'] } });
    const mine = await operator('GET', `/routes?integrationId=${source}&destinationId=${destination}`);
    expect((mine.body.items ?? []).map((item) => item['id'])).toEqual([route.body['id']]);
  });

  it('are given addresses nobody can guess, which no answer shows', async () => {
    const id = await made();
    const secret = (await api.app.get(SecretStore).get({ ownerKind: 'route', ownerId: id, name: 'addresses' })) as Record<string, string> | null;
    expect(secret).toMatchObject({ callbackToken: expect.stringMatching(/^szc_[\w-]{43}$/u) as string, feedToken: expect.stringMatching(/^szf_[\w-]{43}$/u) as string, securityParameter: expect.stringMatching(/^[\w-]{16}$/u) as string });
    const [row] = await api.dataSource.query<{ callback_hash: Buffer; feed_hash: Buffer }[]>('select callback_hash, feed_hash from route where id = $1', [id]);
    expect(row?.callback_hash.equals(routeTokenHash(secret?.['callbackToken'] ?? ''))).toBe(true);
    expect(row?.feed_hash.equals(routeTokenHash(secret?.['feedToken'] ?? ''))).toBe(true);
    expect(JSON.stringify((await operator('GET', `/routes/${id}`)).body)).not.toContain(secret?.['callbackToken'] ?? '');
  });

  describe('options', () => {
    it.each([
      [{}, 'consent_source_missing'],
      [{ scope: 'consented' }, 'consent_source_missing'],
      [{ scope: 'consented', consentSource: 'newsletter' }, 'options_invalid'],
      [{ scope: 'consented', consentSource: 'clientTag:  ' }, 'options_invalid'],
      [{ scope: 'everyone', accountTag: ' ' }, 'options_invalid'],
      [{ scope: 'everyone', events: ['SOLD'] }, 'options_invalid'],
      [{ scope: 'everyone', scop: 'consented' }, 'options_unknown'],
      [{ consentSource: 'clientTag:vip' }, 'client_tags_not_read'],
      [{ consentSource: 'orderConsent' }, 'order_consent_unknown'],
    ])('%j are refused: %s', async (options, code) => {
      expect(await create(options)).toMatchObject({ status: 422, body: { code } });
    });

    it('name all three choices where consent is not told', async () => {
      const { body } = await create({});
      for (const choice of ['orderConsent', 'clientTag:', 'newsletterEmail', 'everyone']) expect(body['fix']).toContain(choice);
    });

    it('refuse the consent of orders where the shop does not return it, with the steps in the panel', async () => {
      const source = await addSource(api, { facts: { orderConsent: false } });
      const answer = await operator('POST', '/routes', { integrationId: source, destinationId: await addDestination(api), options: { consentSource: 'orderConsent' } }, { 'accept-language': 'pl' });
      expect(answer).toMatchObject({ status: 422, body: { code: 'order_consent_not_returned' } });
      expect(answer.body['fix']).toContain('Moderacja → Zarządzanie zachowaniem sklepu → Składanie zamówień');
      expect(answer.body['fix']).toContain('clientTag:');
    });

    it('take it where the check or a stored order shows it, and not because of a consent of another kind', async () => {
      expect((await create({ consentSource: 'orderConsent' }, await addSource(api, { facts: { orderConsent: true } }))).status).toBe(201);
      const source = await addSource(api, { facts: { orderConsent: false } });
      const record = await addRecord(api, source, null, orderRecord('1', '1'));
      await addConsent(api, source, record, 'orders', { shop: null, channel: 'email', kind: 'newsletter', state: 'granted', changedAt: null }, '2026-01-01T00:00:00Z');
      expect((await create({ consentSource: 'orderConsent' }, source)).body).toMatchObject({ code: 'order_consent_not_returned' });
      await addConsent(api, source, record, 'orders', { shop: null, channel: 'any', kind: 'data_sharing', state: 'refused', changedAt: null }, '2026-01-01T00:00:00Z');
      expect((await create({ consentSource: 'orderConsent' }, source)).status).toBe(201);
    });

    it('take labels where they are read, and the newsletter where it is picked', async () => {
      const tagged = await create({ consentSource: 'clientTag:zgoda na dane' }, await addSource(api, { settings: { clientTags: true } }));
      expect(tagged.body).toMatchObject({ consent: { consentSource: 'clientTag:zgoda na dane', text: expect.stringContaining('zgoda na dane') as string } });
      expect((await create({ consentSource: 'newsletterEmail' })).body).toMatchObject({ consent: { text: expect.stringContaining('the owner has decided so') as string } });
    });

    it('refuse a platform whose orders cannot be followed', async () => {
      const source = await addSource(api);
      await api.dataSource.query(`update integration set platform = 'prestashop' where id = $1`, [source]);
      expect(await create(EVERYONE, source)).toMatchObject({ status: 422, body: { code: 'platform_not_routable' } });
    });

    it('are replaced as a whole; the version moves only with a change', async () => {
      const id = await made({ scope: 'everyone', commonTag: 'sklep' });
      const put = async (options: object): Promise<unknown> => ((await operator('PUT', `/routes/${id}/options`, { options })).body['route'] as { optionsVersion: number }).optionsVersion;
      expect(await put({ scope: 'everyone', commonTag: 'sklep' })).toBe(0);
      expect(await put({ scope: 'everyone', location: 'shop-1' })).toBe(1);
      expect((await operator('GET', `/routes/${id}`)).body).toMatchObject({ options: { commonTag: null, location: 'shop-1', events: [...RELAY_EVENTS] } });
      const since = async (): Promise<unknown> => (await api.dataSource.query<{ shop_since: Date | null }[]>('select shop_since from route where id = $1', [id]))[0]?.shop_since;
      expect(await since()).toBeNull();
      expect(await put({ scope: 'everyone', shop: '2' })).toBe(2);
      expect(await since()).toBeInstanceOf(Date);
      expect(await operator('PUT', `/routes/${id}/options`, { options: {} })).toMatchObject({ status: 422, body: { code: 'consent_source_missing' } });
    });
  });

  describe('start', () => {
    it('sets from when events count once and for ever', async () => {
      const source = await addSource(api);
      const destination = await addDestination(api);
      const id = await made(EVERYONE, source, destination);
      const first = await operator('POST', `/routes/${id}/start`);
      expect(first).toMatchObject({ status: 200, body: { route: { state: 'on', nextSteps: ['stop', 'exports', 'options'], sourceCode: `idosell-${source.slice(-6)}` } } });
      const { startedAt, eventsFrom } = first.body['route'] as { startedAt: string; eventsFrom: string };
      expect(eventsFrom).toBe(startedAt);
      expect(Math.abs(Date.now() - Date.parse(startedAt))).toBeLessThan(60_000);
      expect(api.gateway.calls).toEqual([`wakeDelivery ${destination}`]);
      expect(await operator('POST', `/routes/${id}/start`)).toMatchObject({ status: 409, body: { code: 'route_state', nextSteps: ['stop'] } });
      await operator('POST', `/routes/${id}/stop`);
      expect(await operator('POST', `/routes/${id}/stop`)).toMatchObject({ status: 409, body: { code: 'route_state' } });
      expect((await operator('POST', `/routes/${id}/start`)).body['route']).toMatchObject({ startedAt, eventsFrom, ledger: { addsUp: true } });
    });

    it('works with Temporal down', async () => {
      const id = await made();
      api.gateway.down = true;
      const answer = await operator('POST', `/routes/${id}/start`);
      expect(answer).toMatchObject({ status: 200, body: { route: { state: 'on' } } });
      expect(answer.body['message']).toContain('Temporal');
    });

    it('gives a known account its old code, whichever integration it comes by', async () => {
      const key = 'a'.repeat(32);
      const first = await addSource(api, { accountKey: key });
      await operator('POST', `/routes/${await made(EVERYONE, first)}/start`);
      await admin('DELETE', `/integrations/${first}`);
      const again = await made(EVERYONE, await addSource(api, { accountKey: key }));
      expect((await operator('POST', `/routes/${again}/start`)).body['route']).toMatchObject({ sourceCode: `idosell-${first.slice(-6)}` });
    });

    it('knows a panel by its shops, whichever of its domains it is reached by', async () => {
      const shops = [{ id: '1', name: 'sklep.example.pl', languages: ['pol'] }, { id: '2', name: 'hurt.example.pl', languages: ['pol'] }];
      const accountOf = async (facts: JsonObject): Promise<string | undefined> => {
        const id = await made(EVERYONE, await addSource(api, { facts }));
        expect((await operator('POST', `/routes/${id}/start`)).status).toBe(200);
        return (await api.dataSource.query<{ source_account: string }[]>('select source_account from route where id = $1', [id]))[0]?.source_account;
      };
      const first = await accountOf({ shops });
      expect(await accountOf({ shops: shops.slice(1) })).toBe(first);
      expect(await accountOf({ shops: [{ id: '1', name: 'hurt.example.pl' }] })).not.toBe(first);
      expect(await accountOf({ shops: null })).not.toBe(first);
      const nameless = { shops: [{ id: '1', name: 'Sklep' }] };
      expect(await accountOf(nameless)).not.toBe(await accountOf(nameless));
    });

    it('keeps facts by the hash of the account', async () => {
      const id = await made(EVERYONE, await addSource(api, { accountKey: 'https://sklep.example.com' }));
      await operator('POST', `/routes/${id}/start`);
      const [row] = await api.dataSource.query<{ source_account: string }[]>('select source_account from route where id = $1', [id]);
      expect(row?.source_account).toMatch(/^[\da-f]{32}$/u);
    });

    it.each([['draft', 'destination_state'], ['needs_authentication', 'destination_state']])('is refused for a destination that is %s', async (state, code) => {
      const id = await made(EVERYONE, undefined, await addDestination(api, { state }));
      expect(await operator('POST', `/routes/${id}/start`)).toMatchObject({ status: 409, body: { code } });
    });

    it('is refused while tags of categories would be empty, naming the setting', async () => {
      const [dry, read] = [await addSource(api), await addSource(api, { settings: { products: true } })];
      expect(await operator('POST', `/routes/${await made({ scope: 'everyone' }, dry)}/start`)).toMatchObject({ status: 409, body: { code: 'products_not_read', setting: 'products' } });
      const id = await made({ scope: 'everyone' }, read);
      expect((await operator('POST', `/routes/${id}/start`)).status).toBe(200);
      await api.dataSource.query(`update integration set settings = '{}' where id = $1`, [read]);
      expect(await operator('PUT', `/routes/${id}/options`, { options: { scope: 'everyone', location: 'x' } })).toMatchObject({ status: 409, body: { code: 'products_not_read' } });
    });

    it('is refused before the shop was authenticated', async () => {
      const id = await made(EVERYONE, await addSource(api, { accountKey: null, state: 'draft' }));
      expect(await operator('POST', `/routes/${id}/start`)).toMatchObject({ status: 409, body: { code: 'integration_state', state: 'draft' } });
    });
  });

  it('warn of a location that is not chosen, not looked up, or unknown', async () => {
    const destination = await addDestination(api, { settings: { locations: ['feed-1'] } });
    const id = await made(EVERYONE, await addSource(api, { settings: { products: true } }), destination);
    const warnings = async (options?: object): Promise<unknown[]> => {
      if (options !== undefined) await operator('PUT', `/routes/${id}/options`, { options: { ...EVERYONE, ...options } });
      return codes((await operator('GET', `/routes/${id}`)).body, 'warnings');
    };
    expect(await warnings()).toEqual(['location_unknown']);
    expect(await warnings({ location: 'shop-1' })).toEqual(['location_unknown']);
    expect(await warnings({ location: 'feed-1' })).toEqual([]);
    api.gateway.ask = () => ({ failure: null, shops: [{ location: 'shop-1', name: 'Sklep', kind: 'catalog', currency: null, isDefault: true }] });
    await operator('GET', `/destinations/${destination}/shops`);
    expect(await warnings({ location: 'shop-1' })).toEqual([]);
    expect(await warnings({ location: 'shop-2' })).toEqual(['location_unknown']);
    expect(await warnings({ location: null, events: [] })).toEqual([]);
  });

  it('warn of products that are not read, and of shops and languages that are not chosen', async () => {
    const facts = { shops: [{ id: '1', languages: ['pol', 'eng'] }, { id: '2', languages: ['pol'] }] };
    const id = await made({ ...EVERYONE, events: [] }, await addSource(api, { facts }));
    const warnings = async (options: object): Promise<unknown[]> => {
      await operator('PUT', `/routes/${id}/options`, { options: { ...EVERYONE, events: [], ...options } });
      return codes((await operator('GET', `/routes/${id}`)).body, 'warnings');
    };
    expect(await warnings({})).toEqual(['products_not_read', 'shop_unset']);
    expect(await warnings({ shop: '1' })).toEqual(['products_not_read', 'language_unset']);
    expect(await warnings({ shop: '1', language: 'pol' })).toEqual(['products_not_read']);
    expect(await warnings({ shop: '2' })).toEqual(['products_not_read']);
    expect(await warnings({ shop: '9' })).toEqual(['products_not_read', 'shop_unknown']);
  });

  it('show a ledger that adds up, reasons in words, and what waits', async () => {
    const { route } = await addRelay(api);
    await api.dataSource.query(`update route_ledger set considered = 100, queued = 40, collapsed = 20, already_sent = 10, excluded = 30, excluded_reasons = '{"no_consent":25,"held":5}' where route_id = $1`, [route]);
    await api.dataSource.query(`insert into route_change (route_id, record_id, workspace_id, kind, silent, wait_for, seq) select $1, gen_random_uuid(), $2, 'order', false, w, 1 from unnest(array[null, null, '7']) as w`, [route, api.workspaceId]);
    await addDelivery(api, route, { state: 'pending' });
    const { body } = await operator('GET', `/routes/${route}`, undefined, { 'accept-language': 'pl' });
    expect(body).toMatchObject({
      ledger: { considered: 100, queued: 40, collapsed: 20, alreadySent: 10, excluded: 30, addsUp: true, reasons: [{ reason: 'no_consent', count: 25, text: expect.stringContaining('zgody') as string }, { reason: 'held', count: 5 }] },
      waits: { changes: 3, changesForOwner: 1, deliveries: 1 }, waiting: [],
    });
    await api.dataSource.query(`update route_ledger set excluded_reasons = '{"no_consent":25}' where route_id = $1`, [route]);
    expect((await operator('GET', `/routes/${route}`)).body).toMatchObject({ ledger: { addsUp: false } });
  });

  it('say why nothing moves', async () => {
    const [source, destination] = [await addSource(api, { state: 'stopped' }), await addDestination(api, { desired: 'pause' })];
    const route = await addRoute(api, source, destination, { state: 'off' });
    expect(codes((await operator('GET', `/routes/${route}`)).body, 'waiting')).toEqual(['route_off', 'destination_paused', 'integration_not_running']);
  });

  describe('security parameter', () => {
    it.each([['', 'too_small'], ['12345678901234567', 'too_big'], ['with space', 'invalid_character'], ['a&b', 'invalid_character']])('%j is refused with the field: %s', async (value, code) => {
      const answer = await operator('PUT', `/routes/${await made()}/security-parameter`, { value });
      expect(answer).toMatchObject({ status: 422, body: { code: 'security_parameter_invalid', errors: [{ path: 'value', code }] } });
    });

    it('of sixteen characters is stored, with the addresses as they were, and not shown', async () => {
      const id = await made();
      const read = async (): Promise<unknown> => await api.app.get(SecretStore).get({ ownerKind: 'route', ownerId: id, name: 'addresses' });
      const before = (await read()) as object;
      const answer = await operator('PUT', `/routes/${id}/security-parameter`, { value: 'żółw-1234567890x' });
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain('żółw');
      expect(await read()).toEqual({ ...before, securityParameter: 'żółw-1234567890x' });
      expect(JSON.stringify((await admin('GET', `/audit?objectId=${id}`)).body)).not.toContain('żółw');
    });
  });

  it('show the number of waiting deliveries before they are deleted with them', async () => {
    const { route, source, destination } = await addRelay(api);
    const pending = await addDelivery(api, route, { state: 'pending' });
    const under = await addDelivery(api, route, { state: 'sending', again: true });
    expect(await admin('DELETE', `/routes/${route}`)).toMatchObject({ status: 409, body: { code: 'deliveries_waiting', waiting: 2 } });
    expect(await admin('DELETE', `/routes/${route}?cancelWaiting=true`)).toMatchObject({ status: 200, body: { cancelled: 2 } });
    expect((await operator('GET', `/routes/${route}`)).status).toBe(404);
    const rows = await api.dataSource.query<unknown[]>('select state, again, cancelled, reason from delivery where id = any($1) order by id', [[pending, under]]);
    expect(rows).toEqual([{ state: 'cancelled', again: false, cancelled: 1, reason: 'route_deleted' }, { state: 'sending', again: false, cancelled: 1, reason: null }]);
    expect(api.gateway.calls).toContain(`wakeDelivery ${destination}`);
    expect((await create(EVERYONE, source, destination)).status).toBe(201);
  });

  it('leave what another workspace has alone', async () => {
    const there = { dataSource: api.dataSource, workspaceId: api.otherWorkspaceId };
    expect((await create(EVERYONE, await addSource(there))).status).toBe(404);
    expect((await create(EVERYONE, undefined, await addDestination(there))).status).toBe(404);
    const foreign = await addRelay(there);
    expect((await operator('GET', `/routes?destinationId=${foreign.destination}`)).body.items).toEqual([]);
  });
});
