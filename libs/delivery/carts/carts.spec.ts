import { createHash } from 'node:crypto';
import { buildEngine, connectIdoSell, openRunRow, runToEnd, drainInbox, type ConnectedPanel, type EngineHouse } from '../../../test/support/engine.js';
import { addRoute, connectSalesmanago, deliverAll, ledgerOf, type Account } from '../../../test/support/relay.js';

describe('baskets', () => {
  let house: EngineHouse;
  let panel: ConnectedPanel;
  let account: Account;
  let routeId: string;
  let customer: { external_id: string; email: string };

  beforeAll(async () => {
    house = await buildEngine();
    panel = await connectIdoSell(house, { clients: 12, orders: 6, subscribers: 2, seed: 3 });
    await runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));
    await drainInbox(house, panel.integrationId);
    account = await connectSalesmanago(house);
    routeId = await addRoute(house, { integrationId: panel.integrationId, destinationId: account.destinationId });
    const [found] = await house.dataSource.query<{ external_id: string; email: string }[]>(
      `select external_id, lower(body::jsonb->>'email') as email from source_record where integration_id = $1 and kind = 'customer' and body like '%"standing":"account"%' and body not like '%allegromail%' order by external_id limit 1`,
      [panel.integrationId],
    );
    if (found === undefined) throw new Error('no customer');
    customer = found;
  });
  afterAll(async () => {
    await panel.sandbox.stop();
    await account.sandbox.stop();
    await house.close();
  });

  async function basket(cartId: string, quantity: string, over: { customer?: string | null; email?: string | null } = {}): Promise<void> {
    const body = { value: null, currency: 'PLN', atMs: null, lines: quantity === '0' ? [] : [{ productId: '97', quantity, unitPrice: '10.00' }] };
    await house.dataSource.query(
      `insert into cart (integration_id, cart_id, workspace_id, customer_external_id, email, body, content_hash, seen_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, now(), now())
       on conflict (integration_id, cart_id) do update set body = excluded.body, content_hash = excluded.content_hash, changed_at = now()`,
      [panel.integrationId, cartId, house.workspaceId, over.customer === undefined ? customer.external_id : over.customer, over.email ?? null, JSON.stringify(body), createHash('sha256').update(JSON.stringify(body)).digest()],
    );
  }
  const carts = () => (account.sandbox.control.contact(customer.email)?.events ?? []).filter((event) => event.type === 'CART');

  it('become one CART event of the customer, replaced under its own id', async () => {
    await basket('b-1', '1');
    await deliverAll(account);
    const [first] = carts();
    expect(carts()).toHaveLength(1);
    expect(first).toMatchObject({ value: 10, texts: { externalId: 'IDO1-cart-b-1', products: '97' } });
    await basket('b-1', '3');
    await deliverAll(account);
    expect(carts()).toMatchObject([{ eventId: first?.eventId, value: 30 }]);
  });

  it('say nothing new when nothing has changed, and nothing when they are emptied', async () => {
    const before = await ledgerOf(house, routeId);
    await deliverAll(account);
    expect(await ledgerOf(house, routeId)).toEqual(before);
    await basket('b-1', '0');
    await deliverAll(account);
    expect(carts()).toMatchObject([{ value: 30 }]);
    expect((await ledgerOf(house, routeId)).excluded_reasons).toMatchObject({ no_value_and_no_products: 1 });
  });

  it('of nobody who is known make nobody known', async () => {
    const contacts = account.sandbox.control.counts().contacts;
    await basket('b-2', '1', { customer: '999999' });
    await basket('b-3', '1', { customer: null, email: 'nikt@example.com' });
    await deliverAll(account);
    expect(account.sandbox.control.counts().contacts).toBe(contacts);
    expect(account.sandbox.control.contact('nikt@example.com')).toBeNull();
  });
});
