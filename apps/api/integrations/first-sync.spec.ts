import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { accepted, addFields, integrationsOf, type Integrations } from '../testing/integrations.js';

describe('first sync', () => {
  let api: ApiHarness;
  let operator: Call;
  let saved: Integrations['saved'];

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
    await addFields(operator);
    ({ saved } = integrationsOf(api, operator));
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(() => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    api.gateway.check = () => accepted();
  });

  it('answers 202 with the run, a second one 409 with the run\'s id', async () => {
    const id = await saved();
    const first = await operator('POST', `/integrations/${id}/initial-sync`, { since: '2026-01-01T00:00:00+01:00' });
    expect(first).toMatchObject({ status: 202, body: { run: { kind: 'initial', state: 'queued', request: { since: '2025-12-31T23:00:00.000Z' } } } });
    const runId = (first.body['run'] as { id: string }).id;
    expect(api.gateway.calls).toContain(`startRun initial ${runId}`);
    expect((await operator('GET', `/integrations/${id}`)).body).toMatchObject({ state: 'running', unfinishedRuns: [{ id: runId }] });
    const second = await operator('POST', `/integrations/${id}/initial-sync`);
    expect(second).toMatchObject({ status: 409, body: { code: 'run_unfinished', runId } });
  });

  it('has one winner when many ask at once', async () => {
    const id = await saved();
    const answers = await Promise.all(Array.from({ length: 4 }, () => operator('POST', `/integrations/${id}/initial-sync`, {})));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409, 409]);
  });

  it('answers 503 with Temporal down and leaves no run behind', async () => {
    const id = await saved();
    api.gateway.down = true;
    expect(await operator('POST', `/integrations/${id}/initial-sync`, {})).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
    expect((await operator('GET', `/runs?integrationId=${id}`)).body.items).toEqual([]);
    expect((await operator('GET', `/integrations/${id}`)).body).toMatchObject({ state: 'saved' });
  });

  it('says what following a journal costs, with the formula of look-ups and a number only where one is known', async () => {
    const id = await saved();
    const asked = async (journal: unknown, language = 'en'): Promise<Record<string, unknown>> => {
      api.gateway.estimated = { streams: [], requests: 50, seconds: 12, writes: { pl: 'karty', en: 'cards' }, requestsPerMonth: 43_200, usedThisMonth: 0, journal };
      return (await operator('GET', `/integrations/${id}/initial-sync/estimate`, undefined, { 'accept-language': language })).body;
    };
    const journal = { pollSeconds: 60, recordsEach: 1, lookUps: { requestsEach: 2, atMost: 1_200 } };
    const told = await asked(journal);
    expect(told).toMatchObject({ journal });
    expect(told['message']).toContain('followed by the journal of the platform, every 60 s: about 43,200 requests a month, plus one for each order that changes. E-mail by phone number: 2 + n requests for each look-up');
    expect(told['message']).toContain('at most 1,200 such look-ups');
    const unsure = (await asked({ ...journal, recordsEach: 100, lookUps: { requestsEach: 2, atMost: null } }, 'pl'))['message'];
    expect(unsure).toContain('w dzienniku platformy, co 60 s');
    expect(unsure).toContain('plus to, co się zmieni. E-mail po numerze telefonu: 2 + n zapytań');
    expect(unsure).not.toContain('z ostatnich 30 dni');
    expect((await asked({ ...journal, lookUps: null }))['message']).not.toContain('E-mail by phone');
    const plain = await asked(undefined);
    expect(plain).toMatchObject({ journal: null });
    expect(plain['message']).toContain('Following changes afterwards: about 43,200 a month');
  });

  it('shows what it would cost', async () => {
    const id = await saved();
    api.gateway.estimated = { streams: [{ stream: 'orders', records: 5_000, precision: 'exact', requests: 50 }], requests: 50, seconds: 12, concurrency: 1, writes: { pl: 'karty', en: 'cards' } };
    const answer = await operator('GET', `/integrations/${id}/initial-sync/estimate`);
    expect(answer).toMatchObject({ status: 200, body: { requests: 50, seconds: 12, writes: 'cards', streams: [{ stream: 'orders', records: 5_000 }] } });
    await operator('POST', `/integrations/${id}/start`);
    const cost = await operator('POST', `/integrations/${id}/reread`, { streams: ['orders'] });
    expect(cost).toMatchObject({ status: 200, body: { requests: 50 } });
    const epoch = async (): Promise<unknown> => (await api.dataSource.query<{ epoch: number }[]>('select epoch from integration where id = $1', [id]))[0]?.epoch;
    expect(await epoch()).toBe(0);
    const run = await operator('POST', `/integrations/${id}/reread`, { streams: ['orders'], confirm: true });
    expect(run).toMatchObject({ status: 202, body: { run: { kind: 'reread', request: { streams: ['orders'] } } } });
    expect(await epoch()).toBe(1);
  });
});
