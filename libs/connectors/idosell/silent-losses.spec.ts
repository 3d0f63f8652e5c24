import type { NeutralRecord } from '#libs/domain/records.js';
import type { HttpClient } from '#libs/http/http-client.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import { calm, failureFrom, gather, openSimulated, readLane, readPart, streamNamed, type OpenedAccount } from '../sdk/conformance-harness.js';
import type { Connector } from '../sdk/connector.js';
import type { Stream } from '../sdk/stream.js';
import type { Row } from '../sdk/values.js';
import { mapOrder } from './order.mapper.js';
import { idosell } from './idosell.connector.js';
import { orderRow } from './testing/rows.js';

/** Ways in which records, opt-outs or time could go missing while everything looks well. */
let sandbox: IdoSellSandbox;
let account: OpenedAccount;
let connector: Connector;
let nowMs = 0;
/** Changes answers on their way; gives the body, and headers where they are to differ. */
let bend: ((url: string, body: Record<string, unknown>) => Readonly<Record<string, string>> | undefined) | null = null;

async function open(options: IdoSellSandboxOptions = {}, settings: Record<string, unknown> = {}): Promise<void> {
  nowMs = options.now?.() ?? Date.parse('2026-01-15T10:00:00Z');
  bend = null;
  sandbox = await startIdoSellSandbox({ clients: 60, orders: 60, subscribers: 20, historyEnd: '2026-01-10T10:00:00Z', ...options, now: () => nowMs });
  const [credentials, all] = [{ address: sandbox.url, key: sandbox.key }, { idField: 'a', lastOrderField: 'b', rowsPerPage: 10, requestsPerMinute: 3_000, ...settings }];
  account = openSimulated(idosell, { credentials, secrets: [sandbox.key], nowMs: () => nowMs, settings: all });
  const http: Pick<HttpClient, 'request'> = {
    request: async (request) => {
      const response = await account.http.request(request);
      if (bend === null) return response;
      const body = JSON.parse(response.body.toString()) as Record<string, unknown>;
      const headers = bend(request.url, body);
      return { ...response, headers: { ...response.headers, ...headers }, body: Buffer.from(JSON.stringify(body)) };
    },
  };
  connector = idosell.open({
    credentials: idosell.credentials.parse(credentials), settings: idosell.settings.parse(all), http: http, nowMs: () => nowMs,
    hold: () => Promise.reject(new Error('held')),
  });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const stream = (name: 'customers' | 'orders' | 'subscribers'): Stream => streamNamed(connector, name);
const idsOf = (records: readonly NeutralRecord[]): string[] => records.map((record) => record.externalId);
const sorted = (ids: readonly (string | number)[]): string[] => [...new Set(ids.map(String))].toSorted();
const all = (kind: 'clients' | 'orders'): string[] => sorted(sandbox.control.ids(kind));

describe('orders of a panel that does not sort', () => {
  it('are all read with one row a request', async () => {
    await open({ orders: 40, ignoreOrdersBy: true }, { rowsPerPage: 1 });
    expect(sorted(idsOf((await readLane(stream('orders'), 'backfill')).records))).toEqual(all('orders'));
  });

  it('are all read with pages that have become small', async () => {
    await open({ orders: 150, ignoreOrdersBy: true });
    const { backfill } = stream('orders');
    const parts = await backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    sandbox.control.setFault({ kind: 'html-500', resource: 'orders/orders/search', times: 3 });
    const pages = [];
    for (const part of parts) pages.push(...(await readPart(backfill, part.range, part.cursor)));
    expect(sorted(idsOf(gather(pages).records))).toEqual(all('orders'));
  });
});

describe('answers', () => {
  it('with every row twice hide none behind the repeated ones', async () => {
    await open({ orders: 150, clients: 150 });
    sandbox.control.setFault([{ kind: 'duplicates', resource: 'orders/orders/search' }, { kind: 'duplicates', resource: 'clients/clients' }]);
    expect(sorted(idsOf((await readLane(stream('orders'), 'backfill')).records))).toEqual(all('orders'));
    expect(sorted(idsOf((await readLane(stream('customers'), 'backfill')).records))).toEqual(all('clients'));
  });

  it.each(['customers', 'orders'] as const)('that do not tell how long the list is are not taken for all of it: %s', async (name) => {
    await open({ orders: 150, clients: 150 });
    bend = (_url, body) => {
      delete body['resultsNumberAll'];
      return undefined;
    };
    expect(await failureFrom(() => readLane(stream(name), 'backfill'))).toMatchObject({ kind: 'platform_defect', code: 'unexpected_shape' });
  });

  it('that leave rows out are not taken for complete', async () => {
    await open({ orders: 150 });
    bend = (url, body) => {
      const rows = body['Results'];
      if (url.includes('orders/search') && Array.isArray(rows) && rows.length > 5) body['Results'] = rows.toSpliced(3, 1);
      return undefined;
    };
    expect(await failureFrom(() => readLane(stream('orders'), 'backfill'))).toMatchObject({ code: 'rows_left_out' });
  });
});

describe('clients without a usable date of registration', () => {
  const shares = { undatedClients: 0.1 };
  const undated = (): number[] => sandbox.control.ids('clients').filter((id) => sandbox.control.record('clients', id)?.['clientRegistrationDate'] === undefined);

  it.each(['-0001-11-30 00:00:00', '0001-01-01', '12.03.2019'])('are read, or rejected by name: %s', async (date) => {
    await open({ clients: 80, shares });
    const ids = new Set(undated());
    bend = (url, body) => {
      if (url.includes('clients/clients')) for (const row of (body['results'] ?? []) as Record<string, unknown>[]) if (ids.has(Number(row['clientId']))) row['clientRegistrationDate'] = date;
      return undefined;
    };
    const read = await readLane(stream('customers'), 'backfill');
    expect(ids.size).toBeGreaterThan(0);
    expect(sorted([...idsOf(read.records), ...read.rejects.map((reject) => reject.externalId ?? '')])).toEqual(all('clients'));
  });

  it('are not hidden by people who register while they are counted', async () => {
    await open({ clients: 80, seed: 3, shares: { undatedClients: 0.03 } });
    const [before, missed] = [all('clients'), undated()];
    let born = 0;
    sandbox.control.onRequest(() => {
      if (born < missed.length) sandbox.control.createClient({ email: `nowy${String((born += 1))}@example.com` });
    });
    const read = sorted(idsOf((await readLane(stream('customers'), 'backfill')).records));
    expect(missed.length).toBeGreaterThan(0);
    expect(before.filter((id) => !read.includes(id))).toEqual([]);
  });
});

it.each(['modified-desc', 'id-desc', 'id-asc'] as const)('a shop in which people keep registering is read to its end: %s', async (clientOrder) => {
  await open({ clients: 400, clientOrder, shares: { undatedClients: 0.01 } });
  const before = all('clients');
  let sent = 0;
  sandbox.control.onRequest(() => {
    sent += 1;
    if (sent % 20 === 0) sandbox.control.createClient({ email: `nowy${String(sent)}@example.com` });
  });
  const read = sorted(idsOf((await readLane(stream('customers'), 'backfill')).records));
  expect(before.filter((id) => !read.includes(id))).toEqual([]);
  expect(sent).toBeGreaterThan(100);
});

describe('an opt-out of somebody without an account', () => {
  const someone = (): { readonly address: string; readonly shopId: number } => {
    const found = sandbox.control.subscriptions().find((entry) => !entry.registered && entry.channel === 'email' && entry.approval === 'y');
    if (found === undefined) throw new Error('nobody joined');
    return found;
  };
  /** Passes an hour apart; what each of them read. */
  async function follow(hours: number, between: (hour: number) => void): Promise<NeutralRecord[]> {
    const seen: NeutralRecord[] = [];
    let read = await readLane(stream('subscribers'), 'delta', { followedSinceMs: nowMs });
    for (let hour = 1; hour <= hours; hour += 1) {
      nowMs += 3_600_000;
      between(hour);
      read = await readLane(stream('subscribers'), 'delta', { saved: read.pages.at(-1)?.cursor ?? null });
      seen.push(...read.records);
    }
    return seen;
  }
  const refused = (seen: readonly NeutralRecord[], address: string): boolean =>
    seen.some((record) => record.kind === 'subscriber' && record.email?.toLowerCase() === address.toLowerCase() && record.consent.state === 'refused');

  it('is seen within the hour, although the entry keeps the date of joining', async () => {
    await open({ subscribers: 30 });
    const { address, shopId } = someone();
    expect(refused(await follow(2, (hour) => { if (hour === 1) sandbox.control.unsubscribe(address, shopId, 'email'); }), address)).toBe(true);
  });

  it('is seen within a day when somebody else came back in the same hour', async () => {
    await open({ subscribers: 30 });
    const { address, shopId } = someone();
    const back = sandbox.control.subscriptions().find((entry) => !entry.registered && entry.channel === 'email' && entry.approval === 'n' && entry.shopId === shopId);
    if (back === undefined) throw new Error('nobody left');
    const seen = await follow(25, (hour) => {
      if (hour !== 2) return;
      sandbox.control.unsubscribe(address, shopId, 'email');
      sandbox.control.subscribe(back.address, back.shopId, 'email');
    });
    expect(refused(seen, address)).toBe(true);
  });

  it('costs a request for each list while nobody leaves', async () => {
    await open({ subscribers: 30, shops: 1 });
    const before: number[] = [];
    await follow(3, () => before.push(sandbox.control.stats().requests));
    // The list of shops, the clock, two counts, four windows.
    expect((before[2] ?? 0) - (before[1] ?? 0)).toBe(8);
  });
});

describe('the check of an account', () => {
  const ticksOf = async (): Promise<Record<string, string>> => Object.fromEntries((await connector.check(calm())).ticks.map(({ code, state }) => [code, state]));

  it.each([
    ['no campaigns at all', { kind: 'fault', code: 2, resource: 'snippets/campaign' }, { cms: 'ok' }],
    ['trouble with campaigns', { kind: 'html-500', resource: 'snippets/campaign' }, { cms: 'unknown' }],
    ['a panel that does not tell its load', { kind: 'html-500', resource: 'system/serverLoad' }, { server_load: 'unknown', system: 'ok' }],
  ] as const)('goes on with %s', async (_name, fault, expected) => {
    await open();
    sandbox.control.setFault(fault);
    expect(await ticksOf()).toMatchObject({ ...expected, crm: 'ok', oms: 'ok' });
  });
});

it('follows by the clock of the panel, not by that of a proxy', async () => {
  await open();
  sandbox.control.advanceClock(-3_600);
  bend = () => ({ date: new Date(nowMs).toUTCString() });
  expect((await connector.check(calm())).ticks.find((tick) => tick.code === 'clock')?.state).toBe('missing');
  let read = await readLane(stream('customers'), 'delta', { followedSinceMs: nowMs });
  nowMs += 60_000;
  const [id = 0] = sandbox.control.ids('clients');
  sandbox.control.touchClient(id, { city: 'Gdynia' });
  nowMs += 450_000;
  read = await readLane(stream('customers'), 'delta', { saved: read.pages.at(-1)?.cursor ?? null });
  expect(idsOf(read.records)).toContain(String(id));
});

it('looks at an overloaded panel again before anything else is asked', async () => {
  await open({ clients: 600 }, { rowsPerPage: 5 });
  sandbox.control.setServerLoad('overloaded');
  await expect(readLane(stream('customers'), 'backfill')).rejects.toThrow('held');
  const before = sandbox.control.stats().requests;
  await expect(readLane(stream('customers'), 'backfill')).rejects.toThrow('held');
  expect(sandbox.control.stats().requests - before).toBe(1);
});

it('finds the orders of the second pass of the repeated hour behind a date in the first', async () => {
  await open({ now: () => Date.parse('2026-10-25T00:45:00Z'), orders: 5, historyEnd: '2026-10-20T10:00:00Z' });
  const sinceMs = nowMs;
  nowMs = Date.parse('2026-10-25T01:10:00Z');
  const serial = String(sandbox.control.sell(1).orders[0]);
  nowMs += 3_600_000;
  expect(idsOf((await readLane(stream('orders'), 'backfill', { sinceMs })).records)).toContain(serial);
});

it('keeps the buyer of whom only an address is known', () => {
  const row: Row = orderRow({ client: { clientAccount: { clientId: 0, clientEmail: 'ktos@example.com' }, endClientAccount: [] } });
  expect(mapOrder(row, { shop: null, oneOffClients: true })).toMatchObject({ contact: { email: 'ktos@example.com' } });
});
