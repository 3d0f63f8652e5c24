import { newId } from '#libs/domain/ids.js';
import { buildEngine, connectPrestaShop, openRunRow, readToEnd, runToEnd, type ConnectedShop, type EngineHouse } from '../../test/support/engine.js';
import { openInboxRun, takeInboxBatch } from './open-runs.js';
import { planRun } from './plan-run.js';
import { finishRun } from './run-life.js';

/** Each of these once lost, repeated or hid something. */
let house: EngineHouse;
let shop: ConnectedShop;
const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => house.dataSource.query<Record<string, unknown>[]>(sql, values);
const run = async (kind: 'initial' | 'recurring' | 'reread', epoch = 0): Promise<string> => runToEnd(house, await openRunRow(house, shop.integrationId, kind, { epoch }));
const status = async (id: number): Promise<unknown> => {
  const [row] = await rows(`select body from source_record where kind = 'order' and external_id = $1`, [String(id)]);
  return (JSON.parse(String(row?.['body'])) as Record<string, unknown>)['status'];
};
const queue = (origin: string, id: number): Promise<unknown> =>
  rows(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) values ($1, $2, $3, 'orders', $4, $5)`, [newId(), house.workspaceId, shop.integrationId, String(id), origin]);

beforeEach(async () => {
  house = await buildEngine();
  shop = await connectPrestaShop(house, { customers: 40, orders: 120 });
});
afterEach(async () => {
  await shop.sandbox.stop();
  await house.close();
});

/** Applies the inbox, at most `most` times; returns how often there was something to do. */
async function rounds(most: number): Promise<number> {
  for (let round = 0; round < most; round += 1) {
    const open = await openInboxRun(house.engine, shop.integrationId);
    if (open === null) return round;
    await planRun(house.engine, open.runId);
    for (let part = await takeInboxBatch(house.engine, open.runId); part !== null; part = await takeInboxBatch(house.engine, open.runId)) await readToEnd(house, part.partId);
    await finishRun(house.engine, open.runId);
  }
  return most;
}

it('does not ask for a rejected customer again and again because orders name it', async () => {
  const { control } = shop.sandbox;
  const owner = Number(control.record('orders', 60)?.['id_customer']);
  control.corrupt('customers', owner, 'bad-date');
  expect(await run('initial')).toBe('complete_with_rejects');
  expect(await rounds(6)).toBeLessThan(3);
});

it('gives a batch back when its run is stopped, so that nothing asked for is forgotten', async () => {
  await run('initial');
  await rounds(6);
  await queue('replay', 5);
  const open = await openInboxRun(house.engine, shop.integrationId);
  await planRun(house.engine, open?.runId ?? '');
  await takeInboxBatch(house.engine, open?.runId ?? '');
  await rows(`update run set desired = 'stop' where id = $1`, [open?.runId]);
  expect((await finishRun(house.engine, open?.runId ?? '')).state).toBe('cancelled');
  expect(await openInboxRun(house.engine, shop.integrationId)).not.toBeNull();
});

it('applies rows of other kinds while a person holds a run of one kind', async () => {
  await run('initial');
  await rounds(6);
  await openRunRow(house, shop.integrationId, 'replay');
  await rows(`update run set desired = 'pause', state = 'paused' where kind = 'replay'`);
  await queue('replay', 5);
  expect(await openInboxRun(house.engine, shop.integrationId)).toBeNull();
  await queue('webhook', 6);
  const open = await openInboxRun(house.engine, shop.integrationId);
  expect(await rows(`select kind from run where id = $1`, [open?.runId])).toEqual([{ kind: 'webhook' }]);
});

it('does not take a change for old because its run was opened before a re-read', async () => {
  const { control } = shop.sandbox;
  control.setClock(new Date().toISOString());
  await run('initial');
  const waiting = await openRunRow(house, shop.integrationId, 'recurring');
  await rows(`update integration set epoch = 1`);
  await run('reread', 1);
  control.advanceClock(60);
  control.touchOrder(1, { current_state: 6 });
  control.advanceClock(300);
  expect(await runToEnd(house, waiting)).toBe('complete');
  expect(await status(1)).toBe('6');
});

it('goes on following a shop whose clock was set back', async () => {
  const { control } = shop.sandbox;
  const start = Date.now();
  control.setClock(new Date(start).toISOString());
  await run('initial');
  control.setClock(new Date(start + 2 * 3_600_000).toISOString());
  control.sell(1);
  control.advanceClock(300);
  await run('recurring');
  control.setClock(new Date(start + 60_000).toISOString());
  control.advanceClock(300);
  await run('recurring');
  control.advanceClock(900);
  control.touchOrder(1, { current_state: 6 });
  control.advanceClock(1_500);
  await run('recurring');
  expect(await status(1)).toBe('6');
});

it('stops asking at once when a run is paused while it is being planned, and does not call it complete', async () => {
  const { control } = shop.sandbox;
  const runId = await openRunRow(house, shop.integrationId, 'initial');
  control.setFault({ kind: 'hang' });
  const planning = planRun(house.engine, runId);
  while (control.stats().inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
  await rows(`update run set desired = 'pause' where id = $1`, [runId]);
  expect(await planning).toMatchObject({ status: 'open', planned: false, parts: [] });
  expect(['queued', 'running', 'paused']).toContain((await finishRun(house.engine, runId)).state);
  control.setFault(null);
  await rows(`update run set desired = 'run' where id = $1`, [runId]);
  expect(await runToEnd(house, runId)).toBe('complete');
});

it('closes a reject without an id once a whole pass no longer meets it', async () => {
  const { control } = shop.sandbox;
  control.corrupt('orders', 7, 'no-ids');
  expect(await run('initial')).toBe('complete_with_rejects');
  expect(await rows(`select count(*)::int as n from reject where closed_at is null and external_id like 'page:%'`)).toEqual([{ n: 1 }]);
  control.heal('orders', 7);
  expect(await run('reread')).toBe('complete');
  expect(await rows(`select count(*)::int as n from reject where closed_at is null`)).toEqual([{ n: 0 }]);
});
