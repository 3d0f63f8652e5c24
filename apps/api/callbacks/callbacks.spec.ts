import { jest } from '@jest/globals';
import { newId } from '#libs/domain/ids.js';
import { callbackKey } from '#libs/domain/relay/callback-key.js';
import { newCallbackToken } from '#libs/security/route-tokens.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startApi, type ApiHarness } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';
import { addRoute, SECURITY_PARAMETER, type MadeRoute } from '../testing/route-rows.js';
import { CallbackIntake } from './callback-intake.service.js';

const EMAIL = 'kanarek.zolty@example.com';
const queryFor = (email: string, secret = SECURITY_PARAMETER): string => `email=${encodeURIComponent(email)}&key=${callbackKey(email, secret)}`;

describe('GET /callbacks/:token', () => {
  let api: ApiHarness;
  let made: MadeRoute;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    made = await addRoute(api, await addIntegration(api, 'Sklep'));
  });

  type Stored = { readonly direction: string; readonly address: string; readonly repeated: number; readonly outcome: string | null };
  const stored = (): Promise<Stored[]> => api.dataSource.query<Stored[]>(`select direction, address, repeated, outcome from consent_callback where route_id = $1 order by received_at`, [made.routeId]);
  const call = async (path: string, method = 'GET'): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${api.url}${path}`, { method });
    return { status: answer.status, text: await answer.text() };
  };
  const optOut = (query: string, token = made.callbackToken): ReturnType<typeof call> => call(`/callbacks/${token}/optout?${query}`);
  /** Other destinations are woken a moment later, in the middle of the next test. */
  const woken = (): string[] => api.gateway.calls.filter((one) => one.includes(made.destinationId));
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('is stored and answered without a body, and wakes the flow that delivers', async () => {
    expect(await optOut(queryFor(EMAIL))).toEqual({ status: 200, text: '' });
    expect(await stored()).toEqual([{ direction: 'out', address: EMAIL, repeated: 0, outcome: null }]);
    await until(() => woken().length > 0);
    expect(woken()).toEqual([`wakeDelivery ${made.destinationId}`]);
  });

  it('is served at the root and under the prefix, in any case', async () => {
    expect((await call(`/api/v1/callbacks/${made.callbackToken}/optin?${queryFor('a@example.com')}`)).status).toBe(200);
    expect((await call(`/Callbacks/${made.callbackToken}/OptIn/?${queryFor('b@example.com')}`)).status).toBe(200);
    expect((await stored()).map((row) => [row.direction, row.address])).toEqual([['in', 'a@example.com'], ['in', 'b@example.com']]);
  });

  it('takes the key of the sheet', async () => {
    expect((await optOut('email=anna.nowak@example.pl&key=9a76c885268abbfc0b15b0f8351bcd5ac4afe045')).status).toBe(200);
  });

  it('finds the person whatever the case of the address, and whatever a plus was made of', async () => {
    expect((await optOut(queryFor('Kanarek+Sklep@Example.com'))).status).toBe(200);
    expect((await optOut(`email=kanarek+sklep@example.com&key=${callbackKey('kanarek sklep@example.com', SECURITY_PARAMETER)}`)).status).toBe(200);
    expect(await stored()).toEqual([{ direction: 'out', address: 'kanarek+sklep@example.com', repeated: 1, outcome: null }]);
  });

  it('waits once however often it is told, and is stored anew once it was applied', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => optOut(queryFor(EMAIL))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await stored()).toEqual([{ direction: 'out', address: EMAIL, repeated: 7, outcome: null }]);
    await api.dataSource.query(`update consent_callback set applied_at = now(), outcome = 'written' where route_id = $1`, [made.routeId]);
    await optOut(queryFor(EMAIL));
    expect((await stored()).map(({ repeated, outcome }) => ({ repeated, outcome }))).toEqual([{ repeated: 7, outcome: 'written' }, { repeated: 0, outcome: null }]);
  });

  it('of an opt-out, an opt-in and an opt-out the last counts as the latest', async () => {
    await optOut(queryFor(EMAIL));
    await call(`/callbacks/${made.callbackToken}/optin?${queryFor(EMAIL)}`);
    await optOut(queryFor(EMAIL));
    expect((await stored()).map((row) => row.direction)).toEqual(['in', 'out']);
  });

  it('refuses a wrong key without saying why, and keeps nothing', async () => {
    for (const query of [queryFor(EMAIL, 'Zimorodek43'), `email=${EMAIL}&key=x`, `email=${EMAIL}&key=${callbackKey('other@example.com', SECURITY_PARAMETER)}`]) {
      expect(await optOut(query)).toEqual({ status: 403, text: '' });
    }
    expect(await stored()).toEqual([]);
    expect(woken()).toEqual([]);
  });

  it('refuses what is missing, doubled or too long without repeating it', async () => {
    for (const query of ['', 'email=a@example.com', 'key=00', `${queryFor(EMAIL)}&email=b@example.com`, queryFor(`${'a'.repeat(250)}@example.com`), queryFor('a\u0000@example.com')]) {
      expect(await optOut(query)).toEqual({ status: 400, text: '' });
    }
    expect(await stored()).toEqual([]);
  });

  it('answers the same emptiness at addresses nobody has', async () => {
    expect(await optOut(queryFor(EMAIL), newCallbackToken())).toEqual({ status: 404, text: '' });
    expect(await optOut(queryFor(EMAIL), 'nonsense')).toEqual({ status: 404, text: '' });
    expect(await optOut(queryFor(EMAIL), made.feedToken)).toEqual({ status: 404, text: '' });
    expect(await call(`/callbacks/${made.callbackToken}?${queryFor(EMAIL)}`)).toEqual({ status: 404, text: '' });
    expect(await call(`/callback/${made.callbackToken}/optout?${queryFor(EMAIL)}`)).toEqual({ status: 404, text: '' });
    await api.dataSource.query(`update route set deleted_at = now() where id = $1`, [made.routeId]);
    expect(await optOut(queryFor(EMAIL))).toEqual({ status: 404, text: '' });
  });

  it.each(['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])('changes nothing by %s', async (method) => {
    expect(await call(`/callbacks/${made.callbackToken}/optout?${queryFor(EMAIL)}`, method)).toEqual({ status: 404, text: '' });
    expect(await stored()).toEqual([]);
  });

  it('proves nothing while no security parameter is set', async () => {
    await api.app.get(SecretStore).put({ workspaceId: api.workspaceId, ownerKind: 'route', ownerId: made.routeId, name: 'addresses', value: { callbackToken: made.callbackToken, feedToken: made.feedToken, securityParameter: '' } });
    expect((await optOut(queryFor(EMAIL, ''))).status).toBe(403);
  });

  it('takes a new parameter at once when it is told of it', async () => {
    await optOut(queryFor('a@example.com'));
    await api.app.get(SecretStore).put({ workspaceId: api.workspaceId, ownerKind: 'route', ownerId: made.routeId, name: 'addresses', value: { callbackToken: made.callbackToken, feedToken: made.feedToken, securityParameter: 'Other' } });
    api.app.get(CallbackIntake).forget();
    expect((await optOut(queryFor(EMAIL))).status).toBe(403);
    expect((await optOut(queryFor(EMAIL, 'Other'))).status).toBe(200);
  });

  it('is stored with Temporal away', async () => {
    api.gateway.down = true;
    expect((await optOut(queryFor(EMAIL))).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('asks the database next to nothing for a flood of wrong keys', async () => {
    await optOut(queryFor('a@example.com', 'wrong'));
    const runner = jest.spyOn(api.dataSource, 'createQueryRunner');
    const query = jest.spyOn(api.dataSource, 'query');
    try {
      const floods = await Promise.all(Array.from({ length: 200 }, (_, n) => optOut(queryFor(`a${String(n)}@example.com`, 'wrong'))));
      expect(floods.every(({ status }) => status === 403)).toBe(true);
      // Two statements to find route and secret, every two seconds: not one for each call.
      expect(runner.mock.calls.length + query.mock.calls.length).toBeLessThan(100);
    } finally {
      runner.mockRestore();
      query.mockRestore();
    }
    expect(await stored()).toEqual([]);
  });

  it('leaves no address, key or token in the log', async () => {
    const query = queryFor(EMAIL);
    await optOut(query);
    await optOut(queryFor(EMAIL, 'wrong'));
    const mark = newId();
    await call(`/${mark}/${made.callbackToken}/optout?${query}`);
    await until(() => api.log().includes(mark));
    for (const secret of ['kanarek', made.callbackToken, callbackKey(EMAIL, SECURITY_PARAMETER), SECURITY_PARAMETER]) expect(api.log()).not.toContain(secret);
    expect(api.log()).toContain('/callbacks/*');
  });

  it('is told to come again while the database is away, and says nothing of it', async () => {
    const log = api.log().length;
    await optOut(queryFor('a@example.com'));
    const away = jest.spyOn(api.dataSource, 'createQueryRunner').mockImplementation(() => {
      throw new Error(`connect ECONNREFUSED for ${EMAIL}`);
    });
    try {
      const answer = await fetch(`${api.url}/callbacks/${made.callbackToken}/optout?${queryFor(EMAIL)}`);
      expect([answer.status, await answer.text(), answer.headers.get('retry-after')]).toEqual([503, '', '5']);
    } finally {
      away.mockRestore();
    }
    expect(api.log().slice(log)).toContain('callback not stored');
    expect(api.log().slice(log)).not.toContain('kanarek');
    expect((await optOut(queryFor(EMAIL))).status).toBe(200);
  });
});
