import type { House, Shop } from '../../../test/support/house.js';
import { addShop, buildHouse } from '../../../test/support/house.js';
import { prune } from './retention.js';

const TOOLS = { onBeat: (): void => undefined, signal: new AbortController().signal };
const DAYS = { inbox: 14, originals: 30, runs: 365, outbox: 365 };

describe('prune', () => {
  let house: House;
  let shop: Shop;

  beforeEach(async () => {
    house = await buildHouse();
    shop = await addShop(house, 'PS1');
  });
  afterEach(async () => {
    await house.close();
  });

  const ids = async (sql: string): Promise<unknown[]> => (await house.dataSource.query<{ x: unknown }[]>(sql)).map((row) => row.x);
  const ago = (days: number): string => `now() - interval '${String(days)} days'`;

  const inbox = async (externalId: string, receivedDays: number, appliedDays: number | null): Promise<void> => {
    await house.dataSource.query(
      `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, received_at, applied_at)
       values (gen_random_uuid(), $1, $2, 'orders', $3, 'webhook', ${ago(receivedDays)}, ${appliedDays === null ? 'null' : ago(appliedDays)})`,
      [house.workspaceId, shop.id, externalId],
    );
  };
  const reject = async (externalId: string, createdDays: number, closedDays: number | null): Promise<void> => {
    await house.dataSource.query(
      `insert into reject (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix, original, created_at, closed_at)
       values (gen_random_uuid(), $1, $2, 'orders', 'map', $3, 'total_missing', '{}', '{}', '{"id":1}', ${ago(createdDays)}, ${closedDays === null ? 'null' : ago(closedDays)})`,
      [house.workspaceId, shop.id, externalId],
    );
  };
  const run = async (kind: string, createdDays: number, endedDays: number | null): Promise<void> => {
    await house.dataSource.query(
      `with r as (insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, created_at, ended_at)
         values (gen_random_uuid(), $1, $2, $3, $4, 0, 'test', ${ago(createdDays)}, ${endedDays === null ? 'null' : ago(endedDays)}) returning id)
       insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version) select gen_random_uuid(), id, $1, $2, 'orders', 'delta', 0, '{}', 0 from r`,
      [house.workspaceId, shop.id, kind, endedDays === null ? 'running' : 'complete'],
    );
  };

  it('counts from settlement, and never takes what waits', async () => {
    await inbox('applied-long-ago', 400, 15);
    await inbox('applied-just-now', 400, 1);
    await inbox('waiting-for-ever', 400, null);
    await reject('closed-long-ago', 90, 31);
    await reject('closed-just-now', 90, 1);
    await reject('open-for-ever', 400, null);
    await run('initial', 400, 366);
    await run('reread', 400, 1);
    await run('recurring', 400, null);
    const counts = await prune(house.dataSource, DAYS, TOOLS);
    expect(counts).toMatchObject({ inbox: 1, reject_original: 1, run: 1, reject: 0 });
    expect(await ids(`select external_id as x from inbox order by 1`)).toEqual(['applied-just-now', 'waiting-for-ever']);
    expect(await ids(`select external_id as x from reject where original is null`)).toEqual(['closed-long-ago']);
    expect(await ids(`select r.kind as x from run r join part p on p.run_id = r.id where r.kind <> 'webhook' and r.created_at < now() - interval '1 day' order by 1`)).toEqual(['recurring', 'reread']);
  });

  it('keeps lanes, because a lost cursor is a shop read again', async () => {
    await house.dataSource.query(`insert into lane (integration_id, stream, lane, workspace_id, cursor, updated_at) values ($1, 'orders', 'delta', $2, '{"at":1}', ${ago(9_000)})`, [shop.id, house.workspaceId]);
    await prune(house.dataSource, DAYS, TOOLS);
    expect(await ids(`select cursor as x from lane where lane = 'delta'`)).toEqual([{ at: 1 }]);
  });

  it('forgets baskets that have not changed for a month', async () => {
    for (const [cart, days] of [['old', 31], ['young', 29]] as const) {
      await house.dataSource.query(
        `insert into cart (integration_id, cart_id, workspace_id, customer_external_id, body, content_hash, seen_at, changed_at) values ($1, $2, $3, '7', '{}', '', ${ago(90)}, ${ago(days)})`,
        [shop.id, cart, house.workspaceId],
      );
    }
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ cart: 1 });
    expect(await ids(`select cart_id as x from cart`)).toEqual(['young']);
  });

  it('forgets what a journal told with the inbox, and never from which order another was born', async () => {
    for (const [logId, days] of [[1, 15], [2, 13]] as const) {
      await house.dataSource.query(`insert into journal_entry (integration_id, log_id, workspace_id, type, record_id, logged_at, received_at) values ($1, $2, $3, 1, '31', ${ago(400)}, ${ago(days)})`, [shop.id, logId, house.workspaceId]);
    }
    await house.dataSource.query(`insert into order_kin (integration_id, parent_id, child_id, kin, workspace_id, received_at) values ($1, '31', '32', 'copy', $2, ${ago(4_000)})`, [shop.id, house.workspaceId]);
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ journal_entry: 1 });
    expect(await ids(`select log_id::int as x from journal_entry`)).toEqual([2]);
    expect(await ids(`select child_id as x from order_kin`)).toEqual(['32']);
    await house.dataSource.query(`update workspace set settings = '{"retention":{"inboxDays":12}}'`);
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ journal_entry: 1 });
  });

  it('keeps what a scan has met until the next look at its journal has summed it up', async () => {
    const [{ id: partId } = { id: '' }] = await house.dataSource.query<{ id: string }[]>(
      `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, settings_version) values (gen_random_uuid(), $1, $2, $3, 'orders', 'delta', 0, 'done', '{}', 0) returning id`,
      [shop.runId, house.workspaceId, shop.id],
    );
    await house.dataSource.query(`insert into part_seen (part_id, external_id) values ($1, '31'), (gen_random_uuid(), '32')`, [partId]);
    await house.dataSource.query(`insert into lane (integration_id, stream, lane, workspace_id, cursor) values ($1, 'orders', 'journal', $2, $3)`, [shop.id, house.workspaceId, JSON.stringify({ scans: [partId] })]);
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ part_seen: 1 });
    expect(await ids(`select external_id as x from part_seen`)).toEqual(['31']);
    await house.dataSource.query(`update lane set cursor = '{"scans":[]}' where lane = 'journal'`);
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ part_seen: 1 });
  });

  it('lets a workspace keep its rows longer, or not as long', async () => {
    await inbox('three-days', 5, 3);
    await prune(house.dataSource, DAYS, TOOLS);
    expect(await ids('select count(*)::int as x from inbox')).toEqual([1]);
    await house.dataSource.query(`update workspace set settings = '{"retention":{"inboxDays":2}}'`);
    await prune(house.dataSource, DAYS, TOOLS);
    expect(await ids('select count(*)::int as x from inbox')).toEqual([0]);
  });

  it('forgets webhook counts after more than a year, and addresses only of deleted integrations nothing is sent to', async () => {
    const others = await Promise.all(['silent', 'sending', 'young'].map((code) => addShop(house, code)));
    const hook = (id: string, token: string, lastLateDays: number | null): Promise<unknown> =>
      house.dataSource.query(`insert into hook (integration_id, workspace_id, token_hash, created_at, last_late_at) values ($1, $2, decode($3, 'hex'), ${ago(800)}, ${lastLateDays === null ? 'null' : ago(lastLateDays)})`, [id, house.workspaceId, token]);
    const [silent, sending, young] = others.map((other) => other.id);
    await hook(shop.id, '01', null);
    await hook(silent ?? '', '02', 401);
    await hook(sending ?? '', '03', 3);
    await hook(young ?? '', '04', null);
    await house.dataSource.query(`update integration set deleted_at = ${ago(500)} where code in ('silent', 'sending')`);
    await house.dataSource.query(`update integration set deleted_at = ${ago(300)} where code = 'young'`);
    for (const days of [1, 399, 401]) await house.dataSource.query(`insert into hook_count (integration_id, day) values ($1, (now() at time zone 'utc')::date - $2::int)`, [shop.id, days]);
    expect(await prune(house.dataSource, DAYS, TOOLS)).toMatchObject({ hook: 1, hook_count: 1 });
    expect(await ids(`select i.code as x from hook h join integration i on i.id = h.integration_id order by 1`)).toEqual(['PS1', 'sending', 'young']);
    expect(await ids(`select (now() at time zone 'utc')::date - day as x from hook_count order by 1`)).toEqual([1, 399]);
  });

  it('takes large amounts in pieces and shows life in between', async () => {
    await house.dataSource.query(
      `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, applied_at) select gen_random_uuid(), $1, $2, 'orders', n::text, 'sweep', ${ago(20)} from generate_series(1, 4500) n`,
      [house.workspaceId, shop.id],
    );
    let beats = 0;
    expect(await prune(house.dataSource, DAYS, { ...TOOLS, onBeat: () => (beats += 1) })).toMatchObject({ inbox: 4_500 });
    expect(beats).toBeGreaterThan(3);
  });
});
