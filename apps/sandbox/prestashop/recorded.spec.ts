/** Answers recorded from real shops, compared in shape: status, headers, keys and their order, JSON types, XML structure, error texts. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask, type Ask, type Entity, type Reply } from './spec-client.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';

type Recorded = { readonly source: string; readonly request: string; readonly status: number; readonly headers: Record<string, string>; readonly body: unknown; readonly auth?: string; readonly note?: string };

const FILE = resolve('..', 'shared', 'samples', 'prestashop.json');
const KEY_B = 'KEYBKEYBKEYBKEYBKEYBKEYBKEYBKEYB';
const KEY_D = 'KEYDKEYDKEYDKEYDKEYDKEYDKEYDKEYD';
const KEY_E = 'KEYEKEYEKEYEKEYEKEYEKEYEKEYEKEYE';
const READABLE = ['languages', 'order_histories', 'configurations'];
const MODELLED = /^(GET|HEAD) \/api\/(addresses|countries|currencies|customers|orders|shops|order_states|languages|order_histories|configurations|nope)?(\/\d+)?(\?.*)?$/;

const load = (): readonly Recorded[] =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { recorded: Recorded[] }).recorded.filter((entry) => entry.source.startsWith('PrestaShop ') && MODELLED.test(entry.request)) : [];
const recorded = load();
const suite = recorded.length > 0 ? describe : describe.skip;

function askOf(entry: Recorded): Ask {
  const method = entry.request.split(' ')[0] ?? 'GET';
  const host = entry.note?.startsWith('Host') === true ? { host: 'other.example.com' } : {};
  const auth = entry.auth ?? '';
  const key = auth.includes('key B') ? KEY_B : auth.includes('key D') ? KEY_D : auth.includes('key E') ? KEY_E : auth.includes('short') ? 'short' : auth.includes('key Z') ? 'Z'.repeat(32) : auth === 'none' ? null : undefined;
  return { method, ...host, ...(key === undefined ? {} : { key }) };
}

/** Header names as written and the values that say something. */
function headersOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const transport = ['date', 'connection', 'keep-alive', 'content-length', 'set-cookie', 'transfer-encoding'];
  return Object.keys(headers).filter((name) => !transport.includes(name.toLowerCase())).sort();
}

function rawNames(reply: Reply): Record<string, string> {
  return Object.fromEntries(reply.rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, reply.rawHeaders[index + 1] ?? '']] : [])));
}

/** Keys in order with JSON types; null and empty text may stand for each other, and a list is told by its entry with the lowest id. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf([...(value as Entity[])].sort((a, b) => Number(a['id']) - Number(b['id']))[0])];
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
  return value === null || value === '' ? 'string' : typeof value;
}

/** Elements and attribute names in order, entities of one kind once. */
function xmlShape(text: string): readonly string[] {
  const tags = [...text.replace(/<!\[CDATA\[[^]*?\]\]>/g, '').matchAll(/<([a-z_]+)((?:\s[\w:]+="[^"]*")*)\s*\/?>/g)].map(
    ([, name = '', attributes = '']) => `${name} ${[...attributes.matchAll(/\s([\w:]+)=/g)].map((match) => match[1]).join(' ')}`,
  );
  return [...new Set(tags)];
}

suite('recorded answers of real shops', () => {
  const shops = new Map<string, PrestaShopSandbox>();
  beforeAll(async () => {
    for (const profile of ['1.6', '9.0'] as const) {
      const shop = await startPrestaShopSandbox({ profile, customers: 12, orders: 12, languages: 2, shops: profile === '9.0' ? 2 : 1, shares: { secondShop: 0 }, rights: Object.fromEntries(READABLE.map((name) => [name, ['GET', 'HEAD']])) });
      shop.control.setKey({ key: KEY_B, rights: { orders: ['GET'], customers: ['HEAD'] } });
      shop.control.setKey({ key: KEY_D });
      shop.control.setKey({ key: KEY_E, shops: [7], rights: { orders: ['GET'] } });
      // The demo customer of the recorded shops: which of her fields are empty decides what is stripped.
      shop.control.sqlUpdate('customers', 1, { newsletter_date_add: '2013-12-13 08:19:15', id_gender: 1, birthday: '1970-01-15', newsletter: 1, optin: 1, active: 1, reset_password_validity: null });
      shops.set(profile, shop);
      for (const id of shop.control.ids('customers').slice(1, 8)) shop.control.sqlUpdate('customers', id, { date_upd: '2024-05-05 12:00:00' });
    }
  });
  afterAll(async () => {
    for (const shop of shops.values()) await shop.stop();
  });

  it.each(recorded.map((entry) => [`${entry.source.slice(0, 14)} ${entry.request} ${entry.auth ?? ''}${entry.note?.startsWith('Host') === true ? ' foreign host' : ''}`, entry] as const))('%s', async (_name, entry) => {
    const shop = shops.get(entry.source.startsWith('PrestaShop 1.6') ? '1.6' : '9.0');
    if (shop === undefined) throw new Error('no shop of that version');
    const reply = await ask(shop, decodeURI(entry.request.split(' ')[1] ?? ''), askOf(entry));
    expect(reply.status).toBe(entry.status);
    expect(headersOf(rawNames(reply))).toEqual(headersOf(entry.headers));
    const type = (headers: Readonly<Record<string, string>>): string | undefined => headers['Content-Type'] ?? headers['Content-type'];
    expect(type(rawNames(reply))).toBe(type(entry.headers));
    const body = typeof entry.body === 'string' ? entry.body : JSON.stringify(entry.body ?? '');
    if (body === '' || body === '""') expect(reply.text).toBe('');
    else if (body.startsWith('<?xml')) expect(xmlShape(reply.text)).toEqual(xmlShape(body));
    else if (entry.status !== 200) expect(reply.text.startsWith('{') ? (JSON.parse(reply.text) as unknown) : reply.text).toEqual(body.startsWith('{') ? (JSON.parse(body) as unknown) : body);
    else expect(shapeOf(JSON.parse(reply.text))).toEqual(shapeOf(JSON.parse(body)));
  });

  it('covers more than forty requests of both versions', () => {
    expect(recorded.length).toBeGreaterThan(40);
  });
});
