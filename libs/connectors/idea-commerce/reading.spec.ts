import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from '../../../apps/sandbox/idea-commerce/idea-commerce-sandbox.js';
import type { IdeaCommerceSandboxOptions } from '../../../apps/sandbox/idea-commerce/options.js';
import { missingTicks } from '../sdk/check.js';
import { textAt } from '../sdk/cursor.js';
import type { Connector } from '../sdk/connector.js';
import { byIdsOf, calm, failureFrom, openSimulated, readLane, streamNamed, type OpenedAccount } from '../sdk/conformance-harness.js';
import { ideaCommerce } from './idea-commerce.connector.js';

const START = Date.parse('2026-01-15T10:00:00Z');
let sandbox: IdeaCommerceSandbox;
let opened: OpenedAccount[] = [];
let now = START;

async function start(options: IdeaCommerceSandboxOptions = {}): Promise<void> {
  now = START;
  sandbox = await startIdeaCommerceSandbox({ orders: 45, historyEnd: '2026-01-14T10:00:00Z', ratePerMinute: 0, now: () => now, ...options });
}

function open(credentials: Readonly<Record<string, unknown>> = {}, rowsPerPage = 10): Connector {
  const usual = { instance: sandbox.about['instance'], token: sandbox.key, apiAddress: sandbox.url };
  const account = openSimulated(ideaCommerce, { credentials: { ...usual, ...credentials }, settings: { idField: 'x', rowsPerPage }, secrets: [sandbox.key], nowMs: () => now });
  opened.push(account);
  return account.connector;
}
afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
  await sandbox.stop();
});

const check = (connector: Connector) => connector.check(calm());
const orders = (connector: Connector) => streamNamed(connector, 'orders');

describe('connecting', () => {
  it.each(['html-404', 'html', 'redirect'] as const)('calls an address without an API (%s) a wrong name, and says where to mend it', async (kind) => {
    await start();
    sandbox.control.setFault({ kind });
    const failure = await failureFrom(() => check(open()));
    expect(failure).toMatchObject({ kind: 'configuration_invalid', retryable: false });
    expect(failure.fix?.pl).toContain('Nazwa IDEA Commerce');
    expect(failure.fix?.en).toContain('IDEA Commerce name');
  });

  it('calls a name no address is known for a wrong name', async () => {
    await start();
    const failure = await failureFrom(() => check(open({ apiAddress: 'http://api.nie-ma-takiej-instancji.invalid' })));
    expect(failure).toMatchObject({ kind: 'configuration_invalid', code: 'instance_not_found' });
  });

  it.each([401, 403] as const)('takes %i for a refused token, and a 403 of one list for a missing right', async (wrongToken) => {
    await start({ wrongToken });
    const wrong = open({ token: 'another-invented-token' });
    expect(await failureFrom(() => check(wrong))).toMatchObject({ kind: 'credentials_rejected', code: 'token_rejected' });
    expect(await failureFrom(() => readLane(orders(wrong), 'backfill'))).toMatchObject({ kind: 'credentials_rejected' });
    sandbox.control.forbid(['partners', 'integrations']);
    const report = await check(open());
    expect(missingTicks(report).map(({ code }) => code)).toEqual(['partners']);
    expect(report.ticks.find(({ code }) => code === 'integrations')).toMatchObject({ state: 'missing', required: false });
    expect(await failureFrom(() => readLane(streamNamed(open(), 'customers'), 'backfill'))).toMatchObject({ kind: 'permission_missing', code: 'list_forbidden' });
  });

  it('notices orders from the future: times in another zone, or a wrong clock', async () => {
    await start();
    expect((await check(open())).ticks.find(({ code }) => code === 'clock')).toMatchObject({ state: 'ok' });
    now -= 3 * 86_400_000;
    expect((await check(open())).ticks.find(({ code }) => code === 'clock')).toMatchObject({ state: 'missing', required: false });
  });

  it('names states in Polish and the accounts orders come from, and goes without the accounts where they are forbidden', async () => {
    await start();
    const codes = async (): Promise<string[]> => (await open().dictionary(calm())).map(({ kind, code, name }) => `${kind} ${code} ${name}`);
    expect(await codes()).toEqual(expect.arrayContaining(['status to_collect Do zebrania', 'source allegro/2 wzorcowy-outlet', 'source manual/0 Wprowadzone ręcznie']));
    sandbox.control.forbid(['integrations']);
    expect((await codes()).filter((text) => text.startsWith('source'))).toEqual(['source manual/0 Wprowadzone ręcznie']);
  });
});

describe('answers that are no data', () => {
  const failureOf = async (fault: Parameters<IdeaCommerceSandbox['control']['setFault']>[0]) => {
    sandbox.control.setFault(fault);
    return failureFrom(() => readLane(orders(open()), 'backfill'));
  };

  it('are told by their own words, in the order of the sheet, and not asked again when they were understood', async () => {
    await start();
    expect(await failureOf({ kind: 'error-400', message: 'Zły filtr' })).toMatchObject({ kind: 'configuration_invalid', code: 'request_refused', retryable: false, detail: expect.stringContaining('Zły filtr') as unknown });
    expect(await failureOf({ kind: 'detail-400', message: 'Zły szczegół' })).toMatchObject({ detail: expect.stringContaining('Zły szczegół') as unknown });
    expect(await failureOf({ kind: 'status-500' })).toMatchObject({ kind: 'platform_unavailable', detail: expect.stringContaining('Internal Server Error') as unknown });
  });

  it.each(['error-200', 'error-200-list'] as const)('are failures also with status 200 (%s): an empty list with an error is no end', async (kind) => {
    await start();
    expect(await failureOf({ kind, message: 'Błąd bazy' })).toMatchObject({ kind: 'platform_defect', code: 'error_in_answer', retryable: true, detail: expect.stringContaining('Błąd bazy') as unknown });
    sandbox.control.setFault({ kind });
    const failure = await failureFrom(() => byIdsOf(orders(open())).fetch(['501'], calm()));
    expect(failure.code).toBe('error_in_answer');
  });

  it.each([1, 2] as const)('name the field that was refused, and not what was sent (pydantic %i)', async (pydantic) => {
    await start({ pydantic, maxLimit: 5, overLimit: 'refuse' });
    const failure = await failureFrom(() => readLane(orders(open()), 'backfill'));
    expect(failure).toMatchObject({ kind: 'configuration_invalid', code: 'request_refused' });
    expect(failure.detail).toContain('query.limit');
  });
});

describe('lists', () => {
  const all = async (): Promise<string[]> => (await readLane(orders(open()), 'backfill')).records.map(({ externalId }) => externalId).sort();
  const truth = (): string[] => sandbox.control.ids().map(String).sort();

  it.each(['short-page', 'no-counts'] as const)('are read whole with answers that are cut or do not count (%s)', async (kind) => {
    await start();
    sandbox.control.setFault({ kind, resource: 'orders', ...(kind === 'short-page' ? { times: 8 } : {}) });
    expect([...new Set(await all())]).toEqual(truth());
    sandbox.control.setFault({ kind: 'no-counts' });
    expect(await orders(open()).estimate({ sinceMs: null }, calm())).toMatchObject({ records: 45, precision: 'exact' });
  });

  it.each([{ maxLimit: 4 }, { dateFrom: 'exclusive' }, { dateTo: 'inclusive' }, { dateForm: 'T' }, { dateZone: 'Europe/Warsaw' }, { defaultOrder: 'id asc', orderBy: 'ignored' }, { totalShift: -7 }] as const)('are read whole where an instance differs: %j', async (options) => {
    await start(options);
    expect([...new Set(await all())]).toEqual(truth());
  });

  it('are cut into slices of dates, newest first', async () => {
    await start({ orders: 350 });
    const parts = await orders(open()).backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.every(({ expected }) => (expected ?? 0) > 0 && (expected ?? 0) <= 100)).toBe(true);
    const ends = parts.map(({ range }) => textAt(range, 'to') ?? '');
    expect(ends).toEqual([...ends].sort().reverse());
  });

  it('give the orders placed within a period that is read again, and name those from before it', async () => {
    await start({ orders: 80 });
    const placed = sandbox.control.orders().map(({ id, orderedMs }) => ({ id, second: orderedMs === null ? null : Math.floor(orderedMs / 1_000) * 1_000 }));
    const times = placed.flatMap(({ second }) => second ?? []).sort((a, b) => a - b);
    const [sinceMs = 0, untilMs = 0] = [times[20], times[60]];
    const connector = open();
    const found: string[] = [];
    for (const part of await orders(connector).backfill.plan({ saved: null, followedSinceMs: 0, sinceMs, untilMs }, calm())) {
      for await (const page of orders(connector).backfill.read({ ...part, signal: calm() })) found.push(...page.records.map(({ externalId }) => externalId));
    }
    const wanted = placed.filter(({ second }) => second !== null && second >= sinceMs && second < untilMs).map(({ id }) => String(id));
    expect(found.sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(30);
  });

  it('are read once more as a whole where some orders are in no slice', async () => {
    await start();
    // An order without any date: no filter by date shows it.
    const hidden = sandbox.control.ids()[3] ?? 0;
    const connector = open();
    const { http } = opened.at(-1) ?? {};
    expect(http).toBeDefined();
    const undated = { request: async (request: Parameters<NonNullable<typeof http>['request']>[0]) => {
      const answer = await http?.request(request);
      if (answer === undefined) throw new Error('opened above');
      const body = JSON.parse(answer.body.toString()) as { orders?: { id: number; create_date?: string }[]; total_count: number; count: number };
      if (body.orders === undefined || !request.url.includes('create_date_')) return answer;
      const whole = new URL(request.url).searchParams.get('limit') === '1';
      return { ...answer, body: Buffer.from(JSON.stringify({ ...body, orders: body.orders.filter(({ id }) => id !== hidden), total_count: body.total_count - (whole || body.orders.some(({ id }) => id === hidden) ? 1 : 0) })) };
    } };
    const again = ideaCommerce.open({ credentials: ideaCommerce.credentials.parse({ instance: 'wzorcowy', token: sandbox.key, apiAddress: sandbox.url }), settings: ideaCommerce.settings.parse({ idField: 'x' }), http: undated, nowMs: () => now, hold: () => Promise.reject(new Error('no')) });
    const parts = await orders(again).backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    expect(parts.filter(({ range }) => range['from'] === undefined)).toHaveLength(1);
    const read = await readLane(orders(again), 'backfill');
    expect(read.records.map(({ externalId }) => externalId)).toContain(String(hidden));
    expect((await orders(connector).backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm())).filter(({ range }) => range['from'] === undefined)).toEqual([]);
  });

  it('are not taken for the answer when they are about another record', async () => {
    await start();
    const [first = 0, second = 0] = sandbox.control.ids();
    const http = { request: () => Promise.resolve({ status: 200, headers: {}, requestedMs: now, body: Buffer.from(JSON.stringify({ count: 1, total_count: 1, orders: [{ id: second, status: 'sale' }] })) }) };
    const connector = ideaCommerce.open({ credentials: { instance: 'wzorcowy', token: 'invented-token' }, settings: ideaCommerce.settings.parse({ idField: 'x' }), http, nowMs: () => now, hold: () => Promise.reject(new Error('no')) });
    expect(await failureFrom(() => byIdsOf(orders(connector)).fetch([String(first)], calm()))).toMatchObject({ kind: 'platform_defect', code: 'filter_ignored' });
  });
});

describe('look-ups', () => {
  const partnerAsks = (): number => sandbox.control.stats().log.filter(({ path, query }) => path.endsWith('/partners') && query.includes('email=')).length;
  const ownerOf = async (connector: Connector, id: number): Promise<unknown> => (await byIdsOf(orders(connector)).fetch([String(id)], calm())).records.map((record) => (record.kind === 'order' ? record.ownerId : null))[0];

  it('find the customer of an order that names no partner by e-mail, once an hour, beyond one opening', async () => {
    await start();
    const contact = sandbox.control.addPartner({ email: 'Nowa@Example.com', type: 'contact' });
    sandbox.control.addPartner({ email: 'nowa@example.com', type: 'delivery' });
    sandbox.control.addPartner({ email: 'nowa@example.com', type: 'contact' });
    const bare = { source: 'woocommerce', email: 'nowa@example.com', invoicePartnerId: null, deliveryPartnerId: null } as const;
    const [first = 0, second = 0] = [sandbox.control.sell(bare), sandbox.control.sell(bare)];
    expect(await ownerOf(open(), first)).toBe(String(contact));
    expect(await ownerOf(open(), second)).toBe(String(contact));
    expect(partnerAsks()).toBe(1);
    now += 61 * 60_000;
    expect(await ownerOf(open(), first)).toBe(String(contact));
    expect(partnerAsks()).toBe(2);
  });

  it('do not take an address for another that only fits the pattern of the database', async () => {
    await start({ emailMatch: 'ilike' });
    sandbox.control.addPartner({ email: 'janXkowal@example.com', type: 'contact' });
    const id = sandbox.control.sell({ source: 'woocommerce', email: 'jan_kowal@example.com', invoicePartnerId: null, deliveryPartnerId: null, person: null });
    const own = sandbox.control.partners().find(({ email }) => email === 'jan_kowal@example.com');
    expect(await ownerOf(open(), id)).toBe(String(own?.id));
  });

  it('know the seller’s own accounts, so that none is taken for a buyer’s login', async () => {
    await start({ allegroLogin: 'integration', orders: 60 });
    const read = await readLane(orders(open()), 'backfill');
    const logins = read.records.flatMap((record) => (record.kind === 'order' && record.marketplace !== null ? [record.marketplace.login] : []));
    expect(logins.filter((login) => login !== null).length).toBeGreaterThan(10);
    expect(logins.filter((login) => login?.includes('wzorcow') === true || login?.includes('@') === true)).toEqual([]);
    expect(sandbox.control.requests().byResource['integrations']).toBe(1);
  });
});

it('shows the page of an order only where it leads to the panel of the staff', async () => {
  const pages = async (): Promise<(string | null | undefined)[]> => (await readLane(orders(open()), 'backfill')).records.map((record) => (record.kind === 'order' ? record.panelUrl : null));
  await start({ panelUrl: 'staff' });
  expect((await pages()).filter((url) => url?.startsWith('https://wzorcowy.ideaerp.pl/orders/') === true).length).toBeGreaterThan(30);
  sandbox.control.configure({ panelUrl: 'buyer' });
  expect((await pages()).filter((url) => url !== null)).toEqual([]);
});
