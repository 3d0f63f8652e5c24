import { auth, ask, good, OWNER, refusal, send, type Reply, type Row } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

describe('authentication', () => {
  it('takes any key of the caller with the hash of it, the id and the secret', async () => {
    expect(await good(sandbox, 'user/listByClient', { ...auth(sandbox, 'żółw') })).toEqual({ success: true, message: [], users: [OWNER] });
    sandbox.control.configure({ userRows: 'objects' });
    expect((await good(sandbox, 'user/listByClient'))['users']).toEqual([{ email: OWNER }]);
  });

  it.each([
    ['a wrong id', { clientId: 'somebodyelse0001' }],
    ['another key than the hashed one', { apiKey: 'other' }],
    ['no key', { apiKey: '' }],
    ['a hash in capitals', {}],
    ['no time', { requestTime: null }],
  ])('refuses %s with status 200', async (what, change) => {
    const block = auth(sandbox);
    const body = what === 'a hash in capitals' ? { ...block, sha: String(block['sha']).toUpperCase() } : { ...block, ...change };
    expect(await refusal(sandbox, 'user/listByClient', body)).toBe('User not authenticated');
  });

  it('refuses the old hash after a new secret', async () => {
    sandbox.control.configure({ apiSecret: 'another' });
    expect(await refusal(sandbox, 'user/listByClient')).toBe('User not authenticated');
  });

  it('knows an account that was switched off', async () => {
    sandbox.control.configure({ deactivated: true });
    expect(await refusal(sandbox, 'contact/upsert', { contact: { email: 'a@example.com' } })).toBe('Not authenticated');
    expect(sandbox.control.counts().contacts).toBe(0);
  });

  it.each([[1_327_056_031_488], [1_327_056_031], ['1327056031488']])('takes the stale time %p, unless it is strict', async (requestTime) => {
    await good(sandbox, 'user/listByClient', { requestTime });
    sandbox.control.configure({ strictTime: true });
    expect(await refusal(sandbox, 'user/listByClient', { requestTime })).toBe('User not authenticated');
    await good(sandbox, 'user/listByClient', { requestTime: Date.now() });
  });

  it.each([['somebody@else.example', 'User not found'], ['', 'User cannot be empty'], [OWNER.toUpperCase(), 'User not found']])('wants an owner of the account, not %p', async (owner, text) => {
    expect(await refusal(sandbox, 'contact/upsert', { owner, contact: { email: 'a@example.com' } })).toBe(text);
  });
});

describe('the envelope', () => {
  const raw = (method: string, body: string, type = 'application/json', path = 'user/listByClient'): Promise<Reply> => send(`${sandbox.url}/api/${path}`, method, { 'Content-Type': type }, body);

  it.each([
    ['GET', '', 'application/json', 'user/listByClient', 405], ['POST', '{"clientId":', 'application/json', 'user/listByClient', 400], ['POST', '[]', 'application/json', 'user/listByClient', 400],
    ['POST', '{}', 'text/plain', 'user/listByClient', 415], ['POST', '{}', 'application/json', 'contact/nothing', 404],
  ])('%s %p as %s to %s is %i and a page', async (method, body, type, path, status) => {
    const reply = await raw(method, body, type, path);
    expect([reply.status, String(reply.headers['content-type'])]).toEqual([status, 'text/html; charset=utf-8']);
  });

  it('counts requests by endpoint and not the control', async () => {
    await good(sandbox, 'user/listByClient');
    await ask(sandbox, 'contact/upsert', {});
    await fetch(`${sandbox.url}/_control/counts`);
    expect([sandbox.control.stats().byResource, sandbox.control.stats().byStatus]).toEqual([{ 'user/listByClient': 1, 'contact/upsert': 1 }, { 200: 2 }]);
  });

  it('keeps contacts of several owners apart in list only', async () => {
    sandbox.control.configure({ owners: [OWNER, 'drugi@sklep.example.pl'] });
    await good(sandbox, 'contact/upsert', { contact: { email: 'a@example.com' } });
    const emails = async (endpoint: string, owner: string): Promise<unknown> => ((await good(sandbox, endpoint, { owner, email: ['a@example.com'] }))['contacts'] as readonly Row[]).map((row) => row['email']);
    expect([await emails('contact/list', OWNER), await emails('contact/list', 'drugi@sklep.example.pl'), await emails('contact/listAll', 'drugi@sklep.example.pl')]).toEqual([['a@example.com'], [], ['a@example.com']]);
    await good(sandbox, 'contact/upsert', { owner: 'drugi@sklep.example.pl', contact: { email: 'a@example.com' } });
    expect([await emails('contact/list', 'drugi@sklep.example.pl'), sandbox.control.contact('a@example.com')?.owners]).toEqual([['a@example.com'], [OWNER, 'drugi@sklep.example.pl']]);
  });
});
