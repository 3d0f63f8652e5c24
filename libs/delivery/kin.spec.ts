import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { born, buildGathered, gathered, journal, pauseDestination, remove } from '../../test/support/gathered.js';
import { openPart } from '../../test/support/house.js';
import { deliverAll } from '../../test/support/relay.js';
import { ago, order } from '../../test/support/relay-records.js';
import { eventsAt, expectSums, relay, type Relay } from '../../test/support/relay-world.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import type { OrderRecord } from '#libs/domain/records.js';

const ANNA = 'anna@example.pl';
const ALLEGRO = ['allegro', '7301'] as const;

describe('orders born from others', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => { one = await buildGathered(house); });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const [LINE] = order('1', null).lines;
  /** Goods of their own, so that only the journal tells of the birth. */
  const placed = (id: string, more: Partial<OrderRecord> = {}): OrderRecord => gathered(id, ANNA, ALLEGRO, { lines: LINE === undefined ? [] : [{ ...LINE, productId: `p${id}` }], ...more });
  const told = (): unknown[] => eventsAt(one, ANNA, 'PURCHASE').map((event) => [String(event.texts['externalId']).slice(one.source.code.length + 1), event.value]).sort();
  const details = async (id: string): Promise<unknown[]> => house.dataSource.query<unknown[]>(`select effect, reason, detail from route_exclusion where route_id = $1 and external_id = $2 order by 1`, [one.routeId, id]);

  /** The platform says that an order is not there any more. */
  async function vanish(id: string): Promise<void> {
    const { context, progress } = await openPart(house, one.source, 'orders', { lane: 'by-id' });
    await ingestPages(house.dataSource, context, progress, [{ records: [], rejects: [], excluded: [], missing: [id], cursor: {}, done: true, requestedMs: Date.now() + 1_000 }]);
    await deliverAll(one.account);
  }

  it.each(['merge', 'split', 'copy'] as const)('by %s are told already by an order that was sent, and nothing of the family changes any more', async (kin) => {
    await relay(one, [placed('1')]);
    await born(one, '1', kin, '2');
    await relay(one, [placed('2')]);
    expect(told()).toEqual([['1', 100]]);
    expect(await details('2')).toEqual([{ effect: 'event:PURCHASE', reason: 'family_sent', detail: 'via 1' }]);
    await relay(one, [placed('1', { total: '60.00' }), placed('2', { total: '40.00' })]);
    await relay(one, [placed('1', { status: 'cancelled' })]);
    expect(told()).toEqual([['1', 100]]);
    expect(eventsAt(one, ANNA, 'CANCELLATION')).toEqual([]);
  });

  it.each(['split', 'copy'] as const)('by %s are told each once where nothing was sent by then, and change by themselves', async (kin) => {
    await born(one, '1', kin, '2');
    await relay(one, [placed('1')]);
    await relay(one, [placed('2')]);
    await relay(one, [placed('1', { total: '60.00' }), placed('2', { total: '40.00' })]);
    expect(told()).toEqual([['1', 60], ['2', 40]]);
  });

  it('are judged by when the purchase was told first, not by its last value', async () => {
    await relay(one, [placed('1')]);
    await born(one, '1', 'copy', '2');
    await house.dataSource.query(`update delivered_fact set sent_at = now() + interval '1 minute' where order_id = '1'`);
    await relay(one, [placed('2')]);
    expect(told()).toEqual([['1', 100]]);
  });

  it('by merge live on in the new one while the originals still stand', async () => {
    await pauseDestination(one, true);
    await relay(one, [placed('1'), placed('2')]);
    for (const id of ['1', '2']) await born(one, id, 'merge', '3');
    await relay(one, [placed('3', { total: '200.00' }), placed('2', { note: 'widziane jeszcze raz' })]);
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(told()).toEqual([['3', 200]]);
    expect(await details('2')).toEqual([{ effect: 'event:PURCHASE', reason: 'order_merged', detail: 'via 3' }]);
    await relay(one, [placed('1', { total: '110.00' }), placed('3', { total: '210.00' })]);
    expect(told()).toEqual([['3', 210]]);
  });

  it('by merge leave the originals to themselves when the new one is gone before it was told', async () => {
    await pauseDestination(one, true);
    for (const id of ['1', '2']) await born(one, id, 'merge', '3');
    await relay(one, [placed('3', { total: '200.00' })]);
    await remove(one, '3');
    await relay(one, [placed('1'), placed('2')]);
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(told()).toEqual([['1', 100], ['2', 100]]);
  });

  it('by merge release the originals as soon as the new one is gone', async () => {
    await pauseDestination(one, true);
    await relay(one, [placed('1'), placed('2')]);
    for (const id of ['1', '2']) await born(one, id, 'merge', '3');
    await relay(one, [placed('3', { total: '200.00' }), placed('1', { note: 'jeszcze raz' }), placed('2', { note: 'jeszcze raz' })]);
    expect([await details('1'), await details('2')].flat()).toHaveLength(2);
    await vanish('3');
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(told()).toEqual([['1', 100], ['2', 100]]);
  });

  it('by merge into one that stands, told the other way round, are told once the other is known to be gone', async () => {
    await pauseDestination(one, true);
    await relay(one, [placed('1'), placed('2')]);
    await born(one, '1', 'merge', '2');
    await relay(one, [placed('1', { total: '130.00' })]);
    await vanish('2');
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(told()).toEqual([['1', 130]]);
  });

  it('by merge, told the other way round, add to the order that was told what was not', async () => {
    await relay(one, [placed('1')]);
    // 2 is gone before it was ever read.
    await born(one, '1', 'merge', '2');
    await relay(one, [placed('1', { total: '130.00' })]);
    expect(told()).toEqual([['1', 100]]);
    await vanish('2');
    expect(told()).toEqual([['1', 130]]);
  });

  it('through copies that were not told are told by the first', async () => {
    await relay(one, [placed('1')]);
    await born(one, '1', 'copy', '2');
    await born(one, '2', 'copy', '3');
    // 2 is never read.
    await relay(one, [placed('3')]);
    expect(told()).toEqual([['1', 100]]);
    expect(await details('3')).toEqual([{ effect: 'event:PURCHASE', reason: 'family_sent', detail: 'via 1' }]);
  });

  it('under another address are told all the same', async () => {
    await relay(one, [placed('1')]);
    await born(one, '1', 'copy', '2');
    await born(one, '2', 'copy', '3');
    for (const [id, email] of [['2', 'jan@example.pl'], ['3', 'ola@example.pl']] as const) await relay(one, [gathered(id, email, ALLEGRO)]);
    expect([eventsAt(one, 'jan@example.pl', 'PURCHASE'), eventsAt(one, 'ola@example.pl', 'PURCHASE')]).toEqual([[], []]);
    for (const id of ['2', '3']) expect(await details(id)).toEqual([{ effect: 'event:PURCHASE', reason: 'family_sent', detail: 'via 1' }]);
    await relay(one, [placed('1', { total: '60.00' })]);
    expect(told()).toEqual([['1', 100]]);
  });

  it('are judged anew when the purchase of their origin turns out never to have arrived', async () => {
    await relay(one, [placed('1')]);
    await born(one, '1', 'copy', '2');
    await relay(one, [placed('2')]);
    expect(told()).toEqual([['1', 100]]);
    await house.dataSource.query(`delete from delivered_fact where order_id = '1'`);
    await relay(one, [placed('2', { note: 'jeszcze raz' })]);
    expect(told()).toEqual([['1', 100], ['2', 100]]);
  });

  it('whose birth is heard of too late are left alone, both', async () => {
    await relay(one, [placed('1'), placed('2')]);
    await born(one, '1', 'split', '2');
    await relay(one, [placed('1', { total: '60.00' }), placed('2', { total: '40.00' })]);
    expect(told()).toEqual([['1', 100], ['2', 100]]);
  });

  it('are not sent when their birth is heard of while they wait', async () => {
    await relay(one, [placed('1')]);
    await pauseDestination(one, true);
    await relay(one, [placed('2')]);
    await born(one, '1', 'copy', '2');
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(told()).toEqual([['1', 100]]);
  });

  it('by split leave what the buyer buys later alone, whatever it costs', async () => {
    await relay(one, [placed('1')]);
    await born(one, '1', 'split', '2');
    await relay(one, [placed('1', { total: '60.00' }), placed('2', { total: '40.00' })]);
    await relay(one, [placed('3', { total: '40.00' })]);
    expect(told()).toEqual([['1', 100], ['3', 40]]);
  });

  it('are not seen in a purchase that was left alone because only the buyer’s data were edited', async () => {
    await relay(one, [placed('1')]);
    await journal(one, '1', 16);
    await relay(one, [placed('1', { total: '60.00' })]);
    await relay(one, [placed('3', { total: '40.00' })]);
    expect(told()).toEqual([['1', 100], ['3', 40]]);
  });

  it('by likeness alone need to come from one source', async () => {
    const goods = { lines: order('g', null).lines };
    await relay(one, [placed('1', { ...goods, placedAt: ago(60) })]);
    await house.dataSource.query(`update route set options = options || '{"events": ["PURCHASE"]}' where id = $1`, [one.routeId]);
    await relay(one, [placed('1', { ...goods, placedAt: ago(60), status: 'cancelled' }), placed('2', { ...goods, origin: { type: 'shop', account: '9014', number: null } })]);
    expect(told()).toEqual([['1', 100], ['2', 100]]);
    await relay(one, [placed('3', { ...goods, origin: { type: 'shop', account: '9014', number: null } })]);
    await relay(one, [placed('4', goods)]);
    expect(told()).toEqual([['1', 100], ['2', 100], ['3', 100]]);
  });
});
