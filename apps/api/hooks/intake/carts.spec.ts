import type { HookCart } from '#libs/connectors/sdk/hook-cart.js';
import { newId } from '#libs/domain/ids.js';
import { addShop, buildHouse, type House } from '../../../../test/support/house.js';
import { readDelivery } from './read-delivery.js';
import { MOST_CARTS_EACH, storeDeliveries, type Delivery } from './store-deliveries.js';
import { pushingConnector } from '../../testing/pushing-connector.js';

const CART: HookCart = { cartId: 'k1', customerId: '7', email: null, shop: '1', currency: 'PLN', atMs: 1_000, value: '10.00', lines: [{ productId: '5', quantity: '1', unitPrice: '10.00' }] };

describe('baskets of webhooks', () => {
  let house: House;
  let shop: string;

  beforeEach(async () => {
    house = await buildHouse();
    shop = (await addShop(house, 'A')).id;
    await sql(`insert into hook (integration_id, workspace_id, token_hash) values ($1, $2, $3)`, [shop, house.workspaceId, Buffer.from([1])]);
    await sql(
      `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys) select $1, $2, $3, 'customer', '7', '{}', '', '1', 0, now(), now(), '{}'`,
      [newId(), house.workspaceId, shop],
    );
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, values);
  const delivery = (...carts: Partial<HookCart>[]): Delivery => ({ workspaceId: house.workspaceId, integrationId: shop, kind: 'hints', hints: [], carts: carts.map((cart) => ({ ...CART, ...cart })) });
  const send = (...carts: Partial<HookCart>[]): Promise<void> => storeDeliveries(house.dataSource, [delivery(...carts)]);
  const values = async (): Promise<Record<string, unknown>> => Object.fromEntries((await sql<{ id: string; value: unknown }>(`select cart_id as id, body->>'value' as value from cart order by 1`)).map((row) => [row.id, row.value]));
  const day = async (): Promise<unknown> => (await sql(`select received::int, stored::int, collapsed::int, ignored::int from hook_count where integration_id = $1`, [shop]))[0];

  it('are kept as they are now, and counted', async () => {
    await send({});
    expect(await sql(`select cart_id, workspace_id, customer_external_id, email, shop, body from cart`)).toEqual([
      { cart_id: 'k1', workspace_id: house.workspaceId, customer_external_id: '7', email: null, shop: '1', body: { atMs: 1_000, currency: 'PLN', value: '10.00', lines: CART.lines } },
    ]);
    await send({ value: '20.00', atMs: 2_000 });
    expect([await values(), await day()]).toEqual([{ k1: '20.00' }, { received: 2, stored: 2, collapsed: 0, ignored: 0 }]);
    // Whether orders still come is not told by baskets.
    expect(await sql(`select 1 from hook where last_at is not null`)).toEqual([]);
  });

  it('that say the same again write nothing', async () => {
    await send({});
    const [before] = await sql<{ xmin: string }>(`select xmin::text from cart`);
    await send({ atMs: 5_000 });
    expect(await sql(`select xmin::text from cart`)).toEqual([before]);
    expect(await day()).toEqual({ received: 2, stored: 1, collapsed: 1, ignored: 0 });
  });

  it('that come late do not replace newer ones, by the platform’s clock; without one the last to come stays', async () => {
    await send({ value: '20.00', atMs: 2_000 });
    await send({ value: '10.00', atMs: 1_000 });
    expect(await values()).toEqual({ k1: '20.00' });
    await storeDeliveries(house.dataSource, [delivery({ value: '40.00', atMs: 4_000 }), delivery({ value: '30.00', atMs: 3_000 })]);
    expect(await values()).toEqual({ k1: '40.00' });
    await send({ value: '50.00', atMs: null });
    await send({ value: '60.00', atMs: null });
    expect(await values()).toEqual({ k1: '60.00' });
  });

  it('of people nobody knows are counted and not kept; an address that leads to a card is enough', async () => {
    await send({ cartId: 'x', customerId: '8' }, { cartId: 'y', customerId: null, email: 'ktos@example.com' });
    expect([await values(), await day()]).toEqual([{}, { received: 1, stored: 0, collapsed: 0, ignored: 2 }]);
    await sql(`insert into identity (workspace_id, type, value, customer_id, integration_id, record_id) values ($1, 'email', 'ktos@example.com', $2, $3, $4)`, [house.workspaceId, newId(), shop, newId()]);
    await send({ cartId: 'y', customerId: null, email: 'ktos@example.com' });
    expect(await values()).toEqual({ y: '10.00' });
    expect(await sql(`select 1 from customer union all select 1 from inbox`)).toEqual([]);
  });

  it('of one person are so many and no more, however many are made up', async () => {
    for (let n = 0; n < MOST_CARTS_EACH + 5; n += 1) await send({ cartId: `k${String(n)}` });
    expect(Object.keys(await values())).toHaveLength(MOST_CARTS_EACH);
    await send({ cartId: 'k0', value: '99.00', atMs: 9_000 });
    expect(await values()).toMatchObject({ k0: '99.00' });
  });

  it('can be written by several processes at once, beside hints', async () => {
    const all = Array.from({ length: 15 }, (_unused, n) => ({ cartId: `k${String(n)}` }));
    const mixed: Delivery = { ...delivery(...all), hints: [{ stream: 'orders', externalId: '1' }] };
    await Promise.all(Array.from({ length: 6 }, (_unused, n) => storeDeliveries(house.dataSource, [n % 2 === 0 ? mixed : delivery(...all.toReversed())])));
    expect([Object.keys(await values()).length, (await sql(`select 1 from inbox`)).length]).toEqual([15, 1]);
    expect(await day()).toEqual({ received: 6, stored: 16, collapsed: 77, ignored: 0 });
  });
});

describe('readDelivery', () => {
  const connector = (carts: readonly unknown[]): typeof pushingConnector => ({ ...pushingConnector, hooks: { ...(pushingConnector.hooks as NonNullable<typeof pushingConnector.hooks>), read: () => ({ kind: 'hints', hints: [], carts: carts as HookCart[] }) } });

  it('holds baskets to the limits, whatever the connector says', () => {
    const lines = Array.from({ length: 500 }, () => ({ productId: '1', quantity: '1', unitPrice: null, secret: 'kanarek' }));
    const reading = readDelivery(connector([{ ...CART, lines }, { ...CART, cartId: '' }, { ...CART, customerId: null }]), {});
    expect([reading.kind, reading.carts.length, reading.carts[0]?.lines.length]).toEqual(['hints', 1, 200]);
    expect(JSON.stringify(reading)).not.toContain('kanarek');
    expect(readDelivery(connector([{ ...CART, cartId: '' }]), {}).kind).toBe('ignored');
    expect(readDelivery(connector(Array.from({ length: 30 }, (_unused, n) => ({ ...CART, cartId: String(n) }))), {}).kind).toBe('unreadable');
  });
});
