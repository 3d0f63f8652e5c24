import { panelLinks } from './links.js';
import { normaliseAdminUrl } from './address-text.js';
import { prestashop } from './prestashop.connector.js';
import { settingsSchema } from './prestashop.schema.js';

const KEY = 'INVENTEDKEYINVENTEDKEYINVENTED01';
const parse = (address: string, more: Record<string, unknown> = {}): ReturnType<typeof prestashop.credentials.safeParse> => prestashop.credentials.safeParse({ address, key: KEY, ...more });

it.each([
  ['sklep.example.pl', 'https://sklep.example.pl'],
  ['http://sklep.example.pl/', 'http://sklep.example.pl'],
  ['  https://Sklep.Example.pl/sklep/  ', 'https://sklep.example.pl/sklep'],
  ['https://sklep.example.pl/sklep/api/', 'https://sklep.example.pl/sklep'],
  ['https://sklep.example.pl/api?ws_key=x#y', 'https://sklep.example.pl'],
  ['https://sklep.example.pl/webservice/dispatcher.php', 'https://sklep.example.pl'],
  ['https://sklep.example.pl/index.php', 'https://sklep.example.pl'],
  ['https://sklep.example.pl:8443/a//b/', 'https://sklep.example.pl:8443/a/b'],
  ['https://żółw.example.pl', 'https://xn--w-uga1v8h.example.pl'],
])('address "%s" becomes %s', (address, expected) => {
  const parsed = parse(address);
  expect(parsed.data?.address).toBe(expected);
  if (parsed.data !== undefined) expect(prestashop.accountKey(parsed.data)).toBe(expected.replace(/^https?:\/\//u, ''));
});

it.each(['https://user:pass@sklep.example.pl', 'ftp://sklep.example.pl', 'file:///etc/passwd', 'javascript:alert(1)', 'https://', '   '])('address "%s" is refused', (address) => {
  expect(parse(address).success).toBe(false);
});

it('says with a code why an address is refused', () => {
  expect(parse('ftp://sklep.example.pl').error?.issues).toMatchObject([{ path: ['address'], params: { code: 'address_not_allowed' } }]);
});

it.each(['short', `${KEY}X`, `${KEY.slice(1)}-`])('key "%s" is refused', (key) => {
  expect(parse('sklep.example.pl', { key }).success).toBe(false);
});

it.each([['1', true], ['all', true], ['0', false], ['2,3', false], ['x', false]])('shop id %j: %s', (idShop, allowed) => {
  expect(parse('sklep.example.pl', { idShop }).success).toBe(allowed);
});

it('needs nothing but the ID field', () => {
  expect(settingsSchema.parse({ idField: 'ps' })).toMatchObject({ zone: 'Europe/Warsaw', maxInFlight: 1, ordersPerPage: 100, othersPerPage: 200, lagSeconds: 90, adminLinks: 'query' });
  expect(settingsSchema.safeParse({}).success).toBe(false);
});

it.each([{ maxInFlight: 5 }, { maxInFlight: 0 }, { zone: 'Warszawa' }, { allegroPlaces: ['somewhere'] }, { allegroPatterns: ['no login here'] }, { ordersPerPage: 0 }, { adminUrl: 'ftp://x' }])('refuses the settings %j', (settings) => {
  expect(settingsSchema.safeParse({ idField: 'ps', ...settings }).success).toBe(false);
});

it.each([
  ['https://sklep.example.pl/admin123/', 'https://sklep.example.pl/admin123'],
  ['https://sklep.example.pl/admin123/index.php?controller=AdminOrders&token=abc', 'https://sklep.example.pl/admin123'],
  ['https://sklep.example.pl/admin123/index.php/sell/orders/?_token=abc', 'https://sklep.example.pl/admin123'],
])('panel address "%s" becomes %s', (text, expected) => {
  expect(normaliseAdminUrl(text)).toBe(expected);
});

describe('links to the panel', () => {
  const adminUrl = 'https://sklep.example.pl/admin123';

  it('take the query form by default, because every version understands it', () => {
    const links = panelLinks({ adminUrl, adminLinks: 'query' });
    expect(links.customer('5')).toBe(`${adminUrl}/index.php?controller=AdminCustomers&id_customer=5&viewcustomer`);
    expect(links.order('17')).toBe(`${adminUrl}/index.php?controller=AdminOrders&id_order=17&vieworder`);
  });

  it('take the path form when the settings say so', () => {
    const links = panelLinks({ adminUrl, adminLinks: 'path' });
    expect(links.customer('5')).toBe(`${adminUrl}/index.php/sell/customers/5/view`);
    expect(links.order('17')).toBe(`${adminUrl}/index.php/sell/orders/17/view`);
  });

  it('are none without the address or a number', () => {
    expect(panelLinks({}).order('17')).toBeNull();
    expect(panelLinks({ adminUrl }).order('17&x=1')).toBeNull();
  });
});

it('asks for as many requests at once as the settings allow', () => {
  const credentials = prestashop.credentials.parse({ address: 'sklep.example.pl', key: KEY });
  expect(prestashop.budget(credentials, null)).toEqual({ limit: null, share: 1, maxInFlight: 1 });
  expect(prestashop.budget(credentials, settingsSchema.parse({ idField: 'ps', maxInFlight: 4 })).maxInFlight).toBe(4);
});
