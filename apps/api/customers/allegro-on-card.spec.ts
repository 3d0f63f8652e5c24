import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys } from '../testing/card-rows.js';

const HASH = 'q7hx2m9d4k';
let api: ApiHarness;
let viewer: Call;
let buyer: string;
let ordinary: string;

beforeAll(async () => {
  api = await startApi();
  viewer = await api.as('viewer');
  const shop = await addIntegration(api, 'Sklep A');
  buyer = await addCustomer(api, 'Kupujący', null, 'kupujacy');
  await addKeys(api, shop, buyer, [
    `allegro_address:${HASH}@allegromail.pl`, `email_seen:${HASH}+5c1e08a7b@allegromail.pl`, `email_seen:${HASH}+1f0932d@allegromail.pl`, 'allegro_address:z1y2x3w4v5@user.allegrogroup.pl',
    'email_seen:z1y2x3w4v5+0a1b2c3d4@user.allegrogroup.pl', 'allegro_login:client:88000111',
  ]);
  ordinary = await addCustomer(api, 'Zwykły', null, 'zwykly');
  await addKeys(api, shop, ordinary, [
    'email:jan.wzor+zakupy@example.com', `email:${HASH}+5c1e@allegromail.pl.example.com`, `email:${HASH}+5c1e@xallegromail.pl`, `email:${HASH}+5c1e08a7b@allegromail.cz`, 'email_seen:powiadomienia@allegromail.pl',
  ]);
});
afterAll(async () => {
  await api.close();
});

const say = (settings: object): Promise<unknown> => api.dataSource.query(`update workspace set settings = $2 where id = $1`, [api.workspaceId, JSON.stringify(settings)]);
const found = async (query: string, term: string): Promise<unknown> => ((await viewer('GET', `/customers?${query}=${encodeURIComponent(term)}`)).body.items ?? []).map(({ id }) => (id === buyer ? 'buyer' : id === ordinary ? 'ordinary' : 'other'));

describe.each(['q', 'email'])('a search by the forms of the sheet (%s)', (query) => {
  beforeEach(() => say({}));

  it.each([
    [`${HASH}+5c1e08a7b@allegromail.pl`, ['buyer']],
    [`${HASH}+1f0932d@allegromail.pl`, ['buyer']],
    [`${HASH}+never-seen@allegromail.pl`, ['buyer']],
    [`${HASH}@allegromail.pl`, ['buyer']],
    [` ${HASH.toUpperCase()}+5C1E08A7B@Allegromail.PL `, ['buyer']],
    [`${HASH}+a+b@allegromail.pl`, ['buyer']],
    ['z1y2x3w4v5+9f@user.allegrogroup.pl', ['buyer']],
    [`${HASH}+5c1e08a7b@allegromail.com`, []],
    ['z1y2x3w4v5+0a1b2c3d4@allegromail.pl', []],
    ['jan.wzor+zakupy@example.com', ['ordinary']],
    ['jan.wzor@example.com', []],
    [`${HASH}+5c1e@allegromail.pl.example.com`, ['ordinary']],
    [`${HASH}+other@allegromail.pl.example.com`, []],
    [`${HASH}+5c1e@xallegromail.pl`, ['ordinary']],
    [`${HASH}+5c1e08a7b@allegromail.cz`, ['ordinary']],
    [`${HASH}+other@allegromail.cz`, []],
    ['+5c1e08a7b@allegromail.pl', []],
    ['powiadomienia@allegromail.pl', ['ordinary']],
    ['powiadomienia+1@allegromail.pl', []],
  ])('%s', async (term, expected) => {
    expect(await found(query, term)).toEqual(expected);
  });

  it('goes by the workspace’s own list', async () => {
    await say({ allegro: { domains: ['allegromail.cz'], loginFields: [] } });
    expect(await found(query, `${HASH}+never-seen@allegromail.pl`)).toEqual([]);
    expect(await found(query, `${HASH}+5c1e08a7b@allegromail.pl`)).toEqual(['buyer']);
  });
});

describe('a card', () => {
  const shown = async (): Promise<unknown> => (await viewer('GET', `/customers/${buyer}`)).body['allegro'];
  const [one, two] = [[`${HASH}+1f0932d@allegromail.pl`, `${HASH}+5c1e08a7b@allegromail.pl`], ['z1y2x3w4v5+0a1b2c3d4@user.allegrogroup.pl']];

  it('shows what was seen while Allegro is off', async () => {
    await say({});
    expect(await shown()).toEqual({ on: false, logins: ['client:88000111'], addresses: [{ base: null, seen: one }, { base: null, seen: two }] });
  });

  it('shows both forms while it is on', async () => {
    await say({ allegro: { domains: ['allegromail.pl', 'user.allegrogroup.pl'], loginFields: [] } });
    expect(await shown()).toEqual({
      on: true, logins: ['client:88000111'], addresses: [{ base: `${HASH}@allegromail.pl`, seen: one }, { base: 'z1y2x3w4v5@user.allegrogroup.pl', seen: two }],
    });
  });
});
