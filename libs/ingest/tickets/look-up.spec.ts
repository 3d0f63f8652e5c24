import type { NeutralRecord } from '#libs/domain/records.js';
import { addShop, buildHouse, openPart, type House, type Shop } from '../../../test/support/house.js';
import { allegroOrder, customer, order, page } from '../../../test/support/small-records.js';
import { ingestPages } from '../ingest-pages.js';
import { IngestSession, type Statement } from '../session.js';
import { FIND_CLAIMS, FIND_TICKETS, FIND_TICKETS_ON_CARDS } from './statements-tickets.js';

const TICKETS = 50_000;
const ADDRESSES = 20_000;
const PAGE = 200;

let house: House;
let shop: Shop;
const asked = new Map<string, number>();
const original = IngestSession.prototype.query;

const hash = (n: number): string => `h${String(n).padStart(6, '0')}`;
/** Every second of the new addresses has a ticket that waits. */
const sale = (n: number): NeutralRecord => allegroOrder(n, null, [`${hash(n * 2)}+${String(n)}@allegromail.pl`]);

beforeAll(async () => {
  house = await buildHouse();
  await house.dataSource.query(`update workspace set settings = '{"allegro": {}}'`);
  shop = await addShop(house, 'PS1');
  await house.dataSource.query(
    `insert into ticket (id, workspace_id, source, external_id, sender, address, lookup_key)
     select gen_random_uuid(), $1, 'desk', n::text, a.address, a.address, 'allegro_address:' || a.base
     from generate_series(1, $2::int) n cross join lateral (select 'h' || lpad(n::text, 6, '0') || '@allegromail.pl' as base, 'h' || lpad(n::text, 6, '0') || '+' || n || '@allegromail.pl' as address) a`,
    [house.workspaceId, TICKETS],
  );
  await house.dataSource.query(`analyze ticket`);
  IngestSession.prototype.query = function counted(this: IngestSession, statement: Statement, values: readonly unknown[]) {
    asked.set(statement.name, (asked.get(statement.name) ?? 0) + 1);
    return original.call(this, statement, values);
  } as typeof original;
});
afterAll(async () => {
  IngestSession.prototype.query = original;
  await house.close();
});
beforeEach(() => {
  asked.clear();
});

async function write(kind: 'customers' | 'orders', pages: readonly (readonly NeutralRecord[])[]): Promise<void> {
  const part = await openPart(house, shop, kind);
  let { progress } = part;
  for (const records of pages) {
    const result = await ingestPages(house.dataSource, part.context, progress, [page(records)]);
    if (result.status !== 'committed') throw new Error('the page was left');
    progress = result.progress;
  }
}

type Plan = { readonly 'Node Type': string; readonly 'Index Name'?: string; readonly 'Relation Name'?: string; readonly Plans?: readonly Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Ways of reading tables in the plan; `free`: the planner may read whole tables, as outside ingest. */
async function readsOf(statement: Statement, values: readonly unknown[], free: boolean): Promise<string[]> {
  const runner = house.dataSource.createQueryRunner();
  try {
    if (free) await runner.query('set enable_seqscan = on');
    const [row] = (await runner.query(`explain (format json) ${statement.text}`, [...values])) as { 'QUERY PLAN': { Plan: Plan }[] }[];
    await runner.query('reset enable_seqscan');
    return nodesOf((row?.['QUERY PLAN'][0] as { Plan: Plan }).Plan).filter((node) => node['Node Type'].endsWith('Scan') && (node['Index Name'] ?? node['Relation Name']) !== undefined).map((node) => `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name'] ?? ''}`);
  } finally {
    await runner.release();
  }
}

describe('what tickets cost a page', () => {
  it(`is one look-up, for ${String(ADDRESSES)} new addresses beside ${String(TICKETS)} tickets`, async () => {
    const sales = Array.from({ length: ADDRESSES }, (_, index) => sale(index + 1));
    const pages = Array.from({ length: ADDRESSES / PAGE }, (_, index) => sales.slice(index * PAGE, (index + 1) * PAGE));
    await write('orders', pages);
    expect(asked.get(FIND_TICKETS.name)).toBe(pages.length);
    // What was found costs one look at claims and one write, however much it is.
    expect(asked.get(FIND_CLAIMS.name)).toBe(pages.length);
    expect([...asked].filter(([name, count]) => name.startsWith('tickets_') && count > pages.length)).toEqual([]);
    expect(await house.dataSource.query(`select count(*)::int as n, count(distinct customer_id)::int as cards from ticket where customer_id is not null`)).toEqual([{ n: ADDRESSES, cards: ADDRESSES }]);
  });

  it('is nothing when a page brings no new key', async () => {
    await write('orders', [[allegroOrder(1, null, [`${hash(2)}+1@allegromail.pl`], 50)], [order(30_000, null, 1)]]);
    await write('customers', [[customer(1, 'a@example.pl')]]);
    expect(asked.get(FIND_TICKETS.name)).toBe(1);
    asked.clear();
    await write('orders', [[order(30_001, 1)], [order(30_002, null, 0, { contact: { firstName: null, lastName: null, company: null, email: 'a@example.pl', phones: [] } })]]);
    expect([...asked.keys()].filter((name) => name.startsWith('tickets_'))).toEqual([]);
  });

  it('goes by indexes', async () => {
    const keys = Array.from({ length: PAGE }, (_, index) => `allegro_address:${hash(index * 97)}@allegromail.pl`);
    const [{ cards } = { cards: [] }] = await house.dataSource.query<{ cards: string[] }[]>(`select array_agg(customer_id) as cards from (select customer_id from ticket where customer_id is not null limit 50) t`);
    await house.dataSource.query('analyze');
    expect(await readsOf(FIND_TICKETS, [house.workspaceId, keys], true)).toEqual([expect.stringMatching(/Index Scan ticket_lookup$/u)]);
    expect(await readsOf(FIND_TICKETS_ON_CARDS, [house.workspaceId, cards], true)).toEqual([expect.stringMatching(/Index Scan ticket_card$/u)]);
    // As the list of tickets is searched: one address, or all forms of a masked one, also of tickets that people have decided about.
    for (const [column, value] of [['address', `${hash(1)}+1@allegromail.pl`], ['lookup_key', keys[0]]] as const) {
      const search = { name: 'search', text: `select t.id from ticket t where t.workspace_id = $1 and t.${column} = $2 order by t.id desc limit 51` };
      expect(await readsOf(search, [house.workspaceId, value], true)).toEqual([expect.stringMatching(column === 'address' ? /Index Scan ticket_address$/u : /Index Scan ticket_lookup$/u)]);
    }
    const claims = await readsOf(FIND_CLAIMS, [house.workspaceId, [...keys, ...keys.map((key) => key.replace('allegro_address:', 'email_seen:'))]], false);
    expect(claims.filter((read) => read.startsWith('Seq Scan') && !/ (split_key|workspace)$/u.test(read))).toEqual([]);
    expect(claims).toEqual(expect.arrayContaining([expect.stringContaining('identity_pkey'), expect.stringContaining('hint_pkey'), expect.stringContaining('source_record_card')]));
  });
});
