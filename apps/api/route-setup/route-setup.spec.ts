import { callbackKey } from '#libs/domain/relay/callback-key.js';
import { newId } from '#libs/domain/ids.js';
import { product } from '#libs/feeds/testing/products.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration, addRecord } from '../testing/card-rows.js';
import { addRoute, DESTINATION_CREDENTIALS, SECURITY_PARAMETER, type MadeRoute } from '../testing/route-rows.js';

const PL = { 'accept-language': 'pl' };
const PUBLIC = 'https://sztafeta.example.com/in';

describe('the set-up page of a route', () => {
  let api: ApiHarness;
  let admin: Call;
  let viewer: Call;
  let operator: Call;
  let shop: string;
  let made: MadeRoute;

  beforeAll(async () => {
    api = await startApi();
    [admin, viewer, operator] = [await api.as('admin'), await api.as('viewer'), await api.as('operator')];
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    shop = await addIntegration(api, 'Sklep');
    await api.dataSource.query(`update integration set platform = 'idosell' where id = $1`, [shop]);
    made = await addRoute(api, shop);
  });

  const audited = async (): Promise<unknown> => await api.dataSource.query(`select action, detail from audit where object_id = $1`, [made.routeId]);

  it('gives the addresses exactly as SALESmanago wants them, the feed and the code', async () => {
    const answer = await admin('GET', `/routes/${made.routeId}/setup`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      callbacks: {
        optIn: `${PUBLIC}/callbacks/${made.callbackToken}/optin?email=$email$&key=sha1($email$${SECURITY_PARAMETER})`,
        optOut: `${PUBLIC}/callbacks/${made.callbackToken}/optout?email=$email$&key=sha1($email$${SECURITY_PARAMETER})`,
      },
      feed: { url: `${PUBLIC}/feeds/${made.feedToken}.xml`, products: 0, warning: expect.stringContaining('no products') as unknown },
      snippet: { variables: { _smid: 'n4rw1k7demo0club', _smapp: 3 } },
    });
  });

  it('gives addresses that work', async () => {
    await addRecord(api, shop, null, product('7'));
    const { body } = await admin('GET', `/routes/${made.routeId}/setup`);
    const { callbacks, feed } = body as unknown as { callbacks: { optIn: string; optOut: string }; feed: { url: string; products: number; warning: string | null } };
    // As the destination does: the address put in, the key computed of what stands in the brackets.
    const called = callbacks.optOut.replace(PUBLIC, api.url).replaceAll('$email$', 'anna@example.com').replace(/sha1\(anna@example\.com(.*)\)$/u, (_all, secret: string) => callbackKey('anna@example.com', secret));
    expect((await fetch(called)).status).toBe(200);
    expect((await fetch(called.replace('/optout', '/optin'))).status).toBe(200);
    expect((await fetch(feed.url.replace(PUBLIC, api.url))).status).toBe(200);
    expect([feed.products, feed.warning]).toEqual([1, null]);
  });

  it('tells the steps of both panels in the language of the caller', async () => {
    const [polish, english] = [(await admin('GET', `/routes/${made.routeId}/setup`, undefined, PL)).body, (await admin('GET', `/routes/${made.routeId}/setup`)).body];
    const steps = (body: Record<string, unknown>): { salesmanago: string[]; idosell: string[] } => body['steps'] as { salesmanago: string[]; idosell: string[] };
    const optOut = `${PUBLIC}/callbacks/${made.callbackToken}/optout?email=$email$&key=sha1($email$${SECURITY_PARAMETER})`;
    expect(steps(polish).salesmanago).toContain(`Do pola „Opt-out callback URL” wklej w całości: ${optOut}`);
    expect(steps(english).salesmanago).toContain(`Paste into the field "Opt-out callback URL", as a whole: ${optOut}`);
    expect(steps(polish).idosell).toContain('Otwórz Moderacja → Dodatki HTML i JavaScript.');
    expect(steps(english).idosell).toContain('Open Moderation → HTML and JavaScript add-ons.');
    expect(steps(polish).salesmanago).toHaveLength(steps(english).salesmanago.length);
    await api.dataSource.query(`update integration set platform = 'prestashop' where id = $1`, [shop]);
    expect(steps((await admin('GET', `/routes/${made.routeId}/setup`)).body).idosell).toEqual([]);
  });

  it('never shows what lets into the account, and is in no log', async () => {
    const shown = JSON.stringify((await admin('GET', `/routes/${made.routeId}/setup`)).body);
    for (const secret of [DESTINATION_CREDENTIALS.apiSecret, DESTINATION_CREDENTIALS.owner]) expect(shown).not.toContain(secret);
    for (const secret of [SECURITY_PARAMETER, made.callbackToken, made.feedToken]) expect(api.log()).not.toContain(secret);
  });

  it('writes down who has seen it, and nothing of what was seen', async () => {
    await admin('GET', `/routes/${made.routeId}/setup`);
    expect(await audited()).toEqual([{ action: 'route.setup_read', detail: {} }]);
  });

  it('is for admins', async () => {
    for (const call of [viewer, operator]) {
      expect(await call('GET', `/routes/${made.routeId}/setup`)).toMatchObject({ status: 403, body: { code: 'role_too_low', needed: 'admin' } });
    }
    expect(await audited()).toEqual([]);
  });

  it('has no code before the destination was authenticated', async () => {
    await api.app.get(SecretStore).remove({ ownerKind: 'destination', ownerId: made.destinationId, name: 'credentials' });
    expect((await admin('GET', `/routes/${made.routeId}/setup`)).body['snippet']).toBeNull();
  });

  it('says when there is no security parameter', async () => {
    await api.app.get(SecretStore).remove({ ownerKind: 'route', ownerId: made.routeId, name: 'addresses' });
    expect(await admin('GET', `/routes/${made.routeId}/setup`)).toMatchObject({ status: 409, body: { code: 'route_addresses_missing' } });
    expect(await audited()).toEqual([]);
  });

  it.each([
    [null, false, 'public_url_missing'],
    ['http://localhost:3000', false, 'public_url_loopback'],
    ['http://127.0.0.1:3000', true, null],
    ['http://sztafeta', false, 'public_url_internal'],
  ])('with PUBLIC_URL %s (demo: %s) says %s', async (publicUrl, publicUrlMayBeLoopback, code) => {
    const other = await startApi({ publicUrl, publicUrlMayBeLoopback });
    try {
      const route = await addRoute(other, await addIntegration(other, 'Sklep'));
      const answer = await (await other.as('admin'))('GET', `/routes/${route.routeId}/setup`, undefined, PL);
      if (code === null) expect(answer).toMatchObject({ status: 200, body: { feed: { url: `http://127.0.0.1:3000/feeds/${route.feedToken}.xml` } } });
      else expect(answer).toMatchObject({ status: 409, body: { code, fix: expect.stringContaining('PUBLIC_URL') as unknown } });
    } finally {
      await other.close();
    }
  });

  describe('consents that are not in the shop', () => {
    const add = async (address: string, outcome: string | null, detail: unknown = null): Promise<void> => {
      await api.dataSource.query(
        `insert into consent_callback (id, workspace_id, route_id, direction, address, applied_at, outcome, detail) values ($1, $2, $3, 'out', $4, case when $5::text is null then null else now() end, $5, $6)`,
        [newId(), api.workspaceId, made.routeId, address, outcome, detail === null ? null : JSON.stringify(detail)],
      );
    };
    const list = async (query = '', headers = {}): Promise<Record<string, unknown>> => (await operator('GET', `/routes/${made.routeId}/not-written${query}`, undefined, headers)).body;

    it('are listed with the reason, newest first, a page at a time', async () => {
      await add('a@example.com', 'not_written:no_account');
      await add('b@example.com', 'written');
      await add('c@example.com', 'notXwritten:refused');
      await add('d@example.com', null);
      await add('e@example.com', 'not_written:module_right_missing', { text: { pl: 'x', en: 'y' } });
      await add('f@example.com', 'not_written:something_new', { text: { pl: 'Tekst błędu', en: 'Text of the failure' } });
      await add('g@example.com', 'not_written:something_else', { customers: [] });
      const items = (await list())['items'] as Record<string, unknown>[];
      expect(items.map(({ address, reason }) => [address, reason])).toEqual([['g@example.com', 'something_else'], ['f@example.com', 'something_new'], ['e@example.com', 'module_right_missing'], ['a@example.com', 'no_account']]);
      expect(items.map(({ message }) => message)).toEqual([
        'The consent could not be written to the shop. Change it by hand in the panel.', 'Text of the failure', expect.stringContaining('CRM, write'), expect.stringContaining('no account in this shop'),
      ]);
      expect(((await list('', PL))['items'] as Record<string, unknown>[])[1]?.['message']).toBe('Tekst błędu');
      const first = await list('?limit=3');
      expect((first['items'] as unknown[]).length).toBe(3);
      expect((await list(`?limit=3&cursor=${String(first['nextCursor'])}`))).toMatchObject({ items: [{ address: 'a@example.com' }], nextCursor: null });
      expect((await viewer('GET', `/routes/${made.routeId}/not-written?limit=1`)).body['items']).toMatchObject([{ address: null, reason: 'something_else' }]);
    });
  });
});
