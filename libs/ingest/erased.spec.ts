import { randomBytes } from 'node:crypto';
import { addsUp } from '#libs/domain/ledger.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { shopKey } from '#libs/domain/identity-keys.js';
import { sourceName, tombstoneHash } from '#libs/domain/tombstones.js';
import type { Lane, StreamName } from '#libs/domain/words.js';
import type { Queryable } from '#libs/security/queryable.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { until } from '../../test/support/relay-house.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../test/support/house.js';
import { customer, order, subscriber, newsletter } from '../../test/support/relay-records.js';
import { LOCK_EXCLUSIVE } from './statements.js';
import { ingestPages } from './ingest-pages.js';
import type { IngestPage, IngestResult } from './page.js';

const ERASED_AT = Date.UTC(2026, 5, 1);
const before = { utc: new Date(ERASED_AT - 86_400_000).toISOString() };
const after = { utc: new Date(ERASED_AT + 86_400_000).toISOString() };
const page = (records: readonly NeutralRecord[], more: Partial<IngestPage> = {}): IngestPage => ({ records, rejects: [], excluded: [], cursor: {}, done: true, requestedMs: ERASED_AT + 90_000_000, ...more });

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
  shop = await addShop(house, 'PS1');
});

/** What an erasure leaves behind. */
async function bury(names: readonly string[], db: Queryable = house.dataSource): Promise<void> {
  const salt = randomBytes(32);
  await db.query(`update workspace set tombstone_salt = $1, erasures = erasures + 1, identity_counter = identity_counter + 1`, [salt]);
  await db.query(`insert into tombstone (workspace_id, hash, erased_at) select $1, x, $3 from unnest($2::bytea[]) x`, [house.workspaceId, names.map((name) => tombstoneHash(salt, name)), new Date(ERASED_AT)]);
}

async function put(stream: StreamName, pages: readonly IngestPage[], lane: Lane = 'backfill'): Promise<IngestResult> {
  const part = await openPart(house, shop, stream, { lane });
  return ingestPages(house.dataSource, part.context, part.progress, pages);
}

const stored = async (): Promise<string[]> => (await house.dataSource.query<{ external_id: string }[]>(`select external_id from source_record order by 1`)).map((row) => row.external_id);
const counts = (result: IngestResult): object => {
  if (result.status === 'left') throw new Error('left');
  expect(addsUp(result.progress.counts)).toBe(true);
  return { ...result.progress.counts, reasons: result.progress.excludedReasons };
};

describe('records of erased persons', () => {
  it.each(['backfill', 'delta', 'by-id'] as const)('are excluded in the lane %s when they are from before or undated, by number and by key, and nothing else is', async (lane) => {
    await bury([sourceName('customer', shop.id, '1'), 'email:erased@example.com']);
    const records = [
      customer('1', null, { createdAt: before }), customer('2', 'Erased@Example.com', { createdAt: before }), customer('3', 'erased@example.com', { createdAt: null }),
      customer('4', 'erased@example.com', { createdAt: after }), customer('5', 'other@example.com', { createdAt: before }),
    ];
    expect(counts(await put('customers', [page(records)], lane))).toMatchObject({ read: 5, written: 2, excluded: 3, reasons: { erased: 3 } });
    expect(await stored()).toEqual(['4', '5']);
  });

  it('are excluded as orders and newsletter entries of the account or of the address', async () => {
    await bury([shopKey(shop.id, '1'), 'email:erased@example.com', 'allegro_address:abc123@allegromail.pl']);
    await put('orders', [page([order('o1', '1', { createdAt: before }), order('o2', null, { createdAt: before, marketplace: { name: 'allegro', login: null, emails: ['abc123+77@allegromail.pl'] } }), order('o3', '2', { createdAt: before })])]);
    await put('subscribers', [page([subscriber('s1', 'erased@example.com', newsletter('granted', null))])]);
    expect(await stored()).toEqual(['o3']);
  });

  it('are excluded as rejects too, and an open one is not written anew', async () => {
    await bury([sourceName('order', shop.id, '9')]);
    const bad = (externalId: string): IngestPage['rejects'][number] => ({ externalId, reason: 'total_not_a_number', message: { pl: 'x', en: 'x' }, fix: { pl: 'x', en: 'x' }, original: {} });
    expect(counts(await put('orders', [page([], { rejects: [bad('9'), bad('10')] })]))).toMatchObject({ read: 2, rejected: 1, excluded: 1, reasons: { erased: 1 } });
    expect(await house.dataSource.query(`select external_id from reject`)).toEqual([{ external_id: '10' }]);
  });

  it('that are orders from later make a card of their own although the account stays out, in any order', async () => {
    await bury([shopKey(shop.id, '1')]);
    const later = [order('n1', '1', { createdAt: after, placedAt: after }), order('n2', '1', { createdAt: after, placedAt: after })];
    for (const one of later) await put('orders', [page([one])], 'delta');
    await put('customers', [page([customer('1', 'erased@example.com', { createdAt: before })])], 'delta');
    await put('orders', [page([order('old', '1', { createdAt: before, placedAt: before })])], 'delta');
    expect(await stored()).toEqual(['n1', 'n2']);
    expect(await house.dataSource.query(`select count(distinct customer_id)::int as cards, count(*)::int as records from source_record where customer_id is not null`)).toEqual([{ cards: 1, records: 2 }]);
    expect(await house.dataSource.query(`select external_id from inbox where stream = 'customers'`)).toEqual([]);
  });

  it('are looked for again when somebody is erased between the look-up and the commit', async () => {
    const part = await openPart(house, shop, 'customers');
    const erasing = house.dataSource.createQueryRunner();
    await erasing.startTransaction();
    await erasing.query(LOCK_EXCLUSIVE.text, [house.workspaceId]);
    // The page has looked already, and waits for the lock the erasure holds.
    const writing = ingestPages(house.dataSource, part.context, part.progress, [page([customer('1', 'erased@example.com', { createdAt: before })])]);
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0);
    await bury(['email:erased@example.com'], erasing);
    await erasing.commitTransaction();
    await erasing.release();
    const result = await writing;
    expect(counts(result)).toMatchObject({ read: 1, written: 0, excluded: 1, reasons: { erased: 1 } });
    expect(await stored()).toEqual([]);
  });

  it('cost no look-up while nobody was erased', async () => {
    await house.dataSource.query(`update workspace set tombstone_salt = null`);
    // One session that has prepared nothing yet.
    const fresh = await createDataSource({ url: house.url, poolSize: 1, ingest: true }).initialize();
    const lookUps = async (): Promise<unknown> => fresh.query(`select count(*)::int as n from pg_prepared_statements where name = 'ingest_find_tombstones'`);
    const first = await openPart(house, shop, 'customers');
    await ingestPages(fresh, first.context, first.progress, [page([customer('1', 'a@example.com')])]);
    expect(await lookUps()).toEqual([{ n: 0 }]);
    await bury(['email:b@example.com']);
    const second = await openPart(house, shop, 'customers');
    await ingestPages(fresh, second.context, second.progress, [page([customer('2', 'c@example.com')])]);
    expect(await lookUps()).toEqual([{ n: 1 }]);
    await fresh.destroy();
  });
});
