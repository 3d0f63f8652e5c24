import pg from 'pg';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { buildRelay, type Relay } from '../../test/support/relay-world.js';
import { nextDueMs } from './next-due.js';
import { dueEvents } from './send/due-events.js';
import { duePeople } from './send/due-people.js';

type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly Plans?: readonly Plan[] };

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** Fifty thousand deliveries wait beside twice as many that were made: what is due is found without reading those. */
describe('questions to the outbox', () => {
  let house: EngineHouse;
  let one: Relay;
  let client: pg.Client;

  beforeAll(async () => {
    house = await buildEngine();
    one = await buildRelay(house);
    // The sessions of the house are forbidden to scan; this one chooses freely.
    client = new pg.Client({ connectionString: house.url });
    await client.connect();
    await client.query(
      `insert into delivery (id, workspace_id, route_id, destination_id, kind, key, address, order_id, event_type, silent, state, queued, delivered)
       select gen_random_uuid(), $1, $2, $3, kind, case kind when 'event' then 'event:PURCHASE:' || n else kind end, 'osoba' || n || '@example.pl', case kind when 'event' then n::text end, case kind when 'event' then 'PURCHASE' end,
         n % 2 = 0, case when n > 50000 then 'pending' else 'delivered' end, 1, case when n > 50000 then 0 else 1 end
       from generate_series(1, 75000) n, unnest(array['contact', 'event']) kind`,
      [house.workspaceId, one.routeId, one.account.destinationId],
    );
    await client.query('analyze');
  });
  afterAll(async () => {
    await client.end();
    await one.account.sandbox.stop();
    await house.close();
  });

  /** Asks as the engine does, and shows how the database answers it. */
  async function plansOf(ask: (db: { query: <T>(sql: string, parameters?: unknown[]) => Promise<T> }) => Promise<unknown>): Promise<Plan[]> {
    const plans: Plan[] = [];
    await ask({ query: async <T>(sql: string, parameters: unknown[] = []): Promise<T> => {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${sql}`, parameters);
      plans.push(...rows.flatMap((row) => nodes(row['QUERY PLAN'][0].Plan)));
      return (await client.query(sql, parameters)).rows as T;
    } });
    return plans;
  }

  it.each<[string, Parameters<typeof plansOf>[0]]>([
    ['people whose turn it is', (db) => duePeople(db, one.account.destinationId, false, 50)],
    ['people of exports', (db) => duePeople(db, one.account.destinationId, true, 50)],
    ['events', (db) => dueEvents(db, one.account.destinationId, 50)],
    ['the next moment', (db) => nextDueMs(db, { destinationId: one.account.destinationId, sending: true, leaseMs: 1_000, paceMs: 100 })],
  ])('find %s by index', async (_what, ask) => {
    const plans = await plansOf(ask);
    expect(plans.some((plan) => plan['Relation Name'] === 'delivery')).toBe(true);
    expect(plans.filter((plan) => plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] === 'delivery')).toEqual([]);
  });
});
