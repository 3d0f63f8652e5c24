import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, rows, type Row } from './spec-client.js';

let sandbox: IdoSellSandbox;
let nowMs = 0;
beforeEach(async () => {
  nowMs = Date.parse('2026-03-02T10:00:00Z');
  sandbox = await startIdoSellSandbox({ clients: 5, orders: 5, shops: 3, historyEnd: '2026-03-01T10:00:00Z', now: () => nowMs });
});
afterEach(async () => {
  await sandbox.stop();
});

const search = async (params: Row): Promise<readonly Row[]> => rows(await ask(sandbox, 'POST products/products/search', { params }), 'results');
const idsOf = (found: readonly Row[]): number[] => found.map((row) => Number(row['productId']));
const entries = (value: unknown): unknown[] => Object.values(value as object);

describe('products', () => {
  it('have places in several menus, in one, or in none, with separators and quotes in names', async () => {
    const found = await search({});
    const counts = new Set(found.map((product) => entries(product['productMenu']).filter((entry) => at(entry, 'shopId') === 1).length));
    expect(counts).toEqual(new Set([0, 1, 2]));
    const texts = found.flatMap((product) => entries(product['productMenu']).map((entry) => String(at(entry, 'menuItemDescriptionsLangData', 0, 'menuItemTextId'))));
    expect(texts).toEqual(expect.arrayContaining(['Kobieta\\Buty\\Szpilki/czółenka', 'Dom i ogród\\Kuchnia\\Kubki, filiżanki\\„Duże” & <małe>']));
    expect(found.some((product) => Array.isArray(product['productMenu']))).toBe(true);
    expect(found.some((product) => !Array.isArray(product['productMenu']))).toBe(true);
  });

  it('have prices and currencies by shop, and prices of promotions when these are asked for', async () => {
    const plain = await search({});
    const all = await search({ showPromotionsPrices: 'y' });
    expect(plain.every((product) => !('productPromoRetailPrice' in product))).toBe(true);
    expect(all.some((product) => Number(product['productPromoRetailPrice']) > 0)).toBe(true);
    const [third] = all.flatMap((product) => entries(product['productShopsAttributes']).filter((entry) => at(entry, 'shopId') === 3));
    expect(at(third, 'currencyId')).toBe('EUR');
  });

  it('that are deleted come only when asked for, and then whatever else was asked', async () => {
    const [id = 0, other = 0] = sandbox.control.ids('products');
    sandbox.control.deleteProduct(id);
    expect(idsOf(await search({ productParams: [{ productId: id }, { productId: other }] }))).toEqual([other]);
    const deleted = await search({ returnProducts: 'deleted', productParams: [{ productId: other }] });
    expect(idsOf(deleted)).toContain(id);
    expect(idsOf(deleted)).not.toContain(other);
    expect(deleted.every((product) => product['productIsDeleted'] === 'y')).toBe(true);
    expect(sandbox.control.ids('products')).not.toContain(id);
  });

  it('are found by whole days of their change', async () => {
    const [first = 0, second = 0] = sandbox.control.ids('products');
    sandbox.control.touchProduct(first, { name: 'Zmieniony' });
    nowMs += 86_400_000;
    sandbox.control.touchProduct(second, { price: 100 });
    const on = (day: string): ReturnType<typeof search> => search({ productDate: { productDateMode: 'modified', productDateBegin: day, productDateEnd: day } });
    expect([idsOf(await on('2026-03-02')), idsOf(await on('2026-03-03'))]).toEqual([[first], [second]]);
  });

  it('come by number when sorted, else the newest change first', async () => {
    const [first = 0] = sandbox.control.ids('products');
    sandbox.control.touchProduct(first);
    const sorted = idsOf(await search({ ordersBy: [{ elementName: 'id', sortDirection: 'ASC' }] }));
    expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
    expect(idsOf(await search({ returnElements: [] }))[0]).toBe(first);
  });

  it('change without touching what was sold before', () => {
    const [serial = 0] = sandbox.control.ids('orders').filter((id) => entries(at(sandbox.control.record('orders', id), 'orderDetails', 'productsResults') ?? []).length > 0);
    const line = (): unknown => at(sandbox.control.record('orders', serial), 'orderDetails', 'productsResults', 0);
    const before = line();
    sandbox.control.touchProduct(Number(at(before, 'productId')), { name: 'Inny', price: 1 });
    expect(line()).toEqual(before);
    sandbox.control.removeProduct(Number(at(before, 'productId')));
    expect(line()).toEqual(before);
  });
});

it('the menu can be asked for with another separator', async () => {
  const nodes = rows(await ask(sandbox, 'GET menu/menu?shop_id=1&textid_separator=%7C'), 'result');
  expect(nodes.map((node) => at(node, 'lang_data', 0, 'item_textid'))).toContain('Kobieta|Buty|Botki');
});
