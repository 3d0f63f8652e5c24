import { buildEngine, connectIdoSell, openRunRow, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';

/** Two panels and one workspace: the same numbers mean different people there, and must never meet. */
let house: EngineHouse;
let first: ConnectedPanel;
let second: ConnectedPanel;

const WORLD = { clients: 70, orders: 90, subscribers: 15 };

beforeAll(async () => {
  house = await buildEngine();
  first = await connectIdoSell(house, { ...WORLD, seed: 1 }, { rowsPerPage: 20, lagSeconds: 0 }, 'IDO1');
  second = await connectIdoSell(house, { ...WORLD, seed: 2 }, { rowsPerPage: 20, lagSeconds: 0 }, 'IDO2');
  // Interleaved: each step is taken by both before either takes the next one.
  const run = async (kind: 'initial' | 'recurring'): Promise<void> => {
    for (const panel of [first, second]) expect(await runToEnd(house, await openRunRow(house, panel.integrationId, kind))).toBe('complete');
  };
  await run('initial');
  await run('recurring');
  for (const panel of [first, second]) {
    panel.sandbox.control.sell(5);
    panel.sandbox.control.createClient({ email: 'wspolna@example.com' });
    panel.sandbox.control.advanceClock(2);
  }
  await run('recurring');
});
afterAll(async () => {
  await first.sandbox.stop();
  await second.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const panels = (): readonly (readonly [string, ConnectedPanel])[] => [['IDO1', first], ['IDO2', second]];

it('the panels do share client and order numbers, so that they could be mixed up', () => {
  for (const kind of ['clients', 'orders'] as const) {
    const other = new Set(second.sandbox.control.ids(kind));
    expect(first.sandbox.control.ids(kind).filter((id) => other.has(id)).length).toBeGreaterThan(30);
  }
});

it('every panel has all of its records, and its own', async () => {
  for (const [, panel] of panels()) {
    const stored = await rows<{ external_id: string }>(`select external_id from source_record where integration_id = $1 and kind = 'customer'`, [panel.integrationId]);
    expect(stored.map((row) => Number(row.external_id)).toSorted((a, b) => a - b)).toEqual([...panel.sandbox.control.ids('clients')].toSorted((a, b) => a - b));
    const orders = await rows<{ n: number }>(`select count(*)::int as n from source_record where integration_id = $1 and kind = 'order'`, [panel.integrationId]);
    expect(orders).toEqual([{ n: panel.sandbox.control.ids('orders').length }]);
  }
});

it('the field of a panel holds a number of that panel, of somebody on that card', async () => {
  for (const [code, panel] of panels()) {
    const values = await rows<{ n: number; foreign: number }>(
      `select count(*)::int as n, count(*) filter (where not exists (
         select 1 from source_record r where r.customer_id = v.customer_id and r.integration_id = $2 and r.kind = 'customer' and r.external_id = v.number_value::text))::int as "foreign"
       from customer_field_value v join custom_field f on f.id = v.field_id where f.key = $1`,
      [`${code}_id`, panel.integrationId],
    );
    expect(values[0]?.foreign).toBe(0);
    expect(values[0]?.n).toBeGreaterThan(30);
  }
});

it('no order lies on a card for a client of the other panel who happens to have the same number', async () => {
  expect(await rows(`select o.external_id from source_record o where o.kind = 'order' and o.customer_id is not null and o.owner_id is not null
    and not exists (select 1 from source_record c where c.kind = 'customer' and c.integration_id = o.integration_id and c.external_id = o.owner_id and c.customer_id = o.customer_id)`)).toEqual([]);
});

it('who has one address in both panels is one card with both numbers, and nobody else is', async () => {
  const both = await rows<{ id: string; shared: number; ours: boolean; fields: number }>(
    `with mail as (select customer_id, integration_id, split_part(lower(body::jsonb ->> 'email'), '+', 1) as address from source_record where customer_id is not null)
     select c.id, (select count(*)::int from mail a join mail b on a.customer_id = c.id and b.customer_id = c.id and a.address = b.address and a.integration_id < b.integration_id) as shared,
       exists (select 1 from mail m where m.customer_id = c.id and m.address = 'wspolna@example.com') as ours,
       (select count(*)::int from customer_field_value v join custom_field f on f.id = v.field_id where v.customer_id = c.id and f.type = 'number') as fields
     from customer c where (select count(distinct r.integration_id) from source_record r where r.customer_id = c.id) > 1`);
  for (const card of both) expect(card.shared).toBeGreaterThan(0);
  expect(both.filter((card) => card.ours)).toEqual([expect.objectContaining({ fields: 2 })]);
});
