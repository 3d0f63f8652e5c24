import type { ServerResponse } from 'node:http';
import { aContact, anEvent, calm, failureOf, json, tinyAccount, type TinyAccount } from './testing/tiny-account.js';

let account: TinyAccount;
beforeEach(async () => {
  account = await tinyAccount();
});
afterEach(async () => account.close());

const WRITES: readonly [string, () => Promise<unknown>][] = [
  ['writeContact', () => account.destination.writeContact(aContact(), calm())],
  ['writeSilently', () => account.destination.writeSilently([aContact()], calm())],
  ['addEvent', () => account.destination.addEvent(anEvent(), calm())],
  ['updateEvent', () => account.destination.updateEvent('e-1', anEvent(), calm())],
];
const READS: readonly [string, () => Promise<unknown>][] = [
  ['readContacts', () => account.destination.readContacts(['anna.nowak@example.pl'], calm())],
  ['jobState', () => account.destination.jobState('7', calm())],
];

const page = (status: number) => (response: ServerResponse): void => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html>no</html>');
const text = (status: number, body: string, headers = {}) => (response: ServerResponse): void => void response.writeHead(status, headers).end(body);
const said = (status: number, body: unknown) => (response: ServerResponse): void => json(response, body, status);
const cut = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': '500' });
  response.write('{"success":true,"mes', () => response.destroy());
};

type Case = readonly [string, (response: ServerResponse) => void, string];

const NOT_TOLD: readonly Case[] = [
  ['no answer at all', (response) => void response.socket?.destroy(), 'platform_unavailable'],
  ['half an answer', cut, 'platform_unavailable'],
  ['half a JSON text', text(200, '{"success":true,'), 'platform_defect'],
  ['an empty body', text(200, ''), 'platform_defect'],
  ['a list', said(200, []), 'platform_defect'],
  ['no word about success', said(200, { message: [] }), 'platform_defect'],
  ['success as a text', said(200, { success: 'true', message: [] }), 'platform_defect'],
  ['a web page', page(200), 'platform_defect'],
  ['a web page with 404', page(404), 'platform_defect'],
  ['a web page with 403', page(403), 'platform_defect'],
  ['a redirect', text(302, '', { location: 'https://elsewhere.example/' }), 'configuration_invalid'],
  ['500', text(500, 'oops'), 'platform_unavailable'],
  ['502 with a page', page(502), 'platform_unavailable'],
  ['500 in the words of the API', said(500, { success: false, message: ['User not authenticated'] }), 'platform_unavailable'],
  ['success with 500', said(500, { success: true, message: [] }), 'platform_unavailable'],
  ['a body that cannot be unpacked', text(200, 'not gzip', { 'content-encoding': 'gzip' }), 'platform_defect'],
];

describe.each(WRITES)('%s', (_name, write) => {
  it.each(NOT_TOLD)('does not know the outcome: %s', async (_what, answer) => {
    account.answer = (_asked, response) => answer(response);
    const failure = await failureOf(write());
    expect([failure.kind, failure.retryable]).toEqual(['outcome_unknown', true]);
    expect(account.asked).toHaveLength(1);
  });

  it('does not know the outcome of a 503, and stops the account', async () => {
    account.answer = (_asked, response) => text(503, '', { 'retry-after': '7' })(response);
    expect(await failureOf(write())).toMatchObject({ kind: 'outcome_unknown', retryAfterMs: 7_000 });
    expect(account.budget.blocks).toHaveLength(1);
  });

  it('has done nothing when told 429', async () => {
    account.answer = (_asked, response) => text(429, '', { 'retry-after': '7' })(response);
    expect(await failureOf(write())).toMatchObject({ kind: 'rate_limited', retryAfterMs: 7_000 });
  });

  it('has done nothing when nobody listens', async () => {
    await account.close();
    expect(await failureOf(write())).toMatchObject({ kind: 'platform_unavailable', code: 'no_connection' });
  });

  it.each([
    [200, ['User not authenticated'], 'credentials_rejected', 'credentials_rejected'],
    [200, ['Not authenticated'], 'credentials_rejected', 'account_inactive'],
    [400, ['User not authenticated'], 'credentials_rejected', 'credentials_rejected'],
    [200, ['Owner does not exist'], 'configuration_invalid', 'owner_unknown'],
    [200, ['Invalid owner'], 'configuration_invalid', 'owner_unknown'],
    [200, ['Too many requests'], 'rate_limited', 'rate_limited'],
    [200, ['No email specified'], 'destination_rejected', 'record_refused'],
    [400, ['No email specified'], 'destination_rejected', 'record_refused'],
    [200, [], 'destination_rejected', 'record_refused'],
    [200, 'Contact limit', 'destination_rejected', 'record_refused'],
    [200, [{ strange: 1 }, null], 'destination_rejected', 'record_refused'],
  ])('is refused with status %i and %j', async (status, message, kind, code) => {
    account.answer = (_asked, response) => json(response, { success: false, message }, status);
    const failure = await failureOf(write());
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(failure.text.pl !== '' && failure.text.en !== '' && failure.fix !== null).toBe(true);
    for (const part of [message].flat()) if (typeof part === 'string') expect(failure.detail).toContain(part);
  });

  it('is refused by a bare status', async () => {
    account.answer = (_asked, response) => json(response, { status: 400, error: 'Bad Request' }, 400);
    expect((await failureOf(write())).kind).toBe('destination_rejected');
    account.answer = (_asked, response) => json(response, { error: 'Unauthorized' }, 401);
    expect((await failureOf(write())).kind).toBe('credentials_rejected');
  });

  it('ends with the reason of the caller who gives up', async () => {
    const given = new Error('given up');
    expect(await write().then(() => null, (error: unknown) => error)).toBeNull();
    const controller = new AbortController();
    account.answer = () => controller.abort(given);
    await expect(account.destination.addEvent(anEvent(), controller.signal)).rejects.toBe(given);
  });
});

describe.each(READS)('%s', (_name, read) => {
  it.each(NOT_TOLD)('can be tried again: %s', async (_what, answer, kind) => {
    account.answer = (_asked, response) => answer(response);
    const failure = await failureOf(read());
    expect(failure.kind).toBe(kind);
    expect(failure.text.pl).toMatch(/SALESmanago|Endpoint/u);
  });

  it('waits as told', async () => {
    for (const status of [429, 503]) {
      account.answer = (_asked, response) => text(status, '', { 'retry-after': '9' })(response);
      expect(await failureOf(read())).toMatchObject({ kind: 'rate_limited', retryAfterMs: 9_000 });
    }
  });
});

it('calls no refusal of a read the fault of a record', async () => {
  account.answer = (_asked, response) => json(response, { success: false, message: ['User cannot be empty'] });
  expect(await failureOf(account.destination.readContacts(['a@example.pl'], calm()))).toMatchObject({ kind: 'platform_defect', code: 'request_refused' });
  expect(await account.destination.jobState('7', calm())).toBe('unknown');
});
