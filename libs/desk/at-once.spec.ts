import { addShop, buildHouse, type House, type Shop } from '../../test/support/house.js';
import { store } from '../../test/support/relay-records.js';
import { mergeCards } from './merge-cards.js';
import { splitCard } from './split-card.js';
import { decide } from './testing/desk-house.js';
import { account, cardOf, cardsByName, guest, recordId } from './testing/people.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
  shop = await addShop(house, 'PS1');
});
afterAll(async () => {
  await house.close();
});

/** Until a page stands at the workspace's lock: it has looked up its cards, and not written them yet. */
async function somebodyWaits(): Promise<void> {
  for (let waiting = 0; waiting === 0; ) waiting = (await house.dataSource.query<{ waiting: number }[]>(`select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`))[0]?.waiting ?? 0;
}

it('a page that was resolved before a split does not undo it', async () => {
  await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
  const card = await cardOf(house.dataSource, 'customer', 1);
  const record = await recordId(house.dataSource, 'customer', 2);
  let page: Promise<void> | undefined;
  await decide(house, async (desk) => {
    page = store(house, shop, [guest(30, 'dom@example.pl')]);
    await somebodyWaits();
    await splitCard(desk, { customerId: card, records: [record], keepAlone: 'this', note: null });
  });
  await page;
  expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/1', 'PS1/customer/2', 'PS1/customer/30']);
});

it('a page that was resolved before a merge brings its record to the card that stayed', async () => {
  await store(house, shop, [account(5, 'a@example.pl'), account(6, 'b@example.pl')]);
  const [one, other] = [await cardOf(house.dataSource, 'customer', 5), await cardOf(house.dataSource, 'customer', 6)];
  let page: Promise<void> | undefined;
  await decide(house, async (desk) => {
    page = store(house, shop, [guest(60, 'b@example.pl')]);
    await somebodyWaits();
    await mergeCards(desk, { customerId: one, other, note: null });
  });
  await page;
  expect(await cardOf(house.dataSource, 'customer', 60)).toBe(one);
});

it('two people who merge the same cards at once make one decision each after the other', async () => {
  await store(house, shop, [account(7, 'c@example.pl'), account(8, 'd@example.pl')]);
  const [one, other] = [await cardOf(house.dataSource, 'customer', 7), await cardOf(house.dataSource, 'customer', 8)];
  const both = await Promise.allSettled([0, 1].map(async () => await decide(house, (desk) => mergeCards(desk, { customerId: one, other, note: null }))));
  expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'already_one_card', detail: { customerId: one } } });
});
