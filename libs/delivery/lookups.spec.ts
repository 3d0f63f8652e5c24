import pg from 'pg';
import { newId } from '#libs/domain/ids.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { addRoute } from '../../test/support/relay.js';
import { addSource, order } from '../../test/support/relay-records.js';
import { buildRelay, type Relay } from '../../test/support/relay-world.js';
import type { Shop } from '../../test/support/house.js';
import { findHeld } from './duplicates/find-held.js';
import { ordersByPhone } from './phone/stored-orders.js';
import { findRoute, type RouteRow } from './rows.js';

type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly 'Actual Rows'?: number; readonly Plans?: readonly Plan[] };
type Explained = { readonly Plan: Plan; readonly 'Execution Time': number };

const ORDERS = 100_000;
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** A hundred thousand orders of two integrations that deliver to one account: one is looked up without reading the others. */
describe('look-ups among many orders', () => {
  let house: EngineHouse;
  let one: Relay;
  let second: Shop;
  let client: pg.Client;
  let route: RouteRow;

  /** Orders with a card, a phone and a place on the route each. */
  async function fill(integrationId: string, routeId: string, account: string, body: OrderRecord): Promise<void> {
    await client.query(
      `with made as (
         select gen_random_uuid() as id, gen_random_uuid() as card, n from generate_series(1, $5::int) n
       ), stored as (
         insert into source_record (id, workspace_id, integration_id, kind, external_id, customer_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys, order_number, placed_at)
         select id, $1, $2, 'order', n::text, card, jsonb_set(jsonb_set($4::jsonb, '{externalId}', to_jsonb(n::text)), '{contact,email}', to_jsonb('osoba' || n || '@example.pl'))::text, '', '1', 0, now(), now(),
           array['email:osoba' || n || '@example.pl', 'phone:+48' || 600000000 + n], n::text, now() - interval '1 minute' from made
       ), hinted as (
         insert into hint (workspace_id, type, value, customer_id, integration_id) select $1, 'phone', '+48' || 600000000 + n, card, $2 from made
       ), made_deliveries as (
         insert into delivery (id, workspace_id, route_id, destination_id, kind, key, address, record_id, order_id, event_type, silent, state, queued, delivered)
         select gen_random_uuid(), $1, $3, r.destination_id, 'event', 'event:PURCHASE:' || n, 'osoba' || n || '@example.pl', made.id, n::text, 'PURCHASE', false, 'delivered', 1, 1 from made join route r on r.id = $3
       ), told as (
         insert into delivered_fact (account, source_account, order_id, event_type, state, route_id, delivery_id, external_id) select $6, 'source-' || $2::text, n::text, 'PURCHASE', 'sent', $3, id, n::text from made
       )
       insert into routed_record (route_id, record_id, workspace_id, kind, external_id, address) select $3, id, $1, 'order', n::text, 'osoba' || n || '@example.pl' from made`,
      [house.workspaceId, integrationId, routeId, JSON.stringify(body), ORDERS / 2, account],
    );
  }

  beforeAll(async () => {
    house = await buildEngine();
    one = await buildRelay(house);
    second = await addSource(house, 'GATHERED');
    const secondRoute = await addRoute(house, { integrationId: second.id, destinationId: one.account.destinationId, startedAgo: '1 hour' });
    // The sessions of the house are forbidden to scan; this one chooses freely.
    client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const [{ account } = { account: '' }] = await house.dataSource.query<{ account: string }[]>(`select account from destination where id = $1`, [one.account.destinationId]);
    const contact = { email: null, firstName: 'Anna', lastName: 'Nowak', company: null, phones: ['600000007'] };
    await fill(one.source.id, one.routeId, account, order('1', null, { contact }));
    await fill(second.id, secondRoute, account, order('1', null, { contact, origin: { type: 'shop', account: '1', number: '7' } }));
    await client.query('analyze');
    const found = await findRoute(house.dataSource, one.routeId);
    if (found === null) throw new Error('no route');
    route = found;
  });
  afterAll(async () => {
    await client.end();
    await one.account.sandbox.stop();
    await house.close();
  });

  /** Asks as the engine does, and shows how the database answered. */
  async function asked<A>(ask: (db: { query: <T>(sql: string, parameters?: unknown[]) => Promise<T> }) => Promise<A>): Promise<{ answer: A; plans: Plan[]; ms: number }> {
    const explained: Explained[] = [];
    const answer = await ask({ query: async <T>(sql: string, parameters: unknown[] = []): Promise<T> => {
      const { rows } = await client.query<{ 'QUERY PLAN': [Explained] }>(`explain (analyze, format json) ${sql}`, parameters);
      explained.push(...rows.map((row) => row['QUERY PLAN'][0]));
      return (await client.query(sql, parameters)).rows as T;
    } });
    return { answer, plans: explained.flatMap((plan) => nodes(plan.Plan)), ms: explained.reduce((sum, plan) => sum + plan['Execution Time'], 0) };
  }

  const big = new Set(['source_record', 'hint', 'routed_record', 'delivered_fact', 'delivery']);
  function expectIndexes(plans: readonly Plan[]): void {
    const read = plans.filter((plan) => big.has(plan['Relation Name'] ?? ''));
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((plan) => plan['Node Type'] === 'Seq Scan')).toEqual([]);
    expect(Math.max(...read.map((plan) => plan['Actual Rows'] ?? 0))).toBeLessThan(100);
  }

  it('find the orders of a phone', async () => {
    const { answer, plans } = await asked((db) => ordersByPhone(db, route, ['+48600000007', '+48600000900']));
    expect([...answer].map(([phone, orders]) => [phone, orders.map((found) => found.externalId)])).toEqual([['+48600000007', ['7']], ['+48600000900', ['900']]]);
    expectIndexes(plans);
  });

  it('find the twin of an order', async () => {
    const { answer, plans } = await asked((db) => findHeld(db, { route, account: 'no' }, []));
    expect([answer.size, plans]).toEqual([0, []]);
    const [{ account } = { account: '' }] = await house.dataSource.query<{ account: string }[]>(`select account from destination where id = $1`, [one.account.destinationId]);
    const about = ['7', '8', '9'].map((id) => ({ recordId: newId(), address: `osoba${id}@example.pl`, order: order(id, null) }));
    const held = await asked((db) => findHeld(db, { route, account }, about));
    expect([...held.answer].map(([id, { reason }]) => [id, reason])).toEqual([['7', 'held']]);
    expectIndexes(held.plans);
    expect(held.ms).toBeLessThan(1_000);
  });
});
