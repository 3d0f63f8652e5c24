import { callbackKey } from '#libs/domain/relay/callback-key.js';
import { parseFeed, product } from '#libs/feeds/testing/products.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addRecord } from '../testing/card-rows.js';
import { destinationsOf } from '../testing/destinations.js';
import { relayConnector } from '../testing/relay-connector.js';
import { addSource } from '../testing/relay-rows.js';

const PUBLIC = 'https://sztafeta.example.com/in';

const EVERYONE = { scope: 'everyone', leaveOut: ['categoryTags'] };

type Setup = { readonly callbacks: { readonly optIn: string; readonly optOut: string }; readonly feed: { readonly url: string }; readonly snippet: object | null };

describe('addresses a route gives out', () => {
  let api: ApiHarness;
  let admin: Call;
  let source: string;
  let route: string;

  beforeAll(async () => {
    api = await startApi({ connectors: [relayConnector] });
    admin = await api.as('admin');
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    source = await addSource(api);
    const destination = await destinationsOf(api, admin).ready();
    const made = await admin('POST', '/routes', { integrationId: source, destinationId: destination, options: EVERYONE });
    expect(made.status).toBe(201);
    route = String(made.body['id']);
  });

  const setup = async (): Promise<Setup> => (await admin('GET', `/routes/${route}/setup`)).body as unknown as Setup;
  /** As the destination calls: the address put in, the key computed of what stands in the brackets. */
  const call = async (template: string, email: string): Promise<number> => {
    const address = template.replace(PUBLIC, api.url).replaceAll('$email$', email);
    return (await fetch(address.replace(/sha1\((.*)\)$/u, (_all, hashed: string) => callbackKey(hashed.slice(0, email.length), hashed.slice(email.length))))).status;
  };
  const feed = async ({ feed: { url } }: Setup): Promise<Response> => await fetch(url.replace(PUBLIC, api.url));

  it('work from the moment the route is made', async () => {
    const given = await setup();
    expect(given.snippet).not.toBeNull();
    expect([await call(given.callbacks.optIn, 'anna@example.com'), await call(given.callbacks.optOut, 'anna@example.com'), (await feed(given)).status]).toEqual([200, 200, 200]);
  });

  it('have another key as soon as the security parameter is another one', async () => {
    const before = await setup();
    expect(await call(before.callbacks.optOut, 'anna@example.com')).toBe(200);
    expect((await admin('PUT', `/routes/${route}/security-parameter`, { value: 'Zimorodek-42' })).status).toBe(200);
    expect(await call(before.callbacks.optOut, 'anna@example.com')).toBe(403);
    const after = await setup();
    expect(after.callbacks.optOut).toContain('sha1($email$Zimorodek-42)');
    expect(await call(after.callbacks.optOut, 'anna@example.com')).toBe(200);
  });

  it('show the offer by the options as soon as they are saved', async () => {
    const offers = [{ shop: '1', name: 'jeden' }, { shop: '2', name: 'dwa' }].map((one) => ({ ...product('7').offers[0], ...one }));
    await addRecord(api, source, null, { ...product('7'), offers } as ReturnType<typeof product>);
    const given = await setup();
    const name = async (): Promise<unknown> => parseFeed(await (await feed(given)).text())[0]?.['name'];
    expect(await name()).toBe('jeden');
    expect((await admin('PUT', `/routes/${route}/options`, { options: { ...EVERYONE, shop: '2' } })).body).toMatchObject({ route: { options: { shop: '2' } } });
    expect(await name()).toBe('dwa');
  });

  it('lead nowhere as soon as the route is deleted', async () => {
    const given = await setup();
    await feed(given);
    await call(given.callbacks.optOut, 'anna@example.com');
    expect((await admin('DELETE', `/routes/${route}`)).status).toBe(200);
    expect([await call(given.callbacks.optOut, 'anna@example.com'), (await feed(given)).status]).toEqual([404, 404]);
    expect((await admin('GET', `/routes/${route}/setup`)).status).toBe(404);
  });
});
