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
    const { kind = 'recurring', lane = 'delta', stream = 'orders', reapplied = 0, written = 4 } = over;
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
    await found(5, { written: 2 });
    const [alert] = await open();
    expect(alert).toMatchObject({ rule: 'webhooks_silent', integrationId, detail: { missed: 5 }, message: { pl: expect.stringContaining(`/integrations/${integrationId}/webhooks`) as string, en: expect.stringMatching(/silent since \d{4}-\d\d-\d\d \d\d:\d\d UTC.* or an event is not ticked/u) as string } });
    await webhookCame(0);
    expect(await open()).toEqual([]);
  });

  it('tell of silence at a new address that was never put into the shop, if webhooks came at the one before', async () => {
    const renewed = (before: boolean): Promise<unknown> => sql(`update hook set created_at = now() - interval '2 hours', received_before = $1`, [before]);
    await renewed(false);
    await found(60);
    expect(await rules()).toEqual([]);
    await renewed(true);
    expect(await open()).toMatchObject([{ rule: 'webhooks_silent', detail: { missed: 4, renewed: true }, message: { pl: expect.stringContaining('od zmiany adresu') as string, en: expect.stringContaining('since their address was changed') as string } }]);
    await webhookCame(0);
    expect(await rules()).toEqual([]);
  });

  it.each([
    ['the change is younger than two intervals', 120, 15, {}],
    ['the run may have read what the last webhook told of', 120, 115, {}],
    ['only addresses changed, which come with their customers', 120, 60, { stream: 'addresses' }],
    ['settings were applied anew', 120, 60, { written: 4, reapplied: 4 }],
    ['nothing was written', 120, 60, { written: 0 }],
    ['it is hardly more than one change', 120, 60, { written: 2 }],
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
    const stop = (minutesAgo: number): Promise<unknown> => sql(`update integration set state = 'stopped', updated_at = now() - make_interval(mins => $1), deleted_at = case when $2 then now() end`, [minutesAgo, how === 'deleted']);
    await stop(80);
    await sql(`update hook set last_late_at = now() - interval '1 hour', created_at = now() - interval '9 days'`);
    await sql(`insert into hook_count (integration_id, day, received, late) values ($1, (now() at time zone 'utc')::date, 4, 4)`, [integrationId]);
    const [alert] = await open();
    expect(alert).toMatchObject({ rule: 'webhooks_after_stop', integrationId, detail: { late: 4 }, message: { pl: expect.stringMatching(/ostatni: \d{4}-\d\d-\d\d \d\d:\d\d UTC.*Usuń webhooki/u) as string, en: expect.stringContaining('Remove the webhooks') as string } });
    // Nobody can start what was deleted.
    expect([alert?.message.pl.includes('uruchom'), alert?.message.en.includes('start the')]).toEqual(Array(2).fill(how === 'stopped'));
    // Before this stop, within its first minutes, at an earlier address: all of that was to be expected.
    for (const minutesAgo of [30, 61, 69]) {
      await stop(minutesAgo);
      expect(await open()).toEqual([]);
    }
    await stop(80);
    await sql(`update hook set created_at = now()`);
    expect(await open()).toEqual([]);
    await sql(`update hook set created_at = now() - interval '9 days'`);
    expect(await open()).toHaveLength(1);
    await sql(`update hook set last_late_at = now() - interval '25 hours'`);
    expect(await open()).toEqual([]);
  });

  it('do not blame a shop whose integration is not started yet', async () => {
    await sql(`update integration set state = 'saved'`);
    await sql(`update hook set last_late_at = now()`);
    expect(await open()).toEqual([]);
  });

  describe('tell of deliveries nobody understands', () => {
    const count = (received: number, unreadable: number, daysAgo = 0): Promise<unknown> =>
      sql(`insert into hook_count (integration_id, day, received, unreadable) values ($1, (now() at time zone 'utc')::date - $2::int, $3, $4)`, [integrationId, daysAgo, received, unreadable]);

    it('with what to do', async () => {
      await count(100, 100, 2);
      expect(await rules()).toEqual([]);
      await count(100, 5);
      expect(await open()).toMatchObject([{ rule: 'webhooks_unreadable', detail: { unreadable: 5, received: 100 }, message: { pl: expect.stringContaining('renew') as string, en: expect.stringContaining('renew') as string } }]);
      await sql(`update hook_count set unreadable = 0`);
      expect(await open()).toEqual([]);
    });

    it.each([['a few', 4, 4], ['a small part', 101, 5]])('but not of %s', async (_what, received, unreadable) => {
      await count(received, unreadable);
      expect(await rules()).toEqual([]);
    });

    it('at this address, not at the one before', async () => {
      await count(100, 50);
      await sql(`update hook_count set old_received = 90, old_unreadable = 46`);
      expect(await rules()).toEqual([]);
      await sql(`update hook_count set old_unreadable = 45`);
      expect(await open()).toMatchObject([{ detail: { unreadable: 5, received: 10 } }]);
    });
  });
});
