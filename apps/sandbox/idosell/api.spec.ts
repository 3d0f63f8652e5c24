import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, orders, rows } from './spec-client.js';

let sandbox: IdoSellSandbox;
beforeAll(async () => {
  sandbox = await startIdoSellSandbox({ clients: 150, orders: 250, shops: 2 });
});
afterAll(async () => {
  await sandbox.stop();
});
afterEach(() => {
  sandbox.control.setKey({ active: true, rights: { CRM: 'rw', OMS: 'r', CMS: 'r' } });
});

const ALL = 'resultsNumberAll';

describe('filters that do not count', () => {
  it('takes nothing outside params', async () => {
    const [serial = 0] = sandbox.control.ids('orders');
    const wrapped = await ask(sandbox, 'POST orders/orders/search', { params: { ordersSerialNumbers: [serial] } });
    const bare = await ask(sandbox, 'POST orders/orders/search', { raw: JSON.stringify({ ordersSerialNumbers: [serial], resultsLimit: 5 }) });
    expect([wrapped.body[ALL], bare.body[ALL], bare.body['resultsLimit']]).toEqual([1, 250, 100]);
  });

  it.each([
    ['an unknown name', { serialNumbers: [1] }],
    ['text instead of a list', { ordersStatuses: 'finished' }],
    ['an ISO date', { ordersRange: { ordersDateRange: { ordersDateType: 'modified', ordersDateBegin: '2026-10-30T00:00:00Z' } } }],
    ['a range without its type', { ordersRange: { ordersDateRange: { ordersDateBegin: '2099-01-01 00:00:00' } } }],
    ['a status the search does not know', { ordersStatuses: ['packed_ready'] }],
  ])('gives every order for %s', async (_name, params) => {
    expect((await ask(sandbox, 'POST orders/orders/search', { params })).body[ALL]).toBe(250);
  });

  it('reads products only by a list of objects', async () => {
    const right = await ask(sandbox, 'POST products/products/search', { params: { productParams: [{ productId: 94 }] } });
    const wrong = await ask(sandbox, 'POST products/products/search', { params: { productParams: [94] } });
    expect([right.body[ALL], wrong.body[ALL]]).toEqual([1, 58]);
  });

  it('reads lists of a query by commas, objects by brackets', async () => {
    const [first = 0, second = 0] = sandbox.control.ids('clients');
    const ids = async (query: string): Promise<unknown> => (await ask(sandbox, `GET clients/clients?${query}`)).body[ALL];
    expect(await ids(`clientsIds=${String(first)},${String(second)}`)).toBe(2);
    expect(await ids(`clientsIds[]=${String(first)}`)).toBe(150);
    expect(await ids('clientsLastModificationDate%5BclientsLastModificationDateBegin%5D=2099-01-01')).toBeUndefined();
    expect(await ids('clientsLastModificationDateBegin=2099-01-01')).toBe(150);
  });
});

describe('paging', () => {
  it('counts pages from 0, clamps the limit and gives the number of pages', async () => {
    const reply = await ask(sandbox, 'POST orders/orders/search', { params: { resultsPage: 2, resultsLimit: 500 } });
    expect(reply.status).toBe(200);
    expect(rows(reply, 'Results')).toHaveLength(50);
    expect(reply.body).toMatchObject({ resultsNumberAll: 250, resultsNumberPage: 3, resultsPage: 2, resultsLimit: 100 });
  });

  it.each([
    ['POST orders/orders/search', { resultsPage: 3 }],
    ['POST orders/orders/search', { ordersSerialNumbers: [1] }],
    ['POST clients/crm/search', { clientEmail: 'nobody@example.com' }],
    ['POST clients/newsletter/email/search', { results_page: 99 }],
    ['GET clients/clients?resultsPage=2', undefined],
  ])('answers "nothing" with a fault alone: %s', async (target, params) => {
    const reply = await ask(sandbox, target, params === undefined ? {} : { params });
    expect(reply.status).toBe(207);
    expect(Object.keys(reply.body)).toEqual(['errors']);
    expect(reply.body['errors']).toEqual({ faultCode: 2, faultString: expect.stringContaining('zwrócono pusty wynik') as unknown });
  });

  it('names lists and paging differently', async () => {
    const keys = async (target: string, params?: unknown): Promise<readonly string[]> => Object.keys((await ask(sandbox, target, params === undefined ? {} : { params })).body).sort();
    const camel = ['resultsLimit', 'resultsNumberAll', 'resultsNumberPage', 'resultsPage'];
    const snake = ['results_limit', 'results_number_all', 'results_number_page', 'results_page'];
    expect(await keys('POST orders/orders/search', {})).toEqual(['Results', ...camel]);
    expect(await keys('GET clients/clients')).toEqual(['results', ...camel]);
    expect(await keys('POST clients/crm/search', {})).toEqual(['clientsResults', ...camel]);
    expect(await keys('POST products/products/search', {})).toEqual(['results', ...camel]);
    expect(await keys('POST clients/newsletter/email/search', {})).toEqual(['clients', ...snake]);
    expect(await keys('GET products/categories')).toEqual(['categories', ...snake]);
    expect(await keys('GET orders/statuses')).toEqual(['statuses']);
    expect(await keys('GET menu/menu')).toEqual(['result']);
    expect(await keys('GET snippets/campaign')).toEqual(['campaigns', 'pagination']);
  });

  it('knows only snake_case paging in the newsletter', async () => {
    expect((await ask(sandbox, 'POST clients/newsletter/email/search', { params: { resultsLimit: 3 } })).body['results_limit']).toBe(100);
    expect(rows(await ask(sandbox, 'POST clients/newsletter/email/search', { params: { results_limit: 3 } }), 'clients')).toHaveLength(3);
  });
});

describe('access', () => {
  it.each([[null], ['wrong']])('refuses the key %s', async (key) => {
    expect((await ask(sandbox, 'GET clients/clients', { key })).status).toBe(401);
  });

  it('refuses a key that was switched off', async () => {
    sandbox.control.setKey({ active: false });
    expect((await ask(sandbox, 'GET clients/clients')).status).toBe(401);
  });

  it('names the missing right in UTF-8 bytes that arrive as Latin-1', async () => {
    sandbox.control.setKey({ rights: { OMS: '' } });
    const reply = await ask(sandbox, 'POST orders/orders/search', { params: {} });
    const header = reply.headers['x-error'] ?? '';
    expect(reply.status).toBe(403);
    expect(header).toContain('Scope: oms, level: r');
    expect(header).toContain('Å¼');
    expect(Buffer.from(header, 'latin1').toString()).toContain('Użytkownik nie posiada wystarczających uprawnień');
    expect((await ask(sandbox, 'GET clients/clients')).status).toBe(200);
  });

  it('lets a reading key not write', async () => {
    sandbox.control.setKey({ rights: { CRM: 'r' } });
    const reply = await ask(sandbox, 'PUT clients/clients', { params: { clients: [] } });
    expect([reply.status, reply.headers['x-error']]).toEqual([403, expect.stringContaining('Scope: crm, level: rw')]);
  });
});

describe('paths', () => {
  it.each([
    [8, 'POST orders/orders/search', 200], [5, 'POST orders/orders/search', 200], [4, 'POST orders/orders/search', 404], [4, 'POST orders/orders/get', 200], [3, 'POST orders/orders/get', 200],
    [8, 'POST orders/orders/get', 404], [2, 'GET clients/clients', 404], [9, 'GET clients/clients', 404], [8, 'GET clients/nothing', 404], [4, 'GET clients/crm', 200], [4, 'GET clients/newsletterEmailShops', 200],
  ])('v%i %s: %i', async (version, target, status) => {
    expect((await ask(sandbox, target, { version, ...(target.startsWith('POST') ? { params: {} } : {}) })).status).toBe(status);
  });

  it('tells the shop time by Date and by serverTime', async () => {
    sandbox.control.setClock('2026-03-29T00:59:59Z');
    const reply = await ask(sandbox, 'GET system/serverTime');
    sandbox.control.setClock(null);
    expect([reply.body['time'], reply.headers['date']]).toEqual([Date.parse('2026-03-29T00:59:59Z') / 1000, 'Sun, 29 Mar 2026 00:59:59 GMT']);
  });

  it('refuses more than a hundred numbers, and a body that is no JSON', async () => {
    expect((await ask(sandbox, 'POST orders/orders/search', { params: { ordersSerialNumbers: Array.from({ length: 101 }, (_unused, index) => index) } })).status).toBe(422);
    expect((await ask(sandbox, 'POST orders/orders/search', { raw: '{' })).status).toBe(422);
    expect((await ask(sandbox, 'POST orders/orders/search')).body['errors']).toMatchObject({ faultCode: 3 });
  });

  it('gives menu paths by shop, names with a slash, and products without a menu', async () => {
    const products = rows(await ask(sandbox, 'GET products/products'), 'results');
    const texts = products.flatMap((product) => Object.values(product['productMenu'] as object).map((entry) => at(entry, 'menuItemDescriptionsLangData', 0, 'menuItemTextId')));
    expect(texts).toContain('Kobieta\\Buty\\Szpilki/czółenka');
    expect(products.some((product) => Object.values(product['productMenu'] as object).length === 0)).toBe(true);
    expect(products.some((product) => product['categoryName'] === 'Koszule/bluzki')).toBe(true);
    const picked = await ask(sandbox, 'POST products/products/search', { params: { productParams: [{ productId: products[0]?.['productId'] }], returnElements: ['menu', 'category_name'] } });
    expect(Object.keys(rows(picked, 'results')[0] ?? {})).toEqual(['productId', 'categoryName', 'productMenu']);
  });

  it('reads orders by number without paging', async () => {
    const [first = 0, second = 0] = sandbox.control.ids('orders');
    const reply = await ask(sandbox, `GET orders/orders?ordersSerialNumbers=${String(first)},${String(second)},1`);
    expect(rows(reply, 'Results').map((row) => row['orderSerialNumber'])).toEqual([first, second]);
    expect(reply.body['resultsNumberPage']).toBeUndefined();
    expect(await orders(sandbox, { ordersRange: { ordersSerialNumberRange: { ordersSerialNumberBegin: second, ordersSerialNumberEnd: second } } })).toHaveLength(1);
  });
});
