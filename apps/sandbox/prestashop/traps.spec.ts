import { ask, ids, json, list } from './spec-client.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';

const JSON_FORMAT = { 'output-format': 'JSON' };

describe('what bites in every shop', () => {
  let shop: PrestaShopSandbox;
  beforeAll(async () => {
    shop = await startPrestaShopSandbox({ customers: 30, orders: 60, now: () => Date.parse('2026-11-20T10:00:00Z') });
  });
  afterAll(() => shop.stop());

  it('answers an empty collection with two bytes in JSON and an empty plural element in XML', async () => {
    expect((await ask(shop, '/api/customers?filter[id]=999&output_format=JSON')).text).toBe('[]');
    expect((await ask(shop, '/api/customers?filter[id]=999')).text).toContain('<customers>\n</customers>');
  });

  it('dies on the JSON root and lists rights in the XML root', async () => {
    const dead = await ask(shop, '/api/?output_format=JSON');
    expect([dead.status, dead.text, dead.headers['content-type']]).toEqual([500, '', 'text/html; charset=UTF-8']);
    const root = await ask(shop, '/api/');
    expect(root.text).toContain('get="true" put="false" post="false" patch="false" delete="false" head="false"');
    expect(root.text.match(/type="blank"/g)).toHaveLength(7);
  });

  it('strips falsy fields of a single entity only', async () => {
    const { customer } = (await json(shop, 'customers/1')) as { customer: Record<string, unknown> };
    expect(Object.keys(customer)).not.toContain('deleted');
    expect(customer['outstanding_allow_amount']).toBe('0.000000');
    const [full] = await list(shop, 'customers/1?display=full');
    expect(full?.['deleted']).toBe('0');
  });

  it('does not order by id unless asked to, and changes its mind on the next page', async () => {
    const sorted = await ids(shop, 'customers?sort=[id_ASC]');
    const unsorted = await ids(shop, 'customers');
    expect(unsorted).not.toEqual(sorted);
    expect([...unsorted].sort((a, b) => Number(a) - Number(b))).toEqual(sorted);
    const pages = [...(await ids(shop, 'customers?limit=0,15')), ...(await ids(shop, 'customers?limit=15,15'))];
    expect(new Set(pages).size).toBeLessThan(sorted.length);
  });

  it('takes dates in filters and sorts only with date=1', async () => {
    const refused = await json(shop, 'orders?filter[date_upd]=>[2020-01-01]');
    expect(refused).toMatchObject({ errors: [{ code: 32 }] });
    expect(await json(shop, 'orders?sort=[date_upd_ASC]')).toMatchObject({ errors: [{ code: 38 }] });
    expect(await ids(shop, 'orders?date=1&filter[date_upd]=>[2020-01-01]&sort=[date_upd_ASC,id_ASC]')).toHaveLength(60);
  });

  it('drops an operator it does not know and gives everything', async () => {
    expect(await ids(shop, 'orders?date=1&filter[date_upd]=>=[2090-01-01 00:00:00]')).toHaveLength(60);
  });

  it('does not see a range with T separators', async () => {
    const [first] = await list(shop, 'orders?display=[id,date_upd]&sort=[id_ASC]&limit=1');
    const date = String(first?.['date_upd']).replace(' ', 'T');
    expect(await ids(shop, `orders?date=1&filter[date_upd]=[${date},2090-01-01T00:00:00]`)).toEqual([first?.['id']]);
  });

  it('sends an unknown host or shop to the front page, where HTML waits with 200', async () => {
    const host = await ask(shop, '/api/customers?limit=1&output_format=JSON', { host: 'other.example.com' });
    expect([host.status, host.text]).toEqual([302, '']);
    expect(host.headers['location']).toBe(`${shop.url}/index.php?url=customers&limit=1&output_format=JSON`);
    const wrongShop = await ask(shop, '/api/customers?id_shop=9&output_format=JSON');
    expect(wrongShop.headers['location']).toBe(`${shop.url}/index.php?url=customers&output_format=JSON`);
    const front = await ask(shop, '/index.php?url=customers', { key: null });
    expect([front.status, front.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
  });

  it('answers a missing id with 404, no body and an empty type', async () => {
    const reply = await ask(shop, '/api/customers/999', { headers: JSON_FORMAT });
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([404, '', '']);
  });

  it('takes JSON in capitals from a header before the query, and ignores Accept', async () => {
    const type = async (query: string, headers: Record<string, string>): Promise<string | undefined> =>
      (await ask(shop, `/api/customers?limit=1${query}`, { headers })).headers['content-type'];
    expect(await type('&output_format=json', {})).toContain('xml');
    expect(await type('', { accept: 'application/json' })).toContain('xml');
    expect(await type('&io_format=JSON', {})).toBe('application/json');
    expect(await type('&output_format=JSON', { 'io-format': 'XML' })).toContain('xml');
  });

  it('casts a list of ids in the path to the first one, and ignores ?id=', async () => {
    expect(await ids(shop, 'orders/1,2?display=[id]')).toEqual([1]);
    expect((await ids(shop, 'orders?id=[1,2]')).length).toBe(60);
  });

  it('shows fields in declared order and only the ones asked for', async () => {
    const [one] = await list(shop, 'orders?display=[reference,order_rows[product_id,id]]&limit=1');
    expect(Object.keys(one ?? {})).toEqual(['reference', 'associations']);
    const rows = (one?.['associations'] as { order_rows: Record<string, unknown>[] }).order_rows;
    expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'product_id']);
    expect(await list(shop, 'customers?display=[id,groups[id]]&filter[id]=[1]')).toEqual([{ id: 1 }]);
  });
});

describe('two shops', () => {
  let shop: PrestaShopSandbox;
  beforeAll(async () => {
    shop = await startPrestaShopSandbox({ customers: 60, orders: 120, shops: 2, shares: { secondShop: 0.5 } });
  });
  afterAll(() => shop.stop());

  it('shows a list of the shop that owns the address; all shops only when asked', async () => {
    const first = await ids(shop, 'orders');
    const second = await ids(shop, 'orders?id_shop=2');
    expect(first.length).toBeGreaterThan(0);
    expect(second.length).toBeGreaterThan(0);
    expect(first.length + second.length).toBe(120);
    expect(await ids(shop, 'orders?id_shop=all')).toHaveLength(120);
    expect(await ids(shop, 'orders?id_group_shop=1')).toHaveLength(120);
    const reply = await ask(shop, '/b/api/orders?output_format=JSON');
    expect((JSON.parse(reply.text) as { orders: unknown[] }).orders).toHaveLength(second.length);
  });

  it('ignores the context for single orders and for addresses, but not for associated resources', async () => {
    const [foreign] = await ids(shop, 'orders?id_shop=2');
    expect((await ask(shop, `/api/orders/${String(foreign)}`)).status).toBe(200);
    expect((await ids(shop, 'addresses')).length).toBe(shop.control.counts().addresses);
    expect(await json(shop, 'currencies/3')).toMatchObject({ errors: [{ code: 131 }] });
    expect(await ids(shop, 'currencies?sort=id_ASC')).toEqual([1, 2]);
  });

  it('lets a key of one shop read all of them through id_shop=all, and refuses the other shop', async () => {
    shop.control.setKey({ shops: [1] });
    expect(await json(shop, 'orders?id_shop=2')).toMatchObject({ errors: [{ code: 132 }] });
    expect(await ids(shop, 'orders?id_shop=all')).toHaveLength(120);
  });
});
