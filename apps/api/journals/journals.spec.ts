import { newId } from '#libs/domain/ids.js';
import { beginningAt, storedCursor, type JournalCursor } from '#libs/sync/journal/cursor.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';
import { journalConnector } from '../testing/journal-connector.js';
import { sampleConnector } from '../testing/sample-connector.js';

const HOUR = 3_600_000;
const NOW = Date.now();
const iso = (ms: number): string => new Date(ms).toISOString();
const range = (fromMs: number, toMs: number, reason = 'broken', rereadFromMs = fromMs): object => ({ to: 1, gap: { fromMs, toMs, rereadFromMs, reason } });

describe('the journal of an integration', () => {
  let api: ApiHarness;
  let viewer: Call;
  let id: string;
  let runId: string;

  beforeAll(async () => {
    api = await startApi({ connectors: [sampleConnector, journalConnector] });
    viewer = await api.as('viewer');
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    id = await addIntegration(api, 'Hub');
    await sql(`update integration set platform = 'baselinker', followed_since = now() - interval '9 days' where id = $1`, [id]);
    runId = await addRun('running');
  });

  const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => api.dataSource.query(text, values);
  const read = async (language = 'en'): Promise<Record<string, unknown>> => (await viewer('GET', `/integrations/${id}/journal`, undefined, { 'accept-language': language })).body;

  async function addRun(state: string, over: { waiting?: object; desired?: string } = {}): Promise<string> {
    const run = newId();
    await sql(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, waiting, desired) values ($1, $2, $3, 'journal', $4, 0, 'test', $5, $6)`,
      [run, api.workspaceId, id, state, over.waiting === undefined ? null : JSON.stringify(over.waiting), over.desired ?? 'run']);
    return run;
  }

  let ordinal = 0;
  async function addPart(run: string, lane: string, over: { range?: object; state?: string; outcome?: object; pages?: number; swept?: number; queued?: number; read?: number; requests?: number } = {}): Promise<string> {
    const part = newId();
    ordinal += 1;
    await sql(
      `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, outcome, settings_version, pages, swept, queued, read, identical, requests)
       values ($1, $2, $3, $4, 'orders', $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $13, $14)`,
      [part, run, api.workspaceId, id, lane, ordinal, over.state ?? 'open', JSON.stringify(over.range ?? {}), over.outcome === undefined ? null : JSON.stringify(over.outcome), over.pages ?? 0, over.swept ?? 0, over.queued ?? 0, over.read ?? 0, over.requests ?? 0],
    );
    return part;
  }

  async function stand(cursor: Partial<JournalCursor>): Promise<void> {
    await sql(`insert into lane (integration_id, stream, lane, workspace_id, cursor) values ($1, 'orders', 'journal', $2, $3)
      on conflict (integration_id, stream, lane) do update set cursor = excluded.cursor`, [id, api.workspaceId, JSON.stringify(storedCursor({ ...beginningAt(NOW - HOUR), ...cursor }))]);
  }

  it('shows the position, how old the last answer is, when the next look is due and what is known until when', async () => {
    await sql(`update integration set settings = '{"pollSeconds":90}' where id = $1`, [id]);
    await stand({ logId: 91_000_412, atMs: NOW - 400_000, polledMs: NOW - 30_000, goodMs: NOW - 30_000 });
    const body = await read();
    expect(body).toMatchObject({
      state: 'following', fix: null, waiting: null, cursor: 91_000_412, newestEntryAt: iso(NOW - 400_000), lastAnswerAt: iso(NOW - 30_000), nextLookAt: iso(NOW + 60_000),
      knownUntil: iso(NOW - 30_000), silentSince: null, scans: [], gaps: [], unknownTypes: [],
    });
    expect(Number(body['lagSeconds'])).toBeGreaterThanOrEqual(30);
    expect(Number(body['lagSeconds'])).toBeLessThan(300);
  });

  it('is known to be followed before the first answer, and knows nothing else yet', async () => {
    expect(await read()).toMatchObject({ state: 'following', cursor: null, newestEntryAt: null, lastAnswerAt: null, lagSeconds: null, nextLookAt: null, knownUntil: null, day: null, unknownTypes: [], unreadable: 0, inbox: { waiting: 0, oldestAt: null } });
  });

  it('counts what the day told, over all its runs, and nothing of what is read beside the journal or on other days', async () => {
    const before = await addRun('cancelled');
    await addPart(before, 'journal', { range: { day: '2026-03-04' }, pages: 100, swept: 50, queued: 40, requests: 101 });
    await addPart(before, 'journal', { range: { day: '2026-03-03' }, pages: 1_000, swept: 1_000, queued: 1_000 });
    await addPart(runId, 'journal', { range: { day: '2026-03-04' }, pages: 7, swept: 5, queued: 3, requests: 8 });
    await addPart(runId, 'delta', { range: { to: 1 }, pages: 9, read: 9 });
    expect((await read())['day']).toEqual({ day: '2026-03-04', looks: 107, entries: 55, records: 43, requests: 109 });
  });

  it('names types nobody knows, records that wait, and telephone numbers with what they cost', async () => {
    await stand({ unknown: { 31: 2, 4: 7, unreadable: 3 } });
    const other = await addIntegration(api, 'Inny');
    for (const [integration, external, applied] of [[id, '1', false], [id, '2', false], [id, '3', true], [other, '4', false]] as const) {
      await sql(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, received_at, applied_at) values ($1, $2, $3, 'orders', $4, 'journal', $5, $6)`,
        [newId(), api.workspaceId, integration, external, iso(NOW - HOUR - Number(external)), applied ? iso(NOW) : null]);
    }
    for (const [phone, state, hits, looks] of [['+48500100200', 'done', 3, 2], ['+48500100201', 'done', 0, 1], ['+48500100202', 'due', null, 0]] as const) {
      await sql(`insert into phone_lookup (integration_id, phone, workspace_id, state, hits, looks) values ($1, $2, $3, $4, $5, $6)`, [id, phone, api.workspaceId, state, hits, looks]);
    }
    expect(await read()).toMatchObject({
      unknownTypes: [{ type: 4, count: 7 }, { type: 31, count: 2 }], unreadable: 3,
      inbox: { waiting: 2, oldestAt: iso(NOW - HOUR - 2) },
      phones: { waiting: 1, done: 2, requests: 6, orders: 3 },
    });
  });

  it('shows gaps that are being closed with how far they are, and those that were closed with what was found', async () => {
    const [from, to] = [NOW - 96 * HOUR, NOW - HOUR];
    const left = await addPart(runId, 'delta', { range: range(from, to, 'broken', from - HOUR), state: 'incomplete', pages: 3, read: 250, outcome: { code: 'x', text: { pl: 'nie odpowiada', en: 'does not answer' } } });
    await addPart(runId, 'delta', { range: range(NOW - 200 * HOUR, NOW - 190 * HOUR), state: 'done', outcome: { code: 'gap_closed', found: 4 } });
    await addPart(runId, 'delta', { range: range(NOW - 40 * 24 * HOUR, NOW - 31 * 24 * HOUR), state: 'done', outcome: { code: 'gap_closed', found: 9 } });
    await stand({ scans: [left], polledMs: NOW });
    const gap = { from: iso(from), to: iso(to), rereadFrom: iso(from - HOUR), reason: 'broken' };
    expect(await read('pl')).toMatchObject({
      state: 'closing_gap', message: expect.stringContaining('odczytywany') as string,
      scans: [{ ...gap, state: 'left', pages: 3, read: 250, written: 0, leftBecause: 'nie odpowiada' }],
      gaps: [{ from: iso(NOW - 200 * HOUR), found: 4, closed: true }, { ...gap, found: null, closed: false }],
    });
    // Another part goes on where it was left, and comes to its end.
    const next = await addPart(runId, 'delta', { range: range(from, to, 'broken', from - HOUR), state: 'open' });
    await stand({ scans: [next] });
    expect(await read()).toMatchObject({ scans: [{ ...gap, state: 'reading', leftBecause: null }], gaps: [{ closed: true }, { ...gap, closed: false }] });
    await sql(`update part set state = 'done' where id = $1`, [next]);
    expect(await read()).toMatchObject({ scans: [{ state: 'summing_up' }], gaps: [{}, { found: null, closed: false }] });
    await sql(`update part set outcome = '{"code":"gap_closed","found":12}' where id = $1`, [next]);
    await stand({ scans: [] });
    expect(await read()).toMatchObject({ state: 'following', scans: [], gaps: [{ found: 4, closed: true }, { ...gap, found: 12, closed: true }] });
  });

  it('says of a journal that is off what is done in its place and how to switch it on, and counts its scans as one gap', async () => {
    const first = range(NOW - 3 * HOUR, NOW - 2 * HOUR, 'silent', NOW - 50 * HOUR);
    await addPart(runId, 'delta', { range: first, state: 'done', outcome: { code: 'gap_closed', found: 2 } });
    const second = await addPart(runId, 'delta', { range: range(NOW - 2 * HOUR - 600_000, NOW - HOUR, 'silent'), state: 'open' });
    await stand({ silentSinceMs: NOW - 3 * HOUR, scans: [second], polledMs: NOW });
    expect(await read()).toMatchObject({
      state: 'silent', silentSince: iso(NOW - 3 * HOUR), cursor: null, fix: expect.stringContaining('My account → API') as string,
      message: expect.stringContaining('are not seen meanwhile') as string,
      scans: [{ reason: 'silent', state: 'reading' }],
      gaps: [{ from: iso(NOW - 3 * HOUR), to: iso(NOW - HOUR), rereadFrom: iso(NOW - 50 * HOUR), found: 2, closed: false }],
    });
    await sql(`update integration set settings = '{"rereadSeconds":259200}' where id = $1`, [id]);
    expect(await read('pl')).toMatchObject({ message: expect.stringContaining('z ostatnich dni (3)') as string, fix: expect.stringContaining('Moje konto → API') as string });
  });

  it('says why it waits and until when, with the remedy', async () => {
    await stand({ polledMs: NOW });
    const waiting = { code: 'rate_limited', kind: 'rate_limited', text: { pl: 'Konto zablokowane.', en: 'The account is blocked.' }, fix: { pl: 'Czekaj.', en: 'Wait.' }, until: iso(NOW + HOUR) };
    await sql(`update run set state = 'waiting', waiting = $2 where id = $1`, [runId, JSON.stringify(waiting)]);
    expect(await read()).toMatchObject({ state: 'waiting', waiting: { code: 'rate_limited', message: 'The account is blocked.', fix: 'Wait.', until: iso(NOW + HOUR) }, nextLookAt: iso(NOW + HOUR) });
    await sql(`update run set state = 'complete', ended_at = now() where id = $1`, [runId]);
    await sql(`update integration set state = 'needs_authentication', problem = $2 where id = $1`, [id, JSON.stringify({ ...waiting, kind: 'credentials_rejected', code: 'token_rejected' })]);
    expect(await read('pl')).toMatchObject({ state: 'waiting', waiting: { code: 'token_rejected', message: 'Konto zablokowane.', until: null }, nextLookAt: null });
  });

  it('tells what a person wants before anything else', async () => {
    await stand({ polledMs: NOW, silentSinceMs: NOW });
    await sql(`update run set desired = 'pause' where id = $1`, [runId]);
    expect(await read()).toMatchObject({ state: 'paused', nextLookAt: null });
    for (const state of ['paused', 'stopped']) {
      await sql(`update integration set state = $2 where id = $1`, [id, state]);
      expect(await read()).toMatchObject({ state, nextLookAt: null, waiting: null, fix: expect.stringContaining('POST /integrations') as string });
    }
    await sql(`update integration set state = 'saved' where id = $1`, [id]);
    expect(await read()).toMatchObject({ state: 'not_started' });
  });

  it('is refused for platforms without one, and does not exist in other workspaces', async () => {
    const shop = await addIntegration(api, 'Sklep');
    expect(await viewer('GET', `/integrations/${shop}/journal`)).toMatchObject({ status: 409, body: { code: 'no_journal' } });
    const stranger = await api.as('admin', api.otherWorkspaceId);
    expect(await stranger('GET', `/integrations/${id}/journal`)).toMatchObject({ status: 404 });
  });

  it('is the lag of the integration, and what following it costs by its own settings', async () => {
    await sql(`update integration set last_success_at = now() - interval '40 seconds', settings = '{"pollSeconds":90}' where id = $1`, [id]);
    const { body } = await viewer('GET', `/integrations/${id}`);
    expect(Number(body['lagSeconds'])).toBeGreaterThanOrEqual(40);
    expect(Number(body['lagSeconds'])).toBeLessThan(120);
    expect(body).toMatchObject({ requests: { perMonthFollowing: 28_800 } });
  });

  it('shows a run of its own a day: what was told, what is read beside it, and the gap in words', async () => {
    await addPart(runId, 'journal', { range: { day: '2026-03-04' }, pages: 7, swept: 5, queued: 3, requests: 8 });
    await addPart(runId, 'delta', { range: range(NOW - 2 * HOUR, NOW - HOUR), read: 10, pages: 1, requests: 2 });
    await sql(`update run set started_at = now() - interval '1 hour', planned_at = now() - interval '1 hour' where id = $1`, [runId]);
    expect((await viewer('GET', `/runs/${runId}`)).body).toMatchObject({
      kind: 'journal', journal: { day: '2026-03-04', polls: 7, entries: 5, records: 3 }, streams: { orders: { read: 10, swept: 5, queued: 3, requests: 10 } },
      percent: null, secondsLeft: null, ratePerSecond: null,
    });
    const reason = { code: 'journal_gap', text: { pl: 'Przerwa.', en: 'A gap.' }, fix: { pl: 'Odczytaj.', en: 'Read.' }, gaps: [{ from: iso(0) }] };
    await sql(`update run set state = 'incomplete', ended_at = now(), outcome = $2 where id = $1`, [runId, JSON.stringify({ places: [{ stream: 'orders', lane: 'journal', range: { day: '2026-03-04' }, cursor: null, reason }] })]);
    const ended = await viewer('GET', `/runs/${runId}`, undefined, { 'accept-language': 'pl' });
    expect(ended.body).toMatchObject({ ended: true, outcome: { places: [{ lane: 'journal', range: { day: '2026-03-04' }, reason: { code: 'journal_gap', message: 'Przerwa.', fix: 'Odczytaj.', gaps: [{ from: iso(0) }] } }] } });
    const listed = (await viewer('GET', `/runs?integrationId=${id}&kind=journal`)).body.items ?? [];
    expect(listed).toMatchObject([{ id: runId, journal: { entries: 5 } }]);
  });
});
