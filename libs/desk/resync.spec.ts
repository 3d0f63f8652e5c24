import { canonicalText } from '../../test/support/canonical-dump.js';
import { buildEngine, connectPrestaShop, openRunRow, runToEnd, type ConnectedShop, type EngineHouse } from '../../test/support/engine.js';
import { refuseProposal } from './decide-proposal.js';
import { mergeCards } from './merge-cards.js';
import { listProposals } from './proposals.js';
import { splitCard } from './split-card.js';
import { decide, proposalsByName } from './testing/desk-house.js';

let house: EngineHouse;
let shop: ConnectedShop;
beforeAll(async () => {
  house = await buildEngine();
  shop = await connectPrestaShop(house, { customers: 120, orders: 200, shares: { guests: 0.4, sharedEmails: 0.5, allegro: 0.3 } });
  // Some people give the same phone and the same surname.
  const { control } = shop.sandbox;
  const owners = new Map(control.ids('addresses').map((id) => [String(control.record('addresses', id)?.['id_customer']), id] as const));
  for (const id of [...owners.values()].slice(-4)) control.sqlUpdate('addresses', id, { phone: '600700800', lastname: 'Wspólny' });
});
afterAll(async () => {
  await shop.sandbox.stop();
  await house.close();
});

const run = async (kind: 'initial' | 'reread', epoch = 0): Promise<void> => {
  expect(await runToEnd(house, await openRunRow(house, shop.integrationId, kind, { epoch }))).toBe('complete');
};
const shown = async (): Promise<{ readonly cards: string; readonly proposals: readonly string[] }> => ({ cards: await canonicalText(house.dataSource), proposals: await proposalsByName(house) });

it('what people decided outlives a full resynchronisation of the shop, also from nothing', async () => {
  await run('initial');
  // Two customer rows that share an e-mail: the later one is said to be somebody else.
  const [pair] = await house.dataSource.query<{ card: string; other: string }[]>(
    `select customer_id as card, max(id::text) as other from source_record where kind = 'customer' and customer_id is not null group by 1 having count(*) > 1 order by 1 limit 1`,
  );
  if (pair === undefined) throw new Error('the shop has nobody with two customer rows');
  const parted = await decide(house, (desk) => splitCard(desk, { customerId: pair.card, records: [pair.other], keepAlone: 'this', note: null }));
  const [first, second] = await house.dataSource.query<{ id: string }[]>(`select distinct customer_id as id from source_record where kind = 'customer' and customer_id not in ($1, $2) order by 1 desc limit 2`, [parted.customerId, parted.newCustomerId]);
  await decide(house, (desk) => mergeCards(desk, { customerId: first?.id ?? '', other: second?.id ?? '', note: null }));
  const [proposal] = await listProposals(house.dataSource, house.workspaceId, null, 1);
  await decide(house, (desk) => refuseProposal(desk, proposal?.id ?? '', null));
  const decided = await shown();
  expect(decided.proposals.length).toBeGreaterThan(0);
  const marks = 'select id, customer_id from source_record order by 1';
  const places = await house.dataSource.query<unknown[]>(marks);

  await run('reread');
  expect(await shown()).toEqual(decided);
  expect(await house.dataSource.query<unknown[]>(marks)).toEqual(places);

  await house.dataSource.query('update integration set epoch = 1');
  await run('reread', 1);
  expect(await shown()).toEqual(decided);
  expect(await house.dataSource.query<unknown[]>(marks)).toEqual(places);

  await house.dataSource.query('truncate source_record, consent, consent_change, customer, identity, hint, customer_field_value, contested_key, part_seen, absent_record, inbox');
  await run('reread', 1);
  expect(await shown()).toEqual(decided);
});
