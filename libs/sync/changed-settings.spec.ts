import { buildEngine, connectIdoSell, drainInbox, openRunRow, readToEnd, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';
import type { Page } from '#libs/connectors/sdk/page.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Engine } from './engine.js';
import { planRun } from './plan-run.js';
import { finishRun } from './run-life.js';
import { fenceOpenParts } from './settings-changed.js';
import { syncPart } from './sync-part.js';

/** Settings that decide what is read, saved while something is read with the old ones. */
let house: EngineHouse;
let panel: ConnectedPanel;

async function connect(...args: Parameters<typeof connectIdoSell> extends [unknown, ...infer Rest] ? Rest : never): Promise<void> {
  house = await buildEngine();
  panel = await connectIdoSell(house, ...args);
}
afterEach(async () => {
  await panel.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const onePage = (partId: string): Promise<unknown> =>
  syncPart({ ...house.engine, tuning: { ...house.engine.tuning, stepMs: 1 } }, { partId, signal: new AbortController().signal, onBeat: () => undefined });

/** As the API saves them: in one transaction, the integration first. */
async function save(settings: JsonObject): Promise<void> {
  await house.dataSource.transaction(async (manager) => {
    const [saved] = await manager.query<[{ settings_version: number }[], number]>(
      `update integration set settings = settings || $2::jsonb, settings_version = settings_version + 1 where id = $1 returning settings_version`,
      [panel.integrationId, JSON.stringify(settings)],
    );
    await fenceOpenParts(manager, panel.integrationId, saved[0]?.settings_version ?? 0, true);
  });
}

const activeIn = (shop: number): number[] =>
  panel.sandbox.control.ids('clients').filter((id) => ((panel.sandbox.control.record('clients', id)?.['clientActiveInShops'] ?? []) as { shopId: number }[]).some(({ shopId }) => shopId === shop));

it('leaves a half-read first sync incomplete, says why, and brings the clients of the new shop when it is started again', async () => {
  await connect({ clients: 240, orders: 2, subscribers: 0, shops: 2, shares: { undatedClients: 0, oneOff: 0 } }, { rowsPerPage: 10, shop: '1', deliveryAddresses: false });
  const runId = await openRunRow(house, panel.integrationId, 'initial');
  const { parts } = await planRun(house.engine, runId);
  for (const { partId } of parts.filter((part) => part.stream === 'customers')) for (let page = 0; page < 3; page += 1) await onePage(partId);
  expect(await rows(`select 1 from part_seen`)).not.toEqual([]);

  await save({ shop: '2' });
  for (const { partId } of parts) expect(await readToEnd(house, partId)).toMatchObject({ status: 'done' });
  expect(await finishRun(house.engine, runId)).toEqual({ state: 'incomplete' });
  const [run] = await rows<{ outcome: { places: { reason: unknown }[] } }>(`select outcome from run where id = $1`, [runId]);
  expect(run?.outcome.places[0]?.reason).toMatchObject({ code: 'settings_changed', text: { pl: expect.stringMatching(/\S/u) as unknown }, fix: { en: expect.stringMatching(/Start the first/u) as unknown } });
  expect(await rows(`select 1 from part_seen`)).toEqual([]);

  expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'))).toBe('complete');
  const stored = new Set((await rows<{ id: string }>(`select external_id as id from source_record where kind = 'customer'`)).map(({ id }) => Number(id)));
  expect(activeIn(2).filter((id) => !stored.has(id))).toEqual([]);
});

/** The engine over a connector that calls back at a moment no test could hit by waiting. */
function engineWith(hooks: { readonly planning?: () => Promise<void>; readonly pageInHand?: () => Promise<void> }): Engine {
  const connectors: Engine['connectors'] = (platform) => {
    const definition = house.engine.connectors(platform);
    const open: typeof definition.open = (input) => {
      const connector = definition.open(input);
      const streams = connector.streams.map((stream) => ({ ...stream, backfill: { ...stream.backfill, read: (given: Parameters<typeof stream.backfill.read>[0]) => pagesOf(stream.backfill.read(given)) } }));
      return { ...connector, streams, dictionary: async (signal) => { await hooks.planning?.(); return connector.dictionary(signal); } };
    };
    return { ...definition, open };
  };
  async function* pagesOf(pages: AsyncIterable<Page>): AsyncIterable<Page> {
    for await (const page of pages) {
      await hooks.pageInHand?.();
      yield page;
    }
  }
  return { ...house.engine, connectors };
}

it('commits no page that was asked for with the old settings', async () => {
  await connect({ clients: 60, orders: 2, subscribers: 0, shares: { undatedClients: 0 } }, { rowsPerPage: 10 });
  const [part] = (await planRun(house.engine, await openRunRow(house, panel.integrationId, 'initial'))).parts;
  await onePage(part?.partId ?? '');
  const pages = (): Promise<{ pages: number }[]> => rows(`select pages::int from part where id = $1`, [part?.partId]);
  const before = await pages();
  let saved = 0;
  const pageInHand = async (): Promise<void> => { if ((saved += 1) === 1) await save({ oneOffClients: false }); };
  expect(await syncPart(engineWith({ pageInHand }), { partId: part?.partId ?? '', signal: new AbortController().signal, onBeat: () => undefined })).toMatchObject({ status: 'done', pages: 0 });
  expect(saved).toBeGreaterThan(0);
  expect(before).toEqual([{ pages: 1 }]);
  expect(await pages()).toEqual(before);
});

it('plans again when the settings change while a run is planned', async () => {
  await connect({ clients: 60, orders: 2, subscribers: 0, shops: 2 }, { shop: '1' });
  const runId = await openRunRow(house, panel.integrationId, 'initial');
  const planned = await planRun(engineWith({ planning: () => save({ shop: '2' }) }), runId);
  expect(planned).toMatchObject({ status: 'open', planned: false, parts: [] });
  expect(await rows(`select planned_at from run where id = $1`, [runId])).toEqual([{ planned_at: null }]);
  expect(await runToEnd(house, runId)).toBe('complete');
});

it('lets following go on by itself from where it stood', async () => {
  await connect({ clients: 60, orders: 20 });
  await runToEnd(house, await openRunRow(house, panel.integrationId, 'recurring'));
  const lanes = (): Promise<unknown[]> => rows(`select stream, lane, cursor, finished_at from lane order by 1, 2`);
  const before = await lanes();
  const runId = await openRunRow(house, panel.integrationId, 'recurring');
  const { parts } = await planRun(house.engine, runId);
  await save({ oneOffClients: false });
  for (const { partId } of parts) await readToEnd(house, partId);
  expect(await finishRun(house.engine, runId)).toEqual({ state: 'incomplete' });
  expect(await lanes()).toEqual(before);
  expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'recurring'))).toBe('complete');
});

describe('one-off clients', () => {
  const due = async (): Promise<number> => (await rows<{ n: number }>(`select count(*)::int as n from inbox where applied_at is null`))[0]?.n ?? 0;
  const stored = async (): Promise<number> => (await rows<{ n: number }>(`select count(*)::int as n from source_record where kind = 'customer'`))[0]?.n ?? 0;
  const oneOff = (): number => panel.sandbox.control.ids('clients').filter((id) => panel.sandbox.control.record('clients', id)?.['isUnregistered'] === 'y').length;
  const first = async (): Promise<string> => runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));

  it('that were read and left out are not asked for again by the orders that name them', async () => {
    await connect({ clients: 120, orders: 150, subscribers: 0 }, { oneOffClients: false, rowsPerPage: 20 });
    expect(await first()).toBe('complete');
    expect(oneOff()).toBeGreaterThan(10);
    expect(await stored()).toBe(120 - oneOff());
    expect(await due()).toBe(0);
    // Nor by a pass that finds everything else unchanged.
    await rows(`delete from absent_record`);
    expect(await first()).toBe('complete');
    expect(await due()).toBe(0);
  });

  it('come back when the setting lets them in: all with a reread, those with orders by themselves', async () => {
    await connect({ clients: 120, orders: 150, subscribers: 0 }, { oneOffClients: false, rowsPerPage: 20 });
    await first();
    await save({ oneOffClients: true });
    expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'recurring'))).toBe('complete');
    expect(await due()).toBeGreaterThan(0);
    expect(await drainInbox(house, panel.integrationId)).not.toEqual([]);
    expect(await rows(`select 1 from source_record where kind = 'order' and customer_id is null and owner_id is not null`)).toEqual([]);
    expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'reread'))).toBe('complete');
    expect(await stored()).toBe(120);
  });
});
