import { buildEngine, connectIdoSell, openRunRow, readToEnd, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';
import type { Engine } from './engine.js';
import { planRun } from './plan-run.js';
import { finishRun } from './run-life.js';

/** Following plans each lane for itself. */
let house: EngineHouse;
let panel: ConnectedPanel;
const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const open = (): Promise<string> => openRunRow(house, panel.integrationId, 'recurring');
const streamsOf = (plan: { readonly parts: readonly { stream: string; lane: string }[] }): string[] => plan.parts.map(({ stream, lane }) => `${stream} ${lane}`);

beforeEach(async () => {
  house = await buildEngine();
  panel = await connectIdoSell(house, { clients: 10, orders: 5, historyEnd: new Date(Date.now() - 3_600_000).toISOString() }, { lagSeconds: 0 });
  expect(await runToEnd(house, await open())).toBe('complete');
  // The lists, which are looked at less often than the rest, are due again.
  await rows(`update lane set finished_at = finished_at - interval '1 hour' where stream = 'subscribers'`);
});
afterEach(async () => {
  await panel.sandbox.stop();
  await house.close();
});

it('goes on following clients and orders while the list of shops, which newsletter lists need, is not answered', async () => {
  const { control } = panel.sandbox;
  const lists = (): Promise<unknown[]> => rows(`select cursor, finished_at from lane where stream = 'subscribers'`);
  const before = await lists();
  control.createClient({ email: 'nowa.osoba@example.pl' });
  control.advanceClock(2);
  control.setFault({ kind: 'html-500', resource: 'shops/languages' });
  const runId = await open();
  const plan = await planRun(house.engine, runId);
  expect(streamsOf(plan)).toEqual(['customers delta', 'orders delta']);
  for (const { partId } of plan.parts) await readToEnd(house, partId);
  expect(await finishRun(house.engine, runId)).toEqual({ state: 'incomplete' });
  expect(await rows(`select 1 from customer where email = 'nowa.osoba@example.pl'`)).toHaveLength(1);
  const [run] = await rows<{ outcome: unknown }>(`select outcome from run where id = $1`, [runId]);
  expect(run?.outcome).toEqual({ places: [expect.objectContaining({ stream: 'subscribers', lane: 'delta', reason: expect.objectContaining({ kind: 'platform_unavailable' }) as unknown })] });
  expect(await lists()).toEqual(before);

  control.setFault(null);
  const next = await open();
  expect(streamsOf(await planRun(house.engine, next))).toContain('subscribers delta');
  expect(await runToEnd(house, next)).toBe('complete');
});

it('does not bend the run because of one lost answer', async () => {
  panel.sandbox.control.setFault({ kind: 'html-500', resource: 'shops/languages', times: 1 });
  expect(streamsOf(await planRun(house.engine, await open()))).toContain('subscribers delta');
});

it('goes on with the stored names of codes when they cannot be read anew', async () => {
  await rows(`update integration set dictionary_at = now() - interval '30 days'`);
  panel.sandbox.control.setFault({ kind: 'html-500', resource: 'orders/statuses' });
  expect(await runToEnd(house, await open())).toBe('complete');
  expect(await rows(`select dictionary_at < now() - interval '29 days' as due from integration`)).toEqual([{ due: true }]);
});

it.each([
  ['rate_limited', (): void => { panel.sandbox.control.setFault({ kind: 'status-429', resource: 'shops/languages' }); }],
  ['credentials_rejected', (): void => { panel.sandbox.control.setKey({ active: false }); }],
])('holds the whole run when the account is concerned: %s', async (kind, trouble) => {
  trouble();
  const runId = await open();
  await expect(planRun(house.engine, runId)).rejects.toMatchObject({ kind });
  expect(await rows(`select planned_at from run where id = $1`, [runId])).toEqual([{ planned_at: null }]);
});

it('waits when no lane at all can be planned', async () => {
  panel.sandbox.control.setFault({ kind: 'html-500', resource: 'shops/languages' });
  const connectors: Engine['connectors'] = (platform) => {
    const definition = house.engine.connectors(platform);
    return { ...definition, open: (given) => { const connector = definition.open(given); return { ...connector, streams: connector.streams.filter((stream) => stream.name === 'subscribers') }; } };
  };
  await expect(planRun({ ...house.engine, connectors }, await open())).rejects.toMatchObject({ kind: 'platform_unavailable' });
});
