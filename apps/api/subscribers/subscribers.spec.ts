import { jest } from '@jest/globals';
import { addressHash } from '#libs/domain/relay/address-hash.js';
import type { Consent, SubscriberRecord } from '#libs/domain/records.js';
import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Answer, type Call } from '../testing/api-harness.js';
import { addConsent, addIntegration, addRecord, customerRecord, subscriberRecord } from '../testing/card-rows.js';
import { addRoute, type MadeRoute } from '../testing/route-rows.js';
import { SubscribersService } from './subscribers.service.js';

const GIVEN = '2026-03-01T10:00:00.000Z';
const newsletter = (over: Partial<Consent> = {}): Consent => ({ shop: null, channel: 'email', kind: 'newsletter', state: 'granted', changedAt: { utc: GIVEN }, ...over });

describe('subscribers without an account', () => {
  let api: ApiHarness;
  let operator: Call;
  let shop: string;
  let made: MadeRoute;

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    api.app.get(SubscribersService).bytesPerPart = 19_000_000;
    shop = await addIntegration(api, 'Sklep');
    made = await addRoute(api, shop);
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => api.dataSource.query<T[]>(text, values);
  const file = (part?: number): Promise<Answer> => operator('GET', `/routes/${made.routeId}/subscribers.csv${part === undefined ? '' : `?part=${String(part)}`}`);
  const lines = async (part?: number): Promise<string[]> => String((await file(part)).body['text']).split('\r\n').slice(1, -1);
  const addresses = async (): Promise<string[]> => (await lines()).map((line) => line.split(';')[0] ?? '');
  const counted = async (): Promise<Record<string, unknown>> => (await operator('GET', `/routes/${made.routeId}/subscribers`)).body;
  const leftOut = async (): Promise<unknown> => ((await counted())['leftOut'] as { reason: string; count: number }[]).map(({ reason, count }) => [reason, count]);

  /** Somebody on the newsletter list, as ingest stores them. */
  async function subscribe(email: string, over: Partial<SubscriberRecord> = {}, said: Partial<Consent> = {}, at = shop): Promise<string> {
    const consent = newsletter(said);
    const record = subscriberRecord(`email-${consent.shop ?? '1'}-${newId()}`, email, { consent, ...over });
    const id = await addRecord(api, at, null, record, record.ownerId === null ? [`email:${email.toLowerCase()}`] : [`shop_id:${at}/${record.ownerId}`, `email_seen:${email.toLowerCase()}`]);
    await addConsent(api, at, id, 'subscribers', consent, '2026-03-02T00:00:00.000Z');
    return id;
  }
  const account = (number: string, email: string, over: Parameters<typeof customerRecord>[1] = {}): Promise<string> =>
    addRecord(api, shop, null, customerRecord(number, { email, ...over }), [`shop_id:${shop}/${number}`, `email:${email.toLowerCase()}`]);
  const callback = (address: string, direction: 'in' | 'out', at: string): Promise<unknown> =>
    sql(`insert into consent_callback (id, workspace_id, route_id, direction, address, received_at) values ($1, $2, $3, $4, $5, $6)`, [newId(), api.workspaceId, made.routeId, direction, address, at]);
  const opt = (address: string, columns: Record<string, unknown>): Promise<unknown> =>
    sql(`insert into remote_opt (account, address_hash, channel, callback, callback_at, seen_in_at, last_out_at) values ($1, $2, 'email', $3, $4, $5, $6)`, [
      made.account, addressHash(made.account, address), columns['callback'] ?? null, columns['callbackAt'] ?? null, columns['seenInAt'] ?? null, columns['lastOutAt'] ?? null,
    ]);

  it('are a file for the import, one address a line', async () => {
    await subscribe('Anna@Example.com');
    await subscribe('bez.zgody@example.com', {}, { state: 'refused' });
    const answer = await file();
    expect(answer.status).toBe(200);
    expect(answer.body['text']).toBe('email;name;tag_1\r\nanna@example.com;;newsletter\r\n');
    expect(Object.fromEntries(['content-type', 'content-disposition', 'cache-control', 'x-sztafeta-part', 'x-sztafeta-parts', 'x-sztafeta-count'].map((name) => [name, answer.headers.get(name)]))).toEqual({
      'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename=subscribers-1-of-1.csv', 'cache-control': 'no-store', 'x-sztafeta-part': '1', 'x-sztafeta-parts': '1', 'x-sztafeta-count': '1',
    });
    expect(await counted()).toEqual({ count: 1, parts: 1, bytesPerPart: 19_000_000, leftOut: [{ reason: 'not_granted', count: 1, text: 'The newest entry is no consent in the shop of this route.' }] });
  });

  it('are no account holders, whatever list they are on', async () => {
    await subscribe('konto@example.com');
    await account('1', 'Konto@Example.com');
    await subscribe('lista.konta@example.com');
    await subscribe('lista.konta@example.com', { ownerId: '2' });
    // Had that address once: whoever has it now is somebody else.
    await subscribe('dawny@example.com');
    await addRecord(api, shop, null, customerRecord('3', { email: 'nowy@example.com' }), [`shop_id:${shop}/3`, 'email:dawny@example.com', 'email:nowy@example.com']);
    await subscribe('usuniete@example.com');
    await account('4', 'usuniete@example.com', { deleted: true });
    await subscribe('zniknelo@example.com');
    await sql(`update source_record set gone_at = now() where id = $1`, [await account('5', 'zniknelo@example.com')]);
    expect(await addresses()).toEqual(['dawny@example.com', 'usuniete@example.com', 'zniknelo@example.com']);
    expect(await leftOut()).toEqual([['account_holder', 2]]);
  });

  it('have the name they bought with, unless names are left out', async () => {
    await subscribe('gosc@example.com');
    await addRecord(api, shop, null, customerRecord('9', { standing: 'alias', email: 'gosc@example.com', firstName: '=Jan', lastName: ' Gość ' }), ['email:gosc@example.com']);
    expect(await lines()).toEqual(["gosc@example.com;'=Jan Gość;newsletter"]);
    await sql(`update route set options = options || '{"leaveOut":["name"],"commonTag":"sklep"}' where id = $1`, [made.routeId]);
    expect((await file()).body['text']).toBe('email;tag_1;tag_2\r\ngosc@example.com;newsletter;sklep\r\n');
  });

  it('are those whose newest statement for the shop is a yes', async () => {
    const [wrote, left] = [await subscribe('wrocil@example.com', {}, { state: 'refused', changedAt: { utc: '2026-01-01T00:00:00.000Z' } }), await subscribe('odszedl@example.com')];
    await subscribe('wrocil@example.com');
    await subscribe('odszedl@example.com', {}, { state: 'refused', changedAt: { utc: '2026-04-01T00:00:00.000Z' } });
    // What an entry that is gone allowed, nobody allows any more; what it forbade stays forbidden.
    const gone = await subscribe('znikla@example.com');
    await sql(`update source_record set gone_at = now() where id = $1`, [gone]);
    // Buying without an account they said no.
    await subscribe('gosc@example.com');
    const guest = await addRecord(api, shop, null, customerRecord('9', { standing: 'alias', email: 'gosc@example.com' }), ['email:gosc@example.com']);
    await addConsent(api, shop, guest, 'customers', newsletter({ state: 'refused', changedAt: { utc: '2026-05-01T00:00:00.000Z' } }), GIVEN);
    const sms = await subscribe('sms@example.com', {}, { channel: 'sms' });
    expect([wrote, left, sms]).toHaveLength(3);
    expect(await addresses()).toEqual(['wrocil@example.com']);
    expect(await leftOut()).toEqual([['not_granted', 3]]);
  });

  it('belong to the shop of the route', async () => {
    await sql(`update route set options = options || '{"shop":"2"}' where id = $1`, [made.routeId]);
    await subscribe('pierwszy@example.com', { shop: '1' }, { shop: '1' });
    await subscribe('drugi@example.com', { shop: '2' }, { shop: '2' });
    await subscribe('oba@example.com', { shop: '1' }, { shop: '1' });
    await subscribe('oba@example.com', { shop: '2' }, { shop: '2', state: 'refused' });
    await subscribe('obcy@example.com', {}, { shop: '2' }, await addIntegration(api, 'Inny'));
    expect(await addresses()).toEqual(['drugi@example.com']);
  });

  it('are nobody who left there, unless the consent is proved newer', async () => {
    for (const name of ['czeka', 'czeka.dawno', 'dzwonil', 'widziany', 'wrocil', 'wrocil.tam', 'bez.daty', 'usuniety']) await subscribe(`${name}@example.com`, {}, name === 'bez.daty' ? { changedAt: null } : {});
    await callback('czeka@example.com', 'out', '2026-03-01T10:00:01.000Z');
    await callback('czeka.dawno@example.com', 'out', '2026-02-01T00:00:00.000Z');
    await opt('dzwonil@example.com', { callback: 'out', callbackAt: '2026-04-01T00:00:00.000Z' });
    await opt('widziany@example.com', { lastOutAt: '2026-04-01T00:00:00.000Z' });
    await opt('wrocil@example.com', { lastOutAt: '2026-04-01T00:00:00.000Z', seenInAt: '2026-04-02T00:00:00.000Z' });
    await opt('wrocil.tam@example.com', { callback: 'out', callbackAt: '2026-04-01T00:00:00.000Z' });
    await callback('wrocil.tam@example.com', 'in', '2026-04-02T00:00:00.000Z');
    await opt('bez.daty@example.com', { callback: 'out', callbackAt: '2020-01-01T00:00:00.000Z' });
    await sql(`insert into remote_contact (account, address_hash, removed_at) values ($1, $2, now())`, [made.account, addressHash(made.account, 'usuniety@example.com')]);
    expect(await addresses()).toEqual(['czeka.dawno@example.com', 'wrocil.tam@example.com', 'wrocil@example.com']);
    expect(await leftOut()).toEqual([['opted_out_there', 4], ['removed_there', 1]]);
  });

  it('are nobody the route leaves out', async () => {
    const exclude = async (email: string, effect: string, reason: string): Promise<void> => {
      await sql(`insert into route_exclusion (route_id, record_id, effect, workspace_id, reason, external_id) values ($1, $2, $3, $4, $5, 'x')`, [made.routeId, await subscribe(email), effect, api.workspaceId, reason]);
    };
    await exclude('kontakt@example.com', 'contact', 'held');
    await exclude('wypisany@example.com', 'consent:email', 'opted_out_there');
    await exclude('bez.daty@example.com', 'consent:email', 'consent_undated');
    expect(await addresses()).toEqual(['bez.daty@example.com']);
    expect(await leftOut()).toEqual([['excluded', 2]]);
  });

  it('are left out where the address itself is a formula', async () => {
    await subscribe('+anna@example.com');
    await subscribe('=1@example.com');
    expect(await addresses()).toEqual([]);
    expect(await leftOut()).toEqual([['unsafe_address', 2]]);
  });

  it('are cut into parts that are small enough, each address in one, and stay there when others come', async () => {
    for (let n = 0; n < 60; n += 1) await subscribe(`osoba${String(n)}@example.com`);
    api.app.get(SubscribersService).bytesPerPart = 800;
    const { parts, count } = (await counted()) as { parts: number; count: number };
    expect([parts, count]).toEqual([expect.any(Number), 60]);
    expect(parts).toBeGreaterThan(2);
    const all = new Map<string, number>();
    for (let part = 1; part <= parts; part += 1) {
      const answer = await file(part);
      expect(Buffer.byteLength(String(answer.body['text']))).toBeLessThanOrEqual(800);
      for (const line of await lines(part)) all.set(line, part);
    }
    expect(all.size).toBe(60);
    expect(await file(parts + 1)).toMatchObject({ status: 404, body: { code: 'part_unknown', parts } });
    api.app.get(SubscribersService).bytesPerPart = 1_000;
    const before = await lines(1);
    await subscribe('aaa@example.com');
    expect((await lines(1)).filter((line) => !line.startsWith('aaa@'))).toEqual(before);
  });

  it('are not sent where the route sends only persons who consented', async () => {
    await sql(`update route set options = options || '{"scope":"consented","consentSource":"newsletterEmail"}' where id = $1`, [made.routeId]);
    for (const path of ['subscribers', 'subscribers.csv']) {
      expect(await operator('GET', `/routes/${made.routeId}/${path}`)).toMatchObject({ status: 409, body: { code: 'subscribers_not_sent' } });
    }
    expect(await sql(`select 1 from audit where object_id = $1`, [made.routeId])).toEqual([]);
  });

  it('are written into the audit with each download, and into no log', async () => {
    await subscribe('kanarek@example.com');
    await file();
    expect(await sql(`select action, detail from audit where object_id = $1`, [made.routeId])).toEqual([{ action: 'route.subscribers_export', detail: { part: 1, parts: 1, count: 1 } }]);
    expect(api.log()).not.toContain('kanarek');
  });

  it('keep no connection once the file is sent, or could not be', async () => {
    await subscribe('a@example.com');
    const idle = async (): Promise<number> => (await sql(`select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)).length;
    await file();
    await file(7);
    const create = api.dataSource.createQueryRunner.bind(api.dataSource);
    const away = jest.spyOn(api.dataSource, 'createQueryRunner').mockImplementation((mode) => {
      const runner = create(mode);
      const query = runner.query.bind(runner);
      return Object.assign(runner, { query: (text: string, values?: unknown[]) => (text.includes('remote_opt') ? Promise.reject(new Error('gone')) : query(text, values)) });
    });
    expect((await file()).status).toBe(500);
    away.mockRestore();
    expect(await idle()).toBe(0);
    expect((await file()).status).toBe(200);
  });
});
