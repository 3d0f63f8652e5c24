import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, rows } from './spec-client.js';

type Received = { readonly method: string; readonly url: string; readonly type: string; readonly body: string };

let sandbox: IdoSellSandbox;
let receiver: Server;
let received: Received[];
let answer: number;
let url: string;

beforeEach(async () => {
  received = [];
  answer = 200;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', type: request.headers['content-type'] ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
  sandbox = await startIdoSellSandbox({ clients: 30, orders: 30 });
});
afterEach(async () => {
  await sandbox.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

const serial = (): number => sandbox.control.ids('orders')[0] ?? 0;
const parsed = (): readonly unknown[] => received.map(({ body }) => JSON.parse(body) as unknown);

describe('panel webhooks', () => {
  it.each([
    ['results', (body: unknown) => at(body, 'Results', 0), (body: unknown) => at(body, 'results', 0)],
    ['list', (body: unknown) => at(body, 'orders', 0), (body: unknown) => at(body, 'clients', 0)],
    ['single', (body: unknown) => at(body, 'order'), (body: unknown) => at(body, 'client')],
    ['bare', (body: unknown) => body, (body: unknown) => body],
  ] as const)('sends what the API gives in the shape %s', async (shape, order, client) => {
    const id = sandbox.control.createClient();
    sandbox.control.addWebhook({ url, events: ['orderUpdated'], shape });
    sandbox.control.touchOrder(serial(), { note: 'x' });
    await sandbox.control.idle();
    sandbox.control.removeWebhooks();
    sandbox.control.addWebhook({ url, events: ['clientUpdated'], shape });
    sandbox.control.touchClient(id);
    await sandbox.control.idle();
    const [first, second] = parsed();
    expect(order(first)).toEqual(rows(await ask(sandbox, `GET orders/orders?ordersSerialNumbers=${String(serial())}`), 'Results')[0]);
    expect(client(second)).toEqual(rows(await ask(sandbox, `GET clients/clients?clientsIds=${String(id)}`), 'results')[0]);
  });

  it('tells of each kind of change to those who listen', async () => {
    const events = ['clientCreated', 'orderCreated', 'orderUpdated', 'orderPaid', 'orderStatusUpdated', 'orderPackageCreated', 'orderSent', 'orderCanceled'];
    for (const event of events) sandbox.control.addWebhook({ url: `${url}/${event}`, events: [event] });
    const [order = 0] = sandbox.control.sell(1).orders;
    sandbox.control.touchOrder(order, { paid: true });
    sandbox.control.touchOrder(order, { status: 'finished', waybill: '123' });
    sandbox.control.touchOrder(order, { status: 'canceled' });
    sandbox.control.createClient();
    await sandbox.control.idle();
    const counts = events.map((event) => received.filter((one) => one.url === `/${event}`).length);
    expect(counts.slice(1)).toEqual([1, 3, 1, 2, 1, 1, 1]);
    expect(counts[0]).toBeGreaterThan(0);
  });

  it('writes forms and XML', async () => {
    sandbox.control.addWebhook({ url, events: ['orderUpdated'], format: 'form', shape: 'bare' });
    sandbox.control.touchOrder(serial());
    await sandbox.control.idle();
    const form = new URLSearchParams(received[0]?.body);
    expect([received[0]?.type, form.get('event'), form.get('orderSerialNumber'), (JSON.parse(form.get('payload') ?? '') as Record<string, unknown>)['orderSerialNumber']]).toEqual(['application/x-www-form-urlencoded', 'orderUpdated', String(serial()), serial()]);
    sandbox.control.removeWebhooks();
    sandbox.control.addWebhook({ url, events: ['orderUpdated'], format: 'xml' });
    sandbox.control.touchOrder(serial());
    await sandbox.control.idle();
    expect([received[1]?.type, received[1]?.body]).toEqual(['text/xml', expect.stringContaining(`<Results><item><orderId>`)]);
    expect(received[1]?.body).toContain(`<orderSerialNumber>${String(serial())}</orderSerialNumber>`);
  });

  it('repeats, mixes and loses', async () => {
    sandbox.control.addWebhook({ url, events: ['orderUpdated'], shape: 'bare' });
    sandbox.control.setDelivery({ duplicates: 2, shuffle: true });
    const serials = sandbox.control.ids('orders');
    for (const id of serials) sandbox.control.touchOrder(id);
    await sandbox.control.idle();
    const order = parsed().map((body) => at(body, 'orderSerialNumber'));
    expect(order).toHaveLength(3 * serials.length);
    expect(order).not.toEqual(serials.flatMap((id) => [id, id, id]));
    sandbox.control.setDelivery({ dropShare: 1 });
    sandbox.control.touchOrder(serial());
    await sandbox.control.idle();
    expect(received).toHaveLength(3 * serials.length);
  });

  it('switches a broken receiver off after failures in a row', async () => {
    sandbox.control.addWebhook({ url, events: ['orderUpdated'] });
    sandbox.control.setDelivery({ disableAfter: 3 });
    for (const status of [500, 500, 200, 500, 500, 500, 200]) {
      answer = status;
      sandbox.control.touchOrder(serial());
      await sandbox.control.idle();
    }
    expect(received).toHaveLength(6);
    expect(sandbox.control.webhooks()).toEqual([{ id: 1, url, active: false, sent: 6, delivered: 1, failed: 5, lastStatus: 500 }]);
  });

  it('calls nobody outside this machine, and knows its events', () => {
    expect(() => sandbox.control.addWebhook({ url: 'https://hub.example.com/hooks', events: ['orderUpdated'] })).toThrow(/loopback/);
    expect(() => sandbox.control.addWebhook({ url, events: ['newsletterChanged'] })).toThrow(/no event/);
  });

  it('sends one by hand', async () => {
    sandbox.control.addWebhook({ url, events: ['orderDelivered', 'productStockUpdated'], shape: 'single' });
    sandbox.control.sendWebhook('orderDelivered', serial());
    sandbox.control.sendWebhook('productStockUpdated', 94);
    await sandbox.control.idle();
    expect(parsed().map((body) => at(body, 'order', 'orderSerialNumber') ?? at(body, 'product', 'productId')).sort()).toEqual([serial(), 94].sort());
  });
});

/** The example of the fact sheet, with the receiver's address. */
const campaign = (hooks: string, shop = 1): string => `<?xml version="1.0" encoding="UTF-8"?>
<campaign format="OUR-ICF" version="1" generated="2026-03-02 12:00:00">
  <name>CRM sync</name><description>Customer and order notifications</description>
  <shops><shop id="${String(shop)}"/></shops>
  <config><variable key="token" name="Access token">tajne-słowo</variable></config>
  <webhooks>${hooks}</webhooks>
  <snippets><snippet type="javascript" zone="bodyEnd" active="y"><body lang="pol"><![CDATA[/* tracker */]]></body></snippet></snippets>
</campaign>`;

const hook = (event: string, type: string, body: string, more = ''): string => `<webhook active="y" event="${event}" method="POST" contentType="${type}" url="${url}/hooks/{token}"${more}><body><![CDATA[${body}]]></body></webhook>`;

describe('imported campaigns', () => {
  it('registers the webhooks and fills in their own text', async () => {
    const body = '{"v":1,"event":"account_created","shopId":"{shop_id}","clientId":"{client_id}","email":"{client_email}","name":"{client_last_name}","token":"{token}","ts":"{now}"}';
    expect(sandbox.control.importCampaign(campaign(hook('account_created', 'application/json', body) + hook('newsletter_email_changed', 'application/x-www-form-urlencoded', 'e={email}&a={approval}') + hook('order_sent', 'text/xml', '<o s="{order_serial}">{order_status}</o>')))).toBe(3);
    sandbox.control.setClock('2026-10-31T12:00:00Z');
    const id = sandbox.control.createClient({ email: 'a+b@example.com', lastName: 'Żuk "X"', shops: [1] });
    sandbox.control.subscribe('ktos+1@example.com', 1, 'email');
    sandbox.control.touchOrder(serial(), { status: 'canceled' });
    sandbox.control.touchOrder(serial(), { status: 'finished' });
    await sandbox.control.idle();
    const byType = (type: string): string | undefined => received.find((one) => one.type === type)?.body;
    expect(JSON.parse(byType('application/json') ?? '')).toEqual({ v: 1, event: 'account_created', shopId: '1', clientId: String(id), email: 'a+b@example.com', name: 'Żuk "X"', token: 'tajne-słowo', ts: '2026-10-31 13:00:00' });
    expect([byType('application/x-www-form-urlencoded'), byType('text/xml'), received[0]?.url]).toEqual(['e=ktos%2B1%40example.com&a=y', `<o s="${String(serial())}">finished</o>`, '/hooks/tajne-s%C5%82owo']);
  });

  it('tells of baskets: what was added, what was edited, and of visitors without an account', async () => {
    const body = '{"event":"{event}","id":"{basket_id}","client":"{client_id}","email":"{client_email}","value":"{basket_value}","currency":"{basket_currency}","lines":"{basket_lines}"}';
    sandbox.control.importCampaign(campaign(hook('basket_product_added', 'application/json', body) + hook('basket_edited', 'application/json', body)));
    const [product = 0] = sandbox.control.ids('products');
    sandbox.control.touchProduct(product, { price: 1_050 });
    const [client = 0] = sandbox.control.ids('clients');
    const id = sandbox.control.changeBasket({ clientId: client, lines: [{ productId: product, quantity: 2 }] });
    await sandbox.control.idle();
    expect(sandbox.control.changeBasket({ clientId: client, lines: [{ productId: product, quantity: 1 }] })).toBe(id);
    await sandbox.control.idle();
    sandbox.control.changeBasket({ email: 'gosc@example.com', lines: [{ productId: product, quantity: 1 }] });
    await sandbox.control.idle();
    expect(parsed().map((one) => [at(one, 'event'), at(one, 'client'), at(one, 'value'), at(one, 'lines')])).toEqual([
      ['basket_product_added', String(client), '21.00', `${String(product)}:2:10.50`], ['basket_edited', String(client), '10.50', `${String(product)}:1:10.50`], ['basket_product_added', '', '10.50', `${String(product)}:1:10.50`],
    ]);
    expect([at(parsed()[0], 'id'), at(parsed()[2], 'email')]).toEqual([String(id), 'gosc@example.com']);
    sandbox.control.sendWebhook('basket_edited', client);
    sandbox.control.sellTo(client);
    expect(() => sandbox.control.sendWebhook('basket_edited', client)).toThrow(/no basket/);
    await sandbox.control.idle();
  });

  it('fires for its shops only', async () => {
    sandbox.control.importCampaign(campaign(hook('order_edited', 'application/json', '{}'), 2));
    sandbox.control.touchOrder(serial());
    await sandbox.control.idle();
    expect(received).toEqual([]);
  });

  it.each([
    ['another format', (text: string) => text.replace('OUR-ICF', 'ICF')],
    ['an unknown event', (text: string) => text.replace('order_edited', 'orderEdited')],
    ['an unknown attribute', (text: string) => text.replace('method="POST"', 'method="POST" secret="1"')],
    ['an unknown element', (text: string) => text.replace('<name>', '<owner>x</owner><name>')],
    ['an address elsewhere', (text: string) => text.replace(/url="[^"]*"/, 'url="https://hub.example.com/x"')],
    ['no XML', () => '{"campaign":{}}'],
  ])('refuses %s', (_name, spoil) => {
    expect(() => sandbox.control.importCampaign(spoil(campaign(hook('order_edited', 'application/json', '{}'))))).toThrow();
    expect(sandbox.control.webhooks()).toEqual([]);
  });
});
