import { newId } from '#libs/domain/ids.js';
import { addShop, buildHouse, type House } from '../../test/support/house.js';
import type { Engine } from './engine.js';
import { takeInboxBatch } from './open-runs.js';
import { leavePart } from './run-life.js';

describe('batches of the inbox', () => {
  let house: House;
  let integrationId: string;

  beforeEach(async () => {
    house = await buildHouse();
    integrationId = (await addShop(house, 'PS1')).id;
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = <T>(text: string, values: unknown[]): Promise<T[]> => house.dataSource.query<T[]>(text, values);
  const openRun = async (kind: string): Promise<string> => {
    const id = newId();
    await sql(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, $4, 'running', 0, 'test')`, [id, house.workspaceId, integrationId, kind]);
    return id;
  };
  /** So many rows that wait; those queued first have waited longest. */
  const queue = (stream: string, count: number, over: { origin?: string; unseen?: boolean; minutes?: number } = {}): Promise<unknown> =>
    sql(
      `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, unseen, received_at)
       select gen_random_uuid(), $1, $2, $3, $8 || n::text, $4, $5, now() - make_interval(mins => $7) from generate_series(1, $6::int) n`,
      [house.workspaceId, integrationId, stream, over.origin ?? 'webhook', over.unseen ?? false, count, over.minutes ?? 0, `${String(over.minutes ?? 0)}/`],
    );
  const take = async (runId: string): Promise<string> => {
    const part = await takeInboxBatch({ dataSource: house.dataSource } as Engine, runId);
    if (part === null) return 'none';
    const [counts] = await sql<{ n: number; unseen: number }>(`select count(*)::int as n, count(*) filter (where unseen)::int as unseen from inbox where part_id = $1`, [part.partId]);
    return `${part.stream} ${String(counts?.n)} ${String(counts?.unseen)}`;
  };
  const takeAll = async (runId: string): Promise<string[]> => {
    const taken: string[] = [];
    for (let one = await take(runId); one !== 'none'; one = await take(runId)) taken.push(one);
    return taken;
  };

  it('of webhooks take turns between streams, so that a flood in one does not hold up the other', async () => {
    await queue('customers', 250, { minutes: 60 });
    await queue('orders', 150);
    expect(await takeAll(await openRun('webhook'))).toEqual(['customers 100 0', 'orders 100 0', 'customers 100 0', 'orders 50 0', 'customers 50 0']);
  });

  it('of webhooks begin with what waits longest, and take what is known before what may be made up', async () => {
    await queue('customers', 120, { unseen: true, minutes: 90 });
    await queue('orders', 10, { minutes: 60 });
    await queue('customers', 5);
    expect(await takeAll(await openRun('webhook'))).toEqual(['orders 10 0', 'customers 100 95', 'customers 25 25']);
  });

  it('that were left have settled what was read, and put the record they stopped at behind the others', async () => {
    await queue('orders', 4, { minutes: 60 });
    const engine = { dataSource: house.dataSource } as Engine;
    const runId = await openRun('webhook');
    const idsOf = async (partId: string | undefined): Promise<string[]> => (await sql<{ range: { ids: string[] } }>(`select range from part where id = $1`, [partId]))[0]?.range.ids ?? [];
    const left = await takeInboxBatch(engine, runId);
    const [read, stuck, ...others] = await idsOf(left?.partId);
    await sql(`update part set cursor = '{"fetched": 1}' where id = $1`, [left?.partId]);
    for (let twice = 0; twice < 2; twice += 1) await leavePart(engine, { partId: left?.partId ?? '', kind: 'platform_defect', code: 'x' });
    expect(await sql(`select external_id as id from inbox where applied_at is not null`, [])).toEqual([{ id: read }]);
    expect(await takeInboxBatch(engine, runId)).toBeNull();
    await sql(`update inbox set not_before = now() where applied_at is null`, []);
    const next = await idsOf((await takeInboxBatch(engine, runId))?.partId);
    expect([[...next].sort(), next.at(-1)]).toEqual([[stuck ?? '', ...others].sort(), stuck]);
  });

  it('of missing owners and sweeps take owners before what belongs to them', async () => {
    await queue('orders', 5, { origin: 'sweep', minutes: 60 });
    await queue('addresses', 5, { origin: 'sweep', minutes: 30 });
    await queue('customers', 150, { origin: 'dependent' });
    expect(await takeAll(await openRun('reconcile'))).toEqual(['customers 100 0', 'customers 50 0', 'addresses 5 0', 'orders 5 0']);
  });
});
