import { buildEngine, connectBaseLinker, drainInbox, openRunRow, readToEnd, runToEnd, type ConnectedAccount, type EngineHouse } from '../../../test/support/engine.js';
import { emptyHouse } from '../../../test/support/house.js';
import type { PartStep } from '#workflows/activities.js';
import type { Engine, Failpoint } from '../engine.js';
import { openJournalRun } from '../open-runs.js';
import { planRun } from '../plan-run.js';
import { finishRun } from '../run-life.js';
import { syncPart } from '../sync-part.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('following a BaseLinker journal', () => {
  const shift = { ms: 0 };
  /** Clocks never go back, from one test to the next neither: the request budget is kept by them. */
  let base = 0;
  const at = (ms: number): void => {
    shift.ms = base + ms;
  };
  let house: EngineHouse;
  let account: ConnectedAccount;

  beforeAll(async () => {
    house = await buildEngine({ settleMs: 0 }, shift);
  });
  beforeEach(async () => {
    base += 60 * DAY;
    at(0);
    await emptyHouse(house);
    account = await connectBaseLinker(house, { unknownLogTypes: false, historyEnd: new Date(house.engine.nowMs() - 20 * DAY).toISOString() });
  });
  afterEach(async () => {
    await account.sandbox.stop();
  });
  afterAll(async () => {
    await house.close();
  });

  const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => house.dataSource.query<Row[]>(sql, [...values]);
  const control = (): ConnectedAccount['sandbox']['control'] => account.sandbox.control;
  const signal = new AbortController().signal;

  async function openRun(engine: Engine = house.engine): Promise<{ runId: string; partId: string }> {
    const opened = await openJournalRun(engine, account.integrationId);
    if (opened === null) throw new Error('nothing to follow');
    const plan = await planRun(engine, opened.runId);
    const part = plan.parts.find(({ lane }) => lane === 'journal');
    if (part === undefined) throw new Error('the journal has no part');
    for (const other of plan.parts) if (other !== part) await readToEnd(house, other.partId);
    return { runId: opened.runId, partId: part.partId };
  }

  /** One look, with everything it leads to. */
  async function look(engine: Engine = house.engine): Promise<PartStep> {
    const { partId, runId } = await openRun(engine);
    const step = await syncPart(engine, { partId, signal, onBeat: () => undefined });
    if (step.status === 'done') {
      await finishRun(engine, runId);
      return look(engine);
    }
    for (const part of step.beside ?? []) await readToEnd(house, part.partId);
    await drainInbox(house, account.integrationId);
    return step;
  }

  const stored = async (): Promise<string[]> => (await rows<{ id: string }>(`select external_id as id from source_record where integration_id = $1 order by external_id::bigint`, [account.integrationId])).map(({ id }) => id);
  const cursor = async (): Promise<Record<string, unknown>> => (await rows<{ cursor: Record<string, unknown> }>(`select cursor from lane where integration_id = $1 and lane = 'journal'`, [account.integrationId]))[0]?.cursor ?? {};
  const texts = (ids: readonly number[]): string[] => [...ids].sort((a, b) => a - b).map(String);

  it('begins at the moment following began, and reads each order that is told of once', async () => {
    const step = await look();
    expect(step).toMatchObject({ status: 'more', waitMs: 60_000 });
    expect(await stored()).toEqual([]);
    const sold = control().sell({ source: 'allegro', confirmed: true });
    control().pay(sold);
    control().setStatus(sold, control().order(sold)?.statusId ?? 0);
    const before = control().requests().byMethod['getOrders'] ?? 0;
    await look();
    expect(await stored()).toEqual(texts([sold]));
    expect((control().requests().byMethod['getOrders'] ?? 0) - before).toBe(1);
    const [entries] = await rows<{ count: number }>(`select count(*)::int as count from journal_entry where record_id = $1`, [String(sold)]);
    expect(entries?.count).toBe(control().log().filter((entry) => entry.orderId === sold).length);
  });

  it('looks soon again behind something new, and leaves what was just born alone until then', async () => {
    const slow: Engine = { ...house.engine, tuning: { ...house.engine.tuning, settleMs: 20_000 } };
    await look();
    const sold = control().sell({ source: 'shop', confirmed: true });
    const step = await look(slow);
    expect(await stored()).toEqual([]);
    expect(step.waitMs).toBeLessThanOrEqual(20_000);
    // Somebody asks for a look in between: what was born is not forgotten for a whole interval.
    const between = await look(slow);
    expect([between.waitMs <= 20_000, between.read]).toEqual([true, 1]);
    const [row] = await rows<{ held: boolean }>(`select not_before > now() + interval '10 seconds' as held from inbox where external_id = $1`, [String(sold)]);
    expect(row?.held).toBe(true);
  });

  it('remembers which orders were born from which', async () => {
    const sold = control().sell({ source: 'shop', confirmed: true });
    await look();
    const copy = control().copy(sold);
    const part = control().split(sold);
    await look();
    expect(await rows(`select parent_id, child_id, kin from order_kin order by kin`)).toEqual([
      { parent_id: String(sold), child_id: String(copy), kin: 'copy' }, { parent_id: String(sold), child_id: String(part), kin: 'split' },
    ]);
    expect(await stored()).toEqual(texts([sold, copy, part]));
  });

  it('marks a removed order as gone, and one whose invoice was removed not', async () => {
    const [gone, kept] = [control().sell({ source: 'shop', confirmed: true }), control().sell({ source: 'shop', confirmed: true })];
    await look();
    control().remove(gone);
    control().removeInvoice(kept);
    await look();
    expect(await rows(`select external_id as id, gone_at is not null as gone from source_record order by external_id::bigint`)).toEqual(texts([gone, kept]).map((id) => ({ id, gone: id === String(gone) })));
  });

  it('counts types nobody knows, and goes on', async () => {
    await look();
    control().logUnknown(77, control().sell({ source: 'shop', confirmed: true }));
    await look();
    expect((await cursor())['unknown']).toEqual({ 77: 1 });
  });

  it.each(['no-id', 'not-a-row'] as const)('rejects an order that is damaged (%s) under the number that was told, and reads the others', async (kind) => {
    const sold = control().sellMany(3, { source: 'shop', confirmed: true });
    const [damaged] = sold;
    control().damage(damaged ?? 0, kind);
    await look();
    expect(await stored()).toEqual(texts(sold.slice(1)));
    expect(await rows(`select external_id as id, closed_at is null as open from reject`)).toEqual([{ id: String(damaged), open: true }]);
    control().heal(damaged ?? 0);
    control().touch(damaged ?? 0);
    await look();
    expect(await stored()).toEqual(texts(sold));
    expect(await rows(`select 1 from reject where closed_at is null`)).toEqual([]);
  });

  it.each([[null, true], [7, true], [null, false], [7, false]] as const)('reads on whatever an answer holds at most (%s) and whether its beginning comes again (%s)', async (journalCap, journalInclusive) => {
    control().configure({ journalCap, journalInclusive });
    await look();
    const sold = control().sellMany(25, { source: 'shop', confirmed: true });
    await look();
    expect(await stored()).toEqual(texts(sold));
    expect((await rows<{ outcome: unknown }>(`select 1 from part where range ? 'gap'`))).toEqual([]);
  });

  it('closes an outage of four days by itself, and says what cannot be recovered', async () => {
    const old = control().sell({ source: 'shop', confirmed: true });
    await look();
    at(DAY);
    const lost = control().sellMany(30, { source: 'shop', confirmed: true });
    const removed = control().sell({ source: 'shop', confirmed: true });
    at(4 * DAY + HOUR);
    control().remove(removed);
    const fresh = control().sell({ source: 'shop', confirmed: true });
    await look();
    expect(await stored()).toEqual(texts([old, ...lost, fresh]));
    await look();
    const [scan] = await rows<{ state: string; found: string; gap: Record<string, number> }>(`select state, outcome->>'found' as found, range->'gap' as gap from part where range ? 'gap'`);
    expect(scan).toMatchObject({ state: 'done', found: String(lost.length), gap: { reason: 'broken' } });
    at(5 * DAY + 2 * HOUR);
    const { runId, partId } = await openRun();
    expect((await syncPart(house.engine, { partId, signal, onBeat: () => undefined })).status).toBe('done');
    expect((await finishRun(house.engine, runId)).state).toBe('incomplete');
    const [run] = await rows<{ outcome: { places: { reason: { code: string; gaps: { found: number }[]; text: { en: string } } }[] } }>(`select outcome from run where id = $1`, [runId]);
    const reason = run?.outcome.places[0]?.reason;
    expect([reason?.code, reason?.gaps[0]?.found]).toEqual(['journal_gap', lost.length]);
    expect(reason?.text.en).toContain('30 unknown ones were found');
  });

  it('closes the time between the start and a first look that comes five days later', async () => {
    at(HOUR);
    const lost = control().sellMany(3, { source: 'shop', confirmed: true });
    at(5 * DAY);
    const told = control().sell({ source: 'shop', confirmed: true });
    await look();
    expect(await stored()).toEqual(texts([...lost, told]));
    expect(await rows(`select range->'gap'->>'reason' as reason from part where range ? 'gap'`)).toEqual([{ reason: 'broken' }]);
  });

  it('counts what a scan has found, and not what a first sync stores beside it', async () => {
    await look();
    at(DAY);
    const lost = control().sellMany(3, { source: 'shop', confirmed: true });
    at(4 * DAY + HOUR);
    const { partId } = await openRun();
    const step = await syncPart(house.engine, { partId, signal, onBeat: () => undefined });
    await runToEnd(house, await openRunRow(house, account.integrationId, 'initial'));
    for (const part of step.beside ?? []) await readToEnd(house, part.partId);
    await look();
    expect((await stored()).length).toBeGreaterThan(30);
    expect(await rows(`select (outcome->>'found')::int as found from part where range ? 'gap'`)).toEqual([{ found: lost.length }]);
  });

  it('counts everything a scan has found, also when it was left half way and taken up again', async () => {
    await look();
    at(DAY);
    control().sellMany(150, { source: 'shop', confirmed: true });
    at(4 * DAY + HOUR);
    const { runId, partId } = await openRun();
    const step = await syncPart(house.engine, { partId, signal, onBeat: () => undefined });
    let pages = 0;
    const mortal: Engine = {
      ...house.engine,
      failpoint: (name: Failpoint) => {
        if (name === 'page-committed' && (pages += 1) === 1) throw new Error('dead');
      },
    };
    await expect(syncPart(mortal, { partId: step.beside?.[0]?.partId ?? '', signal, onBeat: () => undefined })).rejects.toThrow('dead');
    const before = await stored();
    expect([before.length > 0, before.length < 150]).toEqual([true, true]);
    await house.dataSource.query(`update run set desired = 'stop' where id = $1`, [runId]);
    await finishRun(house.engine, runId);
    await look();
    await look();
    expect(await stored()).toHaveLength(150);
    expect(await rows(`select (outcome->>'found')::int as found from part where range ? 'gap' and state = 'done'`)).toEqual([{ found: 150 }]);
  });

  it('reads edits behind a gap again, and finds out what was removed during it', async () => {
    const [edited, removed] = [control().sell({ source: 'shop', confirmed: true }), control().sell({ source: 'shop', confirmed: true })];
    await look();
    at(HOUR);
    control().editOrder(edited, { email: 'nowy@wzorcowy.example' });
    control().remove(removed);
    at(4 * DAY);
    await look();
    await look();
    const found = await rows<{ id: string; email: string; gone: boolean }>(`select external_id as id, body::jsonb #>> '{contact,email}' as email, gone_at is not null as gone from source_record order by external_id::bigint`);
    expect(found.find(({ id }) => id === String(edited))?.email).toBe('nowy@wzorcowy.example');
    expect(found.find(({ id }) => id === String(removed))?.gone).toBe(true);
  });

  it('reads edits behind a gap again when following was stopped for five days', async () => {
    const edited = control().sell({ source: 'shop', confirmed: true });
    await look();
    at(20 * HOUR);
    await look();
    const { runId } = await openRun();
    await house.dataSource.query(`update run set desired = 'stop' where id = $1`, [runId]);
    expect((await finishRun(house.engine, runId)).state).toBe('cancelled');
    at(30 * HOUR);
    control().editOrder(edited, { email: 'nowy@wzorcowy.example' });
    at(5 * DAY);
    await look();
    expect(await rows(`select body::jsonb #>> '{contact,email}' as email from source_record`)).toEqual([{ email: 'nowy@wzorcowy.example' }]);
  });

  it('notices that the journal is switched off, scans instead, and trusts it again later', async () => {
    control().sell({ source: 'shop', confirmed: true });
    await look();
    control().journal('off');
    at(HOUR);
    const unseen = control().sellMany(5, { source: 'shop', confirmed: true });
    at(2 * HOUR);
    await look();
    expect((await cursor())['silentSinceMs']).toEqual(expect.any(Number));
    expect(await stored()).toHaveLength(6);
    const later = control().sell({ source: 'shop', confirmed: true });
    at(3 * HOUR);
    await look();
    expect(await stored()).toEqual(expect.arrayContaining(texts([...unseen, later])));
    control().journal('on');
    const told = control().sell({ source: 'shop', confirmed: true });
    await look();
    expect(await stored()).toContain(String(told));
    expect((await cursor())['silentSinceMs']).toBeNull();
  });

  it('does not call a journal off for ever because nothing was sold since it was switched on', async () => {
    await look();
    control().journal('off');
    control().sell({ source: 'shop', confirmed: true });
    at(HOUR);
    await look();
    expect((await cursor())['silentSinceMs']).toEqual(expect.any(Number));
    control().journal('on');
    for (let days = 1; days <= 4; days += 1) {
      at(days * DAY);
      await look();
      await look();
    }
    expect((await cursor())['silentSinceMs']).toBeNull();
    const before = await rows(`select 1 from part where range ? 'gap'`);
    at(5 * DAY);
    await look();
    expect(await rows(`select 1 from part where range ? 'gap'`)).toHaveLength(before.length);
    const sold = control().sell({ source: 'shop', confirmed: true });
    await look();
    expect(await stored()).toContain(String(sold));
  });

  it('finds out at the start that the journal is off', async () => {
    control().sell({ source: 'shop', confirmed: true });
    control().journal('off');
    at(HOUR);
    await look();
    expect((await cursor())['silentSinceMs']).toEqual(expect.any(Number));
  });

  it('keeps a quiet account apart from one whose journal is off', async () => {
    await look();
    at(40 * DAY);
    // Looked at every day, as it would be; nothing has happened for weeks.
    for (let day = 1; day <= 5; day += 1) {
      at(40 * DAY + day * DAY);
      await house.dataSource.query(`update lane set cursor = cursor || jsonb_build_object('polledMs', $2::float8, 'goodMs', $2::float8) where integration_id = $1`, [account.integrationId, house.engine.nowMs() - DAY]);
      await house.dataSource.query(`update part set cursor = cursor || jsonb_build_object('polledMs', $2::float8, 'goodMs', $2::float8) where integration_id = $1 and lane = 'journal'`, [account.integrationId, house.engine.nowMs() - DAY]);
      await look();
    }
    expect(await rows(`select 1 from part where range ? 'gap'`)).toEqual([]);
    expect((await cursor())['silentSinceMs']).toBeNull();
  });

  it.each(['journal-read', 'journal-committed', 'page-fetched', 'page-committed'] as const)('loses nothing and repeats nothing when it dies at %s', async (place) => {
    await look();
    const sold = control().sellMany(4, { source: 'shop', confirmed: true });
    class Dead extends Error {}
    let deaths = 0;
    const mortal: Engine = {
      ...house.engine,
      failpoint: (name: Failpoint) => {
        if (name !== place || deaths >= 3) return;
        deaths += 1;
        throw new Dead();
      },
    };
    for (let tries = 0; tries < 5; tries += 1) {
      try {
        const { partId } = await openRun(mortal);
        await syncPart(mortal, { partId, signal, onBeat: () => undefined });
        await drainInbox({ ...house, engine: mortal }, account.integrationId);
      } catch (error) {
        if (!(error instanceof Dead)) throw error;
      }
    }
    expect(deaths).toBe(3);
    expect(await stored()).toEqual(texts(sold));
    const told = control().log().filter((entry) => sold.includes(entry.orderId)).length;
    expect(await rows(`select count(*)::int as entries from journal_entry`)).toEqual([{ entries: told }]);
    expect(await rows(`select sum(swept)::int as swept from part where lane = 'journal'`)).toEqual([{ swept: told }]);
  });

  it('tells of a gap although its day was stopped and begun again, and once only', async () => {
    await look();
    at(DAY);
    const lost = control().sellMany(2, { source: 'shop', confirmed: true });
    at(4 * DAY + HOUR);
    await look();
    await look();
    const { runId } = await openRun();
    await house.dataSource.query(`update run set desired = 'stop' where id = $1`, [runId]);
    expect((await finishRun(house.engine, runId)).state).toBe('cancelled');
    await look();
    at(5 * DAY + 2 * HOUR);
    await look();
    at(6 * DAY + 2 * HOUR);
    await look();
    const days = await rows<{ state: string; found: number | null }>(`select state, (outcome->'places'->0->'reason'->'gaps'->0->>'found')::int as found from run where kind = 'journal' order by id`);
    expect(days).toEqual([{ state: 'cancelled', found: null }, { state: 'incomplete', found: lost.length }, { state: 'complete', found: null }, { state: 'running', found: null }]);
  });

  it('does not take the refusal of an old token for one of the token that was accepted meanwhile', async () => {
    await look();
    const sold = control().sell({ source: 'shop', confirmed: true });
    const { partId } = await openRun();
    const renewed = { token: '9001-70001-RENEWEDINVENTEDTOKEN', endpoint: account.sandbox.url };
    let replaced = false;
    const engine: Engine = { ...house.engine, secrets: Object.create(house.secrets, { get: { value: async (...name: Parameters<typeof house.secrets.get>) => {
      const value = await house.secrets.get(...name);
      if (!replaced) {
        replaced = true;
        control().setToken(renewed.token);
        await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: account.integrationId, name: 'credentials', value: renewed });
      }
      return value;
    } } }) as Engine['secrets'] };
    expect(await syncPart(engine, { partId, signal, onBeat: () => undefined })).toMatchObject({ status: 'more', pages: 0 });
    await look();
    expect(await stored()).toEqual(texts([sold]));
    control().revokeToken();
    await expect(syncPart(house.engine, { partId, signal, onBeat: () => undefined })).rejects.toMatchObject({ kind: 'credentials_rejected' });
  });

  it('takes up again on the next day what a scan could not finish', async () => {
    await look();
    at(4 * DAY);
    control().sellMany(3, { source: 'shop', confirmed: true });
    const { partId, runId } = await openRun();
    const step = await syncPart(house.engine, { partId, signal, onBeat: () => undefined });
    expect(step.beside).toHaveLength(1);
    await house.dataSource.query(`update run set desired = 'stop' where id = $1`, [runId]);
    expect((await finishRun(house.engine, runId)).state).toBe('cancelled');
    await look();
    await look();
    expect(await rows(`select state, outcome->>'code' as code from part where range ? 'gap' order by state`)).toEqual([{ state: 'done', code: 'gap_closed' }, { state: 'open', code: null }]);
    expect((await cursor())['scans']).toEqual([]);
  });
});
