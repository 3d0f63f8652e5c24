import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, orders, rows } from './spec-client.js';

let sandbox: IdoSellSandbox;
beforeEach(async () => {
  sandbox = await startIdoSellSandbox({ clients: 40, orders: 60 });
});
afterEach(async () => {
  await sandbox.stop();
});

async function post(name: string, input?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${sandbox.url}/_control/${name}`, { method: 'POST', ...(input === undefined ? {} : { body: JSON.stringify(input) }) });
  return { status: response.status, body: await response.json() };
}

describe('the same seed', () => {
  it('gives the same shop, another seed another', async () => {
    const text = async (seed: number): Promise<string> => {
      const shop = await startIdoSellSandbox({ clients: 60, orders: 90, shops: 3, seed });
      const pages = [await ask(shop, 'GET clients/clients'), await ask(shop, 'POST orders/orders/search', { params: {} }), await ask(shop, 'POST clients/newsletter/email/search', { params: {} })];
      expect(shop.control.counts()).toEqual({ clients: 60, orders: 90, subscribers: 40 });
      await shop.stop();
      return pages.map((page) => page.text).join('\n');
    };
    const [first, again, other] = [await text(5), await text(5), await text(6)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([[0, 0], [1, 1], [1, 30], [30, 1]])('works with %i clients and %i orders', async (clients, count) => {
    const shop = await startIdoSellSandbox({ clients, orders: count, subscribers: 0 });
    expect(shop.control.counts()).toEqual({ clients, orders: clients === 0 ? 0 : count, subscribers: 0 });
    expect(shop.control.sell(3).orders).toHaveLength(3);
    await shop.stop();
  });
});

describe('changes', () => {
  it('sells to new and known clients, numbered per client', async () => {
    const before = sandbox.control.counts();
    const sold = sandbox.control.sell(20);
    expect(sandbox.control.counts()).toEqual({ clients: before.clients + sold.clients.length, orders: before.orders + 20, subscribers: before.subscribers });
    const found = await orders(sandbox, { ordersSerialNumbers: sold.orders });
    expect(found).toHaveLength(20);
    for (const order of found) expect(order['orderId']).toBe(`${String(at(order, 'clientResult', 'clientAccount', 'clientLogin'))}-${String(order['orderId']).split('-').at(-1) ?? ''}`);
  });

  it('moves the products of a joined order to the other', () => {
    const [from = 0, into = 0] = sandbox.control.ids('orders').filter((id) => Array.isArray(at(sandbox.control.record('orders', id), 'orderDetails', 'productsResults')));
    const count = (id: number): number => (at(sandbox.control.record('orders', id), 'orderDetails', 'productsResults') as unknown[] | undefined)?.length ?? 0;
    const sum = count(from) + count(into);
    sandbox.control.joinOrders(from, into);
    expect([count(from), count(into), at(sandbox.control.record('orders', from), 'orderDetails', 'orderStatus')]).toEqual([0, sum, 'joined']);
  });

  it('leaves nothing of what was removed, except the copy in orders', async () => {
    const [serial = 0] = sandbox.control.ids('orders');
    const account = at(sandbox.control.record('orders', serial), 'clientResult', 'clientAccount');
    sandbox.control.removeClient(Number(at(account, 'clientId')));
    expect((await ask(sandbox, `GET clients/clients?clientsIds=${String(at(account, 'clientId'))}`)).status).toBe(207);
    expect(at(sandbox.control.record('orders', serial), 'clientResult', 'clientAccount')).toEqual(account);
    sandbox.control.removeOrder(serial);
    expect([(await ask(sandbox, `GET orders/orders?ordersSerialNumbers=${String(serial)}`)).status, sandbox.control.record('orders', serial)]).toEqual([207, null]);
    expect(() => { sandbox.control.removeOrder(serial); }).toThrow();
  });

  it('answers the next page from what is there then', async () => {
    await ask(sandbox, 'GET clients/clients');
    sandbox.control.createClient({ email: 'nowa.osoba@example.com' });
    expect((await ask(sandbox, 'GET clients/clients')).body['resultsNumberAll']).toBe(41);
    const [id = 0] = sandbox.control.ids('clients');
    sandbox.control.removeClient(id);
    expect((await ask(sandbox, 'GET clients/clients')).body['resultsNumberAll']).toBe(40);
  });

  it('lets an account and an address leave a list', () => {
    sandbox.control.subscribe('lista@example.com', 1, 'email');
    sandbox.control.unsubscribe('LISTA@example.com', 1, 'email');
    const id = sandbox.control.createClient({ email: 'konto@example.com' });
    sandbox.control.setConsent(id, 1, 'email', 'y');
    sandbox.control.unsubscribe('konto@example.com', 1, 'email');
    const states = sandbox.control.subscriptions().filter((one) => ['lista@example.com', 'konto@example.com'].includes(one.address) && one.channel === 'email');
    expect(states.map(({ address, registered, approval }) => [address, registered, approval])).toEqual([['konto@example.com', true, 'n'], ['lista@example.com', false, 'n']]);
    expect(() => { sandbox.control.unsubscribe('nikt@example.com', 1, 'email'); }).toThrow();
  });
});

describe('watching', () => {
  it('counts API requests by path and status, not the control', async () => {
    sandbox.control.resetStats();
    await ask(sandbox, 'GET clients/clients');
    await ask(sandbox, 'POST orders/orders/search', { params: { ordersSerialNumbers: [1] } });
    await post('counts');
    const stats = sandbox.control.stats();
    expect([stats.requests, stats.byResource, stats.byStatus, stats.log.at(-1)?.body]).toEqual([
      2, { 'clients/clients': 1, 'orders/orders/search': 1 }, { 200: 1, 207: 1 }, '{"params":{"ordersSerialNumbers":[1]}}',
    ]);
  });

  it('lets a listener change the shop before the answer', async () => {
    sandbox.control.onRequest(() => { sandbox.control.createClient(); });
    expect((await ask(sandbox, 'GET clients/clients')).body['resultsNumberAll']).toBe(41);
    sandbox.control.onRequest(null);
  });
});

describe('control over HTTP', () => {
  it('does the same, and refuses what it does not know', async () => {
    const created = await post('createClient', { patch: { email: 'http@example.com' } });
    const { result } = created.body as { result: number };
    expect(sandbox.control.record('clients', result)?.['clientEmail']).toBe('http@example.com');
    expect((await post('touchClient', { id: result, patch: { nothing: 1 } })).status).toBe(400);
    expect((await post('nothing')).status).toBe(404);
    expect((await post('setFault', { fault: { kind: 'empty-500', times: 1 } })).status).toBe(200);
    expect((await ask(sandbox, 'GET clients/clients')).status).toBe(500);
    expect((await post('idle')).body).toEqual({ result: null });
    expect((await post('setKey', { rights: { CRM: '' } })).status).toBe(200);
    expect((await ask(sandbox, 'GET clients/clients')).status).toBe(403);
  });

  it('offers every operation but the listener', async () => {
    const known = String(((await post('nothing')).body as { error: string }).error);
    for (const name of Object.keys(sandbox.control).filter((one) => one !== 'onRequest')) expect(known).toContain(name);
    expect(known).not.toContain('onRequest');
    expect(rows(await ask(sandbox, 'GET shops/languages'), 'shops')).toHaveLength(1);
  });
});
