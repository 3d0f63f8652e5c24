import { newId } from '#libs/domain/ids.js';
import { buildEngine, connectPrestaShop, drainInbox, openRunRow, readToEnd, runToEnd, type ConnectedShop, type EngineHouse } from '../../test/support/engine.js';
import { planRun } from './plan-run.js';
import { finishRun } from './run-life.js';
import { syncPart } from './sync-part.js';

let house: EngineHouse;
let shop: ConnectedShop;
const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => house.dataSource.query<Record<string, unknown>[]>(sql, values);
const run = async (kind: 'initial' | 'recurring' | 'reapply'): Promise<string> => runToEnd(house, await openRunRow(house, shop.integrationId, kind));
const body = async (kind: string, id: number): Promise<Record<string, unknown>> => {
  const [row] = await rows(`select body from source_record where integration_id = $1 and kind = $2 and external_id = $3`, [shop.integrationId, kind, String(id)]);
  return JSON.parse((row?.['body'] as string | undefined) ?? 'null') as Record<string, unknown>;
};

beforeEach(async () => {
  house = await buildEngine();
  shop = await connectPrestaShop(house, { customers: 60, orders: 150 });
  expect(await run('initial')).toBe('complete');
  await drainInbox(house, shop.integrationId);
  await rows(`update lane set cursor = cursor`);
});
afterEach(async () => {
  await shop.sandbox.stop();
  await house.close();
});

/** The delta reads only what is older than the lag; the shop's clock moves on in place of waiting. */
const later = (): void => shop.sandbox.control.advanceClock(300);

it('follows new orders, their new customers and changed statuses', async () => {
  const { control } = shop.sandbox;
  control.setClock(new Date().toISOString());
  const before = control.counts().orders;
  control.sell(20);
  control.touchOrder(1, { current_state: 6 });
  later();
  expect(await run('recurring')).toBe('complete');
  await drainInbox(house, shop.integrationId);
  expect(await rows(`select count(*)::int as n from source_record where kind = 'order'`)).toEqual([{ n: before + 20 }]);
  expect((await body('order', 1))['status']).toBe('6');
  const newest = Math.max(...control.ids('orders'));
  expect(await rows(`select customer_id is not null as linked from source_record where kind = 'order' and external_id = $1`, [String(newest)])).toEqual([{ linked: true }]);
  later();
  await run('recurring');
  const [quiet] = await rows(`select sum(written)::int as written, sum(read)::int as read from part where run_id = (select id from run where kind = 'recurring' order by id desc limit 1)`);
  expect(quiet).toMatchObject({ written: 0 });
});

it('finds by the daily sweep what moves no date, and marks a vanished record gone without deleting it', async () => {
  const { control } = shop.sandbox;
  const [flagged, vanished] = control.ids('customers').filter((id) => control.record('customers', id)?.['is_guest'] === 0 || control.record('customers', id)?.['is_guest'] === '0').slice(-2);
  const was = (await body('customer', flagged ?? 0))['newsletter'] as boolean;
  control.sqlNewsletter(flagged ?? 0, was ? 0 : 1);
  control.hardDelete('customers', vanished ?? 0);
  await rows(`update integration set followed_since = now() - interval '2 days'`);
  expect(await run('recurring')).toBe('complete');
  expect(await rows(`select sum(queued)::int >= 2 as queued, sum(read)::int as read from part where lane = 'sweep'`)).toEqual([{ queued: true, read: 0 }]);
  await drainInbox(house, shop.integrationId);
  expect((await body('customer', flagged ?? 0))['newsletter']).toBe(!was);
  expect(await rows(`select gone_at is not null as gone, customer_id is not null as carded from source_record where kind = 'customer' and external_id = $1`, [String(vanished)])).toEqual([{ gone: true, carded: true }]);
  expect(await rows(`select count(*)::int as n from part_seen`)).toEqual([{ n: 0 }]);
});

it('rejects one bad record alone, and a replay after the cause is gone brings exactly it', async () => {
  const { control } = shop.sandbox;
  control.setClock(new Date().toISOString());
  control.sell(3);
  const bad = Math.max(...control.ids('orders'));
  control.corrupt('orders', bad, 'bad-total');
  later();
  expect(await run('recurring')).toBe('complete_with_rejects');
  expect(await rows(`select external_id, stream, closed_at from reject`)).toEqual([{ external_id: String(bad), stream: 'orders', closed_at: null }]);
  expect(await rows(`select count(*)::int as n from source_record where kind = 'order' and external_id::int > $1`, [bad - 3])).toEqual([{ n: 2 }]);
  control.heal('orders', bad);
  await rows(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) values ($1, $2, $3, 'orders', $4, 'replay')`, [newId(), house.workspaceId, shop.integrationId, String(bad)]);
  await drainInbox(house, shop.integrationId);
  expect(await rows(`select read::int, written::int from part where run_id = (select id from run where kind = 'replay')`)).toEqual([{ read: 1, written: 1 }]);
  expect(await rows(`select count(*)::int as n from reject where closed_at is null`)).toEqual([{ n: 0 }]);
});

it('holds a paused part: nothing is asked and nothing is committed', async () => {
  const runId = await openRunRow(house, shop.integrationId, 'reread');
  const plan = await planRun(house.engine, runId);
  const part = plan.parts[0]?.partId ?? '';
  await rows(`update part set desired = 'pause' where run_id = $1`, [runId]);
  shop.sandbox.control.resetStats();
  expect((await syncPart(house.engine, { partId: part, signal: new AbortController().signal, onBeat: () => undefined })).status).toBe('held');
  expect(shop.sandbox.control.stats().requests).toBe(0);
  await rows(`update part set desired = 'run' where run_id = $1`, [runId]);
  for (const open of plan.parts) await readToEnd(house, open.partId);
  expect((await finishRun(house.engine, runId)).state).toBe('complete');
});

it('aborts the request in hand when somebody wants the part to hold', async () => {
  const runId = await openRunRow(house, shop.integrationId, 'reread');
  const part = (await planRun(house.engine, runId)).parts[0]?.partId ?? '';
  shop.sandbox.control.setFault({ kind: 'hang' });
  const step = syncPart(house.engine, { partId: part, signal: new AbortController().signal, onBeat: () => undefined });
  while (shop.sandbox.control.stats().inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
  await rows(`update part set desired = 'pause' where run_id = $1`, [runId]);
  expect((await step).status).toBe('held');
});

it('stops the whole account when the shop says 429, and goes on by itself', async () => {
  const runId = await openRunRow(house, shop.integrationId, 'reread');
  const part = (await planRun(house.engine, runId)).parts[0]?.partId ?? '';
  shop.sandbox.control.setFault({ kind: 'status-429', retryAfter: 600, times: 1 });
  const step = await syncPart(house.engine, { partId: part, signal: new AbortController().signal, onBeat: () => undefined });
  expect(step.status).toBe('wait');
  expect(step.waitMs).toBeGreaterThan(500_000);
  shop.sandbox.control.resetStats();
  expect((await syncPart(house.engine, { partId: part, signal: new AbortController().signal, onBeat: () => undefined })).status).toBe('wait');
  expect(shop.sandbox.control.stats().requests).toBe(0);
});

it('re-applies a changed field without asking the shop', async () => {
  const fieldId = newId();
  await rows(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, 'other', 'Other', 'number')`, [fieldId, house.workspaceId]);
  await rows(`update custom_field_use set field_id = $1 where role = 'id'`, [fieldId]);
  await rows(`update integration set fingerprint = 'f2'`);
  shop.sandbox.control.resetStats();
  expect(await run('reapply')).toBe('complete');
  expect(shop.sandbox.control.stats().requests).toBe(0);
  expect(await rows(`select count(distinct field_id)::int as fields, count(*)::int > 0 as filled, bool_and(field_id = $1) as moved from customer_field_value where number_value is not null`, [fieldId])).toEqual([{ fields: 1, filled: true, moved: true }]);
  expect(await rows(`select count(*)::int as n from source_record where applied_with not like '%:f2'`)).toEqual([{ n: 0 }]);
});
