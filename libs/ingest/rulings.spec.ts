import { newId } from '#libs/domain/ids.js';
import type { KeyText } from '#libs/domain/identity-keys.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { addShop, buildHouse, emptyHouse, type House, type Shop } from '../../test/support/house.js';
import { store } from '../../test/support/relay-records.js';
import { account, cardsByName, listed, order, stray } from '../desk/testing/people.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  shop = await addShop(house, 'PS1');
});

const shopId = (id: number): KeyText => `shop_id:${shop.id}/${String(id)}`;
const split = async (email: string, keeper: KeyText): Promise<void> => {
  await house.dataSource.query(`insert into split_key (workspace_id, type, value, keeper_key, decision_id) values ($1, 'email', $2, $3, $4)`, [house.workspaceId, email, keeper, newId()]);
};
const link = async (left: KeyText, right: KeyText): Promise<void> => {
  await house.dataSource.query(`insert into card_link (id, workspace_id, left_key, right_key, decision_id) values ($1, $2, $3, $4, $5)`, [newId(), house.workspaceId, left, right, newId()]);
};

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

/** Records one a page, in every order there is, under the same rulings. */
async function inEveryOrder(records: readonly NeutralRecord[], rule: () => Promise<void>): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const sequence of permutations(records)) {
    await emptyHouse(house);
    shop = await addShop(house, 'PS1');
    await rule();
    for (const record of sequence) await store(house, shop, [record]);
    seen.add(await canonicalText(house.dataSource));
  }
  return seen;
}

describe('pages under rulings of people', () => {
  it('do not join by a value that was split', async () => {
    await split('e@example.pl', shopId(1));
    await store(house, shop, [account(1, 'e@example.pl')]);
    await store(house, shop, [account(2, 'e@example.pl')]);
    expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/1', 'PS1/customer/2']);
    expect(await house.dataSource.query(`select count(*)::int as n from identity where type = 'email'`)).toEqual([{ n: 0 }]);
    // Both are still found by it.
    expect(await house.dataSource.query(`select count(*)::int as n from hint where type = 'email' and value = 'e@example.pl'`)).toEqual([{ n: 2 }]);
  });

  it('give what has nothing but split values to the keeper, whichever comes first and though the keeper never carried them', async () => {
    const records = [account(1, 'other@example.pl'), stray(7, 'e@example.pl'), listed(8, 'e@example.pl')];
    expect((await inEveryOrder(records, () => split('e@example.pl', shopId(1)))).size).toBe(1);
    expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/1 PS1/order/7 PS1/subscriber/s8']);
  });

  it('give records with split values alone one card as long as their keeper is unknown', async () => {
    expect((await inEveryOrder([stray(7, 'e@example.pl'), listed(8, 'e@example.pl'), account(2, 'e@example.pl')], () => split('e@example.pl', shopId(1)))).size).toBe(1);
    expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/2', 'PS1/order/7 PS1/subscriber/s8']);
  });

  it('join what a person joined, in any order, with the orders that wait for an owner', async () => {
    expect((await inEveryOrder([account(1, 'a@example.pl'), account(2, 'b@example.pl'), order(5, 2), order(6, 1)], () => link(shopId(1), shopId(2)))).size).toBe(1);
    expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/1 PS1/customer/2 PS1/order/5 PS1/order/6']);
  });

  it('follow a link that was cut no more', async () => {
    await link(shopId(1), shopId(2));
    await house.dataSource.query('update card_link set cut_by = $1', [newId()]);
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    expect(await cardsByName(house.dataSource)).toHaveLength(2);
  });

  it('follow nobody else\'s ruling in another workspace', async () => {
    await house.dataSource.query(`insert into split_key (workspace_id, type, value, keeper_key, decision_id) values ($1, 'email', 'e@example.pl', 'email:x@example.pl', $1)`, [newId()]);
    await store(house, shop, [account(1, 'e@example.pl')]);
    await store(house, shop, [account(2, 'e@example.pl')]);
    expect(await cardsByName(house.dataSource)).toEqual(['PS1/customer/1 PS1/customer/2']);
  });
});
