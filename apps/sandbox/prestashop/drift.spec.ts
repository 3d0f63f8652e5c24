import { ask, json, list, type Entity } from './spec-client.js';
import { PROFILE_NAMES, type ProfileName } from './profile.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';

const shops = new Map<ProfileName, PrestaShopSandbox>();
const shopOf = (name: ProfileName): PrestaShopSandbox => {
  const shop = shops.get(name);
  if (shop === undefined) throw new Error(name);
  return shop;
};

beforeAll(async () => {
  for (const profile of PROFILE_NAMES) shops.set(profile, await startPrestaShopSandbox({ profile, customers: 10, orders: 10, languages: 2, rights: { languages: ['GET'] } }));
});
afterAll(async () => {
  for (const shop of shops.values()) await shop.stop();
});

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);
const rows = (order: Entity | undefined): readonly Entity[] => (order?.['associations'] as { order_rows: Entity[] }).order_rows;

describe('types of values by version', () => {
  it.each<[ProfileName, string, string, string]>([
    ['1.6', 'string', 'string', 'string'],
    ['1.7', 'string', 'string', 'string'],
    ['8.0.1', 'number', 'number', 'number'],
    ['8.1', 'number', 'string', 'number'],
    ['8.2', 'string', 'string', 'string'],
    ['9.0', 'number', 'string', 'number'],
  ])('%s: reference ids are %s, booleans %s, ids in associations and languages %s', async (name, reference, flag, nested) => {
    const [order] = await list(shopOf(name), 'orders?display=full&limit=1');
    expect(kindOf(order?.['id'])).toBe('number');
    expect(kindOf(order?.['id_customer'])).toBe(reference);
    expect(kindOf(order?.['valid'])).toBe(flag);
    expect(order?.['total_paid']).toMatch(/^\d+\.\d{6}$/);
    expect(kindOf(rows(order)[0]?.['id'])).toBe(nested);
    const [state] = await list(shopOf(name), 'order_states?display=full&limit=1');
    expect(kindOf((state?.['name'] as Entity[])[0]?.['id'])).toBe(nested);
  });

  it.each<[ProfileName, unknown, unknown]>([['1.6', '1', '1'], ['9.0', 1, '1'], ['8.2', '1', '1']])(
    '%s: the first language comes from the in-request cache',
    async (name, first, second) => {
      const [polish, english] = await list(shopOf(name), 'languages?display=full&sort=id_ASC');
      expect([polish?.['active'], english?.['active']]).toEqual([first, second]);
    },
  );

  it.each<[ProfileName, string]>([['8.0.1', '[[null]]'], ['8.1', '[{"id":3}]'], ['8.2', '[{"id":"3"}]']])('%s: customer groups', async (name, groups) => {
    shopOf(name).control.sqlUpdate('customers', 2, { id_default_group: 3 });
    const replies = await list(shopOf(name), 'customers?display=full');
    const found = replies.map((customer) => JSON.stringify((customer['associations'] as { groups: unknown }).groups));
    expect(found).toContain(groups);
  });

  it('emits illegal tags for customer groups in 8.0.1', async () => {
    expect((await ask(shopOf('8.0.1'), '/api/customers/2')).text).toContain('<0>');
  });
});

describe('shape of answers by version', () => {
  it.each<[ProfileName, number, string]>([
    ['1.6', 200, '["addresses","countries","currencies","customers","languages","order_states","orders","shops"]'],
    ['1.7', 200, '["addresses","countries","currencies","customers","languages","order_states","orders","shops"]'],
    ['8.0.1', 500, ''],
    ['8.1', 500, ''],
    ['8.2', 500, ''],
    ['9.0', 500, ''],
  ])('%s: JSON root', async (name, status, text) => {
    const reply = await ask(shopOf(name), '/api/', { headers: { 'output-format': 'JSON' } });
    expect([reply.status, reply.text]).toEqual([status, text]);
  });

  it.each<[ProfileName, boolean]>([['1.6', true], ['1.7', true], ['8.0.1', false], ['8.1', false], ['8.2', false], ['9.0', false]])(
    '%s: a single entity keeps falsy fields: %s',
    async (name, keeps) => {
      const { customer } = (await json(shopOf(name), 'customers/1')) as { customer: Entity };
      expect('deleted' in customer).toBe(keeps);
    },
  );

  it.each<[string, unknown]>([
    ['customers?filter[id]=[2|3]&sort=id_ASC', { customers: [{ id: 2 }, { id: 3 }] }],
    ['customers?filter[id]=[2]&display=[id,is_guest]', { customers: [{ id: 2, is_guest: expect.any(String) as unknown }] }],
    ['customers?filter[id]=[777]&display=full', []],
    ['customers/1', { customer: expect.objectContaining({ id: 1 }) as unknown }],
    ['customers/1?display=[id]', { customers: [{ id: 1 }] }],
    ['customers?limit=1,2,3', { errors: [{ code: 39, message: expect.any(String) as unknown }] }],
  ])('9.0: %s', async (target, expected) => {
    expect(await json(shopOf('9.0'), target)).toEqual(expected);
  });

  it('gives ids only for /resource/ID?display=full in 1.6', async () => {
    expect(await json(shopOf('1.6'), 'customers/1?display=full')).toEqual({ customers: [{ id: 1 }] });
  });

  it.each<[string, unknown]>([
    ['', [{ id: 1, value: 'Anulowane' }, { id: 2, value: 'Canceled' }]],
    ['&language=2', 'Canceled'],
    ['&language=[1|2]', [{ id: '1', value: 'Anulowane' }, { id: '2', value: 'Canceled' }]],
    ['&language=[1,2]', [{ id: 1, value: 'Anulowane' }, { id: 2, value: 'Canceled' }]],
  ])('9.0: multilingual values with "%s"', async (query, expected) => {
    const [state] = await list(shopOf('9.0'), `order_states?display=[name]&filter[id]=[6]${query}`);
    expect(state?.['name']).toEqual(expected);
  });

  it('writes a missing id as "", other missing values as null, and both kinds of nothing beside each other', async () => {
    const shop = shopOf('9.0');
    shop.control.sqlUpdate('customers', 2, { id_risk: null, note: null, birthday: '0000-00-00' });
    const [customer] = await list(shop, 'customers?display=[id_risk,note,birthday]&filter[id]=[2]');
    expect(customer).toEqual({ id_risk: '', note: null, birthday: '0000-00-00' });
  });

  it('escapes slashes and leaves other letters alone', async () => {
    const shop = shopOf('9.0');
    shop.control.sqlUpdate('customers', 2, { firstname: 'Żółć/Gęślą "x"\u2028' });
    expect((await ask(shop, '/api/customers?display=[firstname]&filter[id]=[2]&output_format=JSON')).text).toBe(
      '{"customers":[{"firstname":"Żółć\\/Gęślą \\"x\\"\\u2028"}]}',
    );
  });

  it.each<[ProfileName, readonly string[], readonly string[]]>([
    ['1.6', ['shipping_number'], ['note']],
    ['9.0', ['shipping_number', 'note'], []],
  ])('%s: fields of orders', async (name, present, absent) => {
    const [order] = await list(shopOf(name), 'orders?display=full&limit=1');
    for (const field of present) expect(order).toHaveProperty(field);
    for (const field of absent) expect(order).not.toHaveProperty(field);
  });

  it('writes empty fields as empty elements in old XML and as empty CDATA in new', async () => {
    for (const [name, empty] of [['1.6', '<other></other>'], ['9.0', '<other><![CDATA[]]></other>']] as const) {
      const shop = shopOf(name);
      shop.control.sqlUpdate('addresses', 1, { other: '' });
      expect((await ask(shop, '/api/addresses/1')).text).toContain(empty);
    }
  });

  it('knows id_shop=all only in newer versions, and sets a cookie only in 1.6', async () => {
    expect((await ask(shopOf('1.6'), '/api/orders?id_shop=all')).status).toBe(302);
    const modern = await ask(shopOf('9.0'), '/api/orders?id_shop=all');
    expect([modern.status, modern.headers['set-cookie']]).toEqual([200, undefined]);
    expect((await ask(shopOf('1.6'), '/api/')).headers['set-cookie']).toContain('PrestaShop');
    expect((await ask(shopOf('1.6'), '/api/', { key: 'short' })).headers['psws-version']).toBe('1.6.1.25');
  });
});
