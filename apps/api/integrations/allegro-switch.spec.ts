import { allegro } from '#libs/connectors/allegro/allegro.connector.js';
import { checkSeller } from '#libs/connectors/allegro/check-seller.js';
import { ALLEGRO_DOMAINS } from '#libs/domain/allegro.js';
import type { AllegroValue } from '#libs/domain/allegro-switch.js';
import { newId } from '#libs/domain/ids.js';
import type { FieldRole, JsonObject } from '#libs/domain/words.js';
import { startApi, type Answer, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addKeys } from '../testing/card-rows.js';
import { accepted, addFields, CREDENTIALS } from '../testing/integrations.js';
import { sampleConnector } from '../testing/sample-connector.js';
import { lockAllegroValue } from './allegro-value.js';
import { fingerprintOf } from './settings-change.js';

let api: ApiHarness;
let operator: Call;
let admin: Call;

beforeEach(async () => {
  api = await startApi({ connectors: [sampleConnector, allegro] });
  operator = await api.as('operator');
  admin = await api.as('admin');
  await addFields(operator);
  await operator('POST', '/custom-fields', { key: 'login', label: 'login', type: 'text' });
  api.gateway.check = () => accepted();
});
afterEach(async () => {
  await api.close();
});

const rows = <T>(sql: string, values: unknown[] = []): Promise<T[]> => api.dataSource.query<T[]>(sql, values);
const value = async (): Promise<AllegroValue | null> => (await rows<{ value: AllegroValue | null }>(`select settings->'allegro' as value from workspace where id = $1`, [api.workspaceId]))[0]?.value ?? null;
const fieldId = async (key: string): Promise<string> => (await rows<{ id: string }>(`select id from custom_field where key = $1`, [key]))[0]?.id ?? '';

async function made(platform: string, credentials: object): Promise<string> {
  const id = String((await operator('POST', '/integrations', { platform, name: `The ${platform}` })).body['id']);
  api.gateway.check = () => (platform === 'allegro' ? { ...accepted('https://example.com'), report: checkSeller({ seller: 'Sprzedawca' }), address: null, accountKey: 'sprzedawca' } : accepted());
  expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials })).status).toBe(200);
  return id;
}

const save = (id: string, settings: object, run = false): Promise<Answer> => operator('PUT', `/integrations/${id}/settings${run ? '?run=true' : ''}`, { settings });

/** A shop with saved settings; `stored`: with a record, so that there is something to apply settings to. */
async function shop(idField: string, stored: boolean): Promise<string> {
  const id = await made('prestashop', CREDENTIALS);
  expect((await save(id, { idField })).status).toBe(200);
  if (stored) {
    await rows(
      `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys) values ($1, $2, $3, 'order', '1', '{}', '\\x00', '1:f', 0, now(), now(), '{}')`,
      [newId(), api.workspaceId, id],
    );
  }
  return id;
}

type Shop = { readonly id: string; readonly settings: JsonObject; readonly fingerprint: string; readonly version: number };
const shops = (): Promise<Shop[]> => rows<Shop>(`select id, settings, fingerprint, settings_version::int as version from integration where platform = 'prestashop' and deleted_at is null order by id`);

/** Every shop's mark is the one its settings and the workspace's value give now. */
async function expectFresh(): Promise<void> {
  const now = await value();
  for (const { id, settings, fingerprint } of await shops()) {
    const uses = await rows<{ role: FieldRole; fieldId: string }>(`select role, field_id as "fieldId" from custom_field_use where integration_id = $1`, [id]);
    expect(fingerprint).toBe(fingerprintOf(sampleConnector, settings, uses, now));
  }
}

type Runs = { readonly on: boolean; readonly integrations: number; readonly runs: { readonly id: string; readonly integrationId: string; readonly started: boolean }[] };
const switchedBy = (answer: Answer): Runs | null => answer.body['switched'] as Runs | null;

describe('the Allegro switch', () => {
  it('is on while an integration runs or is paused, and off when it is stopped or deleted; each change is applied to stored records', async () => {
    const [full, empty] = [await shop('shop_id', true), await shop('other_id', false)];
    const id = await made('allegro', { seller: 'Sprzedawca' });
    const before = await shops();
    expect(switchedBy(await save(id, { loginField: 'login' }))).toBeNull();
    expect(await value()).toBeNull();

    const started = await operator('POST', `/integrations/${id}/start`);
    expect(started).toMatchObject({ status: 200, body: { switched: { on: true, integrations: 2, runs: [{ integrationId: full, started: true }] }, integration: { state: 'running', lagSeconds: null } } });
    expect(started.body['message']).toContain('Allegro is switched on. It concerns 2 shop integration(s); 1 run(s)');
    expect(await value()).toEqual({ domains: [...ALLEGRO_DOMAINS].sort(), loginFields: [await fieldId('login')] });
    const runId = switchedBy(started)?.runs[0]?.id ?? '';
    expect(api.gateway.calls).toContain(`startRun reapply ${runId}`);
    expect(await rows(`select kind, state, integration_id as shop from run`)).toEqual([{ kind: 'reapply', state: 'queued', shop: full }]);
    expect((await shops()).map(({ version }, at) => version - (before[at]?.version ?? 0))).toEqual([1, 1]);
    expect((await shops()).every(({ fingerprint }, at) => fingerprint !== before[at]?.fingerprint)).toBe(true);
    await expectFresh();
    const [entry] = await rows<{ detail: object }>(`select detail from audit where action = 'integration.allegro_switch'`);
    expect(entry?.detail).toEqual({ on: true, integrations: 2, runs: [runId] });

    expect(switchedBy(await operator('POST', `/integrations/${id}/pause`))).toBeNull();
    expect(await value()).not.toBeNull();
    expect(switchedBy(await operator('POST', `/integrations/${id}/resume`))).toBeNull();

    await rows(`update run set state = 'complete', ended_at = now()`);
    const stopped = await operator('POST', `/integrations/${id}/stop`, undefined, { 'accept-language': 'pl' });
    expect(switchedBy(stopped)).toMatchObject({ on: false, integrations: 2, runs: [{ integrationId: full }] });
    expect(stopped.body['message']).toContain('Allegro jest wyłączone');
    expect(await value()).toBeNull();
    // As if it had never been on.
    expect((await shops()).map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));

    await rows(`update run set state = 'complete', ended_at = now()`);
    await operator('POST', `/integrations/${id}/start`);
    await rows(`update run set state = 'complete', ended_at = now()`);
    expect(switchedBy(await admin('DELETE', `/integrations/${id}`))).toMatchObject({ on: false, integrations: 2, runs: [{ integrationId: full }] });
    expect(await value()).toBeNull();
    await expectFresh();
    expect(empty).not.toBe(full);
  });

  it('fences what is being read, so that no page of before is written', async () => {
    const id = await shop('shop_id', true);
    const [run, part] = [newId(), newId()];
    await rows(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'test')`, [run, api.workspaceId, id]);
    await rows(`insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version) values ($1, $2, $3, $4, 'orders', 'backfill', 0, '{}', 1)`, [part, run, api.workspaceId, id]);
    const answer = await save(await made('allegro', { seller: 'Sprzedawca' }), { loginField: 'login' }, true);
    expect(answer).toMatchObject({ status: 200, body: { switched: { on: true, integrations: 1 }, integration: { state: 'running' } } });
    expect(answer.body['notes']).toEqual([expect.stringContaining('Allegro is switched on')]);
    const [now] = await rows<{ version: number; state: string }>(`select settings_version::int as version, state from part where id = $1`, [part]);
    expect(now).toEqual({ version: (await shops())[0]?.version, state: 'open' });
  });

  it('looks for the cards of tickets from masked addresses at once, and reads their senders by the list of domains', async () => {
    const id = await shop('shop_id', false);
    const place = { dataSource: api.dataSource, workspaceId: api.workspaceId };
    const card = await addCustomer(place, 'Jan Wzór', null, 'jan wzor');
    await addKeys(place, id, card, ['allegro_address:q7hx2m9d4k@allegromail.pl', 'email_seen:q7hx2m9d4k+5c1e08a7b@allegromail.pl']);
    const senders = ['q7hx2m9d4k+1f0932d@allegromail.pl', 'z1y2x3w4v5+1f0932d@allegromail.cz'];
    for (const sender of senders) expect((await operator('POST', '/tickets', { sender, subject: 'Pytanie' })).status).toBeLessThan(300);
    const tickets = (): Promise<object[]> => rows(`select customer_id as card, lookup_key as key from ticket order by address`);
    const masked = { card: null, key: 'allegro_address:q7hx2m9d4k@allegromail.pl' };
    expect(await tickets()).toEqual([masked, { card: null, key: 'email:z1y2x3w4v5+1f0932d@allegromail.cz' }]);
    const switchId = await made('allegro', { seller: 'Sprzedawca' });
    await save(switchId, { loginField: 'login' }, true);
    expect(await tickets()).toEqual([{ ...masked, card }, { card: null, key: 'email:z1y2x3w4v5+1f0932d@allegromail.cz' }]);
    await save(switchId, { loginField: 'login', domains: ['allegromail.pl', 'allegromail.cz'] });
    expect(await tickets()).toEqual([{ ...masked, card }, { card: null, key: 'allegro_address:z1y2x3w4v5@allegromail.cz' }]);
    await operator('POST', `/integrations/${switchId}/stop`);
    // A ticket that has found its card stays with it, and a domain where Allegro masks is not anybody's own by now.
    expect(await tickets()).toEqual([{ ...masked, card }, { card: null, key: 'allegro_address:z1y2x3w4v5@allegromail.cz' }]);
    // Cards of masked addresses are looked for while it is on only.
    await addKeys(place, id, card, ['allegro_address:z1y2x3w4v5@allegromail.cz']);
    expect((await operator('POST', '/tickets', { sender: 'z1y2x3w4v5+77aa88b@allegromail.cz', subject: 'Pytanie' })).body).toMatchObject({ ticket: { customer: null, reason: 'allegro_off' } });
  });

  it('is the union of all that are on; a save that changes nothing of it applies nothing', async () => {
    await operator('POST', '/custom-fields', { key: 'login_2', label: 'login 2', type: 'text' });
    await shop('shop_id', true);
    const [one, two] = [await made('allegro', { seller: 'Sprzedawca' }), await made('allegro', { seller: 'Druga' })];
    await save(one, { loginField: 'login', domains: ['allegromail.pl'] }, true);
    await save(two, { loginField: 'login_2', domains: ['allegromail.pl', 'Allegromail.CZ '] }, true);
    const fields = [await fieldId('login'), await fieldId('login_2')].sort();
    expect(await value()).toEqual({ domains: ['allegromail.cz', 'allegromail.pl'], loginFields: fields });
    expect(switchedBy(await save(one, { loginField: 'login', domains: ['allegromail.cz'] }))).toBeNull();
    const changed = switchedBy(await save(two, { loginField: 'login', domains: ['allegromail.com'] }));
    expect(changed).toMatchObject({ on: true, integrations: 1 });
    expect(await value()).toEqual({ domains: ['allegromail.com', 'allegromail.cz'], loginFields: [await fieldId('login')] });
    expect(await rows(`select settings->'formerLoginFields' as former from workspace where id = $1`, [api.workspaceId])).toEqual([{ former: [await fieldId('login_2')] }]);
    await operator('POST', `/integrations/${one}/stop`);
    // What was only its own is a domain of Allegro's all the same.
    expect(await value()).toEqual({ domains: ['allegromail.com', 'allegromail.cz'], loginFields: [await fieldId('login')] });
    await expectFresh();
  });

  it('leaves its list of domains in force when it is stopped or deleted: an address there does not become a person\'s own', async () => {
    await shop('shop_id', true);
    const list = [...ALLEGRO_DOMAINS, 'allegromail.cz'].sort();
    const id = await made('allegro', { seller: 'Sprzedawca' });
    await save(id, { loginField: 'login', domains: list }, true);
    const off = { off: true, domains: list, loginFields: [] };
    expect(switchedBy(await operator('POST', `/integrations/${id}/stop`))).toMatchObject({ on: false });
    expect(await value()).toEqual(off);
    await expectFresh();
    expect(switchedBy(await operator('POST', `/integrations/${id}/start`))).toMatchObject({ on: true });
    expect(switchedBy(await admin('DELETE', `/integrations/${id}`))).toMatchObject({ on: false });
    expect(await value()).toEqual(off);
    await expectFresh();
    // Another one does not have to know of it.
    const next = await made('allegro', { seller: 'Druga' });
    await save(next, { loginField: 'login' }, true);
    expect(await value()).toEqual({ domains: list, loginFields: [await fieldId('login')] });
    await operator('POST', `/integrations/${next}/stop`);
    // Only who takes it off a list says that it is none, also while nothing is on.
    await save(next, { loginField: 'login', domains: list });
    expect(await value()).toEqual(off);
    expect(switchedBy(await save(next, { loginField: 'login' }))).toMatchObject({ on: false, integrations: 1 });
    expect(await value()).toBeNull();
    await expectFresh();
  });

  it('keeps runs for later while Temporal is away, and touches no other workspace', async () => {
    await shop('shop_id', true);
    const id = await made('allegro', { seller: 'Sprzedawca' });
    await save(id, { loginField: 'login' }, true);
    await rows(`update run set state = 'complete', ended_at = now()`);
    api.gateway.down = true;
    const stopped = await operator('POST', `/integrations/${id}/stop`);
    expect(stopped).toMatchObject({ status: 200, body: { switched: { on: false, runs: [{ started: false }] } } });
    expect(await rows(`select settings from workspace where id = $1`, [api.otherWorkspaceId])).toEqual([{ settings: {} }]);
  });

  it('makes later saves of shops apply with it too', async () => {
    await save(await made('allegro', { seller: 'Sprzedawca' }), { loginField: 'login' }, true);
    await shop('shop_id', false);
    await expectFresh();
    const [one] = await shops();
    expect(one?.fingerprint).not.toBe(fingerprintOf(sampleConnector, one?.settings ?? {}, await rows(`select role, field_id as "fieldId" from custom_field_use where integration_id = $1`, [one?.id]), null));
  });
});

describe('a shop and the switch that are saved at the same time', () => {
  /** Sessions that wait for somebody's advisory lock. */
  async function waiting(count: number): Promise<void> {
    for (;;) {
      const [row] = await rows<{ n: number }>(`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`);
      if ((row?.n ?? 0) >= count) return;
    }
  }

  it('wait for each other: the switch counts a shop that is being saved', async () => {
    await shop('shop_id', true);
    const id = await made('allegro', { seller: 'Sprzedawca' });
    await save(id, { loginField: 'login' });
    const answers: Promise<Answer>[] = [];
    await api.dataSource.transaction(async (manager) => {
      await lockAllegroValue(manager, api.workspaceId, 'prestashop');
      answers.push(operator('POST', `/integrations/${id}/start`));
      await waiting(1);
      expect(await value()).toBeNull();
    });
    expect((await Promise.all(answers)).map(switchedBy)).toMatchObject([{ on: true, integrations: 1 }]);
    await expectFresh();
  });

  it('wait for each other: a shop is saved with the value the switch leaves', async () => {
    const id = await shop('shop_id', true);
    await save(await made('allegro', { seller: 'Sprzedawca' }), { loginField: 'login' }, true);
    const answers: Promise<Answer>[] = [];
    await api.dataSource.transaction(async (manager) => {
      await lockAllegroValue(manager, api.workspaceId, 'allegro');
      answers.push(save(id, { idField: 'shop_id', adminUrl: 'https://panel.example.com' }));
      await waiting(1);
      await manager.query(`update workspace set settings = jsonb_set(settings, '{allegro,domains}', '["allegromail.pl"]') where id = $1`, [api.workspaceId]);
    });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200]);
    await expectFresh();
  });

  it('leave no stale mark, whichever comes first', async () => {
    const ids = [await shop('shop_id', true), await shop('other_id', true)];
    const id = await made('allegro', { seller: 'Sprzedawca' });
    await save(id, { loginField: 'login' }, true);
    const saves = Array.from({ length: 12 }, (_, n) => {
      if (n % 3 === 0) return save(id, { loginField: 'login', domains: [`allegromail${String(n)}.pl`] });
      return save(ids[n % 2] ?? '', { idField: n % 2 === 0 ? 'shop_id' : 'other_id', adminUrl: `https://panel${String(n)}.example.com` });
    });
    expect((await Promise.all(saves)).map(({ status }) => status)).toEqual(saves.map(() => 200));
    await expectFresh();
  });
});

describe('an integration that reads nothing', () => {
  it('is listed without streams and interval', async () => {
    expect((await operator('GET', '/platforms/allegro')).body).toMatchObject({ section: 'marketplace', streams: [], intervalMinutes: null, fieldSettings: [{ setting: 'loginField', role: 'allegro_login', type: 'text', required: true }] });
  });

  it('asks for a seller and nothing else, says what is on, and asks no address', async () => {
    const id = await made('allegro', { seller: 'Sprzedawca' });
    const read = await operator('GET', `/integrations/${id}`);
    expect(read.body).toMatchObject({ state: 'authenticated', address: null, requests: { perMonthFollowing: 0 }, webhooks: null, ticks: [{ code: 'seller', label: 'Seller account: Sprzedawca' }, {}, {}, {}, { code: 'api', state: 'ok' }] });
    expect(await operator('POST', `/integrations/${id}/authenticate`, { credentials: {} })).toMatchObject({ status: 422, body: { code: 'credentials_invalid' } });
    api.gateway.check = () => ({ failure: null, report: checkSeller({ seller: 'Inna' }), sameAccount: 'unknown', address: null, accountKey: 'inna' });
    expect(await operator('POST', `/integrations/${id}/authenticate`, { credentials: { seller: 'Inna' } })).toMatchObject({ status: 409, body: { code: 'other_account', confirmable: true } });
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: { seller: 'Inna' }, confirmMove: true })).status).toBe(200);
  });

  it('has no schedule, and nothing to synchronise, to estimate or to read again', async () => {
    const id = await made('allegro', { seller: 'Sprzedawca' });
    await save(id, { loginField: 'login' }, true);
    expect(api.gateway.calls).toContain(`setFollowing ${id} off`);
    for (const [method, path] of [['POST', 'sync-now'], ['POST', 'initial-sync'], ['GET', 'initial-sync/estimate'], ['POST', 'reread']] as const) {
      const answer = await operator(method, `/integrations/${id}/${path}`, method === 'POST' ? {} : undefined);
      expect(answer).toMatchObject({ status: 409, body: { code: 'nothing_to_read', fix: expect.stringContaining('integration of the shop') as unknown } });
    }
    expect(await operator('POST', `/integrations/${id}/reread`, { confirm: true })).toMatchObject({ status: 409, body: { code: 'nothing_to_read' } });
    expect(await rows(`select 1 from run`)).toEqual([]);
    expect((await operator('POST', `/integrations/${id}/pause`)).body).toMatchObject({ integration: { state: 'paused' } });
    expect((await operator('GET', `/integrations/${id}/links`)).body).toMatchObject({ customer: null, order: null });
  });

  it('cannot be the source of a route', async () => {
    const id = await made('allegro', { seller: 'Sprzedawca' });
    const answer = await admin('POST', '/routes', { integrationId: id, destinationId: newId(), options: {} });
    expect(answer).toMatchObject({ status: 409, body: { code: 'nothing_to_read' } });
  });

  it('refuses a domain that would mask everybody, and says why', async () => {
    const id = await made('allegro', { seller: 'Sprzedawca' });
    const answer = await save(id, { loginField: 'login', domains: ['allegromail.pl', 'GMail.com'] });
    expect(answer).toMatchObject({ status: 422, body: { code: 'settings_invalid', errors: [{ path: 'settings.domains.1', code: 'domain_public', message: expect.stringContaining('Leave it out') as unknown }] } });
  });

  it('needs a text field that exists', async () => {
    const id = await made('allegro', { seller: 'Sprzedawca' });
    expect(await save(id, { loginField: 'shop_id' })).toMatchObject({ status: 422, body: { code: 'custom_field_type', needed: 'text' } });
    expect(await save(id, { loginField: 'nowhere' })).toMatchObject({ status: 422, body: { code: 'custom_field_missing' } });
    expect(await save(id, {})).toMatchObject({ status: 422, body: { code: 'settings_invalid' } });
  });
});
