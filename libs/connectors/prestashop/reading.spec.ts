import type { HttpClient, HttpRequest, HttpResponse } from '#libs/http/http-client.js';
import { isFailure } from '#libs/domain/failure.js';
import { calm, failureFrom, readLane } from '../sdk/conformance-harness.js';
import type { Connector } from '../sdk/connector.js';
import type { Stream } from '../sdk/stream.js';
import { prestashop } from './prestashop.connector.js';

const NOW = Date.parse('2026-01-15T10:00:00Z');
const KEY = 'INVENTEDKEYINVENTEDKEYINVENTED01';

type Row = { readonly id: number; readonly date_upd: string };
type Answer = { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> };

const json = (rows: readonly object[]): Answer => ({ body: rows.length === 0 ? '[]' : JSON.stringify({ customers: rows }) });

/** A shop of customers written by hand, where one test may break what no sandbox breaks. */
class HandmadeShop implements HttpClient {
  readonly asked: URLSearchParams[] = [];

  constructor(
    private readonly rows: readonly Row[],
    private readonly spoil: (rows: readonly Row[], query: URLSearchParams) => Answer | null = () => null,
  ) {}

  request(request: HttpRequest): Promise<HttpResponse> {
    const query = new URL(request.url).searchParams;
    this.asked.push(query);
    const rows = this.select(query);
    const { status = 200, body, headers = {} } = this.spoil(rows, query) ?? json(rows);
    return Promise.resolve({ status, headers: { 'access-time': String(NOW / 1_000), ...headers }, body: Buffer.from(body), requestedMs: NOW });
  }

  private select(query: URLSearchParams): Row[] {
    const between = /^\[(\d+),(\d+)\]$/u.exec(query.get('filter[id]') ?? '');
    const one = /^\[([\d|]+)\]$/u.exec(query.get('filter[id]') ?? '')?.[1]?.split('|').map(Number);
    const chosen = this.rows.filter((row) => (between === null || (row.id >= Number(between[1]) && row.id <= Number(between[2]))) && (one === undefined || one.includes(row.id)));
    const later = /^>\[(.+)\]$/u.exec(query.get('filter[date_upd]') ?? '')?.[1];
    const same = /^\[([^,]+)\]$/u.exec(query.get('filter[date_upd]') ?? '')?.[1];
    const after = Number(/^>\[(\d+)\]$/u.exec(query.get('filter[id]') ?? '')?.[1] ?? 0);
    const dated = chosen.filter((row) => (later === undefined || row.date_upd > later) && (same === undefined || row.date_upd === same) && row.id > after);
    const down = query.get('sort') === '[id_DESC]';
    const byDate = query.get('sort')?.startsWith('[date_upd') === true;
    dated.sort((a, b) => (byDate && a.date_upd !== b.date_upd ? (a.date_upd < b.date_upd ? -1 : 1) : down ? b.id - a.id : a.id - b.id));
    const [offset, count] = (query.get('limit') ?? '100000').includes(',') ? (query.get('limit') ?? '').split(',').map(Number) : [0, Number(query.get('limit') ?? 100_000)];
    return dated.slice(offset, (offset ?? 0) + (count ?? 0));
  }
}

function open(http: HttpClient): Connector {
  const settings = prestashop.settings.parse({ idField: 'ps', othersPerPage: 8 });
  return prestashop.open({ credentials: { address: `https://${String(Math.random()).slice(2)}.example.pl`, key: KEY }, settings, http, nowMs: () => NOW, hold: () => Promise.reject(new Error('no hold')) });
}

function customersOf(http: HttpClient): Stream {
  const [stream] = open(http).streams;
  if (stream === undefined) throw new Error('no stream');
  return stream;
}

const shop = (count: number, date = (id: number): string => `2026-01-${String((id % 9) + 1).padStart(2, '0')} 10:00:00`): Row[] =>
  Array.from({ length: count }, (_unused, index) => ({ id: index * 3 + 1, date_upd: date(index), email: `k${String(index)}@example.com` }));
const includes = (id: number) => (rows: readonly Row[]): Answer | null => (rows.some((row) => row.id === id) ? { status: 500, body: '' } : null);
const idsOf = (records: readonly { readonly externalId: string }[]): number[] => records.map((record) => Number(record.externalId)).sort((a, b) => a - b);

describe('a record the shop cannot answer for', () => {
  it('becomes a reject, and everything around it is read', async () => {
    const rows = shop(60);
    const read = await readLane(customersOf(new HandmadeShop(rows, includes(61))), 'backfill');
    expect(read.rejects.map((reject) => [reject.externalId, reject.reason])).toEqual([['61', 'record_unreadable']]);
    expect(idsOf(read.records)).toEqual(rows.map((row) => row.id).filter((id) => id !== 61));
  });

  it('is found even where the shop does not name it', async () => {
    const rows = shop(60);
    const http = new HandmadeShop(rows, (chosen, query) => (query.get('display') === '[id]' && query.get('sort') !== '[id_ASC]' ? null : includes(61)(chosen)));
    const read = await readLane(customersOf(http), 'backfill');
    expect(read.rejects.map((reject) => reject.externalId)).toEqual(['61']);
    expect(read.records).toHaveLength(59);
  });

  it('does not hide a change behind it from a delta', async () => {
    const rows = shop(40, () => '2026-01-15 10:30:00');
    const read = await readLane(customersOf(new HandmadeShop(rows, (chosen, query) => (query.get('display') === '[id,date_upd]' ? null : includes(31)(chosen)))), 'delta', { followedSinceMs: NOW - 3_600_000 });
    expect(read.rejects.map((reject) => reject.externalId)).toEqual(['31']);
    expect(idsOf(read.records)).toEqual(rows.map((row) => row.id).filter((id) => id !== 31));
  });

  it('is a reject in a read by id, beside the others', async () => {
    const found = await customersOf(new HandmadeShop(shop(20), includes(31))).byIds?.fetch(['1', '31', '34', '999'], calm());
    expect(found?.rejects.map((reject) => reject.externalId)).toEqual(['31']);
    expect(idsOf(found?.records ?? [])).toEqual([1, 34]);
    expect(found?.missing).toEqual(['999']);
  });

  it('is not believed when every record fails: then the shop is broken', async () => {
    const http = new HandmadeShop(shop(60), (rows, query) => (rows.length > 0 && query.get('display') !== '[id]' ? { status: 500, body: '' } : null));
    const failure = await failureFrom(() => readLane(customersOf(http), 'backfill'));
    expect(failure.kind).toBe('platform_unavailable');
  });

  it('is read after all when the shop only had a bad minute', async () => {
    let failing = 4;
    const read = await readLane(
      customersOf(new HandmadeShop(shop(30), (rows, query) => (query.get('display') !== '[id]' && rows.length > 0 && (failing -= 1) >= 0 ? { status: 500, body: '' } : null))),
      'backfill',
    );
    expect(read.rejects).toEqual([]);
    expect(read.records).toHaveLength(30);
  });
});

describe('page sizes', () => {
  it('halve when the shop runs out of time, and grow again', async () => {
    const sizes: number[] = [];
    const http = new HandmadeShop(shop(200), (rows, query) => {
      if (query.get('display') === '[id]') return null;
      sizes.push(Number(query.get('limit')));
      return rows.length > 4 && sizes.length < 10 ? { status: 500, body: '' } : null;
    });
    const read = await readLane(customersOf(http), 'backfill');
    expect(read.records).toHaveLength(200);
    expect(sizes.slice(0, 2)).toEqual([8, 4]);
    expect(sizes.at(-1)).toBe(8);
    expect(read.pages.some((page) => page.cursor['size'] === 4)).toBe(true);
  });
});

describe('answers that cannot be true', () => {
  it.each([
    ['all rows because a filter was dropped', (): Answer => json([{ id: 1 }, { id: 900_000 }]), 'filter_ignored'],
    ['rows out of order', (): Answer => json([{ id: 4 }, { id: 1 }]), 'filter_ignored'],
    ['rows without ids', (): Answer => json([{ email: 'a@example.com' }, { email: 'b@example.com' }]), 'unexpected_shape'],
    ['another resource', (): Answer => ({ body: '{"orders":[{"id":1}]}' }), 'unexpected_shape'],
    ['a single entity', (): Answer => ({ body: '{"customer":{"id":1}}' }), 'unexpected_shape'],
    ['a page', (): Answer => ({ body: '<!DOCTYPE html><html><head><title>Przerwa</title></head></html>' }), 'html_instead_of_data'],
  ])('%s stop the reading', async (_name, answer, code) => {
    const stream = customersOf(new HandmadeShop(shop(20), (_rows, query) => (query.get('display') === '[id]' ? null : answer())));
    const failure = await failureFrom(() => readLane(stream, 'backfill'));
    expect([failure.kind, failure.code]).toEqual(['platform_defect', code]);
    expect(failure.retryable).toBe(true);
  });

  it('a dropped date filter stops a delta instead of reading for ever', async () => {
    const http = new HandmadeShop(shop(30), (_rows, query) => (query.has('filter[date_upd]') ? json(shop(8)) : null));
    expect((await failureFrom(() => readLane(customersOf(http), 'delta', { followedSinceMs: NOW }))).code).toBe('filter_ignored');
  });
});

describe('noise around answers', () => {
  const notice = '<br />\n<b>Deprecated</b>: strlen(): Passing null {"x":[1]} to parameter in <b>/modules/a.php</b> on line <b>4</b><br />\n';

  it.each([notice, '\uFEFF', `${notice}${notice}`])('is cut away (%#)', async (noise) => {
    const clean = await readLane(customersOf(new HandmadeShop(shop(20))), 'backfill');
    const noisy = await readLane(customersOf(new HandmadeShop(shop(20), (rows) => ({ body: `${noise}${json(rows).body}` }))), 'backfill');
    expect(noisy.records).toEqual(clean.records);
    expect(noisy.records).toHaveLength(20);
  });

  it('in front of an empty list is cut away too', async () => {
    const found = await customersOf(new HandmadeShop([], () => ({ body: `${notice}[]` }))).byIds?.fetch(['5'], calm());
    expect(found?.missing).toEqual(['5']);
  });
});

describe('requests', () => {
  it('always name fields, sort, and carry no secret in the address', async () => {
    const http = new HandmadeShop(shop(40, () => '2026-01-15 10:30:00'));
    const stream = customersOf(http);
    await readLane(stream, 'backfill');
    await readLane(stream, 'delta', { followedSinceMs: NOW - 3_600_000 });
    expect(http.asked.length).toBeGreaterThan(8);
    for (const query of http.asked) {
      expect(query.get('display')).toMatch(/^\[id(,\w+)*\]$/u);
      expect(query.get('display')).not.toMatch(/passwd|secure_key|reset_password|note|website/u);
      expect(query.get('sort')).toMatch(/^\[(id|date_upd)_(ASC|DESC)/u);
      expect(query.get('output_format')).toBe('JSON');
      expect(query.get('date')).toBe(query.has('filter[date_upd]') ? '1' : null);
      expect(query.toString()).not.toContain(KEY);
    }
  });

  it('finish the second before they move on', async () => {
    const http = new HandmadeShop(shop(20, (index) => (index < 17 ? '2026-01-15 10:30:00' : '2026-01-15 10:31:00')));
    const read = await readLane(customersOf(http), 'delta', { followedSinceMs: NOW - 3_600_000 });
    const filters = http.asked.slice(1).map((query) => [query.get('filter[date_upd]'), query.get('filter[id]')]);
    expect(filters).toEqual([
      ['>[2026-01-15 09:50:00]', null],
      ['[2026-01-15 10:30:00]', '>[22]'],
      ['[2026-01-15 10:30:00]', '>[46]'],
      ['>[2026-01-15 10:30:00]', null],
    ]);
    expect(new Set(idsOf(read.records)).size).toBe(20);
  });

  it('estimate a table with gaps within a few questions', async () => {
    const http = new HandmadeShop(shop(1_000));
    const estimate = await customersOf(http).estimate({ sinceMs: null }, calm());
    expect(estimate.records).toBeGreaterThanOrEqual(1_000);
    expect(estimate.records).toBeLessThanOrEqual(1_200);
    expect(http.asked.length).toBeLessThanOrEqual(12);
    expect(isFailure(await customersOf(new HandmadeShop([])).estimate({ sinceMs: null }, calm()))).toBe(false);
  });
});
