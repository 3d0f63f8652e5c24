import pg from 'pg';
import { buildHouse, type House } from '../../test/support/house.js';
import { ticketProposals } from '../../apps/api/proposals/ticket-proposals.js';
import { listProposals, proposalsOfCard, type Asking } from './proposals.js';

type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly 'Index Name'?: string; readonly 'Actual Rows': number; readonly 'Actual Loops': number; readonly Plans?: readonly Plan[] };

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** A hundred thousand hints of cards, a tenth of them shared by two: a page of proposals reads as far as it needs. */
describe('questions of the identity desk', () => {
  let house: House;
  let client: pg.Client;

  beforeAll(async () => {
    house = await buildHouse();
    // The sessions of the house are forbidden to scan; this one chooses freely.
    client = new pg.Client({ connectionString: house.url });
    await client.connect();
    await client.query(
      `with cards as (insert into customer (id, workspace_id) select gen_random_uuid(), $1 from generate_series(1, 50000) returning id),
         numbered as (select id, row_number() over () as n from cards)
       insert into hint (workspace_id, type, value, customer_id, integration_id)
       select $1, t.type, case when n <= 10000 then t.type || n / 2 else t.type || 'own' || n end, id, gen_random_uuid() from numbered, unnest(array['allegro_login', 'person_phone', 'phone']) as t(type)`,
      [house.workspaceId],
    );
    await client.query(`insert into ticket (id, workspace_id, source, candidates) select gen_random_uuid(), $1, 'x', case when n % 100 = 0 then array[gen_random_uuid(), gen_random_uuid()] else '{}' end from generate_series(1, 20000) n`, [house.workspaceId]);
    await client.query('vacuum analyze');
  });
  afterAll(async () => {
    await client.end();
    await house.close();
  });

  async function plansOf(ask: (db: Asking) => Promise<unknown>): Promise<Plan[]> {
    const plans: Plan[] = [];
    const query = async <T>(sql: string, parameters: unknown[] = []): Promise<T> => {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${sql}`, parameters);
      plans.push(...rows.flatMap((row) => nodes(row['QUERY PLAN'][0].Plan)));
      return (await client.query(sql, parameters)).rows as T;
    };
    await ask({ query });
    return plans;
  }
  const read = (plans: readonly Plan[], relation: string): number => plans.filter((plan) => plan['Relation Name'] === relation).reduce((sum, plan) => sum + plan['Actual Rows'] * plan['Actual Loops'], 0);

  it('walk along the primary key of hints, and stop with the page', async () => {
    const plans = await plansOf(async (db) => {
      expect(await listProposals(db, house.workspaceId, null, 51)).toHaveLength(51);
    });
    expect(plans.filter((plan) => plan['Relation Name'] === 'hint' && plan['Node Type'] === 'Seq Scan')).toEqual([]);
    expect(plans.some((plan) => plan['Index Name'] === 'hint_pkey')).toBe(true);
    expect(read(plans, 'hint')).toBeLessThan(10_000);
  });

  it('find the proposals of one card by its own hints', async () => {
    const [{ id }] = (await client.query<{ id: string }>(`select customer_id as id from hint where value = 'allegro_login7' limit 1`)).rows as [{ id: string }];
    const plans = await plansOf(async (db) => {
      expect(await proposalsOfCard(db, house.workspaceId, id)).toHaveLength(1);
    });
    expect(plans.filter((plan) => plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] === 'hint')).toEqual([]);
    expect(read(plans, 'hint')).toBeLessThan(100);
  });

  it('find tickets with candidates without reading the others', async () => {
    const plans = await plansOf(async (db) => {
      expect(await ticketProposals(db, house.workspaceId, { after: null, customerId: null, limit: 51 })).toHaveLength(51);
    });
    expect(plans.some((plan) => plan['Index Name'] === 'ticket_proposed')).toBe(true);
    expect(read(plans, 'ticket')).toBeLessThan(250);
  });
});
