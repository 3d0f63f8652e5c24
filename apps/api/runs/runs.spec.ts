import { newId } from '#libs/domain/ids.js';
import { addsUp, type LedgerCounts } from '#libs/domain/ledger.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';

describe('runs', () => {
  let api: ApiHarness;
  let operator: Call;
  let integration: string;

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    integration = await addIntegration(api, 'Sklep');
  });

  async function addRun(state = 'running', over: Record<string, unknown> = {}): Promise<string> {
    const id = newId();
    const row = { kind: 'initial', desired: 'run', waiting: null, outcome: null, requests: 0, started_at: new Date(Date.now() - 10_000).toISOString(), ...over };
    await api.dataSource.query(
      `insert into run (id, workspace_id, integration_id, kind, state, desired, waiting, outcome, epoch, requested_by, started_at, requests) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'test', $9, $10)`,
      [id, api.workspaceId, integration, row.kind, state, row.desired, row.waiting === null ? null : JSON.stringify(row.waiting), row.outcome === null ? null : JSON.stringify(row.outcome), row.started_at, row.requests],
    );
    return id;
  }

  async function addPart(run: string, stream: string, ordinal: number, over: Record<string, unknown>): Promise<void> {
    const part = { state: 'open', expected: null, read: 0, written: 0, reapplied: 0, identical: 0, older: 0, duplicate: 0, excluded: 0, rejected: 0, reasons: {}, requests: 0, expectedRequests: null, ...over };
    await api.dataSource.query(
      `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, settings_version, expected, read, written, reapplied, identical, older, duplicate, excluded, rejected, excluded_reasons, requests, expected_requests)
       values ($1, $2, $3, $4, $5, 'backfill', $6, $7, '{}', 0, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [newId(), run, api.workspaceId, integration, stream, ordinal, part.state, part.expected, part.read, part.written, part.reapplied, part.identical, part.older, part.duplicate, part.excluded, part.rejected, JSON.stringify(part.reasons), part.requests, part.expectedRequests],
    );
  }

  it('show ledgers by stream that add up, with reasons, share done, rate and time left', async () => {
    const run = await addRun();
    await addPart(run, 'customers', 0, { state: 'done', expected: 100, read: 100, written: 90, identical: 4, older: 1, duplicate: 1, excluded: 3, rejected: 1, reasons: { technical_customer: 3 } });
    await addPart(run, 'orders', 1, { state: 'done', expected: 200, read: 200, written: 200, reapplied: 5 });
    await addPart(run, 'orders', 2, { expected: 200, read: 50, written: 47, excluded: 3, reasons: { before_since: 2, other: 1 } });
    const { body } = await operator('GET', `/runs/${run}`);
    expect(body).toMatchObject({
      state: 'running', ended: false, expected: 500, percent: 70, integration: { id: integration, name: 'Sklep', platform: 'prestashop' },
      streams: {
        customers: { read: 100, written: 90, unchanged: 6, excluded: 3, rejected: 1, percent: 100, excludedReasons: { technical_customer: 3 }, parts: { open: 0, done: 1, incomplete: 0 } },
        orders: { read: 250, written: 247, reapplied: 5, percent: 62.5, excludedReasons: { before_since: 2, other: 1 }, parts: { open: 1, done: 1, incomplete: 0 } },
      },
      total: { read: 350, written: 337, unchanged: 6, excluded: 6, rejected: 1 },
    });
    expect(addsUp(body['total'] as LedgerCounts)).toBe(true);
    const rate = Number(body['ratePerSecond']);
    expect(rate).toBeGreaterThan(0);
    expect(Number(body['secondsLeft'])).toBeGreaterThanOrEqual(Math.floor(150 / (rate + 0.1)));
  });

  it('give no share where a size is not known', async () => {
    const run = await addRun();
    await addPart(run, 'orders', 0, { read: 10, written: 10 });
    expect((await operator('GET', `/runs/${run}`)).body).toMatchObject({ expected: null, percent: null, secondsLeft: null });
  });

  describe('counted in requests', () => {
    /** Of 235 requests 40 are done, 100 are left of an open part and 95 of one that was left before its end. */
    async function counted(state: string, plannedAt: string): Promise<string> {
      const run = await addRun(state, { requests: 7 });
      await addPart(run, 'customers', 0, { state: 'done', expected: 1_000, read: 1_000, written: 1_000, requests: 12, expectedRequests: 10 });
      await addPart(run, 'customers', 1, { expected: 1_000, read: 200, written: 200, requests: 26, expectedRequests: 125 });
      await addPart(run, 'orders', 2, { state: 'incomplete', expected: 100, read: 5, written: 5, requests: 6, expectedRequests: 100 });
      await api.dataSource.query(`update run set planned_at = ${plannedAt} where id = $1`, [run]);
      return run;
    }

    it('they show the requests by stream and as a whole, planning included', async () => {
      const { body } = await operator('GET', `/runs/${await counted('running', 'now()')}`);
      expect(body).toMatchObject({ requests: 51, streams: { customers: { requests: 38 }, orders: { requests: 6 } } });
    });

    it('share done and time left follow the requests of the parts, since the run was planned', async () => {
      const { body } = await operator('GET', `/runs/${await counted('running', `now() - interval '80 seconds'`)}`);
      // 10 + 25 + 5 of 10 + 125 + 100; records would say 1,205 of 2,100.
      expect(body).toMatchObject({ percent: 17, expected: 2_100 });
      // 40 in 80 s; only the open part is still read.
      expect(Number(body['secondsLeft'])).toBeGreaterThanOrEqual(200);
      expect(Number(body['secondsLeft'])).toBeLessThan(300);
    });

    it('say no time while they stand still, and 100 % only when they are complete', async () => {
      for (const state of ['paused', 'waiting']) {
        expect((await operator('GET', `/runs/${await counted(state, 'now()')}`)).body).toMatchObject({ percent: 17, secondsLeft: null });
        await api.dataSource.query(`update run set state = 'failed', ended_at = now() where integration_id = $1`, [integration]);
      }
      const run = await addRun('running');
      await addPart(run, 'orders', 0, { state: 'done', expected: 10, read: 10, written: 10, requests: 1, expectedRequests: 1 });
      await api.dataSource.query(`update run set planned_at = now() - interval '1 second' where id = $1`, [run]);
      expect((await operator('GET', `/runs/${run}`)).body).toMatchObject({ percent: 99.9, secondsLeft: 0 });
      await api.dataSource.query(`update run set state = 'complete', ended_at = now() where id = $1`, [run]);
      expect((await operator('GET', `/runs/${run}`)).body).toMatchObject({ percent: 100, secondsLeft: null });
      expect((await operator('GET', `/runs?integrationId=${integration}&state=failed`)).body.items).toMatchObject([{ percent: 17, secondsLeft: null }, { percent: 17, secondsLeft: null }]);
    });

    it('leave out minutes in which the account was asked nothing: a night of pause is not slow work', async () => {
      const begin = `date_trunc('minute', now()) - interval '60 minutes'`;
      const run = await counted('running', begin);
      const account = `account-${integration}`;
      const time = async (): Promise<number> => Number((await operator('GET', `/runs/${run}`)).body['secondsLeft']);
      // An account that nobody counts tells nothing: then all of the hour was work, 2.5 s of time left for each second.
      expect(await time()).toBeGreaterThanOrEqual(3_600 * 2.5);
      await api.dataSource.query(`update integration set account_key = $2 where id = $1`, [integration, account]);
      await api.dataSource.query(`insert into budget_use (account_key, minute, requests) select $1, ${begin} + n * interval '1 minute', 4 from generate_series(0, 9) n`, [account]);
      // Ten busy minutes, and the last one or two, which always count.
      const left = await time();
      expect(left).toBeGreaterThanOrEqual(11 * 60 * 2.5);
      expect(left).toBeLessThanOrEqual(13 * 60 * 2.5);
    });
  });

  it('say why nothing moves and where they stopped, in the caller\'s language', async () => {
    const waiting = { code: 'rate_limited', kind: 'rate_limited', text: { pl: 'Czekamy.', en: 'Waiting.' }, fix: null, until: '2026-03-01T10:00:00.000Z' };
    const run = await addRun('waiting', { waiting });
    expect((await operator('GET', `/runs/${run}`, undefined, { 'accept-language': 'pl' })).body['waiting']).toEqual({ code: 'rate_limited', message: 'Czekamy.', fix: null, until: '2026-03-01T10:00:00.000Z' });
    const reason = { kind: 'platform_unavailable', code: 'timeout', text: { pl: 'Sklep milczy.', en: 'The shop is silent.' } };
    const ended = await addRun('incomplete', { kind: 'recurring', outcome: { places: [{ stream: 'orders', lane: 'backfill', range: { from: 1 }, cursor: { id: 7 }, reason }] } });
    expect((await operator('GET', `/runs/${ended}`)).body['outcome']).toMatchObject({ places: [{ stream: 'orders', cursor: { id: 7 }, reason: { code: 'timeout', message: 'The shop is silent.' } }] });
  });

  it('are listed newest first, by integration, kind and state', async () => {
    const first = await addRun('complete');
    const second = await addRun('running', { kind: 'recurring' });
    const ids = async (query: string): Promise<unknown[]> => ((await operator('GET', `/runs?integrationId=${integration}${query}`)).body.items ?? []).map((item) => item['id']);
    expect(await ids('')).toEqual([second, first]);
    expect(await ids('&state=complete')).toEqual([first]);
    expect(await ids('&kind=recurring')).toEqual([second]);
    const page = await operator('GET', `/runs?integrationId=${integration}&limit=1`);
    expect(await ids(`&limit=1&cursor=${String(page.body['nextCursor'])}`)).toEqual([first]);
  });

  it('pause, resume and cancel: the database first, with Temporal down as well', async () => {
    const run = await addRun();
    await addPart(run, 'orders', 0, {});
    await addPart(run, 'orders', 1, { state: 'done' });
    api.gateway.down = true;
    const desired = async (): Promise<unknown> => (await api.dataSource.query<{ desired: string }[]>('select desired from part where run_id = $1 order by ordinal', [run])).map((part) => part.desired);
    expect((await operator('POST', `/runs/${run}/pause`)).body).toMatchObject({ run: { state: 'paused', desired: 'pause', waiting: { code: 'paused' } } });
    expect(await desired()).toEqual(['pause', 'run']);
    expect((await operator('POST', `/runs/${run}/resume`)).body).toMatchObject({ run: { state: 'running', desired: 'run', waiting: null } });
    api.gateway.down = false;
    expect((await operator('POST', `/runs/${run}/cancel`)).body).toMatchObject({ run: { desired: 'stop' } });
    expect(api.gateway.calls).toEqual(['wakeRun initial']);
    expect(await desired()).toEqual(['stop', 'run']);
    expect((await operator('POST', `/runs/${run}/cancel`)).status).toBe(200);
    expect(await operator('POST', `/runs/${run}/resume`)).toMatchObject({ status: 409, body: { code: 'run_ended' } });
    const ended = await addRun('complete', { kind: 'reread' });
    expect(await operator('POST', `/runs/${ended}/pause`)).toMatchObject({ status: 409, body: { code: 'run_ended', state: 'complete' } });
  });

  it('end their streams when the service stops', async () => {
    const own = await startApi();
    const id = newId();
    const shop = await addIntegration(own, 'Sklep');
    await own.dataSource.query(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'test')`, [id, own.workspaceId, shop]);
    const admin = await own.as('admin');
    const key = await admin('POST', '/api-keys', { name: 'listener', role: 'viewer' });
    const stream = await fetch(`${own.url}/api/v1/runs/${id}/events`, { headers: { authorization: `Bearer ${String(key.body['secret'])}` } });
    expect(stream.status).toBe(200);
    await own.close();
    expect(await stream.text()).toContain('event: run');
  });

  it('tell of every change until they have ended', async () => {
    const run = await addRun();
    await addPart(run, 'orders', 0, { expected: 10 });
    const key = await operator('GET', `/runs/${run}`);
    expect(key.status).toBe(200);
    const stream = operator('GET', `/runs/${run}/events`);
    await api.dataSource.query(`update part set read = 10, written = 10, state = 'done' where run_id = $1`, [run]);
    await api.dataSource.query(`update run set state = 'complete', ended_at = now() where id = $1`, [run]);
    const answer = await stream;
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const views = String(answer.body['text']).split('\n\n').filter((event) => event.startsWith('event: run')).map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)) as { state: string; percent: number });
    expect(views.at(-1)).toMatchObject({ state: 'complete', percent: 100, total: { read: 10, written: 10 } });
  });
});
