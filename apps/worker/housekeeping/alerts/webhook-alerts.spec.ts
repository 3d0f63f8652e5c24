import { newId } from '#libs/domain/ids.js';
import type { Pushing } from '#libs/hooks/pushing.js';
import { addShop, buildHouse, type House } from '../../../../test/support/house.js';
import { keepAlerts } from './keep-alerts.js';

const PLATFORMS: readonly Pushing[] = [{ platform: 'prestashop', intervalMs: 600_000, streams: ['customers', 'orders'] }];

type Alert = { readonly rule: string; readonly integrationId: string; readonly message: { readonly pl: string; readonly en: string }; readonly detail: Record<string, unknown> };

describe('alerts about webhooks', () => {
  let house: House;
  let integrationId: string;

  beforeEach(async () => {
    house = await buildHouse();
    integrationId = (await addShop(house, 'PS1')).id;
    await sql(`delete from run`);
    await sql(`insert into hook (integration_id, workspace_id, token_hash) values ($1, $2, '\\x01')`, [integrationId, house.workspaceId]);
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = async (text: string, parameters: unknown[] = []): Promise<unknown> => house.dataSource.query(text, parameters);
  const open = async (): Promise<Alert[]> => {
    await keepAlerts(house.dataSource, PLATFORMS);
    return house.dataSource.query<Alert[]>(`select rule, integration_id as "integrationId", message, detail from alert where closed_at is null order by rule`);
  };
  const rules = async (): Promise<string[]> => (await open()).map((alert) => alert.rule);
  const webhookCame = (minutesAgo: number): Promise<unknown> => sql(`update hook set first_at = now() - interval '9 days', last_at = now() - make_interval(mins => $1)`, [minutesAgo]);

  /** A run of which one part has written something, so many minutes ago. */
  async function found(minutesAgo: number, over: { kind?: string; lane?: string; stream?: string; reapplied?: number; written?: number } = {}): Promise<void> {
    const id = newId();
    const { kind = 'recurring', lane = 'delta', stream = 'orders', reapplied = 0, written = 2 } = over;
    const at = Date.now() - minutesAgo * 60_000;
    // The id says when the run was made, as those made by the service do.
    const runId = `${at.toString(16).padStart(12, '0').replace(/(.{8})(.{4})/u, '$1-$2')}-7000-8000-${id.slice(-12)}`;
    await sql(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, created_at, ended_at) values ($1, $2, $3, $4, 'complete', 0, 'test', $5, $5)`, [runId, house.workspaceId, integrationId, kind, new Date(at)]);
    await sql(
      `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, settings_version, read, written, reapplied, updated_at)
       values ($1, $2, $3, $4, $5, $6, 0, 'done', '{}', 0, $7, $7, $8, $9)`,
      [newId(), runId, house.workspaceId, integrationId, stream, lane, written, reapplied, new Date(at)],
    );
  }

  it('are none while all is well', async () => {
    await webhookCame(60);
    expect(await open()).toEqual([]);
  });

  it('tell of silence once polling has found changes no webhook told of, until one comes again', async () => {
    await webhookCame(120);
    await found(60, { written: 3 });
    await found(5);
    const [alert] = await open();
    expect(alert).toMatchObject({ rule: 'webhooks_silent', integrationId, detail: { missed: 5 }, message: { pl: expect.stringContaining(`/integrations/${integrationId}/webhooks`) as string, en: expect.stringContaining('silent since') as string } });
    await webhookCame(0);
    expect(await open()).toEqual([]);
  });

  it.each([
    ['the change is younger than two intervals', 120, 15, {}],
    ['the run may have read what the last webhook told of', 120, 115, {}],
    ['only addresses changed, which come with their customers', 120, 60, { stream: 'addresses' }],
    ['settings were applied anew', 120, 60, { written: 2, reapplied: 2 }],
    ['nothing was written', 120, 60, { written: 0 }],
    ['a person asked for a reread', 120, 60, { kind: 'reread', lane: 'backfill' }],
    ['webhooks told of it', 120, 60, { kind: 'webhook', lane: 'by-id' }],
    ['it is older than the last webhook', 120, 130, {}],
  ])('do not call it silence when %s', async (_why, last, minutesAgo, over) => {
    await webhookCame(last);
    await found(minutesAgo, over);
    expect(await rules()).toEqual([]);
  });

  it('call nobody silent who has never sent, does not run, or sends no webhooks', async () => {
    await found(60);
    expect(await rules()).toEqual([]);
    await webhookCame(120);
    await sql(`update integration set state = 'paused'`);
    expect(await rules()).toEqual([]);
    await sql(`update integration set state = 'running', platform = 'allegro'`);
    expect(await rules()).toEqual([]);
  });

  it.each(['stopped', 'deleted'])('tell of deliveries to a %s integration, for a day after the last one', async (how) => {
    await sql(how === 'stopped' ? `update integration set state = 'stopped'` : `update integration set state = 'stopped', deleted_at = now()`);
    await sql(`update hook set last_late_at = now() - interval '1 hour'`);
    await sql(`insert into hook_count (integration_id, day, received, late) values ($1, (now() at time zone 'utc')::date, 4, 4)`, [integrationId]);
    expect(await open()).toMatchObject([{ rule: 'webhooks_after_stop', integrationId, detail: { late: 4 }, message: { pl: expect.stringContaining('Usuń webhooki') as string, en: expect.stringContaining('Remove the webhooks') as string } }]);
    await sql(`update hook set last_late_at = now() - interval '25 hours'`);
    expect(await open()).toEqual([]);
  });

  it('do not blame a shop whose integration is not started yet', async () => {
    await sql(`update integration set state = 'saved'`);
    await sql(`update hook set last_late_at = now()`);
    expect(await open()).toEqual([]);
  });

  it('tell of deliveries nobody understands, with what to do', async () => {
    const count = (daysAgo: number): Promise<unknown> => sql(`insert into hook_count (integration_id, day, received, unreadable) values ($1, (now() at time zone 'utc')::date - $2::int, 10, 3)`, [integrationId, daysAgo]);
    await count(2);
    expect(await rules()).toEqual([]);
    await count(0);
    expect(await open()).toMatchObject([{ rule: 'webhooks_unreadable', detail: { unreadable: 3, received: 10 }, message: { pl: expect.stringContaining('renew') as string, en: expect.stringContaining('renew') as string } }]);
    await sql(`update hook_count set unreadable = 0`);
    expect(await open()).toEqual([]);
  });
});
