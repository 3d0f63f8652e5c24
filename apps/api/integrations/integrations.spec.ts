import { hashAccount } from '#libs/sync/open-account.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { accepted, addFields, CREDENTIALS, integrationsOf, ORIGIN, REPORT, type Integrations } from '../testing/integrations.js';

describe('integrations', () => {
  let api: ApiHarness;
  let operator: Call;
  let create: Integrations['create'];
  let authenticated: Integrations['authenticated'];
  let saved: Integrations['saved'];

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
    await addFields(operator);
    ({ create, authenticated, saved } = integrationsOf(api, operator));
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(() => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    api.gateway.check = () => accepted();
  });

  it('begin as drafts with a code of their own', async () => {
    const made = await operator('POST', '/integrations', { platform: 'prestashop', name: 'Shop' });
    expect(made.body).toMatchObject({ state: 'draft', nextSteps: ['authenticate'], platform: 'prestashop', records: {}, problem: null });
    expect(made.body['code']).toMatch(/^prestashop-\d+$/);
    const read = await operator('GET', `/integrations/${String(made.body['id'])}`);
    expect(read.body).toEqual(made.body);
  });

  it('refuse platforms without a connector', async () => {
    const answer = await operator('POST', '/integrations', { platform: 'idea-commerce', name: 'A' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'platform_unknown' } });
  });

  it('cannot be started before authentication; the legal next steps are named', async () => {
    const id = await create();
    const answer = await operator('POST', `/integrations/${id}/start`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'integration_state', state: 'draft', nextSteps: ['authenticate'] } });
  });

  it('take credentials only after the shop has accepted them, and never show them', async () => {
    const id = await create();
    const answer = await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS });
    expect(answer).toMatchObject({ status: 200, body: { facts: { version: '9.0' }, integration: { state: 'authenticated', address: ORIGIN } } });
    expect(answer.body['ticks']).toEqual([
      { code: 'customers', state: 'ok', required: true, label: 'Customers', fix: null },
      { code: 'orders', state: 'ok', required: true, label: 'Orders', fix: null },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(CREDENTIALS.key);
    const secrets = await api.dataSource.query<{ name: string }[]>('select name from secret where owner_id = $1', [id]);
    expect(secrets).toEqual([{ name: 'credentials' }]);
    expect(api.log()).not.toContain(CREDENTIALS.key);
  });

  it('name a missing right', async () => {
    const id = await create();
    const ticks = [{ code: 'orders', state: 'missing', required: true, label: { pl: 'Zamówienia', en: 'Orders' }, fix: { pl: 'Zaznacz orders.', en: 'Tick orders.' } }];
    api.gateway.check = () => ({ ...accepted(), report: { ...REPORT, ticks } });
    const answer = await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS }, { 'accept-language': 'pl' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'permission_missing', missing: ['orders'], fix: 'Zaznacz orders.' } });
    expect(answer.body['detail']).toContain('Zamówienia');
  });

  it('leave running work untouched when new credentials are refused', async () => {
    const id = await saved();
    await operator('POST', `/integrations/${id}/start`);
    const failure = { kind: 'credentials_rejected', code: 'key_unknown', text: { pl: 'Zły klucz.', en: 'Wrong key.' }, fix: null, context: {} };
    api.gateway.check = () => ({ failure, report: null, sameAccount: 'unknown', accountKey: null, address: null });
    const before = await operator('GET', `/integrations/${id}`);
    const answer = await operator('POST', `/integrations/${id}/authenticate`, { credentials: { ...CREDENTIALS, key: 'INVENTED-KEY-0002' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_rejected', kind: 'credentials_rejected', reason: 'key_unknown', detail: 'Wrong key.' } });
    const after = await operator('GET', `/integrations/${id}`);
    expect({ ...after.body, lagSeconds: null }).toEqual({ ...before.body, lagSeconds: null });
  });

  it('refuse another shop, and a moved one until that is confirmed', async () => {
    const id = await authenticated();
    const moved = { url: 'http://127.0.0.1:9090/', key: CREDENTIALS.key };
    api.gateway.check = () => accepted('http://127.0.0.1:9090', 'yes');
    const asked = await operator('POST', `/integrations/${id}/authenticate`, { credentials: moved });
    expect(asked).toMatchObject({ status: 409, body: { code: 'other_account', confirmable: true, connected: ORIGIN } });
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: moved, confirmMove: true })).status).toBe(200);
    api.gateway.check = () => accepted('http://127.0.0.1:9091', 'no');
    const other = await operator('POST', `/integrations/${id}/authenticate`, { credentials: { ...moved, url: 'http://127.0.0.1:9091/' }, confirmMove: true });
    expect(other).toMatchObject({ status: 409, body: { code: 'other_account', confirmable: false } });
  });

  it('take another token of the same account without asking, and ask where nothing proves it', async () => {
    const id = await authenticated();
    const positions = async (): Promise<number> => (await api.dataSource.query<unknown[]>('select 1 from lane where integration_id = $1', [id])).length;
    await api.dataSource.query(`insert into lane (integration_id, stream, lane, workspace_id, cursor) values ($1, 'orders', 'journal', $2, '{"logId":7}')`, [id, api.workspaceId]);
    const renewed = (sameAccount: string): void => {
      api.gateway.check = () => ({ ...accepted(ORIGIN, sameAccount), accountKey: `token ${sameAccount}` });
    };
    renewed('unknown');
    expect(await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS })).toMatchObject({ status: 409, body: { code: 'other_account', confirmable: true } });
    renewed('no');
    expect(await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS })).toMatchObject({ status: 409, body: { code: 'other_account', confirmable: false } });
    renewed('yes');
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS })).status).toBe(200);
    expect(await positions()).toBe(1);
    const [row] = await api.dataSource.query<{ account_key: string }[]>('select account_key from integration where id = $1', [id]);
    expect(row?.account_key).toBe(hashAccount('prestashop', 'token yes'));
  });

  it.each([
    ['http://user:pass@127.0.0.1/', 'credentials in the address'],
    ['ftp://127.0.0.1/', 'an odd scheme'],
    ['http://10.0.0.1/', 'a private address'],
    ['http://[::1]/', 'a loopback address'],
  ])('refuse %s: %s', async (url) => {
    const id = await create();
    const answer = await operator('POST', `/integrations/${id}/authenticate`, { credentials: { ...CREDENTIALS, url } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'address_not_allowed' } });
    expect(api.gateway.calls).toEqual([]);
  });

  it('name each credential that is missing', async () => {
    const id = await create();
    const answer = await operator('POST', `/integrations/${id}/authenticate`, { credentials: { url: CREDENTIALS.url } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'credentials_invalid', errors: [{ path: 'credentials.key' }] } });
  });

  describe('settings', () => {
    it('must name custom fields that exist, fit and are free', async () => {
      const id = await saved();
      const missing = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'nowhere' } });
      expect(missing).toMatchObject({ status: 422, body: { code: 'custom_field_missing', field: 'nowhere', setting: 'idField' } });
      const wrong = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'note' } });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'custom_field_type', field: 'note', needed: 'number', found: 'text' } });
      const second = await authenticated();
      const taken = await operator('PUT', `/integrations/${second}/settings`, { settings: { idField: 'shop_id' } });
      expect(taken).toMatchObject({ status: 409, body: { code: 'custom_field_taken', field: 'shop_id', integration: { id } } });
    });

    it('become free again when the integration is deleted', async () => {
      const id = await saved();
      const admin = await api.as('admin');
      expect((await admin('DELETE', `/integrations/${id}`)).status).toBe(200);
      expect((await operator('GET', `/integrations/${id}`)).status).toBe(404);
      const second = await authenticated();
      expect((await operator('PUT', `/integrations/${second}/settings`, { settings: { idField: 'shop_id' } })).status).toBe(200);
    });

    it('say which setting is wrong, in the caller\'s language', async () => {
      const id = await authenticated();
      const answer = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 5 } }, { 'accept-language': 'pl-PL, en;q=0.5' });
      expect(answer).toMatchObject({ status: 422, body: { code: 'settings_invalid', errors: [{ path: 'settings.idField', code: 'invalid_type' }] } });
      expect(JSON.stringify(answer.body['errors'])).toContain('oczekiwano');
    });

    it('cannot be saved before authentication', async () => {
      const id = await create();
      const answer = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'shop_id' } });
      expect(answer).toMatchObject({ status: 409, body: { code: 'integration_state', nextSteps: ['authenticate'] } });
    });

    it('"save and run" starts following', async () => {
      const id = await authenticated();
      await api.dataSource.query('delete from custom_field_use');
      const answer = await operator('PUT', `/integrations/${id}/settings?run=true`, { settings: { idField: 'shop_id' } });
      expect(answer).toMatchObject({ status: 200, body: { integration: { state: 'running' } } });
      expect(api.gateway.calls).toContain(`setFollowing ${id} 1800000`);
    });

    it('that derive values start a reapply run, those that decide about reading ask for a reread', async () => {
      const id = await saved();
      await operator('POST', `/integrations/${id}/start`);
      await api.dataSource.query(
        `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys)
         values (gen_random_uuid(), $1, $2, 'customer', '1', '{}', '\\x00', '', 0, now(), now(), '{}')`,
        [api.workspaceId, id],
      );
      const version = (await operator('GET', `/integrations/${id}`)).body['settingsVersion'];
      const derived = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'shop_id', lastOrderField: 'last_order' } });
      expect(derived.body).toMatchObject({ rereadNeeded: false, reapply: { started: true }, integration: { state: 'running', settingsVersion: Number(version) + 1 } });
      const { id: runId } = derived.body['reapply'] as { id: string };
      expect(api.gateway.calls).toContain(`startRun reapply ${runId}`);

      await api.dataSource.query(`insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, cursor, settings_version, state)
        values (gen_random_uuid(), $1, $2, $3, 'customers', 'reapply', 0, '{}', '{"id":"1"}', 0, 'done')`, [runId, api.workspaceId, id]);
      const again = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'other_id' } });
      expect(again.body['reapply']).toMatchObject({ id: runId });
      const parts = await api.dataSource.query<unknown[]>(`select state, cursor, seq from part where run_id = $1`, [runId]);
      expect(parts).toEqual([{ state: 'open', cursor: null, seq: 1 }]);

      const reading = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'other_id', shops: ['2'] } });
      expect(reading.body).toMatchObject({ rereadNeeded: true, reapply: null });
      expect(reading.body['notes']).toHaveLength(1);
    });

    it('that change what is read end what is half read, but not what is asked for by id', async () => {
      const id = await saved();
      const insertPart = async (kind: string, lane: string): Promise<void> => {
        const [run] = await api.dataSource.query<{ id: string }[]>(
          `insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values (gen_random_uuid(), $1, $2, $3, 'running', 0, 'test') returning id`,
          [api.workspaceId, id, kind],
        );
        await api.dataSource.query(`insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version)
          values (gen_random_uuid(), $1, $2, $3, 'customers', $4, 0, '{}', 1)`, [run?.id, api.workspaceId, id, lane]);
      };
      await insertPart('initial', 'backfill');
      await insertPart('recurring', 'delta');
      await insertPart('webhook', 'by-id');
      const parts = (): Promise<unknown> => api.dataSource.query(`select lane, state, outcome->>'code' as code, settings_version as version from part where integration_id = $1 order by lane`, [id]);

      const first = (await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'other_id' } })).body['integration'] as { settingsVersion: number };
      expect(await parts()).toEqual(['backfill', 'by-id', 'delta'].map((lane) => ({ lane, state: 'open', code: null, version: first.settingsVersion })));
      await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'other_id', shops: ['2'] } });
      expect(await parts()).toMatchObject([{ state: 'incomplete', code: 'settings_changed' }, { state: 'open', version: first.settingsVersion + 1 }, { state: 'incomplete', code: 'settings_changed' }]);
    });
  });

  describe('life', () => {
    it('start, pause, resume, stop, each with its schedule', async () => {
      const id = await saved();
      expect((await operator('POST', `/integrations/${id}/start`)).body).toMatchObject({ integration: { state: 'running', nextSteps: expect.arrayContaining(['pause', 'stop']) as unknown } });
      expect((await operator('POST', `/integrations/${id}/pause`)).body).toMatchObject({ integration: { state: 'paused' } });
      expect((await operator('POST', `/integrations/${id}/pause`)).status).toBe(409);
      expect((await operator('POST', `/integrations/${id}/resume`)).body).toMatchObject({ integration: { state: 'running' } });
      expect((await operator('POST', `/integrations/${id}/stop`)).body).toMatchObject({ integration: { state: 'stopped', nextSteps: expect.arrayContaining(['start']) as unknown } });
      const schedules = api.gateway.calls.filter((call) => call.startsWith('setFollowing')).map((call) => call.split(' ')[2]);
      expect(schedules).toEqual(['1800000', 'off', '1800000', 'off']);
    });

    it('pause and resume with Temporal down; starts answer 503 and change nothing', async () => {
      const id = await saved();
      await operator('POST', `/integrations/${id}/start`);
      const run = await operator('POST', `/integrations/${id}/initial-sync`, {});
      api.gateway.down = true;
      expect((await operator('POST', `/integrations/${id}/pause`)).status).toBe(200);
      const runId = String((run.body['run'] as { id: string }).id);
      expect((await operator('GET', `/runs/${runId}`)).body).toMatchObject({ state: 'paused', desired: 'pause', waiting: { code: 'paused' } });
      expect((await operator('POST', `/integrations/${id}/resume`)).status).toBe(200);
      expect((await operator('GET', `/runs/${runId}`)).body).toMatchObject({ state: 'queued', desired: 'run', waiting: null });
      expect((await operator('POST', `/integrations/${id}/stop`)).status).toBe(200);
      const start = await operator('POST', `/integrations/${id}/start`);
      expect(start).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
      expect((await operator('GET', `/integrations/${id}`)).body).toMatchObject({ state: 'stopped' });
    });
  });

  it('looks at the shop now, only while running', async () => {
    const id = await saved();
    expect((await operator('POST', `/integrations/${id}/sync-now`)).status).toBe(409);
    await operator('POST', `/integrations/${id}/start`);
    expect((await operator('POST', `/integrations/${id}/sync-now`)).status).toBe(202);
    expect(api.gateway.calls).toContain(`syncNow ${id}`);
  });
});
