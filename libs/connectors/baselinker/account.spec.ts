import { startBaselinkerSandbox, type BaselinkerSandbox } from '../../../apps/sandbox/baselinker/baselinker-sandbox.js';
import type { BaselinkerSandboxOptions } from '../../../apps/sandbox/baselinker/options.js';
import { missingTicks } from '../sdk/check.js';
import type { Connector } from '../sdk/connector.js';
import { calm, failureFrom, openSimulated, readLane, readPart, streamNamed, type OpenedAccount } from '../sdk/conformance-harness.js';
import { baselinker } from './baselinker.connector.js';

const DAY = 86_400;

describe('a simulated account', () => {
  let nowMs = Date.parse('2026-01-15T10:00:00Z');
  let sandbox: BaselinkerSandbox;
  let opened: OpenedAccount;
  let connector: Connector;

  async function begin(options: BaselinkerSandboxOptions = {}): Promise<void> {
    nowMs = Date.parse('2026-01-15T10:00:00Z');
    sandbox = await startBaselinkerSandbox({ orders: 60, ratePerMinute: 0, now: () => nowMs, ...options });
    opened = openSimulated(baselinker, { credentials: { token: sandbox.key, endpoint: sandbox.url }, settings: {}, secrets: [sandbox.key], nowMs: () => nowMs });
    ({ connector } = opened);
  }

  afterEach(async () => {
    await opened.close();
    await sandbox.stop();
  });

  const journalTick = async (): Promise<string | undefined> => (await connector.check(calm())).ticks.find(({ code }) => code === 'journal')?.state;

  it('tells whether the journal is on, off, or cannot say', async () => {
    await begin();
    sandbox.control.sell();
    expect(await journalTick()).toBe('ok');
    sandbox.control.journal('off');
    const report = await connector.check(calm());
    expect(report.ticks.find(({ code }) => code === 'journal')).toMatchObject({ state: 'missing', required: false, fix: { pl: expect.stringContaining('API') as unknown } });
    expect(missingTicks(report)).toEqual([]);
    nowMs += 4 * DAY * 1_000;
    expect(await journalTick()).toBe('unknown');
  });

  it('shows sources, statuses and its oldest orders, and nobody', async () => {
    await begin();
    const { facts } = await connector.check(calm());
    expect(facts['sources']).toEqual(expect.arrayContaining([{ type: 'personal', account: '0', name: expect.any(String) as unknown }]));
    expect(facts['statuses']).toBeGreaterThan(3);
    expect(facts['probes']).toHaveLength(5);
    const personal = sandbox.control.orders().flatMap(({ email, phone, delivery }) => [email, phone, delivery.fullname]).filter((text) => text.length > 4);
    for (const text of personal) expect(JSON.stringify(facts)).not.toContain(text);
    const before = facts['probes'];
    sandbox.control.sellMany(3);
    expect((await connector.check(calm())).facts['probes']).toEqual(before);
  });

  it('names statuses and the accounts orders come from', async () => {
    await begin();
    const entries = await connector.dictionary(calm());
    expect(entries.filter(({ kind }) => kind === 'source').map(({ code }) => code)).toContain('personal/0');
    const { records } = await readLane(streamNamed(connector, 'orders'), 'backfill');
    const codes = new Set(entries.map(({ kind, code }) => `${kind} ${code}`));
    for (const record of records) if (record.kind === 'order') expect(codes).toContain(`source ${record.origin?.type ?? ''}/${record.origin?.account ?? ''}`);
  });

  it('finds orders by telephone, however the number is written there', async () => {
    await begin({ phoneMatch: 'exact' });
    const [first, second] = [sandbox.control.sell(), sandbox.control.sell()];
    sandbox.control.editOrder(first, { phone: '+48577666555' });
    sandbox.control.editOrder(second, { phone: '577666555' });
    const found = await connector.findByPhone?.('+48577666555', calm());
    expect([...(found ?? [])].sort()).toEqual([String(first), String(second)].sort());
    expect(await connector.findByPhone?.('+48599888777', calm())).toEqual([]);
  });

  it('gives a removed order as missing, and an unconfirmed one as it is', async () => {
    await begin();
    const open = sandbox.control.orders().find((order) => !order.confirmed);
    const [gone] = sandbox.control.ids();
    sandbox.control.remove(gone ?? 0);
    const byIds = streamNamed(connector, 'orders').byIds;
    for (const deletedOrder of ['empty', 'error'] as const) {
      sandbox.control.configure({ deletedOrder });
      const found = await byIds?.fetch([String(gone), ...(open === undefined ? [] : [String(open.id)])], calm());
      expect(found?.missing).toEqual([String(gone)]);
      for (const record of found?.records ?? []) expect(record).toMatchObject({ confirmed: false });
    }
  });

  it('reads a second of 250 orders whole, from every page boundary on', async () => {
    await begin({ burst: 250 });
    const stream = streamNamed(connector, 'orders');
    const truth = sandbox.control.orders().filter(({ confirmed }) => confirmed).map(({ id }) => String(id));
    const parts = await stream.backfill.plan({ saved: null, followedSinceMs: nowMs, sinceMs: null }, calm());
    const ids: string[] = [];
    for (const part of parts) {
      const whole = await readPart(stream.backfill, part.range, part.cursor);
      ids.push(...whole.flatMap((page) => page.records.map(({ externalId }) => externalId)));
      for (const [index, page] of whole.entries()) {
        if (page.done) continue;
        const rest = await readPart(stream.backfill, part.range, page.cursor);
        expect(rest.flatMap((next) => next.records.map((record) => record.externalId))).toEqual(whole.slice(index + 1).flatMap((next) => next.records.map((record) => record.externalId)));
      }
    }
    expect(ids.sort()).toEqual(truth.sort());
    expect(truth.length).toBeGreaterThan(290);
  });

  it('reads a period again, and only what was placed in it', async () => {
    await begin({ orders: 400 });
    const times = sandbox.control.orders().map(({ dateAdd }) => dateAdd).sort((a, b) => a - b);
    const [since, until] = [times[100] ?? 0, times[200] ?? 0];
    const stream = streamNamed(connector, 'orders');
    const parts = await stream.backfill.plan({ saved: null, followedSinceMs: nowMs, sinceMs: since * 1_000, untilMs: until * 1_000 }, calm());
    const pages = (await Promise.all(parts.map((part) => readPart(stream.backfill, part.range, part.cursor)))).flat();
    const wanted = sandbox.control.orders().filter(({ confirmed, dateAdd }) => confirmed && dateAdd >= since && dateAdd < until).map(({ id }) => String(id));
    expect(pages.flatMap((page) => page.records.map(({ externalId }) => externalId)).sort()).toEqual(wanted.sort());
    expect(pages.flatMap((page) => page.excluded.map(({ reason }) => reason)).every((reason) => reason === 'before_since')).toBe(true);
  });

  it('reads a gap again from a moment on, and does not go back behind what it has seen', async () => {
    await begin({ orders: 200 });
    const stream = streamNamed(connector, 'orders');
    const sinceMs = nowMs - 20 * DAY * 1_000;
    const read = await readLane(stream, 'delta', { sinceMs, saved: { from: 1, seen: '', high: 1 } });
    const wanted = sandbox.control.orders().filter(({ confirmed, dateConfirmed }) => confirmed && dateConfirmed * 1_000 >= sinceMs).map(({ id }) => String(id));
    expect(read.records.map(({ externalId }) => externalId).sort()).toEqual(wanted.sort());
    // What was seen last is overlapped by ten minutes, time after time, and never by more.
    let saved = read.pages.at(-1)?.cursor ?? null;
    const high = saved?.['high'];
    for (let turn = 0; turn < 5; turn += 1) saved = (await readLane(stream, 'delta', { saved })).pages.at(-1)?.cursor ?? null;
    expect(saved?.['high']).toBe(high);
  });

  it('counts a small history exactly, guesses a large one, and plans nothing where there is nothing', async () => {
    await begin();
    const stream = streamNamed(connector, 'orders');
    const confirmed = sandbox.control.orders().filter((order) => order.confirmed).length;
    expect(await stream.estimate({ sinceMs: null }, calm())).toEqual({ records: confirmed, precision: 'exact', requests: 3 });
    expect((await stream.estimate({ sinceMs: nowMs - 20 * DAY * 1_000 }, calm())).precision).toBe('approximate');
    for (const id of sandbox.control.ids()) sandbox.control.remove(id);
    expect(await stream.estimate({ sinceMs: null }, calm())).toEqual({ records: 0, precision: 'exact', requests: 1 });
    expect(await stream.backfill.plan({ saved: null, followedSinceMs: nowMs, sinceMs: null }, calm())).toEqual([]);
  });

  it('reads an account whose only order has no date', async () => {
    await begin({ orders: 1 });
    const [id] = sandbox.control.ids();
    for (const other of sandbox.control.ids().slice(1)) sandbox.control.remove(other);
    sandbox.control.damage(id ?? 0, 'bad-date');
    const { records, rejects } = await readLane(streamNamed(connector, 'orders'), 'backfill');
    expect([records, rejects.map(({ externalId, reason }) => `${externalId ?? ''} ${reason}`)]).toEqual([[], [`${String(id)} date_add_invalid`]]);
  });

  it('leaves a blocked token alone until the moment the platform names', async () => {
    await begin({ ratePerMinute: 5 });
    sandbox.control.spendLimit(5);
    const failure = await failureFrom(() => connector.dictionary(calm()));
    expect([failure.kind, failure.retryAfterMs]).toEqual(['rate_limited', 10 * 60_000]);
    expect(opened.budget.blocks).toHaveLength(1);
    const before = sandbox.control.requests().total;
    await expect(connector.dictionary(calm())).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(sandbox.control.requests().total).toBe(before);
    nowMs += 10 * 60_000;
    expect((await connector.dictionary(calm())).length).toBeGreaterThan(0);
  });
});

describe('credentials and the budget', () => {
  it.each(['', '   ', 'a b', 'x'.repeat(201), 'żółw'])('"%s" is no token', (token) => {
    const { error } = baselinker.credentials.safeParse({ token });
    expect(error?.issues[0]).toMatchObject({ path: ['token'], params: { pl: expect.stringContaining('Token') as unknown } });
  });

  it('is trimmed, and the address is the public one unless another is given', () => {
    expect(baselinker.credentials.parse({ token: ' 1-2-X ' })).toEqual({ token: '1-2-X', endpoint: 'https://api.baselinker.com' });
    expect(baselinker.credentials.parse({ token: 'x', endpoint: 'http://127.0.0.1:8080/connector.php' })).toMatchObject({ endpoint: 'http://127.0.0.1:8080' });
    expect(baselinker.credentials.safeParse({ token: 'x', endpoint: 'ftp://example.pl' }).success).toBe(false);
  });

  it('takes 80 of 100 requests a minute, and more only of a simulated account', () => {
    const limit = (endpoint: string | undefined, settings: object): unknown => baselinker.budget(baselinker.credentials.parse({ token: 'x', endpoint }), baselinker.settings.parse(settings)).limit;
    expect(baselinker.budget(baselinker.credentials.parse({ token: 'x' }), null)).toEqual({ limit: { requests: 100, windowMs: 60_000 }, share: 0.8, maxInFlight: 2 });
    expect(limit(undefined, { requestsPerMinute: 40 })).toEqual({ requests: 40, windowMs: 60_000 });
    expect(limit(undefined, { requestsPerMinute: 3_000 })).toEqual({ requests: 100, windowMs: 60_000 });
    expect(limit('http://127.0.0.1:1', { requestsPerMinute: 3_000 })).toEqual({ requests: 3_000, windowMs: 60_000 });
  });
});
