import { send, v3, type Row } from '../spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from '../salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox({ catalogs: [{ id: 'c-1', name: 'Sklep', location: 'sklep_pl', currency: 'PLN' }], catalogLimit: 2 });
});
afterEach(async () => {
  await sandbox.stop();
});

const product = (more: Row = {}): Row => ({ productId: '1', name: 'Kubek', price: 10, ...more });
const codes = async (target: string, body: unknown): Promise<readonly unknown[]> => {
  const reply = await v3(sandbox, target, body);
  return [reply.status, reply.body['reasonCode'], String((reply.body['messages'] as readonly string[] | undefined)?.[0]).split('|')[0]];
};

describe('access', () => {
  it('is by key, and without it 400 with reason 10', async () => {
    for (const key of ['', 'wrong']) {
      const reply = await v3(sandbox, 'GET product/catalogList', undefined, key);
      expect([reply.status, reply.body]).toEqual([400, { reasonCode: 10, messages: [expect.any(String)] }]);
    }
    sandbox.control.configure({ v3Keys: ['new'] });
    expect([(await v3(sandbox, 'GET product/catalogList')).status, (await v3(sandbox, 'GET product/catalogList', undefined, 'new')).status]).toEqual([400, 200]);
  });

  it('turns away who does not say who it is, and POST where a read is', async () => {
    expect((await send(`${sandbox.url}/v3/product/catalogList`, 'GET', { 'API-KEY': sandbox.v3Key }, '')).status).toBe(403);
    expect((await v3(sandbox, 'POST product/catalogList', {})).status).toBe(404);
  });
});

describe('catalogs', () => {
  it('are listed with the limit of the account', async () => {
    expect((await v3(sandbox, 'GET product/catalogList')).body).toEqual({ catalogs: [{ id: 'c-1', name: 'Sklep', currency: 'PLN', location: 'sklep_pl', setAsDefault: false }], limits: { max: 2 } });
  });

  it.each([
    [{ currency: 'PLN', location: 'b' }, 13, 'name'], [{ name: 1, currency: 'PLN', location: 'b' }, 14, 'name:string'], [{ name: 'B', currency: 'zł', location: 'b' }, 18, 'currency'],
    [{ name: 'B', currency: 'PLN', location: 'b c' }, 18, 'location'], [{ name: 'B', currency: 'PLN', location: 'b'.repeat(37) }, 11, 'location'], [{ name: 'B', currency: 'PLN', location: 'sklep_pl' }, 15, 'location'],
    [{ catalogId: 'c-9', name: 'B', currency: 'PLN', location: 'b' }, 16, 'catalogId'],
  ])('%j is refused with %i for %s', async (body, code, field) => {
    expect(await codes('POST product/catalogUpsert', body)).toEqual([400, code, field]);
  });

  it('come up to the limit, and then change only', async () => {
    const body = { name: 'B', currency: 'EUR', location: 'b' };
    const { catalogId } = (await v3(sandbox, 'POST product/catalogUpsert', body)).body;
    expect(await codes('POST product/catalogUpsert', { ...body, location: 'c' })).toEqual([400, 19, 'catalogs']);
    expect((await v3(sandbox, 'POST product/catalogUpsert', { ...body, catalogId, name: 'C' })).body['catalogId']).toBe(catalogId);
    expect(((await v3(sandbox, 'GET product/catalogList')).body['catalogs'] as Row[]).map((row) => row['name'])).toEqual(['Sklep', 'C']);
  });
});

describe('products', () => {
  it.each([
    [{ catalogId: 'c-9', products: [product()] }, 16, 'catalogId'], [{ catalogId: 'c-1' }, 13, 'products:array'], [{ catalogId: 'c-1', products: Array.from({ length: 101 }, () => product()) }, 11, 'products'],
    [{ catalogId: 'c-1', products: [product(), product({ name: undefined })] }, 13, 'name'], [{ catalogId: 'c-1', products: [product({ price: '10' })] }, 14, 'price:number'],
    [{ catalogId: 'c-1', products: [product({ productId: 'x'.repeat(33) })] }, 11, 'productId'], [{ catalogId: 'c-1', products: [product({ categories: ['1', '2', '3', '4', '5', '6'] })] }, 11, 'categories'],
    [{ catalogId: 'c-1', products: [product({ systemDetails: { brand: 'x'.repeat(256) } })] }, 11, 'systemDetails.brand'], [{ catalogId: 'c-1', products: [product({ setAsNull: ['name'] })] }, 17, 'name'],
  ])('%# are refused with %i for %s, all of them', async (body, code, field) => {
    expect(await codes('POST product/upsert', body)).toEqual([400, code, field]);
    expect(sandbox.control.products('c-1')).toEqual([]);
  });

  it('are merged, cleared by name, and trimmed with a warning', async () => {
    const put = (more: Row): Promise<{ readonly status: number; readonly body: Row }> => v3(sandbox, 'POST product/upsert', { catalogId: 'c-1', products: [product(more)] });
    expect((await put({ quantity: 3, discountPrice: 9 })).body).toEqual({ requestId: expect.any(String) as string, productIds: ['1'] });
    const reply = await put({ setAsNull: ['discountPrice'], description: 'x'.repeat(1025) });
    expect([reply.status, reply.body['problems']]).toMatchObject([200, [{ reasonCode: 12 }]]);
    expect(sandbox.control.products('c-1')).toEqual([{ productId: '1', name: 'Kubek', price: 10, quantity: 3, description: 'x'.repeat(1024) }]);
  });
});
