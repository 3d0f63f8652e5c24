import { ask, codes, type Ask } from './spec-client.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop-sandbox.js';

const HEAD_ONLY = 'HEADONLYKEYHEADONLYKEYHEADONLY01';
const INACTIVE = 'INACTIVEKEYINACTIVEKEYINACTIVE01';
const BARE = 'NORIGHTSKEYNORIGHTSKEYNORIGHTS01';
const OTHER_SHOP = 'OTHERSHOPKEYOTHERSHOPKEYOTHERS01';

describe('refusals', () => {
  let shop: PrestaShopSandbox;
  beforeAll(async () => {
    shop = await startPrestaShopSandbox({ customers: 5, orders: 5 });
    shop.control.setKey({ key: HEAD_ONLY, rights: { customers: ['HEAD'], orders: ['GET'] } });
    shop.control.setKey({ key: INACTIVE, active: false, rights: { orders: ['GET'] } });
    shop.control.setKey({ key: BARE });
    shop.control.setKey({ key: OTHER_SHOP, shops: [7], rights: { orders: ['GET'] } });
  });
  afterAll(() => shop.stop());

  it.each<[string, Ask, number, readonly number[]]>([
    ['nope', {}, 400, [27]],
    ['customers?schema=x', {}, 400, [28]],
    ['customers?filter[nope][x]=1', {}, 400, [31]],
    ['customers?filter[email][x]=1', {}, 500, []],
    ['customers?filter[nope]=1', {}, 400, [32]],
    ['customers?filter[date_upd]=1', {}, 400, [32]],
    ['order_states?filter[name]=', {}, 400, [32]],
    ['customers?filter[email]=', {}, 400, [33]],
    ['orders?filter[shipping_number]=1', {}, 400, [34]],
    ['customers?display=[nope]', {}, 400, [35]],
    ['orders?display=[order_rows[nope]]', {}, 400, [35]],
    ['customers?display=id', {}, 400, [36]],
    ['customers?sort=id', {}, 400, [37]],
    ['customers?sort=[id]', {}, 400, [37]],
    ['customers?sort=nope_ASC', {}, 400, [38]],
    ['customers?sort=[date_upd_ASC]', {}, 400, [38]],
    ['customers?limit=1,2,3', {}, 400, [39]],
    ['customers?language=[1,2,3]', {}, 400, [78]],
    ['customers?language=x', {}, 400, [79, 81]],
    ['customers?language=[a|b]', {}, 400, [80, 81]],
    ['customers?language=99', {}, 400, [81]],
    ['customers', { key: '' }, 401, [17]],
    ['customers', { key: 'short' }, 401, [18]],
    ['customers', { key: 'Z'.repeat(32) }, 401, [20, 21]],
    ['customers', { key: INACTIVE }, 401, [20, 21]],
    ['customers', { key: BARE }, 401, [21]],
    ['customers', { method: 'BREW' }, 405, [23]],
    ['customers', { key: HEAD_ONLY }, 405, [25]],
    ['customers', { method: 'PUT' }, 405, [25]],
    ['customers?ps_method=DELETE', {}, 405, [25]],
    ['addresses', { key: HEAD_ONLY }, 401, [26]],
    ['configurations', {}, 401, [26]],
    ['orders', { key: OTHER_SHOP }, 403, [132]],
    ['orders?id_group_shop=9', {}, 500, [999]],
    ['orders?id_shop=x', {}, 404, [999]],
    // The order of the checks: the language before the resource, the resource before the right, the key before the shop.
    ['nope?language=99', {}, 400, [81]],
    ['orders?id_shop=x', { key: 'short' }, 401, [18]],
    ['customers?schema=x&filter[nope]=1&limit=1,2,3', {}, 400, [28]],
    ['customers?filter[nope]=1&limit=1,2,3', {}, 400, [32]],
  ])('%s %j', async (target, options, status, expected) => {
    // Node's client refuses methods it does not know; the override of the webservice carries them.
    const unknown = options.method === 'BREW';
    const reply = await codes(shop, unknown ? `${target}?ps_method=BREW` : target, unknown ? {} : options);
    expect(reply).toEqual({ status, codes: expected });
  });

  it('says 401 in plain text when no credentials reach PHP', async () => {
    const reply = await ask(shop, '/api/customers?output_format=JSON', { key: null });
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([401, '401 Unauthorized', 'text/html; charset=UTF-8']);
  });

  it('takes the key from the query, but Basic wins', async () => {
    expect((await ask(shop, `/api/customers?ws_key=${shop.key}`, { key: null })).status).toBe(200);
    expect((await ask(shop, `/api/customers?ws_key=${shop.key}`, { key: 'short' })).status).toBe(401);
    expect(shop.control.stats().log.some((entry) => entry.query.includes(shop.key))).toBe(false);
  });

  it('hides a bad key behind a disabled webservice, and an unknown shop behind nothing', async () => {
    shop.control.disableWebservice(true);
    expect(await codes(shop, 'customers', { key: 'short' })).toEqual({ status: 503, codes: [22] });
    expect((await codes(shop, 'customers?id_shop=9')).status).toBe(302);
    shop.control.disableWebservice(false);
    expect((await codes(shop, 'customers')).status).toBe(200);
  });

  it('dies without a body on a negative limit and on a date filter of a resource without dates', async () => {
    for (const target of ['customers?limit=-1', 'countries?date=1&filter[date_upd]=>[2020-01-01]']) {
      const reply = await ask(shop, `/api/${target}`);
      expect([reply.status, reply.text]).toEqual([500, '']);
    }
  });

  it('gives the version away on a refused key only in old shops', async () => {
    expect((await ask(shop, '/api/', { key: 'short' })).headers['psws-version']).toBe('0');
    expect((await ask(shop, '/api/', { method: 'HEAD', key: HEAD_ONLY })).headers['psws-version']).toBe('9.0.3');
  });

  it('answers OPTIONS as a preflight without credentials and refuses it with a key', async () => {
    expect((await ask(shop, '/api/customers', { method: 'OPTIONS', key: null })).status).toBe(200);
    expect((await ask(shop, '/api/customers', { method: 'OPTIONS' })).status).toBe(405);
  });

  it('deletes by GET when the right is granted and ps_method is forwarded', async () => {
    shop.control.setKey({ rights: { customers: ['GET', 'DELETE'] } });
    expect((await ask(shop, '/api/customers/2?ps_method=DELETE')).status).toBe(200);
    expect((await ask(shop, '/api/customers/2')).status).toBe(404);
  });

  it('answers 304 to the hash of what the client already has', async () => {
    const first = await ask(shop, '/api/currencies?display=full');
    const again = await ask(shop, '/api/currencies?display=full', { headers: { 'local-content-sha1': first.headers['content-sha1'] ?? '' } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});
