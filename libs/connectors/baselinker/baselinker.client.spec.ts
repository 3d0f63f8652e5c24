import type { Failure } from '#libs/domain/failure.js';
import { calm, failureFrom } from '../sdk/conformance-harness.js';
import { fakeAccount, TOKEN, type FakeAccount } from './testing/fake-account.js';

const refusal = (error_code: string, error_message = ''): object => ({ status: 'ERROR', error_code, error_message });
const failing = (answer: object | string, options: Parameters<typeof fakeAccount>[1] = {}): { readonly account: FakeAccount; readonly failure: Promise<Failure> } => {
  const account = fakeAccount(() => answer, options);
  return { account, failure: failureFrom(() => account.client.orders({}, calm())) };
};

describe('a request', () => {
  it('is a form with the method and its parameters, the token in the header alone', async () => {
    const { client, sent } = fakeAccount(() => ({ orders: [] }));
    await client.list('getOrdersByPhone', 'orders', { phone: '+48500100200' }, calm());
    await client.orders({}, calm());
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://api.baselinker.com/connector.php', headers: { 'x-bltoken': TOKEN, 'content-type': 'application/x-www-form-urlencoded' } });
    expect(sent.map(({ body }) => body)).toEqual(['method=getOrdersByPhone&parameters=%7B%22phone%22%3A%22%2B48500100200%22%7D', 'method=getOrders&parameters=%7B%7D']);
  });

  it('takes a list, an empty one, and a map of numbered members', async () => {
    for (const orders of [[{ order_id: 1 }], { '0': { order_id: 1 } }]) expect((await fakeAccount(() => ({ orders })).client.orders({}, calm())).rows).toEqual([{ order_id: 1 }]);
    expect((await fakeAccount(() => ({ orders: [] })).client.orders({}, calm())).rows).toEqual([]);
  });
});

describe('an error', () => {
  it.each([
    ['ERROR_EMPTY_TOKEN', 'No user token provided.', 'credentials_rejected', 'token_missing'],
    ['ERROR_BAD_TOKEN', 'Invalid user token', 'credentials_rejected', 'token_rejected'],
    ['ERROR_AUTH_TOKEN', '', 'credentials_rejected', 'token_rejected'],
    ['ERROR_UNKNOWN_METHOD', '', 'configuration_invalid', 'request_refused'],
    ['ERROR_PARSE_JSON_PARAMETERS', '', 'configuration_invalid', 'request_refused'],
    ['ERROR_SOMETHING_NEW', 'What nobody has seen', 'configuration_invalid', 'request_refused'],
    ['ERROR_INTERNAL', '', 'platform_unavailable', 'internal_error'],
    ['ERROR_INTERNAL_SERVER', '', 'platform_unavailable', 'internal_error'],
    ['ERROR_INVALID_ORDER_ID', '', 'record_invalid', 'order_id_refused'],
    ['ERROR_PARAMETER', 'The order id is invalid', 'record_invalid', 'order_id_refused'],
    ['ERROR_METHOD_NOT_ALLOWED', '', 'permission_missing', 'method_forbidden'],
  ])('%s "%s" is %s %s', async (code, message, kind, as) => {
    const failure = await failing(refusal(code, message)).failure;
    expect([failure.kind, failure.code, failure.context['platformCode']]).toEqual([kind, as, code]);
    expect(failure.text.pl !== '' && failure.text.en !== '').toBe(true);
  });

  it.each([
    ['html', '<!DOCTYPE html><html><body>Przerwa</body></html>', 200, 'platform_defect', 'html_instead_of_data'],
    ['half a body', '{"status":"SUCCESS","orders":[', 200, 'platform_defect', 'answer_unreadable'],
    ['nothing', '', 200, 'platform_defect', 'answer_unreadable'],
    ['another value', '[]', 200, 'platform_defect', 'unexpected_shape'],
    ['no status', '{"orders":[]}', 200, 'platform_defect', 'unexpected_shape'],
    ['no code', '{"status":"ERROR"}', 200, 'platform_defect', 'unexpected_shape'],
    ['no list', '{"status":"SUCCESS"}', 200, 'platform_defect', 'unexpected_shape'],
    ['a text for a list', '{"status":"SUCCESS","orders":"none"}', 200, 'platform_defect', 'unexpected_shape'],
    ['a gateway', '<html>Bad gateway</html>', 502, 'platform_unavailable', 'platform_unavailable'],
    ['a time-out', '', 408, 'platform_unavailable', 'platform_unavailable'],
    ['another place', '', 302, 'configuration_invalid', 'redirected'],
    ['no API', '<html>Not found</html>', 404, 'configuration_invalid', 'not_the_api'],
  ])('%s', async (_name, body, status, kind, code) => {
    const failure = await failing(body, { status }).failure;
    expect([failure.kind, failure.code]).toEqual([kind, code]);
  });

  it('never tells the token, and no telephone number the platform repeats', async () => {
    const failure = await failing(refusal('ERROR_NEW', `phone 500100200 of ${TOKEN}, a@example.pl`)).failure;
    const text = JSON.stringify(failure) + failure.message;
    for (const secret of [TOKEN, '500100200', 'a@example.pl']) expect(text).not.toContain(secret);
  });
});

describe('a block', () => {
  it.each(['ERROR_BLOCKED_TOKEN', 'ERROR_TOO_MANY_REQUESTS', 'ERROR_QUERY_LIMIT', 'RATE_LIMIT', 'ERROR_IP_BLOCKED', 'ERROR_DAILY_LIMIT'])('%s stops the account until the moment in its text', async (code) => {
    const { account, failure } = failing(refusal(code, 'Query limit exceeded, token blocked until 2026-01-15 11:07:00'));
    expect((await failure).kind).toBe('rate_limited');
    expect(account.held).toEqual([{ ms: 7 * 60_000, reason: code }]);
    expect(account.sent).toHaveLength(1);
  });

  it('of the whole account is waited for five times in a row, beyond one open account, and then needs a person', async () => {
    const start = Date.parse('2026-01-15T10:00:00Z');
    const kinds: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const { account, failure } = failing(refusal('ERROR_USER_ACCOUNT_BLOCKED'), { nowMs: start + turn * 15 * 60_000, token: 'blocked-account' });
      const { kind, code } = await failure;
      kinds.push(`${kind} ${code}`);
      expect(account.held).toHaveLength(turn < 4 ? 1 : 0);
    }
    expect(kinds.slice(3)).toEqual(['rate_limited rate_limited', 'permission_missing account_blocked', 'permission_missing account_blocked']);
  });

  it('is forgotten with any answer, and answers that come together count once', async () => {
    const start = Date.parse('2026-01-15T10:00:00Z');
    const blocked = async (turn: number): Promise<string> => (await failing(refusal('ERROR_USER_ACCOUNT_BLOCKED'), { nowMs: start + turn * 15 * 60_000, token: 'opened-account' }).failure).kind;
    for (let turn = 0; turn < 4; turn += 1) for (let times = 0; times < 2; times += 1) expect(await blocked(turn)).toBe('rate_limited');
    await fakeAccount(() => ({ orders: [] }), { token: 'opened-account' }).client.orders({}, calm());
    expect(await blocked(4)).toBe('rate_limited');
  });
});
