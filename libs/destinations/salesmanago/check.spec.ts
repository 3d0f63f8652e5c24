import type { ServerResponse } from 'node:http';
import type { Tick } from '#libs/connectors/sdk/check.js';
import { calm, CREDENTIALS, failureOf, json, tinyAccount, type Asked, type TinyAccount } from './testing/tiny-account.js';

type Answers = Readonly<Record<string, (response: ServerResponse) => void>>;

const said = (body: unknown, status = 200) => (response: ServerResponse): void => json(response, body, status);
const page = (status: number) => (response: ServerResponse): void => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html/>');
const USERS = '/api/user/listByClient';
const LIST = '/api/contact/listAll';
const CATALOGS = '/v3/product/catalogList';
const FINE: Answers = {
  [USERS]: said({ success: true, message: [], users: [{ email: 'CRM@sklep-narwik.example.pl' }, 'other@example.pl'] }),
  [LIST]: said({ success: true, message: [], contacts: [] }),
  [CATALOGS]: said({ catalogs: [{ catalogId: 'k-1', catalogName: 'Sklep', currency: 'PLN', location: 'sm_1', setAsDefault: true }, { id: 'k-2', name: 'Bez', location: null }, 'strange'], limits: { max: 3 } }),
};

const opened: TinyAccount[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((account) => account.close()));
});

async function accountOf(answers: Answers, more: Readonly<Record<string, unknown>> = { apiV3Key: 'V3KEYOFNARWIK' }): Promise<TinyAccount> {
  const account = await tinyAccount(more);
  opened.push(account);
  account.answer = (asked: Asked, response) => ({ ...FINE, ...answers })[asked.path]?.(response);
  return account;
}

const statesOf = (ticks: readonly Tick[]): Record<string, string> => Object.fromEntries(ticks.map((tick) => [tick.code, tick.state]));
const ALL_OK = { endpoint: 'ok', login: 'ok', owner: 'ok', contacts: 'ok', v3_key: 'ok', shop: 'ok' };

it('ticks all and tells what it learned, without secrets or addresses', async () => {
  const account = await accountOf({});
  const { ticks, facts } = await account.destination.check(calm());
  expect(statesOf(ticks)).toEqual(ALL_OK);
  expect(facts).toEqual({ endpoint: account.url, users: 2, shops: [{ location: 'sm_1', name: 'Sklep', kind: 'catalog', currency: 'PLN', isDefault: true }] });
  expect(account.asked.find(({ path }) => path === USERS)?.body).not.toHaveProperty('owner');
  expect(account.asked.find(({ path }) => path === CATALOGS)).toMatchObject({ method: 'GET', headers: { 'api-key': 'V3KEYOFNARWIK' } });
});

it.each<[Answers, Partial<Record<string, string>>]>([
  [{ [USERS]: said({ success: true, users: ['other@example.pl'] }) }, { owner: 'missing', contacts: 'unknown' }],
  [{ [USERS]: said({ success: true, users: [] }) }, { owner: 'missing', contacts: 'unknown' }],
  [{ [USERS]: said({ success: true, users: 'strange' }) }, { owner: 'unknown' }],
  [{ [USERS]: said({ success: false, message: ['No such method'] }) }, { owner: 'unknown' }],
  [{ [USERS]: page(404) }, { owner: 'unknown' }],
  [{ [CATALOGS]: said({ reasonCode: 10, messages: ['API-KEY|invalid key'] }, 400) }, { v3_key: 'missing', shop: 'unknown' }],
  [{ [CATALOGS]: said({ problems: [{ reasonCode: '10', message: 'x' }] }, 400) }, { v3_key: 'missing', shop: 'unknown' }],
  [{ [CATALOGS]: page(403) }, { v3_key: 'missing', shop: 'unknown' }],
  [{ [CATALOGS]: page(502) }, { v3_key: 'unknown', shop: 'unknown' }],
  [{ [CATALOGS]: said({}) }, { v3_key: 'unknown', shop: 'unknown' }],
  [{ [CATALOGS]: said({ catalogs: [] }) }, { shop: 'missing' }],
])('%j', async (answers, expected) => {
  const { ticks } = await (await accountOf(answers)).destination.check(calm());
  expect(statesOf(ticks)).toEqual({ ...ALL_OK, ...expected });
  for (const tick of ticks) if (tick.state !== 'ok') expect(tick.fix).toMatchObject({ pl: expect.stringMatching(/\S/u) as unknown, en: expect.stringMatching(/\S/u) as unknown });
});

it('goes without a v3 key', async () => {
  const account = await accountOf({}, {});
  expect(statesOf((await account.destination.check(calm())).ticks)).toEqual({ ...ALL_OK, v3_key: 'unknown', shop: 'unknown' });
  expect(await account.destination.shops(['sm_2'], calm())).toEqual([{ location: 'sm_2', name: 'sm_2', kind: 'feed', currency: null, isDefault: false }]);
  expect(account.asked.filter(({ path }) => path === CATALOGS)).toEqual([]);
});

it.each<[string, Answers, string, string]>([
  ['pages with 404', { [USERS]: page(404), [LIST]: page(404) }, 'configuration_invalid', 'endpoint_wrong'],
  ['pages with 200', { [USERS]: page(200), [LIST]: page(200) }, 'configuration_invalid', 'endpoint_wrong'],
  ['another API', { [USERS]: said({ error: 'no route' }, 404), [LIST]: said({ error: 'no route' }, 404) }, 'configuration_invalid', 'endpoint_wrong'],
  ['an API without our words', { [USERS]: said({}), [LIST]: said({}) }, 'configuration_invalid', 'endpoint_wrong'],
  ['a redirect', { [USERS]: (response) => void response.writeHead(301, { location: 'https://www.example.pl/' }).end() }, 'configuration_invalid', 'endpoint_redirects'],
  ['refused credentials', { [USERS]: said({ success: false, message: ['User not authenticated'] }) }, 'credentials_rejected', 'credentials_rejected'],
  ['a closed account', { [USERS]: said({ success: false, message: ['Not authenticated'] }) }, 'credentials_rejected', 'account_inactive'],
  ['an owner nobody knows, where users are not told', { [USERS]: said({ success: true }), [LIST]: said({ success: false, message: ['User not found'] }) }, 'configuration_invalid', 'owner_unknown'],
  ['a server in trouble', { [USERS]: page(502) }, 'platform_unavailable', 'server_error'],
])('ends with a failure that says what is wrong: %s', async (_what, answers, kind, code) => {
  const failure = await failureOf((await accountOf(answers)).destination.check(calm()));
  expect([failure.kind, failure.code]).toEqual([kind, code]);
  for (const secret of [CREDENTIALS.apiSecret, CREDENTIALS.apiKey, CREDENTIALS.owner]) expect(JSON.stringify(failure)).not.toContain(secret);
});

it('tells why catalogs cannot be listed', async () => {
  const account = await accountOf({ [CATALOGS]: said({ reasonCode: 10 }, 400) });
  expect(await failureOf(account.destination.shops([], calm()))).toMatchObject({ kind: 'configuration_invalid', code: 'v3_key_rejected' });
});
