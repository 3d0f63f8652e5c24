import { defineSearchAttributeKey } from '@temporalio/common';
import type { PrestaShopSandbox } from '../sandbox/prestashop/prestashop-sandbox.js';
import { SEARCH_ATTRIBUTES, scheduleIds, workflowIds } from '#workflows/names.js';
import { connectPrestaShop, openRunRow } from '../../test/support/engine.js';
import { eventually } from './testing/eventually.js';
import type { WorkerHouse } from './testing/worker-house.js';
import { buildWorkerHouse } from './testing/worker-house.js';
import type { WorkerApp } from './worker-app.js';

type Run = { id: string; state: string; waiting: { code: string; kind: string } | null };

describe('the worker', () => {
  let at: WorkerHouse;
  let app: WorkerApp;
  let shop: PrestaShopSandbox;
  let integrationId: string;

  beforeAll(async () => {
    at = await buildWorkerHouse();
    ({ integrationId, sandbox: shop } = await connectPrestaShop(at.house, { customers: 300, orders: 600 }));
    app = await at.start();
  });
  afterAll(async () => {
    await at.close();
    await shop.stop();
  });

  const run = async (id: string): Promise<Run | undefined> => (await at.rows<Run>('select id, state, waiting from run where id = $1', [id]))[0];
  const becomes = async (id: string, state: string): Promise<void> => eventually(async () => (await run(id))?.state === state);
  const read = async (runId: string, stream: string): Promise<number> =>
    (await at.rows<{ read: number }>('select sum(read)::int as read from part where run_id = $1 and stream = $2', [runId, stream]))[0]?.read ?? -1;
  const want = async (runId: string, desired: string): Promise<void> => {
    await at.rows('with r as (update run set desired = $2 where id = $1) update part set desired = $2 where run_id = $1', [runId, desired]);
  };

  it('is ready, with every part named', async () => {
    const answer = await fetch(`http://127.0.0.1:${String(app.port)}/health/ready`);
    expect(await answer.json()).toEqual({ status: 'ok', checks: { database: { ok: true }, temporal: { ok: true }, workers: { ok: true } } });
    expect(await (await fetch(`http://127.0.0.1:${String(app.port)}/metrics`)).text()).toContain('sztafeta_runs_unfinished{state="waiting"} 0');
  });

  it('carries out a first sync whose row alone was written, and leaves a history without personal data', async () => {
    const runId = await openRunRow(at.house, integrationId, 'initial');
    await becomes(runId, 'complete');
    const counts = shop.control.counts();
    expect([await read(runId, 'customers'), await read(runId, 'orders')]).toEqual([counts.customers, counts.orders]);

    const handle = at.temporal.client.workflow.getHandle(workflowIds.initialSync(integrationId));
    await handle.result();
    const description = await handle.describe();
    expect(description.typedSearchAttributes.get(defineSearchAttributeKey(SEARCH_ATTRIBUTES.runKind, 'KEYWORD'))).toBe('initial');
    const history = JSON.stringify(await handle.fetchHistory());
    const people = await at.rows<{ value: string }>(`select value from identity where type = 'email' union select display_name from customer where length(display_name) > 5`);
    expect(people.length).toBeGreaterThan(300);
    expect(people.filter(({ value }) => history.includes(value) || history.includes(Buffer.from(value).toString('base64')))).toEqual([]);
  });

  it('follows the shop: the schedule is restored, a tick makes a run, nothing is read that did not change', async () => {
    await eventually(async () => (await at.temporal.client.schedule.getHandle(scheduleIds.recurringSync(integrationId)).describe()).policies.overlap === 'SKIP');
    await at.temporal.client.schedule.getHandle(scheduleIds.recurringSync(integrationId)).trigger();
    await eventually(async () => (await at.rows(`select 1 from run where kind = 'recurring' and state = 'complete'`)).length === 1);
  });

  it('removes the schedule of an integration that is paused, and makes it again after', async () => {
    const schedule = at.temporal.client.schedule.getHandle(scheduleIds.recurringSync(integrationId));
    await at.rows(`update integration set state = 'paused' where id = $1`, [integrationId]);
    await eventually(async () => schedule.describe().then(() => false, (error: Error) => error.name === 'ScheduleNotFoundError'));
    await at.rows(`update integration set state = 'running' where id = $1`, [integrationId]);
    await eventually(async () => (await schedule.describe()).state.paused === false);
  });

  it('holds a run and takes it up again although every signal is lost', async () => {
    shop.control.setLatency(100);
    const runId = await openRunRow(at.house, integrationId, 'reread');
    await eventually(async () => (await read(runId, 'customers')) > 0);
    await want(runId, 'pause');
    await becomes(runId, 'paused');
    shop.control.resetStats();
    shop.control.setLatency(0);
    await want(runId, 'run');
    await becomes(runId, 'complete');
    expect(await read(runId, 'orders')).toBe(shop.control.counts().orders);
  });

  it('waits with refused credentials, and goes on by itself when they are accepted', async () => {
    shop.control.setKey({ active: false });
    const runId = await openRunRow(at.house, integrationId, 'reread');
    await becomes(runId, 'waiting');
    expect((await run(runId))?.waiting?.kind).toBe('credentials_rejected');
    expect(await at.rows('select state, prior_state from integration where id = $1', [integrationId])).toEqual([{ state: 'needs_authentication', prior_state: 'running' }]);
    await eventually(async () => (await at.rows(`select 1 from alert where rule = 'needs_authentication' and closed_at is null`)).length === 1);
    shop.control.setKey({ active: true });
    await at.rows(`update integration set state = prior_state, prior_state = null where id = $1`, [integrationId]);
    await becomes(runId, 'complete');
    await eventually(async () => (await at.rows(`select 1 from alert where rule = 'needs_authentication' and closed_at is null`)).length === 0);
  });

  it('closes a stopped run that has no flow', async () => {
    const runId = await openRunRow(at.house, integrationId, 'replay');
    await want(runId, 'stop');
    await becomes(runId, 'cancelled');
  });

  it('applies what is in the inbox, and nothing else', async () => {
    await at.rows(
      `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) select gen_random_uuid(), workspace_id, id, 'orders', '7', 'replay' from integration where id = $1`,
      [integrationId],
    );
    await eventually(async () => (await at.rows(`select 1 from inbox where external_id = '7' and applied_at is not null`)).length === 1);
    await eventually(async () => (await at.rows(`select 1 from run where kind = 'replay' and state = 'complete'`)).length === 1);
  });

  it('leaves in the middle of a run without losing or repeating a committed page', async () => {
    shop.control.setLatency(150);
    const runId = await openRunRow(at.house, integrationId, 'reread');
    await eventually(async () => (await read(runId, 'customers')) > 0);
    await app.stop();
    await expect(fetch(`http://127.0.0.1:${String(app.port)}/health/live`)).rejects.toThrow();
    shop.control.setLatency(0);
    app = await at.start();
    await becomes(runId, 'complete');
    const counts = shop.control.counts();
    expect([await read(runId, 'customers'), await read(runId, 'orders')]).toEqual([counts.customers, counts.orders]);
  });
});
