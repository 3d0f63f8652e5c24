import { ids, list } from './spec-client.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';
import { parseCondition } from './query/filter.js';

describe('filter grammar', () => {
  it.each([
    ['v', { kind: 'any-of', values: ['v'] }],
    ['[v]', { kind: 'any-of', values: ['v'] }],
    ['[a|b|c]', { kind: 'any-of', values: ['a', 'b', 'c'] }],
    ['[9,10]', { kind: 'between', low: '9', high: '10' }],
    ['[10,9]', { kind: 'between', low: '9', high: '10' }],
    ['[2024-12-31 00:00:00,2024-01-01 00:00:00]', { kind: 'between', low: '2024-01-01 00:00:00', high: '2024-12-31 00:00:00' }],
    ['[2024-01-01T00:00:00,2024-12-31T00:00:00]', { kind: 'any-of', values: ['2024-01-01T00:00:00,2024-12-31T00:00:00'] }],
    ['[v]%', { kind: 'like', pattern: 'v%' }],
    ['%[v]', { kind: 'like', pattern: '%v' }],
    ['%[v]%', { kind: 'like', pattern: '%v%' }],
    ['>[v]', { kind: 'above', value: 'v' }],
    ['<[v]', { kind: 'below', value: 'v' }],
    ['![v]', { kind: 'none-of', values: ['v'] }],
    ['![a|b]', { kind: 'none-of', values: ['a', 'b'] }],
    ['>=[v]', { kind: 'dropped' }],
    ['<=[v]', { kind: 'dropped' }],
    ['>3', { kind: 'any-of', values: ['>3'] }],
    ['[1,2,3]', { kind: 'any-of', values: ['1,2,3'] }],
    ['[3,]', { kind: 'any-of', values: ['3,'] }],
    ['[]', { kind: 'any-of', values: [''] }],
  ])('%s', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });
});

describe('filters against a shop', () => {
  let shop: PrestaShopSandbox;
  beforeAll(async () => {
    shop = await startPrestaShopSandbox({ customers: 40, orders: 20, shares: { orphanedOrders: 0 } });
    shop.control.sqlUpdate('customers', 5, { lastname: 'Xmyślona', date_upd: '2025-05-05 12:00:00', company: null });
    shop.control.sqlUpdate('customers', 6, { lastname: 'XMYŚLONA', date_upd: '2025-05-05 00:00:00' });
    shop.control.sqlUpdate('customers', 7, { lastname: 'Xmyślona-Testowa', date_upd: '2025-05-06 00:00:00' });
  });
  afterAll(() => shop.stop());

  it.each<[string, readonly number[]]>([
    ['filter[id]=5', [5]],
    ['filter[id]=[7|5|6]', [5, 6, 7]],
    ['filter[id]=[5,7]', [5, 6, 7]],
    ['filter[id]=[7,5]', [5, 6, 7]],
    ['filter[id]=>[38]', [39, 40]],
    ['filter[id]=<[3]', [1, 2]],
    ['filter[id]=[1,2,3]', [1]],
    ['filter[id]=[3,]', [3]],
    ['filter[id]=[]', []],
    ['filter[id]=>38', []],
    // A repeated name replaces the first one, as in PHP.
    ['filter[id]=[4,8]&filter[id]=![1|2|3]&filter[lastname]=[xmyś]%', [5, 6, 7]],
    ['filter[id]=![5|6]&filter[lastname]=[xmyś]%', [7]],
    ['filter[lastname]=[xmyślona]', [5, 6]],
    ['filter[lastname]=[xmyślona]%', [5, 6, 7]],
    ['filter[lastname]=%[testowa]', [7]],
    ['filter[lastname]=%[śLONA-te]%', [7]],
    ['filter[lastname]=[xmyślona]&filter[id]=>[5]', [6]],
    ['date=1&filter[date_upd]=[2025-05-05]', [6]],
    ['date=1&filter[date_upd]=[2025-05-05,2025-05-06]&filter[lastname]=[xmyś]%', [5, 6, 7]],
    ['date=1&filter[date_upd]=[2025-05-04,2025-05-05]&filter[lastname]=[xmyś]%', [6]],
    ['date=1&filter[date_upd]=>[2025-05-05 11:59:59]&filter[lastname]=[xmyś]%', [5, 7]],
    ['date=1&filter[date_upd]=>[2025-05-05T11:59:59]&filter[lastname]=[xmyś]%', [5, 7]],
    ['date=1&filter[date_upd]=[2025-05-05 12:00:00]&filter[id]=>[4]', [5]],
    ['filter[company]=![invented]&filter[id]=[5]', []],
  ])('%s', async (query, expected) => {
    expect(await ids(shop, `customers?${query}&sort=[id_ASC]`)).toEqual(expected);
  });

  it('filters multilingual fields in the languages of the answer', async () => {
    expect(await ids(shop, 'order_states?filter[name]=[anulowane]')).toEqual([6]);
    expect(await ids(shop, 'order_states?filter[name]=[Canceled]')).toEqual([]);
  });

  it.each<[string, readonly number[]]>([
    ['sort=[id_ASC]&limit=2', [1, 2]],
    ['sort=[id_ASC]&limit=1,2', [2, 3]],
    ['sort=[id_desc]&limit=2', [40, 39]],
    ['sort=id_DESC&limit=1', [40]],
    ['sort=[is_guest_DESC,id_ASC]&filter[id]=[1,3]&limit=5', [1, 2, 3]],
    ['limit=x', []],
  ])('%s', async (query, expected) => {
    if (query.includes('is_guest')) for (const id of [1, 2, 3]) shop.control.sqlUpdate('customers', id, { is_guest: 0 });
    expect(await ids(shop, `customers?${query}`)).toEqual(expected);
  });

  it('walks a delta by (date_upd, id) without losing rows of one second', async () => {
    for (const id of [10, 11, 12, 13, 14]) shop.control.sqlUpdate('customers', id, { date_upd: '2030-01-01 00:00:00' });
    const seen: unknown[] = [];
    let [date, last] = ['2029-01-01 00:00:00', 0];
    for (;;) {
      const tie = `filter[date_upd]=[${date}]&filter[id]=>[${String(last)}]&date=1&sort=[id_ASC]&limit=2`;
      const on = `filter[date_upd]=>[${date}]&date=1&sort=[date_upd_ASC,id_ASC]&limit=2`;
      let page = await list(shop, `customers?display=[id,date_upd]&${tie}`);
      if (page.length === 0) page = await list(shop, `customers?display=[id,date_upd]&${on}`);
      if (page.length === 0) break;
      seen.push(...page.map((entity) => entity['id']));
      [date, last] = [String(page.at(-1)?.['date_upd']), Number(page.at(-1)?.['id'])];
    }
    expect(seen).toEqual([10, 11, 12, 13, 14]);
  });
});
