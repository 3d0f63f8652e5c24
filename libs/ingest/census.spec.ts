import type { CustomerRecord } from '#libs/domain/records.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../test/support/house.js';
import { ingestPages } from './ingest-pages.js';
import type { IngestPage, PartContext, PartProgress } from './page.js';

/** Parts read by page numbers: done only when as many different ids were seen as the list says it has. */
let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  shop = await addShop(house, 'P1', []);
});

function client(id: string): CustomerRecord {
  return {
    kind: 'customer', externalId: id, shop: null, zone: null, createdAt: null, updatedAt: null, standing: 'account', email: `k${id}@example.pl`, firstName: null, lastName: null, company: null, taxNumber: null,
    birthDate: null, language: null, phones: [], active: null, deleted: false, newsletter: null, partnerOffers: null,
  };
}

type End = NonNullable<IngestPage['census']>['end'];
const page = (ids: readonly string[], end: End, more: Partial<IngestPage> = {}): IngestPage => ({
  records: ids.map(client), rejects: [], excluded: [], cursor: { high: 'new', at: ids.join() }, done: end?.next === null, requestedMs: Date.UTC(2026, 1, 1), census: { ids, end }, ...more,
});

type Part = { context: PartContext; progress: PartProgress };
async function put(part: Part, ...pages: IngestPage[]): Promise<'committed' | 'left'> {
  const result = await ingestPages(house.dataSource, part.context, part.progress, pages);
  if (result.status === 'committed') part.progress = result.progress;
  return result.status;
}
const one = async <T>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> => (await house.dataSource.query<T[]>(sql, [...values]))[0];
const stateOf = ({ context }: Part): Promise<{ state: string; cursor: object; outcome: Record<string, unknown> | null } | undefined> => one(`select state, cursor, outcome from part where id = $1`, [context.partId]);
const seen = async (): Promise<number> => (await one<{ n: number }>(`select count(*)::int as n from part_seen`))?.n ?? -1;

it('ends the part when every id the list has was seen, in whatever pass', async () => {
  const part = await openPart(house, shop, 'customers');
  await put(part, page(['3', '4'], null));
  await put(part, page(['1', '2'], { total: 5, again: { pass: 2 }, next: null }));
  expect(await stateOf(part)).toMatchObject({ state: 'open', cursor: { pass: 2 }, outcome: null });
  await put(part, page(['4', '5'], null), page(['1', '2', '3'], { total: 5, again: { pass: 3 }, next: null }));
  expect(await stateOf(part)).toMatchObject({ state: 'done' });
  expect(await seen()).toBe(0);
});

it('leaves the part with the counts when the last pass misses some too, and does not move the saved position', async () => {
  const first = await openPart(house, shop, 'customers', { lane: 'delta' });
  await put(first, page(['1'], { total: 1, again: null, next: null }, { cursor: { high: 'old' } }));
  const part = await openPart(house, shop, 'customers', { lane: 'delta' });
  await put(part, page(['2'], { total: 3, again: null, next: null }));
  expect(await stateOf(part)).toMatchObject({ state: 'incomplete', outcome: { kind: 'platform_defect', code: 'rows_kept_moving', seen: 1, total: 3 } });
  expect(await one(`select cursor, finished_at is not null as finished from lane where lane = 'delta'`)).toEqual({ cursor: { high: 'old' }, finished: true });
  expect(await seen()).toBe(0);
});

it('goes on to the next list with a count of its own', async () => {
  const part = await openPart(house, shop, 'customers');
  await put(part, page(['1', '2'], { total: 2, again: null, next: { list: 1 } }));
  expect(await stateOf(part)).toMatchObject({ state: 'open', cursor: { list: 1 } });
  await put(part, page(['1'], { total: 2, again: { list: 1, pass: 2 }, next: null }));
  expect(await stateOf(part)).toMatchObject({ state: 'open', cursor: { list: 1, pass: 2 } });
});

it('counts rows that became no record, and each id once', async () => {
  const part = await openPart(house, shop, 'customers');
  await put(part, page(['1', '1', 'row@7'], { total: 3, again: { pass: 2 }, next: null }, { records: [client('1')] }));
  expect(await stateOf(part)).toMatchObject({ state: 'open' });
  expect(await seen()).toBe(2);
});

it('counts an id exactly when its page is committed, also when nothing has changed', async () => {
  const part = await openPart(house, shop, 'customers');
  await put(part, page(['1', '2'], null));
  await house.dataSource.query(`update part set desired = 'pause' where id = $1`, [part.context.partId]);
  expect(await put(part, page(['1', '2', '3'], null))).toBe('left');
  expect(await put(part, page(['1', '2'], null))).toBe('left');
  expect(await seen()).toBe(2);
  await house.dataSource.query(`update part set desired = 'run' where id = $1`, [part.context.partId]);
  expect(await put(part, page(['1', '2'], { total: 2, again: null, next: null }))).toBe('committed');
  expect(await stateOf(part)).toMatchObject({ state: 'done' });
});
