import type { HttpClient } from '#libs/http/http-client.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import { byIdsOf, calm, failureFrom, openSimulated, streamNamed, type OpenedAccount } from '../sdk/conformance-harness.js';
import type { Connector, ConsentWrite, ConsentWritten } from '../sdk/connector.js';
import { idosell } from './idosell.connector.js';

let sandbox: IdoSellSandbox;
let account: OpenedAccount;
let connector: Connector;
let nowMs = 0;
let bend: ((body: Record<string, unknown>) => void) | null = null;

async function open(options: IdoSellSandboxOptions = {}, settings: Record<string, unknown> = {}): Promise<void> {
  nowMs = Date.parse('2026-01-15T10:00:00Z');
  bend = null;
  sandbox = await startIdoSellSandbox({ clients: 60, orders: 5, subscribers: 5, historyEnd: '2026-01-10T10:00:00Z', ...options, now: () => nowMs });
  const [credentials, all] = [{ address: sandbox.url, key: sandbox.key }, { idField: 'a', lastOrderField: 'b', requestsPerMinute: 3_000, ...settings }];
  account = openSimulated(idosell, { credentials, secrets: [sandbox.key], nowMs: () => nowMs, settings: all });
  const http: Pick<HttpClient, 'request'> = {
    request: async (request) => {
      const response = await account.http.request(request);
      if (bend === null || request.method !== 'PUT') return response;
      const body = JSON.parse(response.body.toString()) as Record<string, unknown>;
      bend(body);
      return { ...response, body: Buffer.from(JSON.stringify(body)) };
    },
  };
  connector = idosell.open({ credentials: idosell.credentials.parse(credentials), settings: idosell.settings.parse(all), http, nowMs: () => nowMs, hold: () => Promise.reject(new Error('held')) });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const write = async (writes: readonly ConsentWrite[]): Promise<readonly ConsentWritten[]> => (await connector.writeConsents?.(writes, calm())) ?? [];
const outcomes = (written: readonly ConsentWritten[]): string[] => written.map(({ outcome, detail }) => (detail === null ? outcome : `${outcome} ${detail}`));
const puts = (): number => sandbox.control.stats().log.filter(({ method }) => method === 'PUT').length;
const accounts = (): string[] => sandbox.control.ids('clients').filter((id) => sandbox.control.record('clients', id)?.['isUnregistered'] === 'n').map(String);
const wish = (customerId: string, state: ConsentWrite['state'], more: Partial<ConsentWrite> = {}): ConsentWrite => ({ customerId, shop: '1', channel: 'email', state, ...more });

/** What the panel says now, read as ever. */
async function stateOf(id: string, channel = 'email', shop = '1'): Promise<string | undefined> {
  const [record] = (await byIdsOf(streamNamed(connector, 'customers')).fetch([id], calm())).records;
  return record?.kind === 'customer' ? record.consents?.find((consent) => consent.channel === channel && consent.shop === shop)?.state : undefined;
}

describe('a consent that comes back to the shop', () => {
  it('is written for its shop and channel alone, with its date, and nobody is told', async () => {
    await open({ shops: 2 });
    const [id = ''] = accounts();
    const other = await stateOf(id, 'email', '2');
    await write([wish(id, 'granted')]);
    nowMs += 3_600_000;
    expect(outcomes(await write([wish(id, 'refused'), wish(id, 'granted', { channel: 'sms' })]))).toEqual(['written', 'written']);
    expect([await stateOf(id), await stateOf(id, 'sms'), await stateOf(id, 'email', '2')]).toEqual(['refused', 'granted', other]);
    expect(sandbox.control.subscriptions().find((entry) => entry.clientId === Number(id) && entry.channel === 'sms' && entry.shopId === 1)?.date).toBe('2026-01-15 12:00:00');
    expect(sandbox.control.told()).toEqual([]);
  });

  it('that is so already is not written again', async () => {
    await open();
    const [id = ''] = accounts();
    await write([wish(id, 'granted')]);
    const before = puts();
    expect(outcomes(await write([wish(id, 'granted')]))).toEqual(['unchanged']);
    expect(puts() - before).toBe(0);
  });

  it('is only the last of several about the same list', async () => {
    await open();
    const [id = ''] = accounts();
    await write([wish(id, 'refused'), wish(id, 'granted'), wish(id, 'refused'), wish(id, 'granted')]);
    expect(await stateOf(id)).toBe('granted');
  });

  it('goes in batches of a hundred clients, two requests each', async () => {
    await open({ clients: 180, shares: { oneOff: 0 } });
    const ids = accounts();
    const before = sandbox.control.stats().requests;
    const written = await write(ids.map((id) => wish(id, 'granted')));
    expect(written.map(({ customerId }) => customerId)).toEqual(ids);
    expect(written.every(({ outcome }) => outcome !== 'refused')).toBe(true);
    expect([sandbox.control.stats().requests - before, puts()]).toEqual([4, 2]);
  });

  it('fails for one client and is written for the others', async () => {
    await open({ shares: { consents: 0 } });
    const [bad = '', good = ''] = accounts();
    sandbox.control.refuseWrites(Number(bad), 12);
    expect(outcomes(await write([wish(bad, 'granted'), wish(good, 'granted'), wish('999999', 'granted'), wish('x', 'granted')]))).toEqual(['refused fault_12', 'written', 'refused not_found', 'refused not_found']);
    expect(outcomes(await write([wish(good, 'refused', { shop: '7' })]))).toEqual(['unchanged']);
    expect(outcomes(await write([wish(good, 'granted', { shop: '7' })]))).toEqual(['refused fault_14']);
  });

  it('of somebody without an account is refused: no such call is known', async () => {
    await open();
    const once = sandbox.control.ids('clients').find((id) => sandbox.control.record('clients', id)?.['isUnregistered'] === 'y') ?? 0;
    expect(outcomes(await write([wish(String(once), 'refused')]))).toEqual(['refused no_account']);
    expect(puts()).toBe(0);
  });

  it.each([[{ shops: 1 }, {}, 'written'], [{ shops: 2 }, { shop: '2' }, 'written'], [{ shops: 2 }, {}, 'refused shop_not_named']] as const)('without a shop goes to the only one there is, if any: %j %j', async (options, settings, expected) => {
    await open({ ...options, shares: { consents: 0 } }, settings);
    expect(outcomes(await write([wish(accounts()[0] ?? '', 'granted', { shop: null })]))).toEqual([expected]);
  });

  it('needs the right to write, and says so', async () => {
    await open({ shares: { consents: 0 } });
    sandbox.control.setKey({ rights: { CRM: 'r' } });
    const failure = await failureFrom(() => write([wish(accounts()[0] ?? '', 'granted')]));
    expect(failure).toMatchObject({ kind: 'permission_missing', code: 'module_right_missing', context: { module: 'CRM', level: 'rw' } });
    expect(failure.fix?.pl).toContain('odczyt i zapis');
  });

  it.each([
    ['a fault alone is no refused key', (body: Record<string, unknown>) => { delete body['results']; body['errors'] = { faultCode: 1, faultString: 'x' }; }, 'gateway_fault'],
    ['silence is not taken for success', (body: Record<string, unknown>) => { delete body['results']; body['errors'] = { faultCode: 0 }; }, 'unexpected_shape'],
  ])('of which %s', async (_name, change, code) => {
    await open({ shares: { consents: 0 } });
    bend = change;
    expect(await failureFrom(() => write([wish(accounts()[0] ?? '', 'granted')]))).toMatchObject({ kind: 'platform_defect', code });
  });

  it('whose answer names nobody is told by the place in the list, or not told', async () => {
    await open({ shares: { consents: 0 } });
    const [first = '', second = ''] = accounts();
    bend = (body) => { for (const row of body['results'] as Record<string, unknown>[]) delete row['clientsResult']; };
    expect(outcomes(await write([wish(first, 'granted'), wish(second, 'granted')]))).toEqual(['written', 'written']);
    bend = (body) => { body['results'] = (body['results'] as Record<string, unknown>[]).slice(0, 1); };
    expect(outcomes(await write([wish(first, 'refused'), wish(second, 'refused')]))).toEqual(['written', 'refused no_answer']);
  });

  it('gives away neither login nor address when it fails', async () => {
    await open({ shares: { consents: 0 } });
    const [id = ''] = accounts();
    sandbox.control.setFault({ kind: 'html-500', resource: 'clients/clients' });
    const failure = await failureFrom(() => write([wish(id, 'granted')]));
    const login = String(sandbox.control.record('clients', Number(id))?.['clientLogin']);
    expect(JSON.stringify(failure) + failure.message).not.toContain(login);
  });
});
