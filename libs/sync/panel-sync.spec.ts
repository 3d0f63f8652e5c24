import { buildEngine, connectIdoSell, drainInbox, openRunRow, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';
import { newId } from '#libs/domain/ids.js';
import { estimate } from './estimate.js';
import { planRun } from './plan-run.js';
import { finishRun } from './run-life.js';
import { syncPart } from './sync-part.js';

/** The engine over a platform that differs from the first one in everything: page numbers, consents, lists without ids. */
let house: EngineHouse;
let panel: ConnectedPanel;

async function connect(...args: Parameters<typeof connectIdoSell> extends [unknown, ...infer Rest] ? Rest : never): Promise<void> {
  house = await buildEngine();
  panel = await connectIdoSell(house, ...args);
}
afterEach(async () => {
  await panel.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const firstSync = async (): Promise<string> => runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));
const follow = async (): Promise<string> => runToEnd(house, await openRunRow(house, panel.integrationId, 'recurring'));
const { objectContaining } = expect;

it('reads clients, orders and newsletter lists onto cards, with the two fields of the last order and the number', async () => {
  await connect({ clients: 150, orders: 180, subscribers: 30 }, { rowsPerPage: 20 });
  expect(await firstSync()).toBe('complete');
  const { clients, orders } = panel.sandbox.control.counts();
  const subscriptions = panel.sandbox.control.subscriptions().filter((entry) => !entry.registered).length;
  expect(await rows(`select kind, count(*)::int as n from source_record group by 1 order by 1`)).toEqual([{ kind: 'customer', n: clients }, { kind: 'order', n: orders }, { kind: 'subscriber', n: subscriptions }]);
  expect(await rows(`select 1 from source_record where kind = 'order' and customer_id is null and owner_id is not null and exists (select 1 from source_record c where c.kind = 'customer' and c.external_id = source_record.owner_id)`)).toEqual([]);
  // Every card with an order carries the day of its newest one.
  const wrong = await rows(`select s.customer_id from source_record s left join (customer_field_value v join custom_field f on f.id = v.field_id and f.type = 'date') on v.customer_id = s.customer_id
    where s.kind = 'order' and s.customer_id is not null group by s.customer_id, v.date_value having v.date_value is distinct from max((s.body::jsonb #>> '{placedAt,local}')::timestamp)::date`);
  expect(wrong).toEqual([]);
  expect(await rows(`select 1 from part_seen`)).toEqual([]);
});

it('counts every request of a run', async () => {
  await connect({ clients: 150, orders: 100, subscribers: 10 }, { rowsPerPage: 20 });
  await firstSync();
  const [counted] = await rows<{ n: number }>(`select (sum(r.requests) + (select sum(requests) from part))::int as n from run r`);
  expect(counted?.n).toBe(panel.sandbox.control.stats().requests);
  // What was expected is what it took: pages, and nothing a page that did not move.
  const parts = await rows<{ stream: string; took: number; expected: number }>(`select stream, sum(requests)::int as took, sum(expected_requests)::int as expected from part where stream = 'customers' group by 1`);
  expect(parts[0]?.took).toBeLessThanOrEqual((parts[0]?.expected ?? 0) + 2);
});

it('touches no row of data when nothing has changed', async () => {
  await connect({ clients: 120, orders: 100, subscribers: 20 }, { rowsPerPage: 20 });
  await firstSync();
  const stamp = (): Promise<unknown[]> => rows(`select 'r' as t, id::text, xmin::text from source_record union all select 'c', id::text, xmin::text from customer union all select 'o', record_id::text || kind || channel || shop, xmin::text from consent
    union all select 'i', type || value, xmin::text from identity union all select 'f', customer_id::text || field_id::text, xmin::text from customer_field_value order by 1, 2`);
  const before = await stamp();
  const runId = await openRunRow(house, panel.integrationId, 'reread');
  expect(await runToEnd(house, runId)).toBe('complete');
  expect(await stamp()).toEqual(before);
  expect(await rows(`select sum(written)::int as written, sum(read)::int as read, sum(identical)::int as identical from part where run_id = $1`, [runId])).toEqual([objectContaining({ written: 0 })]);
});

it('misses nobody when clients are edited while the lists are read', async () => {
  await connect({ clients: 140, orders: 5, clientOrder: 'modified-desc', shares: { undatedClients: 0, withoutModification: 0 } }, { rowsPerPage: 10 });
  const ids = panel.sandbox.control.ids('clients');
  let turn = 0;
  panel.sandbox.control.onRequest(() => {
    turn += 1;
    panel.sandbox.control.touchClient(ids[(turn * 29) % ids.length] ?? 0, { city: `Miasto ${String(turn)}` });
  });
  expect(await firstSync()).toBe('complete');
  panel.sandbox.control.onRequest(null);
  expect(await rows(`select count(*)::int as n from source_record where kind = 'customer'`)).toEqual([{ n: ids.length }]);
  expect(turn).toBeGreaterThan(30);
});

it('ends complete, within its estimate, in a shop in which people keep registering', async () => {
  await connect({ clients: 600, orders: 5, shares: { undatedClients: 0.01 } }, { rowsPerPage: 20 });
  const told = (await estimate(house.engine, { integrationId: panel.integrationId, sinceMs: null }, new AbortController().signal))['requests'];
  panel.sandbox.control.resetStats();
  let sent = 0;
  panel.sandbox.control.onRequest(() => {
    sent += 1;
    if (sent % 12 === 0) panel.sandbox.control.createClient({ email: `nowy${String(sent)}@example.com` });
  });
  expect(await firstSync()).toBe('complete');
  // Planning, and pages that grew by those who came.
  expect(sent).toBeLessThan(Number(told) * 1.3 + 60);
});

it('says where it stopped, and with which counts, when a list never stands still', async () => {
  await connect({ clients: 60, orders: 5, clientOrder: 'id-asc', shares: { undatedClients: 0 } }, { rowsPerPage: 10 });
  panel.sandbox.control.onRequest((request) => {
    if (request.path.endsWith('clients/clients')) panel.sandbox.control.createClient({ email: 'kolejny@example.com' });
  });
  expect(await firstSync()).toBe('incomplete');
  panel.sandbox.control.onRequest(null);
  const [part] = await rows<{ outcome: Record<string, unknown> }>(`select outcome from part where state = 'incomplete'`);
  expect(part?.outcome).toMatchObject({ kind: 'platform_defect', code: 'rows_kept_moving', text: { pl: expect.stringMatching(/\S/u) as unknown, en: expect.stringMatching(/\S/u) as unknown } });
  expect(Number(part?.outcome['total'])).toBeGreaterThan(Number(part?.outcome['seen']));
  expect(await rows(`select 1 from part_seen`)).toEqual([]);
});

it('finds in a weekly sweep who was removed and what changed without a date, and asks for nobody else', async () => {
  await connect({ clients: 130, orders: 20, addressMovesDate: false }, { rowsPerPage: 20 });
  await firstSync();
  const [gone = 0, silent = 0, moved = 0] = panel.sandbox.control.ids('clients');
  panel.sandbox.control.removeClient(gone);
  panel.sandbox.control.editSilently(silent, { city: 'Cicho' });
  panel.sandbox.control.changeAddress(moved, { street: 'Nowa 99' });
  await rows(`update integration set followed_since = now() - interval '8 days'`);
  expect(await follow()).toBe('complete');
  const queued = await rows<{ id: string }>(`select external_id as id from inbox where origin = 'sweep' order by 1`);
  expect(queued.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual([gone, silent, moved].sort((a, b) => a - b));
  expect(await drainInbox(house, panel.integrationId)).toEqual(['complete']);
  expect(await rows(`select external_id as id from source_record where kind = 'customer' and gone_at is not null`)).toEqual([{ id: String(gone) }]);
  const [changed] = await rows<{ body: string }>(`select body from source_record where kind = 'customer' and external_id = $1`, [String(silent)]);
  expect(changed?.body).toContain('Cicho');
  expect(await rows(`select 1 from source_record where kind = 'customer' and external_id = $1 and body like '%Nowa 99%'`, [String(moved)])).toHaveLength(1);
  // Once a week, not each time.
  const plan = await planRun(house.engine, await openRunRow(house, panel.integrationId, 'recurring'));
  expect(plan.parts.map((part) => part.lane)).not.toContain('sweep');
});

it('goes on from its page after a step that ended in the middle of a counted list', async () => {
  await connect({ clients: 130, orders: 5, shares: { undatedClients: 0 } }, { rowsPerPage: 10 });
  const runId = await openRunRow(house, panel.integrationId, 'initial');
  const [part] = (await planRun(house.engine, runId)).parts;
  // Steps as short as one page: every one begins where the last has committed.
  const short = { ...house.engine, tuning: { ...house.engine.tuning, stepMs: 1 } };
  let steps = 0;
  for (let status = 'more'; status === 'more'; steps += 1) ({ status } = await syncPart(short, { partId: part?.partId ?? '', signal: new AbortController().signal, onBeat: () => undefined }));
  expect(steps).toBeGreaterThan(5);
  const [ledger] = await rows<{ read: number; expected: number }>(`select read::int, expected::int from part where id = $1`, [part?.partId]);
  expect(ledger?.read).toBe(ledger?.expected);
});

describe('consents', () => {
  const account = (): number => panel.sandbox.control.ids('clients').find((id) => {
    const row = panel.sandbox.control.record('clients', id);
    return row?.['isUnregistered'] === 'n' && JSON.stringify(row['newsletterEmailApprovalsData']).includes('"0000') && row['clientsLastModificationDate'] !== undefined;
  }) ?? 0;
  const ofRecord = (externalId: string): Promise<{ state: string; channel: string; kind: string }[]> =>
    rows(`select c.state, c.channel, c.kind from consent c join source_record r on r.id = c.record_id where r.external_id = $1 and c.channel = 'email'`, [externalId]);
  const changes = (externalId: string): Promise<unknown[]> =>
    rows(`select c.from_state, c.to_state from consent_change c join source_record r on r.id = c.record_id where r.external_id = $1 and c.channel = 'email' order by c.id`, [externalId]);
  const byId = async (id: number): Promise<void> => {
    await rows(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) values ($1, $2, $3, 'customers', $4, 'webhook')`, [newId(), house.workspaceId, panel.integrationId, String(id)]);
    expect(await drainInbox(house, panel.integrationId)).toEqual(['complete']);
  };

  it('are stored as said, with every observed change, and nothing is made of what was never said', async () => {
    await connect({ clients: 60, orders: 5, subscribers: 5, shares: { consents: 0 } });
    await firstSync();
    const id = account();
    expect(await ofRecord(String(id))).toEqual([]);
    panel.sandbox.control.setConsent(id, 1, 'email', 'y');
    await byId(id);
    expect(await ofRecord(String(id))).toEqual([{ state: 'granted', channel: 'email', kind: 'newsletter' }]);
    await byId(id);
    panel.sandbox.control.setConsent(id, 1, 'email', 'n');
    await byId(id);
    expect(await ofRecord(String(id))).toEqual([{ state: 'refused', channel: 'email', kind: 'newsletter' }]);
    expect(await changes(String(id))).toEqual([{ from_state: null, to_state: 'granted' }, { from_state: 'granted', to_state: 'refused' }]);
  });

  it('of people without an account come from the lists, onto the card of the same address', async () => {
    await connect({ clients: 40, orders: 40, subscribers: 40 });
    await firstSync();
    const shared = await rows<{ n: number }>(`select count(*)::int as n from source_record s join source_record c on c.customer_id = s.customer_id and c.kind = 'customer' where s.kind = 'subscriber'`);
    expect(shared[0]?.n).toBeGreaterThan(0);
    expect(await rows(`select 1 from customer c where c.display_name = '' and exists (select 1 from source_record s where s.customer_id = c.id)`)).toEqual([]);
    expect(await rows(`select distinct origin from consent order by 1`)).toEqual([{ origin: 'customers' }, { origin: 'subscribers' }]);
  });
});

it('follows clients and orders each time, names and lists only now and then', async () => {
  await connect({ clients: 40, orders: 40 });
  expect(await follow()).toBe('complete');
  const plan = await planRun(house.engine, await openRunRow(house, panel.integrationId, 'recurring'));
  expect(plan.parts.map((part) => `${part.stream} ${part.lane}`)).toEqual(['customers delta', 'orders delta']);
  expect(panel.sandbox.control.stats().byResource['orders/statuses']).toBe(1);
  await rows(`update lane set finished_at = finished_at - interval '1 hour' where stream = 'subscribers'`);
  await rows(`update run set state = 'cancelled' where state in ('queued', 'running')`);
  const later = await planRun(house.engine, await openRunRow(house, panel.integrationId, 'recurring'));
  expect(later.parts.map((part) => part.stream)).toContain('subscribers');
});

it('finds a new client and a changed address in one pass, without any webhook', async () => {
  await connect({ clients: 40, orders: 40, historyEnd: new Date(Date.now() - 3_600_000).toISOString() }, { lagSeconds: 0 });
  await firstSync();
  await follow();
  const created = panel.sandbox.control.createClient({ email: 'nowa.osoba@example.pl', firstName: 'Nowa', lastName: 'Osoba' });
  const known = panel.sandbox.control.ids('clients')[3] ?? 0;
  panel.sandbox.control.changeAddress(known, { street: 'Nowa 99', city: 'Hel' });
  panel.sandbox.control.advanceClock(2);
  expect(await follow()).toBe('complete');
  expect(await rows(`select 1 from customer where email = 'nowa.osoba@example.pl'`)).toHaveLength(1);
  const [changed] = await rows<{ body: string }>(`select body from source_record where kind = 'customer' and external_id = $1`, [String(known)]);
  expect(changed?.body).toContain('Nowa 99');
  expect(created).toBeGreaterThan(0);
});

it('keeps the date of the last order when an older order is read later, and moves it with a newer one', async () => {
  await connect({ clients: 30, orders: 60, historyEnd: new Date(Date.now() - 86_400_000 * 30).toISOString() });
  await firstSync();
  const lastDates = (): Promise<{ id: string; day: string }[]> => rows(`select v.customer_id as id, v.date_value::text as day from customer_field_value v join custom_field f on f.id = v.field_id where f.type = 'date' order by 1`);
  const before = await lastDates();
  for (const serial of panel.sandbox.control.ids('orders').slice(0, 20)) panel.sandbox.control.touchOrder(serial, { note: 'stare' });
  const { orders } = panel.sandbox.control.sell(6);
  await runToEnd(house, await openRunRow(house, panel.integrationId, 'reread'));
  const after = new Map((await lastDates()).map(({ id, day }) => [id, day]));
  expect(before.filter(({ id, day }) => (after.get(id) ?? '') < day)).toEqual([]);
  expect([...after].some(([id, day]) => day > (before.find((one) => one.id === id)?.day ?? ''))).toBe(true);
  expect(orders).toHaveLength(6);
});

it('waits for an overloaded panel and tells why', async () => {
  await connect({ clients: 300, orders: 5 }, { rowsPerPage: 5 });
  panel.sandbox.control.setServerLoad('overloaded');
  const runId = await openRunRow(house, panel.integrationId, 'initial');
  const plan = await planRun(house.engine, runId);
  let waited: number | null = null;
  for (const part of plan.parts) {
    const step = await syncPart(house.engine, { partId: part.partId, signal: new AbortController().signal, onBeat: () => undefined });
    if (step.status === 'wait') waited = step.waitMs;
    if (waited !== null) break;
  }
  expect(waited).toBeGreaterThan(50_000);
  expect(await rows(`select blocked_reason from budget_account where blocked_until > now() + interval '50 seconds'`)).toEqual([{ blocked_reason: 'serverLoad: overloaded' }]);
  await rows(`update run set desired = 'stop'`);
  expect((await finishRun(house.engine, runId)).state).toBe('cancelled');
});
