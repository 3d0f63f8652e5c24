import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from './idea-commerce-sandbox.js';
import { ask, idsOf, read, rows } from './spec-client.js';

let sandbox: IdeaCommerceSandbox;
beforeEach(async () => {
  sandbox = await startIdeaCommerceSandbox({ ratePerMinute: 0, historyEnd: '2026-03-01T00:00:00Z' });
});
afterEach(async () => {
  await sandbox.stop();
});

const page = async (target: string, offset: number, limit = 100): Promise<readonly number[]> => idsOf(await rows(sandbox, `${target}${target.includes('?') ? '&' : '?'}limit=${String(limit)}&offset=${String(offset)}`));

it('gives 250 orders in three pages with their numbers', async () => {
  const counts = [];
  for (const offset of [0, 100, 200, 300]) {
    const { body } = await read(sandbox, `orders?offset=${String(offset)}`);
    counts.push([body['count'], body['total_count']]);
  }
  expect(counts).toEqual([[100, 250], [100, 250], [50, 250], [0, 250]]);
});

it('shifts rows when an order comes between two pages, and not by ascending id', async () => {
  const first = await page('orders', 0);
  sandbox.control.sell();
  const second = await page('orders', 100);
  expect(second[0]).toBe(first.at(-1));
  const ascending = await page('orders?order_by=id%20asc', 0);
  sandbox.control.sell();
  expect(ascending).toEqual(sandbox.control.ids().slice(0, 100));
  expect(await page('orders?order_by=id%20asc', 100)).toEqual(sandbox.control.ids().slice(100, 200));
});

it('loses a row when one before it vanishes', async () => {
  const ids = sandbox.control.ids();
  await page('orders?order_by=id%20asc', 0);
  sandbox.control.remove(ids[5] ?? 0);
  expect((await page('orders?order_by=id%20asc', 100))[0]).toBe(ids[101]);
});

it('can ignore order_by', async () => {
  sandbox.control.configure({ orderBy: 'ignored' });
  expect((await page('orders?order_by=id%20asc', 0))[0]).not.toBe(sandbox.control.ids()[0]);
  sandbox.control.configure({ defaultOrder: 'id desc' });
  expect((await page('orders', 0))[0]).toBe(sandbox.control.ids().at(-1));
});

it('puts undated orders first among the newest', async () => {
  const undated = sandbox.control.orders().filter((order) => order.orderedMs === null).map((order) => order.id);
  expect(undated).not.toEqual([]);
  expect((await page('orders', 0)).slice(0, undated.length).toSorted()).toEqual(undated);
});

it('gives equal rows in another sequence on every page', async () => {
  sandbox.control.manyInOneSecond(60, { source: 'woocommerce' });
  const pages = [await page('orders?order_by=create_date%20desc', 0, 20), await page('orders?order_by=create_date%20desc', 20, 20), await page('orders?order_by=create_date%20desc', 40, 20)];
  expect(new Set(pages.flat()).size).toBeLessThan(60);
});

it('cuts larger pages, or refuses them, and takes 0 for no limit', async () => {
  expect((await page('orders', 0, 250)).length).toBe(100);
  sandbox.control.configure({ overLimit: 'refuse' });
  expect((await ask(sandbox, 'orders?limit=101')).status).toBe(422);
  sandbox.control.configure({ maxLimit: null });
  expect((await page('orders', 0, 0)).length).toBe(250);
});

it('can tell a wrong total', async () => {
  sandbox.control.configure({ totalShift: -60 });
  expect((await read(sandbox, 'orders')).body).toMatchObject({ count: 100, total_count: 190 });
});

it('lists partners by name, so that a newcomer lands in the middle', async () => {
  const first = await page('partners', 0, 10);
  const second = await page('partners', 10, 10);
  sandbox.control.addPartner({ name: 'Aaa Aaa' });
  expect([(await page('partners', 0, 10)).slice(1), (await page('partners', 10, 10))[0]]).toEqual([first.slice(0, 9), first[9]]);
  sandbox.control.configure({ partnerOrder: 'id' });
  expect(await page('partners', 0, 10)).toEqual(sandbox.control.partnerIds().slice(0, 10));
  expect(second.length).toBe(10);
});

it('gives every partner once by offset', async () => {
  const seen: number[] = [];
  for (let offset = 0; offset < sandbox.control.counts().partners; offset += 100) seen.push(...(await page('partners', offset)));
  expect(seen.toSorted((a, b) => a - b)).toEqual(sandbox.control.partnerIds());
});
