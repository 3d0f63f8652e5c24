import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { relayConnector } from '../testing/relay-connector.js';
import { addDelivery, addDestination, addRelay, addRoute, addSource } from '../testing/relay-rows.js';

const COUNTS = {
  people: 1252, contacts: { accounts: 900, withoutAccount: 100, subscribers: 200 }, consents: { email: 700 }, events: { PURCHASE: 340, RETURN: 5 },
  excluded: { no_consent: 50, address_invalid: 2 }, records: { no_address: 9 },
};
const QUIET = { ...COUNTS, consents: {}, events: {} };

describe('exports of a route', () => {
  let api: ApiHarness;
  let operator: Call;
  let route: string;
  let destination: string;

  beforeAll(async () => {
    api = await startApi({ connectors: [relayConnector] });
    operator = await api.as('operator');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    api.gateway.down = false;
    ({ route, destination } = await addRelay(api));
    api.gateway.calls.length = 0;
  });

  const create = async (body: object = {}): ReturnType<Call> => await operator('POST', `/routes/${route}/exports`, body);
  const idOf = (answer: Awaited<ReturnType<Call>>): string => (answer.body['export'] as { id: string }).id;
  const call = async (id: string, name: string): ReturnType<Call> => await operator('POST', `/routes/${route}/exports/${id}/${name}`);
  /** As the delivering flow does. */
  const count = async (id: string, counts: object = COUNTS): Promise<unknown> => await api.dataSource.query(`update route_export set state = 'counted', counts = $2, total = 1200 where id = $1`, [id, JSON.stringify(counts)]);
  const counted = async (body: object = {}): Promise<string> => {
    const id = idOf(await create(body));
    await count(id);
    return id;
  };
  const routeRow = async (): Promise<Record<string, Date | null>> => (await api.dataSource.query<Record<string, Date | null>[]>('select events_from, exported_from from route where id = $1', [route]))[0] ?? {};

  it('are counted first, and nothing is sent', async () => {
    const answer = await create();
    expect(answer).toMatchObject({ status: 202, body: { export: { state: 'counting', nextSteps: ['cancel'], counts: null, minutes: null, historySince: null, optionsChanged: false, progress: { handedOver: 0, secondsLeft: null } } } });
    expect(api.gateway.calls).toEqual([`wakeDelivery ${destination}`]);
    expect((await routeRow())['exported_from']).toBeNull();
    expect(await call(idOf(answer), 'confirm')).toMatchObject({ status: 409, body: { code: 'export_not_counted' } });
  });

  it('show what will be written where, how long it takes and who is sent', async () => {
    const id = await counted();
    const { body } = await operator('GET', `/routes/${route}/exports/${id}`);
    expect(body).toMatchObject({
      state: 'counted', nextSteps: ['confirm', 'cancel'], minutes: 2, consent: { scope: 'everyone', consentSource: null },
      counts: { people: 1252, contacts: COUNTS.contacts, consents: { email: 700 }, events: { PURCHASE: 340, RETURN: 5 } },
      excluded: { people: [{ reason: 'no_consent', count: 50, text: expect.stringContaining('consent') as string }, { reason: 'address_invalid', count: 2 }], records: [{ reason: 'no_address', count: 9 }] },
    });
    const writes = Object.fromEntries((body['writes'] as { code: string; message: string }[]).map(({ code, message }) => [code, message]));
    expect(writes['contacts']).toContain('Contacts: 1,200 (Odbiorca, http://127.0.0.1:8099), of them account holders: 900');
    expect(writes['tags']).toContain('"rejestracja"');
    expect(writes['events']).toBe('Events of orders since the start of the route: 345 (PURCHASE 340, RETURN 5).');
    expect(writes['consents']).toContain('nobody who has opted out is brought back');
    await count(id, QUIET);
    const quiet = (await operator('GET', `/routes/${route}/exports/${id}`)).body['writes'] as { message: string }[];
    expect(quiet.map(({ message }) => message)).toEqual(expect.arrayContaining(['Events of the past: none.', 'Consents: the export subscribes and unsubscribes nobody.']));
    expect(JSON.stringify(body['warnings'])).not.toContain('events_not_silent');
    expect((body['warnings'] as { code: string }[]).map(({ code }) => code)).toContain('location_unknown');
  });

  it('name the consent that counts', async () => {
    const source = await addSource(api, { facts: { orderConsent: true } });
    route = await addRoute(api, source, await addDestination(api), { options: { scope: 'consented', consentSource: 'orderConsent' } });
    expect((await create()).body['export']).toMatchObject({ consent: { scope: 'consented', consentSource: 'orderConsent', text: expect.stringContaining('share order information') as string } });
  });

  it('warn with the number of events when history is asked for: those calls cannot be silent', async () => {
    const id = await counted({ historySince: '2025-01-01T00:00:00+01:00' });
    const { body } = await operator('GET', `/routes/${route}/exports/${id}`, undefined, { 'accept-language': 'pl' });
    expect(body).toMatchObject({ historySince: '2024-12-31T23:00:00.000Z', warnings: [{ code: 'events_not_silent', message: expect.stringContaining('345') as string }, {}, {}] });
    expect(await create({ historySince: '2999-01-01T00:00:00Z' })).toMatchObject({ status: 422, body: { code: 'history_since_invalid', errors: [{ path: 'historySince' }] } });
    expect((await create({ historySince: 'yesterday' })).status).toBe(400);
  });

  it('begin with a confirmation, which moves the history back only as far as was asked', async () => {
    const before = await routeRow();
    const silent = await counted();
    expect(await call(silent, 'confirm')).toMatchObject({ status: 200, body: { export: { state: 'running', nextSteps: ['pause', 'cancel'] } } });
    const first = await routeRow();
    expect(first).toEqual({ events_from: before['events_from'], exported_from: expect.any(Date) as Date });
    await call(silent, 'cancel');
    const id = await counted({ historySince: '2025-01-01T00:00:00Z' });
    await call(id, 'confirm');
    expect(await routeRow()).toEqual({ events_from: new Date('2025-01-01T00:00:00Z'), exported_from: first['exported_from'] });
    await call(id, 'cancel');
    await call(await counted({ historySince: '2025-06-01T00:00:00Z' }), 'confirm');
    expect((await routeRow())['events_from']).toEqual(new Date('2025-01-01T00:00:00Z'));
    const [row] = await api.dataSource.query<{ by: string }[]>(`select confirmed_by as by from route_export where id = $1`, [id]);
    expect(row?.by).toMatch(/^key:/u);
  });

  it('are not confirmed with options that were changed after the counting', async () => {
    const id = await counted();
    await operator('PUT', `/routes/${route}/options`, { options: { scope: 'everyone', leaveOut: ['categoryTags', 'phone'] } });
    expect((await operator('GET', `/routes/${route}/exports/${id}`)).body).toMatchObject({ optionsChanged: true });
    expect(await call(id, 'confirm')).toMatchObject({ status: 409, body: { code: 'options_changed' } });
    expect((await routeRow())['exported_from']).toBeNull();
  });

  it('run one at a time; a counted one gives way to the next', async () => {
    const old = await counted();
    const id = await counted();
    expect((await operator('GET', `/routes/${route}/exports/${old}`)).body).toMatchObject({ state: 'cancelled' });
    expect(await call(old, 'confirm')).toMatchObject({ status: 409, body: { code: 'export_state', nextSteps: [] } });
    await call(id, 'confirm');
    expect(await create()).toMatchObject({ status: 409, body: { code: 'export_running', exportId: id } });
    const second = newId();
    await api.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version) values ($1, $2, $3, 'counted', 0)`, [second, api.workspaceId, route]);
    expect(await call(second, 'confirm')).toMatchObject({ status: 409, body: { code: 'export_running', exportId: id } });
  });

  it('are confirmed once by many at the same moment', async () => {
    const id = await counted();
    const answers = await Promise.all(Array.from({ length: 4 }, () => call(id, 'confirm')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it('need a route that is on', async () => {
    const id = await counted();
    await operator('POST', `/routes/${route}/stop`);
    expect(await create()).toMatchObject({ status: 409, body: { code: 'route_off' } });
    expect(await call(id, 'confirm')).toMatchObject({ status: 409, body: { code: 'route_off' } });
  });

  it('are paused, resumed and cancelled with Temporal down', async () => {
    const id = await counted();
    await call(id, 'confirm');
    api.gateway.down = true;
    expect((await call(id, 'pause')).body['export']).toMatchObject({ state: 'running', desired: 'pause', nextSteps: ['resume', 'cancel'], progress: { secondsLeft: null } });
    expect(await call(id, 'pause')).toMatchObject({ status: 409, body: { code: 'export_state', nextSteps: ['resume', 'cancel'] } });
    expect((await call(id, 'resume')).body['export']).toMatchObject({ desired: 'run' });
    expect((await call(id, 'cancel')).body['export']).toMatchObject({ state: 'cancelled', desired: 'stop', endedAt: expect.any(String) as string });
    expect((await call(id, 'resume')).status).toBe(409);
  });

  it('tell progress and the time left by the pace', async () => {
    const id = await counted();
    await call(id, 'confirm');
    await api.dataSource.query(`update route_export set handed_over = 300, confirmed_at = now() - interval '1 minute' where id = $1`, [id]);
    const { progress } = (await operator('GET', `/routes/${route}/exports/${id}`)).body as { progress: Record<string, number> };
    // 900 at 600 a minute.
    expect(progress).toMatchObject({ handedOver: 300, total: 1200, share: 0.25, secondsLeft: 90 });
    expect(progress['perMinute']).toBeGreaterThan(200);
    expect(progress['perMinute']).toBeLessThanOrEqual(300);
    // Handed over is not sent: whoever waits is not done.
    await addDelivery(api, route, { state: 'pending', silent: true });
    expect((await operator('GET', `/routes/${route}/exports/${id}`)).body).toMatchObject({ progress: { handedOver: 300, waiting: 1, done: 299 } });
    expect((await operator('GET', `/routes/${route}`)).body).toMatchObject({ lastExport: { id, state: 'running' } });
  });

  it('are asked for once under an idempotency key, and belong to their route', async () => {
    const key = { 'idempotency-key': 'export-once' };
    const first = await operator('POST', `/routes/${route}/exports`, {}, key);
    expect(idOf(await operator('POST', `/routes/${route}/exports`, {}, key))).toBe(idOf(first));
    const other = await addRelay(api);
    expect((await operator('GET', `/routes/${other.route}/exports/${idOf(first)}`)).status).toBe(404);
    expect((await operator('POST', `/routes/${other.route}/exports/${idOf(first)}/cancel`)).status).toBe(404);
  });

  it('end with their route', async () => {
    const id = await counted();
    await call(id, 'confirm');
    expect((await (await api.as('admin'))('DELETE', `/routes/${route}`)).status).toBe(200);
    expect(await api.dataSource.query('select state from route_export where id = $1', [id])).toEqual([{ state: 'cancelled' }]);
  });
});
