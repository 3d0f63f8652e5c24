import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import { ask, post } from './spec-client.js';

let sandbox: BaselinkerSandbox;
beforeAll(async () => {
  sandbox = await startBaselinkerSandbox({ orders: 20, ratePerMinute: 0 });
});
afterAll(async () => {
  await sandbox.stop();
});

const error = (code: string, message: string): object => ({ status: 'ERROR', error_code: code, error_message: message });

it('takes the token from the header or, as it used to, from the body', async () => {
  expect(await ask(sandbox, 'getOrderStatusList')).toMatchObject({ status: 'SUCCESS' });
  expect(await ask(sandbox, 'getOrderStatusList', {}, { token: null, bodyToken: sandbox.key })).toMatchObject({ status: 'SUCCESS' });
  expect(await ask(sandbox, 'getOrderStatusList', {}, { token: 'wrong', bodyToken: sandbox.key })).toEqual(error('ERROR_BAD_TOKEN', 'Invalid user token'));
});

it('answers every error with HTTP 200', async () => {
  const reply = await post(sandbox, 'getOrders', {}, { token: null });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await reply.json()).toEqual(error('ERROR_EMPTY_TOKEN', 'No user token provided.'));
});

it.each([
  ['a JSON body', 'getOrders', {}, { type: 'application/json', raw: '{"method":"getOrders","parameters":"{}"}' }],
  ['an unknown method', 'getEverything', {}, {}],
  ['the name of a property', 'constructor', {}, {}],
] as const)('does not know the method of %s', async (_what, method, parameters, options) => {
  expect(await ask(sandbox, method, parameters, options)).toMatchObject({ error_code: 'ERROR_UNKNOWN_METHOD' });
});

it.each(['null', '{"order_id":', '7', ''])('cannot read the parameters %j', async (parameters) => {
  expect(await ask(sandbox, 'getOrders', parameters)).toEqual(error('ERROR_PARSE_JSON_PARAMETERS', ''));
});

it('takes an empty PHP list for no parameters', async () => {
  expect(await ask(sandbox, 'getOrders', '[]')).toMatchObject({ status: 'SUCCESS' });
});

it('reads an unescaped + as a blank, so a masked address finds nothing', async () => {
  const id = sandbox.control.sell({ source: 'allegro', email: 'q7hx2m9d4k+5c1e08a7b@allegromail.pl' });
  const parameters = '{"filter_email":"q7hx2m9d4k+5c1e08a7b@allegromail.pl"}';
  expect(await ask(sandbox, 'getOrders', parameters)).toMatchObject({ orders: [{ order_id: id }] });
  expect(await ask(sandbox, 'getOrders', {}, { raw: `method=getOrders&parameters=${parameters}` })).toEqual({ status: 'SUCCESS', orders: [] });
});

it('refuses a revoked token with the code the account uses, and takes its successor', async () => {
  sandbox.control.revokeToken();
  sandbox.control.configure({ badTokenCode: 'ERROR_AUTH_TOKEN' });
  expect(await ask(sandbox, 'getOrders')).toMatchObject({ error_code: 'ERROR_AUTH_TOKEN' });
  sandbox.control.setToken('9001-70001-ANOTHER');
  expect(await ask(sandbox, 'getOrders', {}, { token: '9001-70001-ANOTHER' })).toMatchObject({ status: 'SUCCESS' });
  sandbox.control.setToken(sandbox.key);
});

it('forbids single methods', async () => {
  sandbox.control.forbid(['getOrders']);
  expect([(await ask(sandbox, 'getOrders'))['status'], (await ask(sandbox, 'getOrderSources'))['status']]).toEqual(['ERROR', 'SUCCESS']);
  sandbox.control.forbid([]);
});

it('writes an empty map as a list unless told otherwise', async () => {
  expect(await ask(sandbox, 'getOrderSources')).toMatchObject({ sources: { personal: { 0: 'Osobiście/tel.' }, blconnect: [] } });
  sandbox.control.configure({ emptyMapAsArray: false });
  expect(await ask(sandbox, 'getOrderSources')).toMatchObject({ sources: { blconnect: {} } });
});

it('has nothing at other addresses', async () => {
  expect((await fetch(`${sandbox.url}/index.php`)).status).toBe(404);
  expect(await (await fetch(`${sandbox.url}/connector.php`, { headers: { 'x-bltoken': sandbox.key } })).json()).toMatchObject({ error_code: 'ERROR_UNKNOWN_METHOD' });
});
