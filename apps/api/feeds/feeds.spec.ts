import { get } from 'node:http';
import { jest } from '@jest/globals';
import { newId } from '#libs/domain/ids.js';
import { newFeedToken } from '#libs/security/route-tokens.js';
import { offer, parseFeed, product } from '#libs/feeds/testing/products.js';
import { startApi, type ApiHarness } from '../testing/api-harness.js';
import { addIntegration, addRecord } from '../testing/card-rows.js';
import { addRoute, OPTIONS, type MadeRoute } from '../testing/route-rows.js';
import { OfferFeedService } from './offer-feed.service.js';

describe('GET /feeds/:token.xml', () => {
  let api: ApiHarness;
  let shop: string;
  let made: MadeRoute;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    shop = await addIntegration(api, 'Sklep');
    made = await addRoute(api, shop);
  });

  const path = (token = made.feedToken): string => `/feeds/${token}.xml`;
  const read = (headers: Record<string, string> = {}, method = 'GET', at = path()): Promise<Response> => fetch(`${api.url}${at}`, { method, headers });
  const ids = async (): Promise<unknown[]> => parseFeed(await (await read()).text()).map((one) => one['id']);
  const tag = async (): Promise<string> => (await read({}, 'HEAD')).headers.get('etag') ?? '';
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  /** Many products with long descriptions, straight into the table. */
  const addMany = (count: number, letters: number): Promise<unknown> =>
    api.dataSource.query(
      `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys)
       select gen_random_uuid(), $1, $2, 'product', n::text, replace($3, '"#"', '"' || n || '"'), sha256(n::text::bytea), '1:x', 0, now(), now(), '{}' from generate_series(1, $4::int) n`,
      [api.workspaceId, shop, JSON.stringify(product('#', { offers: [offer({ description: 'opis '.repeat(letters / 5) })] })), count],
    );

  it('is XML in UTF-8 with the products that are there', async () => {
    await addRecord(api, shop, null, product('7', { offers: [offer({ name: 'Żółty <kubek> & "spodek"' })] }));
    await addRecord(api, shop, null, product('8', { deleted: true }));
    const gone = await addRecord(api, shop, null, product('9'));
    await api.dataSource.query(`update source_record set gone_at = now() where id = $1`, [gone]);
    await addRecord(api, await addIntegration(api, 'Inny'), null, product('10'));
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(['content-type', 'cache-control', 'x-sztafeta-warning'].map((name) => [name, answer.headers.get(name)]))).toEqual({
      'content-type': 'application/xml; charset=utf-8', 'cache-control': 'private, no-cache', 'x-sztafeta-warning': null,
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<products>')).toBe(true);
    expect(parseFeed(text)).toEqual([expect.objectContaining({ id: '7', name: 'Żółty <kubek> & "spodek"', price: '49.90', currency: 'PLN' })]);
  });

  it('is served at the root and under the prefix, in any case', async () => {
    for (const at of [path(), `/api/v1${path()}`, `/Feeds/${made.feedToken}.XML`]) expect((await read({}, 'GET', at)).status).toBe(200);
  });

  it('has all products once, in pages', async () => {
    await addMany(350, 50);
    const found = await ids();
    expect(found).toHaveLength(350);
    expect(new Set(found).size).toBe(350);
  });

  it.each([100, 200])('has all of %d products where a page ends with the last one', async (count) => {
    await addMany(count, 50);
    expect(await ids()).toHaveLength(count);
  });

  it('is empty but valid without products, and says so', async () => {
    const answer = await read();
    const text = await answer.text();
    expect(answer.headers.get('x-sztafeta-warning')).toBe('no-products');
    expect(parseFeed(text)).toEqual([]);
    expect(text).toContain('<!-- No products are stored');
  });

  it('is not sent again while nothing has changed', async () => {
    await addRecord(api, shop, null, product('7'));
    const etag = (await read()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/u);
    for (const sent of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
      const again = await read({ 'if-none-match': sent });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await read({ 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('has another tag after each change of the file, and the old one after a change back', async () => {
    const first = await addRecord(api, shop, null, product('7'));
    const tags = [await tag()];
    const second = await addRecord(api, shop, null, product('8'));
    tags.push(await tag());
    await api.dataSource.query(`update source_record set gone_at = now() where id = $1`, [first]);
    tags.push(await tag());
    await api.dataSource.query(`update source_record set gone_at = case when id = $1 then null else now() end where id = any($2::uuid[])`, [first, [first, second]]);
    expect(await tag()).toBe(tags[0]);
    await api.dataSource.query(`update source_record set content_hash = '\\x01' where id = $1`, [first]);
    tags.push(await tag());
    await api.dataSource.query(`insert into dictionary (integration_id, kind, code, name, iso) values ($1, 'currency', '2', 'euro', 'EUR')`, [shop]);
    tags.push(await tag());
    await api.dataSource.query(`update route set options = $2 where id = $1`, [made.routeId, JSON.stringify({ ...OPTIONS, language: 'eng' })]);
    api.app.get(OfferFeedService).forget();
    tags.push(await tag());
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('tells by HEAD what GET would', async () => {
    await addRecord(api, shop, null, product('7'));
    const [whole, head] = [await read(), await read({}, 'HEAD')];
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['etag', 'content-type', 'cache-control']) expect(head.headers.get(name)).toBe(whole.headers.get(name));
  });

  it('is as empty as nothing at addresses nobody has, and by other methods', async () => {
    for (const at of [path(newFeedToken()), path('nonsense'), path(made.callbackToken), `/feeds/${made.feedToken}`, `/feed/${made.feedToken}.xml`]) {
      const answer = await read({}, 'GET', at);
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) expect([(await read({}, method)).status, await (await read({}, method)).text()]).toEqual([404, '']);
    await api.dataSource.query(`update route set deleted_at = now() where id = $1`, [made.routeId]);
    api.app.get(OfferFeedService).forget();
    expect((await read()).status).toBe(404);
  });

  it('is read no further once the reader has hung up', async () => {
    await addMany(6_000, 10_000);
    const log = api.log().length;
    const query = jest.spyOn(api.dataSource, 'query');
    try {
      await new Promise<void>((resolve, reject) => {
        const request = get(`${api.url}${path()}`, (response) => {
          response.once('data', () => {
            response.destroy();
            resolve();
          });
        });
        request.once('error', reject);
      });
      const pages = (): number => query.mock.calls.filter(([text]) => text.includes('external_id > $2')).length;
      // The line of the request is logged once it is over.
      await until(() => api.log().slice(log).includes('/feeds/*'));
      const after = pages();
      expect(after).toBeLessThan(60);
      await read({}, 'HEAD');
      expect(pages()).toBe(after);
    } finally {
      query.mockRestore();
    }
  });

  it('is cut off, not ended, when the database goes away in the middle', async () => {
    await addMany(500, 100);
    const real = api.dataSource.query.bind(api.dataSource);
    let pages = 0;
    const query = jest.spyOn(api.dataSource, 'query').mockImplementation(((text: string, values?: unknown[]) => {
      if (text.includes('external_id > $2') && ++pages > 3) return Promise.reject(new Error('terminating connection'));
      return real(text, values);
    }) as typeof api.dataSource.query);
    try {
      await expect((async () => await (await read()).text())()).rejects.toThrow();
      pages = 3;
      const answer = await read();
      expect([answer.status, await answer.text(), answer.headers.get('retry-after'), answer.headers.get('etag')]).toEqual([503, '', '5', null]);
    } finally {
      query.mockRestore();
    }
    expect(await ids()).toHaveLength(500);
  });

  it('leaves no token in the log', async () => {
    const other = newId();
    await read({}, 'GET', `/typo-${other}/${made.feedToken}.xml`);
    await until(() => api.log().includes(other));
    expect(api.log()).not.toContain(made.feedToken);
    expect(api.log()).toContain('/feeds/*');
  });
});
