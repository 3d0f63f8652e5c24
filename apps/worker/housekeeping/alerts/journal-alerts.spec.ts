import { newId } from '#libs/domain/ids.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { gapOutcome } from '#libs/sync/journal/gap-text.js';
import { beginningAt, storedCursor, type JournalCursor } from '#libs/sync/journal/cursor.js';
import { finishRun, noteWaiting } from '#libs/sync/run-life.js';
import { buildEngine, type EngineHouse } from '../../../../test/support/engine.js';
import { connectHub, orderHub } from '../../../../test/support/order-hub.js';
import { keepAlerts } from './keep-alerts.js';

type Alert = { rule: string; subject: string; message: { pl: string; en: string }; detail: Record<string, unknown>; open: boolean };

const HOUR = 3_600_000;
const SINCE = Date.parse('2026-03-01T12:00:00.000Z');

describe('alerts about a journal', () => {
  let house: EngineHouse;
  let id: string;

  beforeEach(async () => {
    house = await buildEngine();
    id = await connectHub(house, 'token', hashAccount('baselinker', 'token'));
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => house.dataSource.query(text, values);
  const alerts = async (): Promise<Alert[]> => {
    await keepAlerts(house.dataSource);
    return sql<Alert>(`select rule, subject, message, detail, closed_at is null as open from alert order by opened_at, id`);
  };
  const open = async (): Promise<Alert[]> => (await alerts()).filter((alert) => alert.open);
  const stand = async (cursor: Partial<JournalCursor>): Promise<unknown> =>
    sql(`insert into lane (integration_id, stream, lane, workspace_id, cursor) values ($1, 'orders', 'journal', $2, $3) on conflict (integration_id, stream, lane) do update set cursor = excluded.cursor`,
      [id, house.workspaceId, JSON.stringify(storedCursor({ ...beginningAt(SINCE), ...cursor }))]);

  async function addRun(day: string): Promise<{ runId: string; partId: string }> {
    const [runId, partId] = [newId(), newId()];
    await sql(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, planned_at) values ($1, $2, $3, 'journal', 'running', 0, 'service', now())`, [runId, house.workspaceId, id]);
    await sql(`insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version) values ($1, $2, $3, $4, 'orders', 'journal', 0, $5, 0)`,
      [partId, runId, house.workspaceId, id, JSON.stringify({ day })]);
    return { runId, partId };
  }

  /** Ends a day, with a gap or without one, as its last look does. */
  async function endDay(day: string, gapHours: number): Promise<string> {
    const { runId, partId } = await addRun(day);
    const [from, to] = [new Date(SINCE).toISOString(), new Date(SINCE + gapHours * HOUR).toISOString()];
    const outcome = gapHours === 0 ? null : gapOutcome([{ from, to, rereadFrom: from, reason: 'broken', found: 12 }]);
    await sql(`update part set state = $2, outcome = $3 where id = $1`, [partId, outcome === null ? 'done' : 'incomplete', outcome === null ? null : JSON.stringify(outcome)]);
    await finishRun({ ...house.engine, connectors: () => orderHub(new Map()) }, runId);
    return runId;
  }

  it('tell of one that tells nothing although there are orders, and close when it tells again or nobody follows it', async () => {
    await stand({ logId: 7 });
    expect(await open()).toEqual([]);
    await stand({ silentSinceMs: SINCE });
    const [alert, more] = await open();
    expect(more).toBeUndefined();
    expect(alert).toMatchObject({ rule: 'journal_silent', subject: id, message: { pl: expect.stringContaining('od 2026-03-01 12:00 UTC') as string, en: expect.stringContaining(`GET /integrations/${id}/journal`) as string } });
    await stand({ logId: 8 });
    expect(await open()).toEqual([]);
    await stand({ silentSinceMs: SINCE });
    expect(await open()).toHaveLength(1);
    await sql(`update integration set state = 'stopped' where id = $1`, [id]);
    expect(await open()).toEqual([]);
  });

  it('name the gap that makes a day incomplete, each by itself, until a day is complete', async () => {
    const first = await endDay('2026-03-04', 72);
    expect(await open()).toMatchObject([{
      rule: 'run_incomplete', detail: { runId: first, kind: 'journal', day: '2026-03-04' },
      message: { en: expect.stringContaining('2026-03-01 12:00 UTC – 2026-03-04 12:00 UTC. Orders were read by date, and 12 unknown ones were found') as string, pl: expect.stringContaining('(2026-03-04) nie jest kompletny. Dziennik zmian nic nie mówi o czasie: 2026-03-01 12:00 UTC – 2026-03-04 12:00 UTC') as string },
    }]);
    const second = await endDay('2026-03-05', 2);
    const now = await open();
    expect(now).toMatchObject([{ detail: { runId: second, day: '2026-03-05' }, message: { en: expect.stringContaining('2026-03-01 14:00 UTC') as string } }]);
    await endDay('2026-03-06', 0);
    expect(await open()).toEqual([]);
  });

  it('tell of a token that is refused while it is followed, and of an account that is blocked', async () => {
    const { runId } = await addRun('2026-03-04');
    await noteWaiting(house.engine, { runId, kind: 'credentials_rejected', code: 'token_rejected', untilMs: null });
    expect(await open()).toMatchObject([{ rule: 'needs_authentication', detail: { code: 'token_rejected' } }]);
    await sql(`update integration set state = 'running', problem = null where id = $1`, [id]);
    await house.engine.budget.block({ key: hashAccount('baselinker', 'token'), limit: null, share: 1, maxInFlight: 1 }, new Date(Date.now() + HOUR), 'blocked');
    expect(await open()).toMatchObject([{ rule: 'account_blocked', subject: id }]);
  });
});
