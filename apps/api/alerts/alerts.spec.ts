import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';

describe('alerts', () => {
  let api: ApiHarness;
  let admin: Call;

  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
  });

  afterAll(async () => {
    await api.close();
  });

  it('are listed, open or closed, in the caller\'s language', async () => {
    const add = async (subject: string, closed: boolean): Promise<string> => {
      const id = newId();
      await api.dataSource.query(`insert into alert (id, workspace_id, rule, subject, message, closed_at) values ($1, $2, 'run_incomplete', $3, '{"pl":"Niepełny przebieg.","en":"A run fell short."}', $4)`, [
        id, api.workspaceId, subject, closed ? new Date() : null,
      ]);
      return id;
    };
    const closed = await add('a', true);
    const open = await add('b', false);
    const ids = async (query: string): Promise<unknown[]> => ((await admin('GET', `/alerts${query}`)).body.items ?? []).map((item) => item['id']);
    expect(await ids('')).toEqual([open, closed]);
    expect(await ids('?open=true')).toEqual([open]);
    expect(await ids('?open=false')).toEqual([closed]);
    expect((await admin('GET', `/alerts/${open}`, undefined, { 'accept-language': 'pl' })).body).toMatchObject({ message: 'Niepełny przebieg.', closedAt: null, sentAt: null });
  });

  it('are sent to an address whose signing secret is shown once', async () => {
    expect((await admin('GET', '/alerts/target')).body).toEqual({ url: null, enabled: false, createdAt: null, signingSecret: null });
    const first = await admin('PUT', '/alerts/target', { url: 'http://127.0.0.1:9/hook' });
    expect(first.body).toMatchObject({ url: 'http://127.0.0.1:9/hook', enabled: true, signingSecret: expect.stringMatching(/^whsec_/u) as unknown });
    const secret = String(first.body['signingSecret']);
    const second = await admin('PUT', '/alerts/target', { url: 'http://127.0.0.1:9/other', enabled: false });
    expect(second.body).toMatchObject({ url: 'http://127.0.0.1:9/other', enabled: false, signingSecret: null });
    const renewed = await admin('PUT', '/alerts/target', { url: 'http://127.0.0.1:9/other', newSecret: true });
    expect(renewed.body['signingSecret']).not.toBe(secret);
    const stored = await api.dataSource.query<{ text: string }[]>(`select encode(ciphertext, 'escape') as text from secret`);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect((await admin('DELETE', '/alerts/target')).status).toBe(204);
    expect((await admin('GET', '/alerts/target')).body).toMatchObject({ url: null });
    expect(await api.dataSource.query('select 1 from secret')).toEqual([]);
  });

  it('are not sent into the house', async () => {
    expect(await admin('PUT', '/alerts/target', { url: 'http://10.0.0.5/hook' })).toMatchObject({ status: 422, body: { code: 'address_not_allowed' } });
    expect((await admin('PUT', '/alerts/target', { url: 'ftp://example.com/hook' })).status).toBe(400);
  });

  it('leave their mark in the audit, as every change does', async () => {
    const entries = (await admin('GET', '/audit?action=alert_target.save')).body.items ?? [];
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({ action: 'alert_target.save', objectKind: 'alert_target', objectId: api.workspaceId, detail: { newSecret: true } });
    expect(JSON.stringify(entries)).not.toContain('whsec_');
    const stranger = await api.as('admin', api.otherWorkspaceId);
    expect((await stranger('GET', '/audit')).body.items).toEqual([]);
  });
});
