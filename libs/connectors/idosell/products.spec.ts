import type { ProductRecord } from '#libs/domain/records.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import { byIdsOf, calm, failureFrom, openSimulated, readLane, streamNamed, type OpenedAccount, type Read } from '../sdk/conformance-harness.js';
import type { Stream } from '../sdk/stream.js';
import { idosell } from './idosell.connector.js';

/** Products against a simulated panel: what is found, and what is never taken for something else. */
let sandbox: IdoSellSandbox;
let account: OpenedAccount;
let nowMs = 0;

async function open(options: IdoSellSandboxOptions = {}, settings: Record<string, unknown> = {}): Promise<void> {
  nowMs = Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startIdoSellSandbox({ clients: 5, orders: 5, subscribers: 0, historyEnd: '2026-01-10T10:00:00Z', ...options, now: () => nowMs });
  account = openSimulated(idosell, {
    credentials: { address: sandbox.url, key: sandbox.key }, secrets: [sandbox.key], nowMs: () => nowMs,
    settings: { idField: 'a', lastOrderField: 'b', requestsPerMinute: 3_000, products: true, ...settings },
  });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const products = (): Stream => streamNamed(account.connector, 'products');
const recordsOf = (read: Read): ProductRecord[] => read.records.filter((record) => record.kind === 'product');
const all = async (): Promise<ProductRecord[]> => recordsOf(await readLane(products(), 'backfill'));
const polish = (product: ProductRecord | undefined): ProductRecord['offers'][number] | undefined => product?.offers.find(({ language }) => language === 'pol');
const cursorOf = (read: Read): Read['pages'][number]['cursor'] | null => read.pages.at(-1)?.cursor ?? null;
const asked = (path = 'products/products/search'): number => sandbox.control.stats().byResource[path] ?? 0;
const idOf = (place = 0): number => sandbox.control.ids('products')[place] ?? 0;

it('are read only when the settings want them', async () => {
  await open({}, { products: false });
  expect(account.connector.streams.map(({ name }) => name)).toEqual(['customers', 'orders', 'subscribers']);
  expect(idosell.streamsRead?.({})).toEqual(['customers', 'orders', 'subscribers']);
});

describe('a product', () => {
  it('has the categories of its menus, whole names from the top down, in both languages', async () => {
    await open();
    const paths = (await all()).flatMap((product) => product.offers).map(({ language, categoryPaths }) => [language, ...categoryPaths.map((path) => path.join(' | '))].join(': '));
    expect(paths).toEqual(expect.arrayContaining(['pol: Kobieta | Buty | Szpilki/czółenka: Wyprzedaż -50%', 'pol: Dom i ogród | Kuchnia | Kubki, filiżanki | „Duże” & <małe>', 'eng: Sale -50%: Women | Shoes | Heels/pumps']));
  });

  it('that stands in no menu has its own category, else that of IdoSell', async () => {
    await open();
    const [own = 0, global = 0, none = 0] = [idOf(0), idOf(1), idOf(2)];
    sandbox.control.touchProduct(own, { menu: [], categoryId: 105, idosellCategory: 1188 });
    sandbox.control.touchProduct(global, { menu: [], categoryId: 0, idosellCategory: 1188 });
    sandbox.control.touchProduct(none, { menu: [], categoryId: 0, idosellCategory: 0 });
    const found = new Map((await all()).map((product) => [product.externalId, polish(product)?.categoryPaths]));
    expect([own, global, none].map((id) => found.get(String(id)))).toEqual([[['Odzież', 'Koszule/bluzki']], [['Odzież i akcesoria', 'Obuwie']], []]);
  });

  it('keeps hostile names, and has prices with dots', async () => {
    await open();
    sandbox.control.touchProduct(idOf(), { name: `5" <b>&amp;</b> 'x' & y`, nameEng: '', price: 123_450, promo: 99_900, strikethrough: null });
    const product = (await all()).find(({ externalId }) => externalId === String(idOf()));
    expect(product?.offers).toEqual([expect.objectContaining({ language: 'pol', name: `5" <b>&amp;</b> 'x' & y`, price: '999.00', oldPrice: '1234.50', currency: 'PLN', url: `https://sklep-przyklad.example.pl/pl/products/5-b-amp-b-x-y-${String(idOf())}.html` })]);
  });

  it('has the price of each shop in its own currency, and a price struck through only when it is higher', async () => {
    await open({ shops: 3 });
    const id = sandbox.control.ids('products').find((one) => (sandbox.control.record('products', one)?.['productShops'] as unknown[]).length === 3) ?? 0;
    sandbox.control.touchProduct(id, { price: 10_000, promo: null, strikethrough: 12_000, quantity: 2 });
    const prices = async (): Promise<unknown[]> => (await all()).filter(({ externalId }) => externalId === String(id)).flatMap(({ offers }) => offers.filter(({ language }) => language === 'pol').map((offer) => [offer.shop, offer.price, offer.oldPrice, offer.currency]));
    expect(await prices()).toEqual([['1', '100.00', '120.00', 'PLN'], ['2', '110.00', '132.00', 'PLN'], ['3', '23.00', '27.60', 'EUR']]);
    sandbox.control.touchProduct(id, { strikethrough: 9_000, price: 0 });
    expect(await prices()).toEqual([['1', null, null, 'PLN'], ['2', null, null, 'PLN'], ['3', null, null, 'PLN']]);
  });

  it('is available while there is some of it, or when nobody counts, and never when hidden', async () => {
    await open();
    const states = [{ quantity: 3 }, { quantity: 0 }, { quantity: -1 }, { quantity: 3, visible: false }];
    states.forEach((state, place) => sandbox.control.touchProduct(idOf(place), { visible: true, ...state }));
    const found = new Map((await all()).map((product) => [product.externalId, product.offers[0]?.available]));
    expect(states.map((_state, place) => found.get(String(idOf(place))))).toEqual([true, false, true, false]);
  });

  it('has addresses of its own where the shop gave it some, and absolute ones of pictures', async () => {
    await open();
    const found = await all();
    const own = found.flatMap(({ offers }) => offers).filter(({ url }) => url?.includes('wlasny-adres') === true);
    expect(own.length).toBeGreaterThan(0);
    for (const { url } of own) expect(url).toMatch(/^https:\/\/sklep-przyklad\.example\.pl\/wlasny-adres-\d+\.html$/u);
    for (const { imageUrl } of found) expect(imageUrl).toMatch(/^https:\/\/sklep-przyklad\.example\.pl\/(?:data|hpeciai)\//u);
  });

  it('of another shop is left out, by name', async () => {
    await open({ shops: 2 }, { shop: '2' });
    const read = await readLane(products(), 'backfill');
    expect(new Set(recordsOf(read).flatMap(({ offers }) => offers.map(({ shop }) => shop)))).toEqual(new Set(['2']));
    expect(read.excluded.length).toBeGreaterThan(0);
    expect(new Set(read.excluded.map(({ reason }) => reason))).toEqual(new Set(['other_shop']));
  });
});

describe('following products', () => {
  const follow = (saved: Read | null): Promise<Read> => readLane(products(), 'delta', saved === null ? { followedSinceMs: nowMs } : { saved: cursorOf(saved) });

  it('finds what was saved, new and deleted, the latter marked and not for sale', async () => {
    await open();
    let read = await follow(null);
    nowMs += 3_600_000;
    const [changed, gone] = [idOf(3), idOf(4)];
    sandbox.control.touchProduct(changed, { name: 'Inna nazwa' });
    const born = sandbox.control.createProduct({ name: 'Nowość' });
    sandbox.control.deleteProduct(gone);
    nowMs += 3_600_000;
    read = await follow(read);
    const found = new Map(recordsOf(read).map((product) => [product.externalId, product]));
    expect([polish(found.get(String(changed)))?.name, polish(found.get(String(born)))?.name]).toEqual(['Inna nazwa', 'Nowość']);
    expect(found.get(String(gone))).toMatchObject({ deleted: true, offers: expect.arrayContaining([expect.objectContaining({ available: false })]) as unknown });
  });

  it('reads the list of deleted products again only when its length has changed', async () => {
    await open();
    let read = await follow(null);
    expect(recordsOf(read).every(({ deleted }) => deleted)).toBe(true);
    nowMs += 3_600_000;
    read = await follow(read);
    expect(recordsOf(read)).toEqual([]);
  });

  it('sees changes that move no date, and what came back, within a day', async () => {
    await open();
    let read = await follow(null);
    sandbox.control.editProductSilently(idOf(), { price: 77 });
    const seen: string[] = [];
    for (let hour = 1; hour <= 25; hour += 1) {
      nowMs += 3_600_000;
      read = await follow(read);
      if (recordsOf(read).some(({ externalId, offers }) => externalId === String(idOf()) && offers[0]?.price === '0.77')) seen.push(String(hour));
    }
    expect(seen).toHaveLength(1);
  });

  it('costs three requests while nothing happens', async () => {
    await open();
    let read = await follow(null);
    nowMs += 1_800_000;
    read = await follow(read);
    const before = sandbox.control.stats().requests;
    nowMs += 1_200_000;
    await follow(read);
    // How many are deleted, the changes of the day; the third is the clock once an hour.
    expect(sandbox.control.stats().requests - before).toBeLessThanOrEqual(3);
  });

  it('is not led astray by a panel that ignores filters', async () => {
    await open();
    sandbox.control.setFault({ kind: 'ignore-filters', resource: 'products/products/search' });
    // Products on sale are not taken for deleted ones, nor all of them for what changed today.
    expect(await failureFrom(() => follow(null))).toMatchObject({ kind: 'platform_defect', code: 'filter_ignored' });
    expect(await failureFrom(() => byIdsOf(products()).fetch([String(idOf())], calm()))).toMatchObject({ code: 'filter_ignored' });
  });
});

it('one by one are asked for as objects, a hundred in one request', async () => {
  await open();
  const before = asked();
  const wanted = sandbox.control.ids('products').map(String);
  const found = await byIdsOf(products()).fetch([...wanted, '999999'], calm());
  expect([found.records.length, found.missing, asked() - before]).toEqual([wanted.length, ['999999'], 1]);
});

it('that come and go while the list is read are all read, or the part is left incomplete', async () => {
  await open({ ignoreOrdersBy: true }, { rowsPerPage: 10 });
  let turn = 0;
  sandbox.control.onRequest(() => {
    turn += 1;
    sandbox.control.touchProduct(idOf((turn * 7) % 58));
  });
  const read = await all();
  expect(new Set(read.map(({ externalId }) => externalId))).toEqual(new Set(sandbox.control.ids('products').map(String)));
});
