import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import { hooks } from './hooks.js';
import { icfFile } from './icf.js';

const hintsOf = (payload: unknown): string[] => {
  const reading = hooks.read(payload);
  return reading.kind === 'hints' ? reading.hints.map((hint) => `${hint.stream}/${hint.externalId}`) : [reading.kind];
};

describe('a delivery', () => {
  it.each([
    [{ order: { orderSerialNumber: 5 } }, ['orders/5']],
    [{ orders: [{ orderSerialNumber: 5 }, { orderSerialNumber: '6' }] }, ['orders/5', 'orders/6']],
    [{ Results: [{ orderSerialNumber: 5, orderId: 'kto-1' }] }, ['orders/5']],
    [{ orderSerialNumber: 5, clientResult: { clientAccount: { clientId: 9 } } }, ['orders/5']],
    [{ client: { clientId: 9 } }, ['customers/9']],
    [{ clients: { 0: { clientId: 9 }, 1: { clientId: 10 } } }, ['customers/9', 'customers/10']],
    [{ results: [{ clientId: '9', clientEmail: 'x@example.com' }] }, ['customers/9']],
    [{ clientId: 9 }, ['customers/9']],
    [[{ clientId: 9 }, { clientId: 9 }], ['customers/9']],
    [{ v: 1, event: 'account_created', shopId: '1', clientId: '9', ts: 'x' }, ['customers/9']],
    [{ v: 1, event: 'order_placed', shopId: '1', orderSerialNumber: '5', clientId: '9' }, ['orders/5']],
    [{ event: 'orderCreated', orderSerialNumber: '5', payload: { Results: [{ orderSerialNumber: 5 }] } }, ['orders/5']],
    [{ event: 'x', orderSerialNumber: ['5', '6'] }, ['orders/5', 'orders/6']],
    [{ clientId: { 0: '9', 1: '10' } }, ['customers/9', 'customers/10']],
    [{ webhook: { event: 'orderUpdated', Results: { item: { orderSerialNumber: '5' } } } }, ['orders/5']],
  ])('%j is about %j', (payload, hints) => {
    expect(hintsOf(payload)).toEqual(hints);
  });

  it.each([[{ Results: [] }], [{ product: { productId: 1 } }], [{ productId: 1 }], [{ v: 1, event: 'newsletter_email_changed', clientId: '' }]])('%j is understood and leads to no record', (payload) => {
    expect(hintsOf(payload)).toEqual(['ignored']);
  });

  it.each([[{}], [null], ['text'], [7], [[]], [{ hello: 'world' }], [{ order: { orderSerialNumber: 'DROP TABLE' } }], [{ clientId: -4, nothing: 1 }]])('%j is none', (payload) => {
    expect(['unreadable', 'ignored']).toContain(hintsOf(payload)[0]);
  });

  it('never throws, and never gives anything but positive numbers', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 6, withNullPrototype: true }), fc.jsonValue(), (anything, json) => {
        for (const payload of [anything, json, { orders: anything }, { client: json }]) {
          const reading = hooks.read(payload);
          if (reading.kind === 'hints') for (const hint of reading.hints) expect(hint.externalId).toMatch(/^[1-9]\d{0,19}$/u);
        }
      }),
    );
  });

  it('names a hundred records at most; one that names more is not believed', () => {
    const flood = (count: number): string[] => hintsOf({ orders: Array.from({ length: count }, (_unused, index) => ({ orderSerialNumber: index + 1 })) });
    expect(flood(100)).toHaveLength(100);
    expect(flood(101)).toEqual(['unreadable']);
  });
});

describe('webhooks of a simulated panel', () => {
  let sandbox: IdoSellSandbox;
  let server: Server;
  let url: string;
  const bodies: { readonly type: string; readonly text: string }[] = [];

  beforeAll(async () => {
    sandbox = await startIdoSellSandbox({ clients: 40, orders: 40, subscribers: 5 });
    server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        bodies.push({ type: request.headers['content-type'] ?? '', text });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hooks/x`;
  });
  afterAll(async () => {
    await sandbox.stop();
    await new Promise((resolve) => server.close(resolve));
  });
  afterEach(() => {
    sandbox.control.removeWebhooks();
    bodies.length = 0;
  });

  /** As the API decodes them. */
  const decode = ({ type, text }: { readonly type: string; readonly text: string }): unknown => {
    if (type.includes('json')) return JSON.parse(text);
    if (type.includes('xml')) return new XMLParser({ parseTagValue: false }).parse(text) as unknown;
    return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, value.startsWith('{') ? (JSON.parse(value) as unknown) : value]));
  };

  it.each([
    ['results', 'json'], ['list', 'json'], ['single', 'json'], ['bare', 'json'], ['results', 'form'], ['bare', 'form'], ['results', 'xml'], ['list', 'xml'], ['single', 'xml'], ['bare', 'xml'],
  ] as const)('as %s in %s name the record', async (shape, format) => {
    sandbox.control.addWebhook({ url, events: ['clientUpdated', 'orderUpdated'], shape, format });
    const [client = 0] = sandbox.control.ids('clients');
    const [order = 0] = sandbox.control.ids('orders');
    sandbox.control.touchClient(client);
    sandbox.control.touchOrder(order);
    await sandbox.control.idle();
    expect(bodies.map((body) => hintsOf(decode(body))).sort()).toEqual([[`customers/${String(client)}`], [`orders/${String(order)}`]].sort());
  });

  it('of the campaign file name the record, and hold nothing else about it', async () => {
    const file = icfFile.build({ url, name: 'Sklep <"Test">', settings: { shop: '1' }, generatedAt: new Date('2026-03-02T11:00:00Z') });
    expect(file.contentType).toContain('xml');
    expect(sandbox.control.importCampaign(file.text)).toBe(11);
    const { orders, clients } = sandbox.control.sell(3);
    await sandbox.control.idle();
    const hints = bodies.flatMap((body) => hintsOf(decode(body)));
    for (const serial of orders) expect(hints).toContain(`orders/${String(serial)}`);
    for (const id of clients) expect(hints).toContain(`customers/${String(id)}`);
    expect(bodies.map((body) => body.text).join()).not.toContain('@');
  });

  it('of the campaign file tell what is in a basket, whoever of two it belongs to', async () => {
    sandbox.control.importCampaign(icfFile.build({ url, name: 'A', settings: {}, generatedAt: new Date() }).text);
    const [client = 0, product = 0] = [sandbox.control.ids('clients')[0], sandbox.control.ids('products')[0]];
    sandbox.control.touchProduct(product, { price: 1_999 });
    const id = sandbox.control.changeBasket({ clientId: client, lines: [{ productId: product, quantity: 2 }] });
    await sandbox.control.idle();
    sandbox.control.changeBasket({ email: 'Gosc@example.com', lines: [{ productId: product, quantity: 1 }] });
    await sandbox.control.idle();
    const readings = bodies.map((body) => hooks.read(decode(body)));
    expect(readings.map((reading) => (reading.kind === 'hints' ? [reading.hints, reading.carts?.map(({ cartId, customerId, email, value, currency, lines }) => ({ cartId, customerId, email, value, currency, lines }))] : reading.kind))).toEqual([
      [[], [{ cartId: String(id), customerId: String(client), email: String(sandbox.control.record('clients', client)?.['clientEmail']).toLowerCase(), value: '39.98', currency: 'PLN', lines: [{ productId: String(product), quantity: '2', unitPrice: '19.99' }] }]],
      [[], [{ cartId: String(id + 1), customerId: null, email: 'gosc@example.com', value: '19.99', currency: 'PLN', lines: [{ productId: String(product), quantity: '1', unitPrice: '19.99' }] }]],
    ]);
  });

  it('are described alike in JSON', () => {
    const described = icfFile.describe({ url, name: 'A', settings: {}, generatedAt: new Date('2026-07-02T11:00:00Z') });
    expect(described).toMatchObject({ name: 'A', generated: '2026-07-02 13:00:00', shops: [] });
    expect((described as { webhooks: { url: string }[] }).webhooks.every((hook) => hook.url === url)).toBe(true);
  });
});
