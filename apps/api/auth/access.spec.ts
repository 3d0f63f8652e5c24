import { newId } from '#libs/domain/ids.js';
import { PERMISSIONS, PERMISSION_NAMES, type Permission } from '#libs/security/permissions.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addRecord, customerRecord, orderRecord } from '../testing/card-rows.js';
import { addDelivery, addRelay } from '../testing/relay-rows.js';
import { allRoutes, type Route } from '../testing/routes.js';

const ROUTES = allRoutes();
const GUARDED = ROUTES.filter((route) => route.mark !== 'public');
const titled = (routes: readonly Route[]): [string, Route][] => routes.map((route) => [`${route.method} ${route.path}`, route]);
const ofRole = (...roles: string[]): Route[] => GUARDED.filter((route) => roles.includes(PERMISSIONS[route.mark as Permission]));

/** Bodies and queries that pass validation, so that the answer is about the id. */
const BODIES: Record<string, unknown> = {
  'POST /integrations/:id/authenticate': { credentials: {} },
  'PUT /integrations/:id/settings': { settings: {} },
  'POST /customers/:id/erase': { confirm: 'x' },
  'POST /rejects/:id/replay': {},
  'POST /customers/:id/merge': { customerId: newId() },
  'POST /customers/:id/split': { records: [newId()] },
  'POST /destinations/:id/authenticate': { credentials: {} },
  'PUT /destinations/:id/settings': { settings: {} },
  'PUT /routes/:id/options': { options: {} },
  'PUT /routes/:id/security-parameter': { value: 'x' },
  'POST /tickets/:id/assign': { customerId: null },
};

describe('access', () => {
  let api: ApiHarness;
  let viewer: Call;
  let operator: Call;
  let admin: Call;
  /** Ids of the other workspace, by the first word of the path. */
  let foreign: Record<string, string>;

  beforeAll(async () => {
    api = await startApi();
    [viewer, operator, admin] = await Promise.all([api.as('viewer'), api.as('operator'), api.as('admin')]);
    const there = { dataSource: api.dataSource, workspaceId: api.otherWorkspaceId };
    const integration = await addIntegration(there, 'Obcy sklep');
    const customer = await addCustomer(there, 'Obca Osoba', null, 'obca osoba');
    await addRecord(there, integration, customer, customerRecord('1'));
    const order = await addRecord(there, integration, customer, orderRecord('1', '1'));
    const [run, reject, alert, field, key, erasure] = [newId(), newId(), newId(), newId(), newId(), newId()];
    const insert = (sql: string, values: unknown[]): Promise<unknown> => api.dataSource.query(sql, values);
    await insert(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'test')`, [run, api.otherWorkspaceId, integration]);
    await insert(`insert into reject (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix) values ($1, $2, $3, 'orders', 'map', '1', 'x', '{}', '{}')`, [reject, api.otherWorkspaceId, integration]);
    await insert(`insert into alert (id, workspace_id, rule, subject, message) values ($1, $2, 'x', 'y', '{}')`, [alert, api.otherWorkspaceId]);
    await insert(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, 'foreign', 'f', 'text')`, [field, api.otherWorkspaceId]);
    await insert(`insert into api_key (id, workspace_id, name, prefix, secret_hash, role) values ($1, $2, 'k', 'szt_', '\\x01', 'viewer')`, [key, api.otherWorkspaceId]);
    const second = await addCustomer(there, 'Druga Obca Osoba', null, 'druga obca osoba');
    const decision = newId();
    await insert(`insert into decision (id, workspace_id, kind, actor, detail) values ($1, $2, 'refuse', 'test', $3)`, [decision, api.otherWorkspaceId, { cards: [customer, second] }]);
    await insert(`insert into erasure (id, workspace_id, customer_id, cards, state, requested_by) values ($1, $2, $3, '{}', 'queued', 'test')`, [erasure, api.otherWorkspaceId, customer]);
    const relay = await addRelay(there);
    const ticket = newId();
    await insert(`insert into ticket (id, workspace_id, source, sender) values ($1, $2, 'api', 'obcy@example.com')`, [ticket, api.otherWorkspaceId]);
    const delivery = await addDelivery(there, relay.route, { state: 'failed' });
    foreign = { tickets: ticket, decisions: decision, proposals: `${customer}~${second}`, destinations: relay.destination, routes: relay.route, deliveries: delivery, integrations: integration, customers: customer, erasures: erasure, orders: order, runs: run, rejects: reject, alerts: alert, 'custom-fields': field, 'api-keys': key, workspaces: api.otherWorkspaceId };
  });

  afterAll(async () => {
    await api.close();
  });

  const filled = (route: Route, id: string): string => route.path.replace(/:integrationId/u, foreign['integrations'] ?? '').replace(/:platform/u, 'prestashop').replace(/:exportId/u, newId()).replace(/:id/u, id);
  const send = (call: Call, route: Route, id: string): ReturnType<Call> => call(route.method, filled(route, id), route.method === 'GET' || route.method === 'DELETE' ? undefined : (BODIES[`${route.method} ${route.path}`] ?? {}));

  it('knows every route', () => {
    expect(ROUTES.length).toBeGreaterThan(45);
    expect([...new Set(ROUTES.filter((route) => route.mark === 'public').map((route) => route.path))].sort()).toEqual(['/callbacks/:token/:direction', '/callbacks/:token/optin', '/callbacks/:token/optout', '/feeds/:token.xml', '/health/live', '/health/ready', '/hooks/:token']);
  });

  it.each(titled(GUARDED))('%s names one permission of the table', (_title, route) => {
    expect(PERMISSION_NAMES).toContain(route.mark);
  });

  it.each(titled(GUARDED))('%s answers 401 without a key', async (_title, route) => {
    const answer = await send(api.anonymous, route, newId());
    expect(answer).toMatchObject({ status: 401, body: { code: 'api_key_missing' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each(titled(ofRole('operator', 'admin')))('%s answers 403 to a viewer', async (_title, route) => {
    const answer = await send(viewer, route, newId());
    expect(answer).toMatchObject({ status: 403, body: { code: 'role_too_low', permission: route.mark } });
  });

  it.each(titled(ofRole('admin')))('%s answers 403 to an operator', async (_title, route) => {
    expect(await send(operator, route, newId())).toMatchObject({ status: 403, body: { code: 'role_too_low', needed: 'admin' } });
  });

  it.each(titled(GUARDED.filter((route) => route.method !== 'GET' && !route.path.includes('replay'))))('%s is closed to viewers, because it writes', (_title, route) => {
    expect(PERMISSIONS[route.mark as Permission]).not.toBe('viewer');
  });

  describe.each([['another workspace\'s id', (path: string) => foreign[path] ?? ''], ['an unknown id', () => newId()], ['a malformed id', () => 'nonsense']])('%s', (_title, idOf) => {
    const withIds = GUARDED.filter((route) => route.path.includes(':id'));
    // The installation is looked after from the first workspace, whose admins see all workspaces.
    const routes = withIds.filter((route) => route.path !== '/workspaces/:id');

    it.each(titled(routes))('answers 404 on %s', async (_route, route) => {
      const id = idOf(route.path.split('/')[1] ?? '');
      expect(id).not.toBe('');
      expect(await send(admin, route, id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });
  });

  it('shows another workspace to admins of the first one alone', async () => {
    expect((await admin('GET', `/workspaces/${api.otherWorkspaceId}`)).status).toBe(200);
    expect((await viewer('GET', `/workspaces/${api.otherWorkspaceId}`)).status).toBe(404);
    const elsewhere = await api.as('admin', api.otherWorkspaceId);
    expect((await elsewhere('GET', `/workspaces/${api.workspaceId}`)).status).toBe(404);
    expect((await elsewhere('POST', '/workspaces', { name: 'Third' }))).toMatchObject({ status: 403, body: { code: 'first_workspace_only' } });
    const made = await admin('POST', '/workspaces', { name: 'Third' });
    expect(made.status).toBe(201);
    const inside = await fetch(`${api.url}/api/v1/workspaces`, { headers: { authorization: `Bearer ${String(made.body['adminKey'])}` } });
    expect(await inside.json()).toMatchObject({ items: [{ id: made.body['id'], current: true }] });
  });

  it('refuses wrong and revoked keys', async () => {
    const wrong = await fetch(`${api.url}/api/v1/platforms`, { headers: { authorization: 'Bearer szt_wrong' } });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ code: 'api_key_invalid' });
    const made = await admin('POST', '/api-keys', { name: 'temporary', role: 'viewer' });
    const secret = String(made.body['secret']);
    const use = (): Promise<Response> => fetch(`${api.url}/api/v1/platforms`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await use()).status).toBe(200);
    expect((await admin('DELETE', `/api-keys/${String(made.body['id'])}`)).status).toBe(204);
    expect((await use()).status).toBe(401);
    const listed = await admin('GET', '/api-keys');
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(api.log()).not.toContain(secret);
  });
});
