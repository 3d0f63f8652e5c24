import { buildEngine, connectIdoSell, drainInbox, openRunRow, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';
import { newId } from '#libs/domain/ids.js';

/** Products beside orders that name them: asked for when they are missing, and only by integrations that read them. */
let house: EngineHouse;
let panel: ConnectedPanel;

async function connect(products: boolean): Promise<void> {
  house = await buildEngine();
  panel = await connectIdoSell(house, { clients: 20, orders: 40, subscribers: 0, shares: { withoutProducts: 0, bundles: 0, joined: 0 } }, { products, lagSeconds: 0 });
}
afterEach(async () => {
  await panel.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const firstSync = async (): Promise<string> => runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));
const follow = async (): Promise<string> => runToEnd(house, await openRunRow(house, panel.integrationId, 'recurring'));
const waiting = async (): Promise<string[]> => (await rows<{ external_id: string }>(`select external_id from inbox where stream = 'products' and applied_at is null order by 1`)).map((row) => row.external_id);
const stored = async (): Promise<Set<string>> => new Set((await rows<{ external_id: string }>(`select external_id from source_record where kind = 'product'`)).map((row) => row.external_id));
const askedFor = (): number => panel.sandbox.control.stats().byResource['products/products/search'] ?? 0;

/** A line of the newest order, and the number of the order. */
function newest(): { readonly serial: number; readonly productId: string } {
  const serial = panel.sandbox.control.ids('orders').at(-1) ?? 0;
  const details = panel.sandbox.control.record('orders', serial)?.['orderDetails'] as { productsResults: { productId: number }[] };
  return { serial, productId: String(details.productsResults[0]?.productId) };
}

async function saveProducts(products: boolean): Promise<void> {
  await rows(`update integration set settings = settings || $2::jsonb where id = $1`, [panel.integrationId, JSON.stringify({ products })]);
}

it('a first sync reads the catalogue; of what orders name besides, each is asked for once', async () => {
  await connect(true);
  const [gone = 0] = panel.sandbox.control.ids('products').filter((id) => id !== Number(newest().productId));
  const named = new Set(panel.sandbox.control.ids('orders').flatMap((id) => ((panel.sandbox.control.record('orders', id)?.['orderDetails'] as { productsResults?: { productId: number }[] }).productsResults ?? []).map((line) => line.productId)));
  const removed = named.has(gone) ? gone : ([...named].find((id) => id !== Number(newest().productId)) ?? 0);
  panel.sandbox.control.removeProduct(removed);
  expect(await firstSync()).toBe('complete');
  expect([...(await stored())].toSorted()).toEqual(panel.sandbox.control.ids('products').map(String).toSorted());
  expect(await waiting()).toContain(String(removed));
  expect(await drainInbox(house, panel.integrationId)).toEqual(['complete']);
  expect(await rows(`select external_id from absent_record where stream = 'products'`)).toContainEqual({ external_id: String(removed) });
  // What the shop does not know is not asked for again.
  expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'reread'))).toBe('complete');
  expect(await waiting()).toEqual([]);
});

it('an order that comes while following brings the product it names', async () => {
  await connect(true);
  await firstSync();
  await follow();
  await drainInbox(house, panel.integrationId);
  const { serial, productId } = newest();
  await rows(`delete from source_record where kind = 'product' and external_id = $1`, [productId]);
  await rows(`update lane set finished_at = now() where stream = 'products'`);
  panel.sandbox.control.touchOrder(serial, { note: 'Zmienione' });
  await follow();
  expect(await waiting()).toEqual([productId]);
  await drainInbox(house, panel.integrationId);
  expect((await stored()).has(productId)).toBe(true);
  expect(await rows(`select 1 from source_record where kind = 'product' and (customer_id is not null or owner_id is not null)`)).toEqual([]);
});

it('an integration that reads no products asks for none, and drops what waits since it did', async () => {
  await connect(false);
  await firstSync();
  await follow();
  expect([await waiting(), (await stored()).size, askedFor()]).toEqual([[], 0, 0]);
  await rows(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) values ($1, $2, $3, 'products', '94', 'dependent')`, [newId(), house.workspaceId, panel.integrationId]);
  expect(await drainInbox(house, panel.integrationId)).toEqual(['complete']);
  expect([await waiting(), askedFor()]).toEqual([[], 0]);
});

it('products that settings want later come with the next whole reading, without a first sync of everything', async () => {
  await connect(false);
  await firstSync();
  await saveProducts(true);
  expect(await runToEnd(house, await openRunRow(house, panel.integrationId, 'reread', { request: { streams: ['products'] } }))).toBe('complete');
  expect((await stored()).size).toBe(panel.sandbox.control.ids('products').length);
});

it('a product belongs to no card, and touches none in a workspace with parted cards', async () => {
  await connect(true);
  await rows(`insert into split_key (workspace_id, type, value, keeper_key, decision_id) values ($1, 'email', 'x@example.com', 'email:y@example.com', $2)`, [house.workspaceId, newId()]);
  expect(await firstSync()).toBe('complete');
  expect(await rows(`select count(*)::int as n from source_record where kind = 'product' and customer_id is null and keys = '{}'`)).toEqual([{ n: (await stored()).size }]);
});
