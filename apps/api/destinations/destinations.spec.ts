import { Ajv2020 } from 'ajv/dist/2020.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { destinationsOf, SM_CREDENTIALS, taken, type Destinations } from '../testing/destinations.js';
import { addDelivery, addEachState, addRoute, addSource } from '../testing/relay-rows.js';

describe('destinations', () => {
  let api: ApiHarness;
  let operator: Call;
  let admin: Call;
  let make: Destinations;

  beforeAll(async () => {
    api = await startApi();
    [operator, admin] = await Promise.all([api.as('operator'), api.as('admin')]);
    make = destinationsOf(api, operator);
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(() => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    api.gateway.ask = () => taken();
  });

  const authenticate = (id: string, over: object = {}): ReturnType<Call> => operator('POST', `/destinations/${id}/authenticate`, { credentials: { ...SM_CREDENTIALS, ...over } });

  it.each(['pl', 'en'])('show a gallery with JSON Schemas in both languages (%s)', async (language) => {
    const { body } = await operator('GET', '/destinations/kinds', undefined, { 'accept-language': language });
    expect(body.items).toMatchObject([{ kind: 'salesmanago', guide: { pl: 'docs/guides/sample.pl.md' } }]);
    const ajv = new Ajv2020({ strict: false });
    for (const part of ['credentials', 'settings', 'routeOptions']) {
      const schema = body.items?.[0]?.[part] as { properties: Record<string, { title?: unknown; description?: unknown; 'x-title'?: Record<string, string> }> };
      expect(() => ajv.compile(schema)).not.toThrow();
      for (const property of Object.values(schema.properties)) {
        expect(property.title).toBe(property['x-title']?.[language]);
        expect(typeof property.description).toBe('string');
      }
    }
  });

  it('begin as drafts with a code of their own', async () => {
    const made = await operator('POST', '/destinations', { kind: 'salesmanago', name: 'Mailing', code: 'main-account' });
    expect(made).toMatchObject({ status: 201, body: { code: 'main-account', state: 'draft', desired: 'run', nextSteps: ['authenticate', 'settings'], routes: { on: 0, off: 0 }, waiting: [{ code: 'destination_draft' }] } });
    expect((await operator('GET', `/destinations/${String(made.body['id'])}`)).body).toEqual(made.body);
    expect(await operator('POST', '/destinations', { kind: 'salesmanago', name: 'Again', code: 'main-account' })).toMatchObject({ status: 409, body: { code: 'destination_code_taken' } });
    expect(await operator('POST', '/destinations', { kind: 'carrier-pigeon', name: 'x' })).toMatchObject({ status: 422, body: { code: 'destination_kind_unknown' } });
    expect((await operator('POST', '/destinations', { kind: 'salesmanago', name: 'x', code: 'Not A Code' })).status).toBe(400);
  });

  it('are made once under an idempotency key, and listed page by page', async () => {
    const key = { 'idempotency-key': 'destination-once' };
    const first = await operator('POST', '/destinations', { kind: 'salesmanago', name: 'Once' }, key);
    expect((await operator('POST', '/destinations', { kind: 'salesmanago', name: 'Once' }, key)).body).toEqual(first.body);
    await make.create();
    const page = await operator('GET', '/destinations?limit=1');
    const next = await operator('GET', `/destinations?limit=1&cursor=${String(page.body['nextCursor'])}`);
    expect(page.body.items?.[0]?.['id']).not.toEqual(next.body.items?.[0]?.['id']);
    expect(next.body.items?.[0]?.['id']).toEqual(first.body['id']);
  });

  describe('authentication', () => {
    it('stores credentials only when accepted, and never shows them', async () => {
      const id = await make.create();
      const names: string[] = [];
      api.gateway.ask = (_id, asked) => {
        names.push(asked.secretName);
        return taken();
      };
      const answer = await authenticate(id);
      expect(answer).toMatchObject({ status: 200, body: { facts: { owner: 'found' }, ticks: [{ code: 'login', label: 'Login' }], destination: { state: 'ready', address: 'http://127.0.0.1:8099', waiting: [] } } });
      expect(JSON.stringify(answer.body)).not.toContain(SM_CREDENTIALS.secret);
      expect(api.log()).not.toContain(SM_CREDENTIALS.secret);
      expect(names[0]).toMatch(/^candidate-/u);
      expect(await api.dataSource.query('select name from secret where owner_id = $1', [id])).toEqual([{ name: 'credentials' }]);
      expect(await api.dataSource.query('select account from destination where id = $1', [id])).toEqual([{ account: hashAccount('salesmanago', SM_CREDENTIALS.clientId) }]);
      expect(api.gateway.calls).toEqual([`askDestination check ${id}`, `wakeDelivery ${id}`]);
      await admin('DELETE', `/destinations/${id}`);
    });

    it('leaves everything as it was when new credentials are refused', async () => {
      const id = await make.ready();
      await api.dataSource.query(`update destination set state = 'needs_authentication' where id = $1`, [id]);
      const secrets = (): Promise<unknown> => api.dataSource.query('select name, ciphertext from secret where owner_id = $1', [id]);
      const [before, kept] = [(await operator('GET', `/destinations/${id}`)).body, await secrets()];
      expect(before['waiting']).toMatchObject([{ code: 'needs_authentication' }]);
      api.gateway.ask = () => ({ failure: { kind: 'credentials_rejected', code: 'not_authenticated', text: { pl: 'Złe dane.', en: 'Wrong credentials.' }, fix: null, context: {} }, report: null, accountKey: null, address: null });
      expect(await authenticate(id, { secret: 'INVENTED-SECRET-0002' })).toMatchObject({ status: 422, body: { code: 'credentials_rejected', reason: 'not_authenticated', detail: 'Wrong credentials.' } });
      expect((await operator('GET', `/destinations/${id}`)).body).toEqual(before);
      expect(await secrets()).toEqual(kept);
    });

    it('names a condition that is not met', async () => {
      const id = await make.create();
      const tick = { code: 'owner', state: 'missing', required: true, label: { pl: 'Właściciel', en: 'Owner' }, fix: { pl: 'Podaj użytkownika konta.', en: 'Name a user of the account.' } };
      api.gateway.ask = () => ({ ...taken(), report: { ticks: [tick], facts: {} } });
      expect(await authenticate(id)).toMatchObject({ status: 422, body: { code: 'check_failed', missing: ['owner'], fix: 'Name a user of the account.' } });
    });

    it('refuses what does not fit, and addresses of the inner network, without asking anybody', async () => {
      const id = await make.create();
      expect(await operator('POST', `/destinations/${id}/authenticate`, { credentials: { endpoint: SM_CREDENTIALS.endpoint } })).toMatchObject({ status: 422, body: { code: 'credentials_invalid', errors: expect.arrayContaining([expect.objectContaining({ path: 'credentials.secret' })]) as unknown } });
      expect(await authenticate(id, { endpoint: 'http://10.0.0.1/' })).toMatchObject({ status: 422, body: { code: 'address_not_allowed' } });
      expect(api.gateway.calls).toEqual([]);
    });

    it('refuses another account once something was delivered, and takes it before', async () => {
      const id = await make.ready('first-account');
      api.gateway.ask = () => taken('second-account');
      expect((await authenticate(id)).status).toBe(200);
      const route = await addRoute(api, await addSource(api), id);
      await addDelivery(api, route, { state: 'delivered' });
      api.gateway.ask = () => taken('third-account');
      expect(await authenticate(id)).toMatchObject({ status: 409, body: { code: 'other_account' } });
      api.gateway.ask = () => taken('second-account');
      expect((await authenticate(id)).status).toBe(200);
    });

    it('refuses an account that is a destination of the workspace already, until that one is gone', async () => {
      const first = await make.ready('shared-account');
      const second = await make.create();
      api.gateway.ask = () => taken('shared-account');
      expect(await authenticate(second)).toMatchObject({ status: 409, body: { code: 'destination_exists', destination: { id: first } } });
      await admin('DELETE', `/destinations/${first}`);
      expect((await authenticate(second)).status).toBe(200);
    });

    it('answers 503 while Temporal is away and changes nothing', async () => {
      const id = await make.create();
      api.gateway.down = true;
      expect(await authenticate(id)).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
      expect((await operator('GET', `/destinations/${id}`)).body).toMatchObject({ state: 'draft' });
      expect(await api.dataSource.query('select 1 from secret where owner_id = $1', [id])).toEqual([]);
    });
  });

  it('take settings as a whole and explain the pace', async () => {
    const id = await make.ready();
    const saved = await operator('PUT', `/destinations/${id}/settings`, { settings: { contactsPerMinute: 120 } }, { 'accept-language': 'pl' });
    expect(saved).toMatchObject({ status: 200, body: { destination: { settings: { contactsPerMinute: 120, locations: [] }, settingsVersion: 1, pace: { contactsPerMinute: 120 } } } });
    expect((saved.body['destination'] as { pace: { explanation: string } }).pace.explanation).toContain('120 kontaktów na minutę');
    expect(await operator('PUT', `/destinations/${id}/settings`, { settings: { contactsPerMinute: 0 } })).toMatchObject({ status: 422, body: { code: 'settings_invalid', errors: [{ path: 'settings.contactsPerMinute' }] } });
    expect(await operator('PUT', `/destinations/${id}/settings`, { settings: { pace: 1 } })).toMatchObject({ status: 422, body: { code: 'settings_unknown' } });
  });

  it('tell the e-shops of the account and the locations entered by hand', async () => {
    const id = await make.ready();
    await operator('PUT', `/destinations/${id}/settings`, { settings: { locations: ['feed-1', 'both'] } });
    api.gateway.ask = () => ({ failure: null, shops: [{ location: 'both', name: 'Katalog', kind: 'catalog', currency: 'PLN', isDefault: true }] });
    const shops = await operator('GET', `/destinations/${id}/shops`);
    expect(shops.body.items).toEqual([
      { location: 'both', name: 'Katalog', kind: 'catalog', currency: 'PLN', isDefault: true },
      { location: 'feed-1', name: 'feed-1', kind: 'feed', currency: null, isDefault: false },
    ]);
    api.gateway.ask = () => ({ failure: { kind: 'platform_unavailable', code: 'no_answer', text: { pl: 'Brak odpowiedzi.', en: 'No answer.' }, fix: null }, shops: [] });
    expect(await operator('GET', `/destinations/${id}/shops`)).toMatchObject({ status: 502, body: { code: 'platform_unavailable' } });
    api.gateway.down = true;
    expect((await operator('GET', `/destinations/${id}/shops`)).status).toBe(503);
    expect(await operator('GET', `/destinations/${await make.create()}/shops`)).toMatchObject({ status: 409, body: { code: 'destination_state', nextSteps: ['authenticate', 'settings'] } });
  });

  it('are paused, resumed and stopped with Temporal down; calls without sense answer 409', async () => {
    const id = await make.ready();
    const route = await addRoute(api, await addSource(api), id);
    const waiting = await addDelivery(api, route, { state: 'pending' });
    api.gateway.down = true;
    const call = async (name: string): Promise<unknown> => {
      const { status, body } = await operator('POST', `/destinations/${id}/${name}`);
      return status === 200 ? (body['destination'] as { desired: string }).desired : body['code'];
    };
    expect([await call('pause'), await call('pause'), await call('resume'), await call('stop'), await call('resume')]).toEqual(['pause', 'destination_state', 'run', 'stop', 'run']);
    api.gateway.down = false;
    expect(await call('stop')).toBe('stop');
    expect(api.gateway.calls).toContain(`wakeDelivery ${id}`);
    expect(await api.dataSource.query('select state from delivery where id = $1', [waiting])).toEqual([{ state: 'pending' }]);
    expect((await operator('GET', `/destinations/${id}`)).body).toMatchObject({ waiting: [{ code: 'destination_stopped' }], backlog: { contacts: 1, secondsLeft: null } });
    expect((await operator('POST', `/destinations/${await make.create()}/pause`)).status).toBe(409);
  });

  it('show a ledger that adds up, with what retention has removed', async () => {
    const id = await make.ready();
    const route = await addRoute(api, await addSource(api), id);
    await addEachState(api, route);
    await api.dataSource.query(`update route_ledger set pruned_queued = 10, pruned_delivered = 7, pruned_failed = 2, pruned_cancelled = 1 where route_id = $1`, [route]);
    await api.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version, total, handed_over) values (gen_random_uuid(), $1, $2, 'running', 0, 1300, 100)`, [api.workspaceId, route]);
    await addDelivery(api, route, { state: 'pending', silent: true });
    const { body } = await operator('GET', `/destinations/${id}`);
    expect(body).toMatchObject({
      ledger: { queued: 20, delivered: 8, failed: 3, unknown: 1, pending: 6, cancelled: 2, addsUp: true },
      // 1,200 the export has still to hand over and one that waits silently, at 600 a minute.
      backlog: { contacts: 1205, secondsLeft: 121 },
    });
  });

  describe('deletion', () => {
    it('shows the number first, then cancels, switches routes off and frees the account', async () => {
      const id = await make.ready('freed-account');
      const route = await addRoute(api, await addSource(api), id);
      const rows = await addEachState(api, route);
      expect(await admin('DELETE', `/destinations/${id}`)).toMatchObject({ status: 409, body: { code: 'deliveries_waiting', waiting: 2 } });
      expect((await operator('GET', `/destinations/${id}`)).status).toBe(200);
      expect(await admin('DELETE', `/destinations/${id}?cancelWaiting=true`)).toMatchObject({ status: 200, body: { cancelled: 2, unknown: 3, routesSwitchedOff: 1 } });
      expect((await operator('GET', `/destinations/${id}`)).status).toBe(404);
      expect((await operator('GET', `/routes/${route}`)).body).toMatchObject({
        state: 'off', destination: { deleted: true }, nextSteps: ['delete'], deliveries: { queued: 9, delivered: 1, failed: 1, unknown: 4, pending: 0, cancelled: 3, addsUp: true },
      });
      expect(await api.dataSource.query('select state, reason from delivery where id = $1', [rows['pending']])).toEqual([{ state: 'cancelled', reason: 'destination_deleted' }]);
      expect(await api.dataSource.query('select 1 from secret where owner_id = $1', [id])).toEqual([]);
      expect(await operator('POST', `/routes/${route}/start`)).toMatchObject({ status: 409, body: { code: 'destination_deleted' } });
      await make.ready('freed-account');
    });

    it('is for admins', async () => {
      expect((await operator('DELETE', `/destinations/${await make.create()}`)).status).toBe(403);
    });
  });

  it('are audited without values', async () => {
    const id = await make.ready();
    const { body } = await admin('GET', `/audit?objectId=${id}`);
    expect((body.items ?? []).map((item) => item['action'])).toEqual(['destination.authenticate', 'destination.create']);
    expect(JSON.stringify(body)).not.toContain(SM_CREDENTIALS.secret);
  });
});
