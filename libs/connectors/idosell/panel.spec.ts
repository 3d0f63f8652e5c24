import type { NeutralRecord } from '#libs/domain/records.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import { calm, failureFrom, openSimulated, readLane, streamNamed, textsOf, type OpenedAccount } from '../sdk/conformance-harness.js';
import { normaliseOrigin } from '../sdk/address-text.js';
import { missingTicks } from '../sdk/check.js';
import type { Stream } from '../sdk/stream.js';
import { listOrMap } from '../sdk/values.js';
import { headerText } from './answer.js';
import { idosell } from './idosell.connector.js';
import { isTemplate } from './links.js';

/** What only this platform does, against a simulated panel. */
let sandbox: IdoSellSandbox;
let account: OpenedAccount;
let nowMs = 0;

async function open(options: IdoSellSandboxOptions = {}, settings: Record<string, unknown> = {}): Promise<void> {
  nowMs = options.now?.() ?? Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startIdoSellSandbox({ clients: 60, orders: 60, subscribers: 20, historyEnd: '2026-01-10T10:00:00Z', ...options, now: () => nowMs });
  account = openSimulated(idosell, {
    credentials: { address: sandbox.url, key: sandbox.key }, secrets: [sandbox.key], nowMs: () => nowMs,
    settings: { idField: 'a', lastOrderField: 'b', rowsPerPage: 10, requestsPerMinute: 3_000, ...settings },
  });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const stream = (name: 'customers' | 'orders' | 'subscribers'): Stream => streamNamed(account.connector, name);
const idsOf = (records: readonly NeutralRecord[]): string[] => records.map((record) => record.externalId);

describe('answers', () => {
  it('without rows are no error, in every stream', async () => {
    await open({ clients: 1, orders: 1, subscribers: 0 });
    for (const id of sandbox.control.ids('orders')) sandbox.control.removeOrder(id);
    for (const id of sandbox.control.ids('clients')) sandbox.control.removeClient(id);
    for (const name of ['customers', 'orders', 'subscribers'] as const) {
      expect(await readLane(stream(name), 'backfill')).toMatchObject({ records: [], rejects: [] });
      expect(await readLane(stream(name), 'delta', { followedSinceMs: nowMs })).toMatchObject({ records: [], rejects: [] });
      expect((await stream(name).estimate({ sinceMs: null }, calm())).records).toBe(0);
    }
  });

  it('to filters the panel ignored are never taken for what was asked', async () => {
    await open({ clients: 400 });
    sandbox.control.setFault([{ kind: 'ignore-filters', resource: 'clients/clients' }, { kind: 'ignore-filters', resource: 'orders/orders/search' }]);
    for (const name of ['customers', 'orders'] as const) {
      expect(await failureFrom(() => readLane(stream(name), 'backfill'))).toMatchObject({ kind: 'platform_defect', code: 'filter_ignored' });
      expect(await failureFrom(() => readLane(stream(name), 'delta', { followedSinceMs: nowMs }))).toMatchObject({ kind: 'platform_defect', code: 'filter_ignored' });
    }
    sandbox.control.setFault({ kind: 'ignore-filters', resource: 'clients/clients' });
    const [id = 0] = sandbox.control.ids('clients');
    // Nobody is missing because of an answer to another question.
    for (const wanted of [id, sandbox.control.ids('clients').at(-1) ?? 0]) {
      expect(await failureFrom(() => stream('customers').byIds?.fetch([String(wanted), '999999'], calm()) ?? Promise.resolve())).toMatchObject({ code: 'filter_ignored' });
    }
  });

  it('that are only partly good keep their good rows', async () => {
    await open();
    const all = (await readLane(stream('orders'), 'backfill')).records.length;
    sandbox.control.setFault({ kind: 'partial-207', resource: 'orders/orders/search' });
    const read = await readLane(stream('orders'), 'backfill');
    expect(read.rejects.length).toBeGreaterThan(0);
    expect(read.rejects.every((reject) => reject.reason === 'platform_row_fault')).toBe(true);
    expect(read.records.length + read.rejects.length).toBe(all);
  });

  it.each([[1, 'credentials_rejected', 'key_rejected'], [4, 'platform_unavailable', 'shop_blocked'], [3, 'platform_defect', 'gateway_fault']] as const)('with fault %d alone are a failure of kind %s', async (code, kind, word) => {
    await open();
    sandbox.control.setFault({ kind: 'fault', code, resource: 'clients/clients' });
    expect(await failureFrom(() => stream('customers').estimate({ sinceMs: null }, calm()))).toMatchObject({ kind, code: word });
  });

  it('that every row comes twice in are read all the same', async () => {
    await open();
    const healthy = textsOf((await readLane(stream('customers'), 'backfill')).records);
    sandbox.control.setFault({ kind: 'duplicates', resource: 'clients/clients' });
    expect(textsOf((await readLane(stream('customers'), 'backfill')).records)).toEqual(healthy);
  });

  it('read alike whatever version answers', async () => {
    await open();
    // v5 does not know the panel's own statuses.
    const texts = async (): Promise<Map<string, string>> => new Map([...textsOf((await readLane(stream('orders'), 'backfill')).records)].map(([id, text]) => [id, text.replace(/"statusDetail":(?:null|"id:\d+")/u, '')]));
    const newest = await texts();
    await account.close();
    account = openSimulated(idosell, { credentials: { address: sandbox.url, key: sandbox.key, version: 'v5' }, secrets: [sandbox.key], nowMs: () => nowMs, settings: { idField: 'a', lastOrderField: 'b', rowsPerPage: 10 } });
    const older = await texts();
    expect([...older].filter(([id, text]) => newest.get(id) !== text).slice(0, 1)).toEqual([]);
    expect(older.size).toBe(newest.size);
  });
});

describe('rights', () => {
  it('that are missing are named with module and level, as the panel says them', async () => {
    await open();
    sandbox.control.setKey({ rights: { OMS: '' } });
    const failure = await failureFrom(() => readLane(stream('orders'), 'backfill'));
    expect(failure).toMatchObject({ kind: 'permission_missing', code: 'module_right_missing', context: { module: 'OMS', level: 'r' } });
    expect(failure.text.pl).toContain('OMS');
    expect(failure.detail).not.toMatch(/Ã|Å/u);
    const report = await account.connector.check(calm());
    expect(missingTicks(report).map((tick) => tick.code)).toEqual(['oms']);
    expect(missingTicks(report)[0]?.fix?.pl).toContain('OMS');
  });

  it('that are nice to have are ticked apart', async () => {
    await open();
    sandbox.control.setKey({ rights: { CMS: '' } });
    const { ticks } = await account.connector.check(calm());
    expect(ticks.find((tick) => tick.code === 'cms')).toMatchObject({ state: 'missing', required: false });
    expect(ticks.find((tick) => tick.code === 'crm_write')).toMatchObject({ state: 'unknown', required: false });
  });

  it('come with what is known of the panel: shops, languages, clock and load', async () => {
    await open({ shops: 2, orderConsent: true });
    sandbox.control.setServerLoad('overloaded');
    sandbox.control.advanceClock(600);
    const report = await account.connector.check(calm());
    expect(report.facts).toMatchObject({ serverLoad: 'overloaded', shops: [{ id: '1' }, { id: '2' }] });
    expect(Math.abs(Number(report.facts['clockSkewMs']) - 600_000)).toBeLessThan(2_000);
    expect(report.ticks.filter((tick) => tick.state === 'missing').map((tick) => tick.code)).toEqual(['clock', 'server_load']);
  });

  it('are asked for a shop the panel does not have', async () => {
    await open({}, { shop: '9' });
    expect(missingTicks(await account.connector.check(calm())).map((tick) => tick.code)).toEqual(['panel_shop']);
  });
});

describe('an overloaded panel', () => {
  it('is left alone by everybody for a minute', async () => {
    await open({ clients: 300 }, { rowsPerPage: 5 });
    sandbox.control.setServerLoad('overloaded');
    const failure = await failureFrom(() => readLane(stream('customers'), 'backfill'));
    expect(failure).toMatchObject({ kind: 'rate_limited', code: 'platform_busy', retryAfterMs: 60_000 });
    expect(account.budget.blocks).toHaveLength(1);
    const asked = sandbox.control.stats().byResource['system/serverLoad'] ?? 0;
    expect(asked).toBe(1);
  });
});

describe('lists read by page numbers', () => {
  it('miss nobody when people are edited while they are read', async () => {
    await open({ clients: 90, clientOrder: 'modified-desc', shares: { undatedClients: 0, withoutModification: 0 } });
    const truth = sandbox.control.ids('clients').map(String);
    let turn = 0;
    sandbox.control.onRequest(() => {
      turn += 1;
      sandbox.control.touchClient(Number(truth[(turn * 13) % truth.length]), { city: `Miasto ${String(turn)}` });
    });
    const read = await readLane(stream('customers'), 'backfill');
    expect([...new Set(idsOf(read.records))].sort()).toEqual(truth.sort());
  });

  it('are left incomplete, with the counts, when they never stand still', async () => {
    await open({ clients: 60, clientOrder: 'id-desc', shares: { undatedClients: 0 } });
    sandbox.control.onRequest(() => sandbox.control.createClient({ email: 'nowy@example.com' }));
    await expect(readLane(stream('customers'), 'backfill')).rejects.toThrow(/left incomplete/u);
  });

  it('find people without a date of registration too', async () => {
    await open({ clients: 80, shares: { undatedClients: 0.3 } });
    const read = await readLane(stream('customers'), 'backfill');
    expect(idsOf(read.records).sort()).toEqual(sandbox.control.ids('clients').map(String).sort());
    expect(read.records.filter((record) => record.createdAt === null).length).toBeGreaterThan(5);
  });
});

describe('following', () => {
  const cursorOf = (read: Awaited<ReturnType<typeof readLane>>) => read.pages.at(-1)?.cursor ?? null;

  it('finds changes made in both passes of the repeated hour of autumn', async () => {
    await open({ now: () => Date.parse('2026-10-24T23:50:00Z'), historyEnd: '2026-10-20T10:00:00Z' });
    const [first = 0, second = 0, third = 0] = sandbox.control.ids('orders');
    let read = await readLane(stream('orders'), 'delta', { followedSinceMs: nowMs });
    const found = new Set<string>();
    // 02:20 for the first time, 02:10 for the second time, 03:10 after.
    for (const [at, serial] of [['2026-10-25T00:20:00Z', first], ['2026-10-25T01:10:00Z', second], ['2026-10-25T02:10:00Z', third]] as const) {
      nowMs = Date.parse(at);
      sandbox.control.touchOrder(serial, { note: at });
      nowMs += 8 * 60_000;
      read = await readLane(stream('orders'), 'delta', { saved: cursorOf(read) });
      for (const id of idsOf(read.records)) found.add(id);
    }
    expect([...found]).toEqual(expect.arrayContaining([first, second, third].map(String)));
  });

  it('keeps its place by the panel’s clock, however far that is off', async () => {
    await open();
    sandbox.control.advanceClock(-3_600);
    let read = await readLane(stream('customers'), 'delta', { followedSinceMs: nowMs });
    const [id = 0] = sandbox.control.ids('clients');
    nowMs += 60_000;
    sandbox.control.touchClient(id, { city: 'Gdynia' });
    nowMs += 8 * 60_000;
    read = await readLane(stream('customers'), 'delta', { saved: cursorOf(read) });
    expect(idsOf(read.records)).toContain(String(id));
  });

  it('sees an approval that moves no date of the client, on the newsletter lists', async () => {
    await open({ consentMovesDate: false });
    const id = sandbox.control.ids('clients').find((one) => sandbox.control.record('clients', one)?.['isUnregistered'] === 'n') ?? 0;
    const [before, lists] = [await readLane(stream('customers'), 'delta', { followedSinceMs: nowMs }), await readLane(stream('subscribers'), 'delta', { followedSinceMs: nowMs })];
    nowMs += 60_000;
    sandbox.control.setConsent(id, 1, 'email', 'y');
    sandbox.control.setConsent(id, 1, 'email', 'n');
    nowMs += 20 * 60_000;
    expect(idsOf((await readLane(stream('customers'), 'delta', { saved: cursorOf(before) })).records)).not.toContain(String(id));
    const changed = (await readLane(stream('subscribers'), 'delta', { saved: cursorOf(lists) })).records;
    expect(changed).toContainEqual(expect.objectContaining({ externalId: `email-1-${String(id)}`, ownerId: String(id), consent: expect.objectContaining({ state: 'refused', shop: '1' }) as unknown }));
  });

  it('does not read the last change of a quiet shop again for ever, and misses nothing after the quiet', async () => {
    await open();
    const [id = 0, later = 0] = sandbox.control.ids('clients');
    let read = await readLane(stream('customers'), 'delta', { followedSinceMs: nowMs });
    nowMs += 60_000;
    sandbox.control.touchClient(id, { city: 'Puck' });
    const seen: string[][] = [];
    for (let pass = 0; pass < 12; pass += 1) {
      nowMs += 450_000;
      if (pass === 9) sandbox.control.touchClient(later, { city: 'Reda' });
      read = await readLane(stream('customers'), 'delta', { saved: cursorOf(read) });
      seen.push(idsOf(read.records));
    }
    expect(seen[0]).toContain(String(id));
    expect(seen.slice(6, 9)).toEqual([[], [], []]);
    expect([...(seen[9] ?? []), ...(seen[10] ?? [])]).toContain(String(later));
  });

  it('reads one shop of a panel when told to, and says whose orders it left out', async () => {
    await open({ shops: 2, clients: 80, orders: 80 }, { shop: '2' });
    const read = await readLane(stream('orders'), 'backfill');
    expect(read.records.length).toBeGreaterThan(0);
    expect(new Set(read.records.map((record) => record.shop))).toEqual(new Set(['2']));
    const stranger = sandbox.control.ids('orders').find((serial) => !idsOf(read.records).includes(String(serial))) ?? 0;
    expect((await stream('orders').byIds?.fetch([String(stranger)], calm()))?.excluded).toEqual([{ externalId: String(stranger), reason: 'other_shop' }]);
  });
});

describe('small parts', () => {
  afterEach(() => undefined);
  beforeEach(async () => open({ clients: 1, orders: 1 }));

  it('normalise whatever address was copied', () => {
    expect(normaliseOrigin('sklep.example.pl/panel/main.php?x=1')).toBe('https://sklep.example.pl');
    expect(normaliseOrigin('http://Sklep.Example.PL')).toBe('https://sklep.example.pl');
    expect(normaliseOrigin('http://127.0.0.1:8080/x')).toBe('http://127.0.0.1:8080');
    expect([normaliseOrigin('ftp://x.example.pl'), normaliseOrigin('https://u:p@x.example.pl'), normaliseOrigin('')]).toEqual([null, null, null]);
  });

  it('fill link templates, and refuse what would be no link', () => {
    const credentials = idosell.credentials.parse({ address: 'https://sklep.example.pl', key: 'k'.repeat(20) });
    const links = idosell.links(credentials, idosell.settings.parse({ idField: 'a', lastOrderField: 'b' }));
    expect([links.order('20518'), links.customer('812'), links.customer('x')]).toEqual(['https://sklep.example.pl/panel/orderd.php?idt=20518', 'https://sklep.example.pl/panel/client.php?id=812', null]);
    expect([isTemplate('{shop}/c/{id}'), isTemplate('{shop}/c'), isTemplate('javascript:alert({id})'), isTemplate('/c/{id}')]).toEqual([true, false, false, false]);
  });

  it('read headers the way the platform wrote them', () => {
    expect(headerText(Buffer.from('Brak uprawnień: łóżko', 'utf8').toString('latin1'))).toBe('Brak uprawnień: łóżko');
    expect(headerText('Brak uprawnień')).toBe('Brak uprawnień');
    expect(headerText(undefined)).toBe('');
  });

  it('follow within eight minutes, jitter and lag included', () => {
    const { lagSeconds } = idosell.settings.parse({ idField: 'a', lastOrderField: 'b' });
    expect(idosell.info.intervalMs + lagSeconds * 1_000).toBeLessThanOrEqual(8 * 60_000);
  });

  it('read PHP’s containers', () => {
    expect([listOrMap([]), listOrMap({ 1: 'a', 2: 'b' }), listOrMap(null), listOrMap('x')]).toEqual([[], ['a', 'b'], [], null]);
  });
});
