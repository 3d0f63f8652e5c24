import { eventually } from '../../../apps/worker/testing/eventually.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { buildEngine, type EngineHouse } from '../../../test/support/engine.js';
import type { Shop } from '../../../test/support/house.js';
import { addRoute, deliverAll, ledgerOf, outboxOf, step } from '../../../test/support/relay.js';
import { addSource, ago, buyer, order, store } from '../../../test/support/relay-records.js';
import { buildRelay, contactAt, deliveriesOf, eventsAt, exclusionsOf, expectSums, withEngine, type Relay } from '../../../test/support/relay-world.js';
import { considerChanges } from '../consider/consider-changes.js';
import { findDestination, findRoute } from '../rows.js';
import { decideDuplicate, type DuplicateDecision } from './decide.js';
import { findHeld } from './find-held.js';
import { holdClaims } from './hold-claims.js';

const WAITING = `select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`;

const ANNA = 'anna@example.com';

type Side = Pick<Relay, 'house' | 'account' | 'source' | 'routeId'>;

describe('one purchase that two integrations tell of', () => {
  let house: EngineHouse;
  let shop: Relay;
  let gathering: Side;
  let numbers = 0;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    shop = await buildRelay(house);
    numbers += 1;
    const source: Shop = await addSource(house, `B${String(numbers)}`);
    gathering = { house, account: shop.account, source, routeId: await addRoute(house, { integrationId: source.id, destinationId: shop.account.destinationId, startedAgo: '1 hour' }) };
  });
  afterEach(async () => {
    for (const { routeId } of [shop, gathering]) await expectSums(shop, routeId);
    await shop.account.sandbox.stop();
  });

  const own = (more: Partial<OrderRecord> = {}): OrderRecord => order('41', null, { reference: '000041', contact: buyer(ANNA), ...more });
  const gathered = (more: Partial<OrderRecord> = {}): OrderRecord => order('9001', null, { contact: buyer('Anna@Example.com'), origin: { type: 'shop', account: '1', number: '41' }, ...more });
  const tell = async (side: Side, record: OrderRecord): Promise<void> => {
    await store(house, side.source, [record]);
    await deliverAll(shop.account);
  };
  const purchases = (): (string | undefined)[] => eventsAt(shop, ANNA, 'PURCHASE').map((event) => event.texts['externalId']);
  const recordOf = async ({ source }: Side, id: string): Promise<string> =>
    (await house.dataSource.query<{ id: string }[]>(`select id from source_record where integration_id = $1 and kind = 'order' and external_id = $2`, [source.id, id]))[0]?.id ?? '';
  const decide = async (side: Side, id: string, decision: DuplicateDecision): Promise<string> => {
    const recordId = await recordOf(side, id);
    const said = await house.dataSource.transaction((manager) => decideDuplicate(manager, { routeId: side.routeId, recordId, decision, by: 'test' }));
    await deliverAll(shop.account);
    return said;
  };
  const listed = async (side: Side): Promise<unknown[]> => await house.dataSource.query(`select effect, reason, detail, address, external_id from route_exclusion where route_id = $1`, [side.routeId]);
  const consider = async (side: Side): Promise<number> => {
    const [destination, route] = [await findDestination(house.dataSource, shop.account.destinationId), await findRoute(house.dataSource, side.routeId)];
    if (destination === null || route === null) throw new Error('no route');
    return await considerChanges(shop.account.engine, destination, route);
  };

  it('is told by the one that comes first; the second is held, listed with the other one, and its contact is written', async () => {
    await tell(shop, own());
    await tell(gathering, gathered());
    expect(purchases()).toEqual([`${shop.source.code}-41`]);
    expect(await listed(gathering)).toEqual([{ effect: 'event:PURCHASE', reason: 'held', detail: `route=${shop.routeId} order=41`, address: ANNA, external_id: '9001' }]);
    expect(await ledgerOf(house, gathering.routeId)).toMatchObject({ queued: 1, excluded: 1, excluded_reasons: { held: 1 } });
    expect(contactAt(shop, ANNA)).not.toBeNull();
  });

  it('is held the other way round as well', async () => {
    await tell(gathering, gathered());
    await tell(shop, own());
    expect(purchases()).toEqual([`${gathering.source.code}-9001`]);
    expect(await listed(shop)).toMatchObject([{ reason: 'held', detail: `route=${gathering.routeId} order=9001` }]);
    expect(await exclusionsOf(gathering, '9001')).toEqual([]);
  });

  it('is held while the first one only waits, and stays held however often either is considered, edited or not', async () => {
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [shop.account.destinationId]);
    await tell(shop, own());
    await tell(gathering, gathered());
    for (const note of ['raz', 'dwa']) {
      await tell(gathering, gathered({ note }));
      await tell(shop, own({ note }));
    }
    expect([await exclusionsOf(gathering, '9001'), await exclusionsOf(shop, '41')]).toEqual([['event:PURCHASE: held'], []]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [shop.account.destinationId]);
    await tell(shop, own({ total: '120.00' }));
    await tell(gathering, gathered({ total: '130.00' }));
    await tell(gathering, gathered({ total: '130.00', contact: buyer('inna@example.com') }));
    expect(shop.account.sandbox.control.transactions()).toMatchObject({ purchases: 1, value: 120 });
  });

  it.each<[string, Partial<OrderRecord>]>([
    ['another number', { origin: { type: 'shop', account: '1', number: '42' } }], ['another value', { total: '100.01' }], ['another day', { placedAt: ago(-2 * 86_400) }],
    ['another address', { contact: buyer('inna@example.com') }], ['no number at all', { origin: { type: 'personal', account: '0', number: null } }],
  ])('is two purchases by %s', async (_what, more) => {
    await tell(shop, own());
    await tell(gathering, gathered(more));
    expect(shop.account.sandbox.control.transactions().purchases).toBe(2);
    expect(await listed(gathering)).toEqual([]);
  });

  it('is two purchases at two outside accounts', async () => {
    const other = await buildRelay(house);
    await house.dataSource.query(`update route set destination_id = $2 where id = $1`, [gathering.routeId, other.account.destinationId]);
    await tell(shop, own());
    await store(house, gathering.source, [gathered()]);
    await deliverAll(other.account);
    expect(eventsAt(other, ANNA, 'PURCHASE')).toHaveLength(1);
    await other.account.sandbox.stop();
  });

  it('is not told again because the route that told it was deleted', async () => {
    await tell(shop, own());
    await house.dataSource.query(`update route set deleted_at = now(), state = 'off' where id = $1`, [shop.routeId]);
    await tell(gathering, gathered());
    expect(purchases()).toHaveLength(1);
    expect(await exclusionsOf(gathering, '9001')).toEqual(['event:PURCHASE: held']);
  });

  /** Both routes have planned before either could see the other. */
  async function planBoth(): Promise<void> {
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [shop.account.destinationId]);
    await store(house, shop.source, [own()]);
    await store(house, gathering.source, [gathered({ total: '1.00' })]);
    expect([await consider(shop), await consider(gathering)]).toEqual([1, 1]);
    await house.dataSource.query(`update source_record set body = $2 where id = $1`, [await recordOf(gathering, '9001'), JSON.stringify(gathered())]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [shop.account.destinationId]);
  }

  it('is sent once though both routes planned it at one moment, and the other one is listed', async () => {
    await planBoth();
    await deliverAll(shop.account);
    expect(purchases()).toEqual([`${shop.source.code}-41`]);
    expect(await listed(gathering)).toMatchObject([{ effect: 'event:PURCHASE', reason: 'held', detail: `route=${shop.routeId} order=41`, external_id: '9001' }]);
    expect((await deliveriesOf(gathering, ANNA)).find((row) => row.key === 'event:PURCHASE:9001')).toMatchObject({ state: 'cancelled', reason: 'held' });
    expect(await decide(gathering, '9001', 'released')).toBe('decided');
    expect([...purchases()].sort()).toEqual([`${gathering.source.code}-9001`, `${shop.source.code}-41`].sort());
    expect(await outboxOf(house, gathering.routeId)).toMatchObject({ open: 0 });
  });

  it('is sent once by two workers that send for both routes side by side', async () => {
    await planBoth();
    await Promise.all([deliverAll(shop.account), deliverAll(shop.account), deliverAll(shop.account)]);
    expect(purchases()).toHaveLength(1);
  });

  it('is claimed once: whoever looks second waits for the first to be done, and then sees it', async () => {
    await planBoth();
    const [one, two] = [await findRoute(house.dataSource, shop.routeId), await findRoute(house.dataSource, gathering.routeId)];
    const [account] = await house.dataSource.query<{ account: string }[]>(`select account from destination where id = $1`, [shop.account.destinationId]);
    if (one === null || two === null || account === undefined) throw new Error('no routes');
    const rowOf = async (side: Side, orderId: string) => ({
      id: (await deliveriesOf(side, ANNA)).find((row) => row.key === `event:PURCHASE:${orderId}`)?.id ?? '', routeId: side.routeId, key: `event:PURCHASE:${orderId}`, address: ANNA,
      recordId: await recordOf(side, orderId), orderId, type: 'PURCHASE' as const, version: 1, sentVersion: 0, attempts: 0, checks: 0,
    });
    const [first, later] = [await rowOf(shop, '41'), await rowOf(gathering, '9001')];
    // As one worker sees it whose look was before the other's delivery could be seen.
    await house.dataSource.query(`update delivery set state = 'cancelled', cancelled = 1 where id = any($1::uuid[])`, [[first.id, later.id]]);
    const seen: string[] = [];
    const claimed = Promise.withResolvers<undefined>();
    const held = await Promise.all([
      house.dataSource.transaction(async (manager) => {
        const found = await holdClaims(manager, account.account, one, [first]);
        claimed.resolve(undefined);
        // The other one stands at the lock by now.
        await eventually(async () => (await house.dataSource.query<unknown[]>(WAITING)).length > 0);
        await manager.query(`insert into delivered_fact (account, source_account, order_id, event_type, state, route_id, delivery_id, external_id) values ($1, $2, '41', 'PURCHASE', 'sending', $3, $4, 'x')`, [account.account, one.source_account, one.id, first.id]);
        seen.push('first');
        return found.size;
      }),
      claimed.promise.then(() => house.dataSource.transaction(async (manager) => {
        const found = await holdClaims(manager, account.account, two, [later]);
        seen.push('later');
        return found.get(later.id);
      })),
    ]);
    expect(seen).toEqual(['first', 'later']);
    expect(held).toEqual([0, { send: false, reason: 'held', detail: `route=${shop.routeId} order=41` }]);
    await house.dataSource.query(`delete from delivered_fact where delivery_id = $1`, [first.id]);
  });

  it('that a person releases is told, once, and holds back nothing itself', async () => {
    await tell(shop, own());
    await tell(gathering, gathered());
    expect(await decide(gathering, '9001', 'released')).toBe('decided');
    expect(purchases()).toHaveLength(2);
    expect(await exclusionsOf(gathering, '9001')).toEqual([]);
    expect(await ledgerOf(house, gathering.routeId)).toMatchObject({ queued: 2, excluded: 1, excluded_reasons: { held: 1 } });
    expect(await decide(gathering, '9001', 'released')).toBe('same');
    await tell(gathering, gathered({ note: 'jeszcze raz' }));
    expect(purchases()).toHaveLength(2);
    const [route, account] = [await findRoute(house.dataSource, shop.routeId), (await findDestination(house.dataSource, shop.account.destinationId))?.account ?? ''];
    if (route === null) throw new Error('no route');
    await house.dataSource.query(`delete from delivered_fact where route_id = $1`, [shop.routeId]);
    expect(await findHeld(house.dataSource, { route, account }, [{ recordId: await recordOf(shop, '41'), address: ANNA, order: own() }])).toEqual(new Map());
    expect(await decide(gathering, '9001', 'dismissed')).toBe('not_held');
  });

  it('that a person dismisses is never told, until they think better of it', async () => {
    await tell(shop, own());
    await tell(gathering, gathered());
    expect(await decide(gathering, '9001', 'dismissed')).toBe('decided');
    expect(await listed(gathering)).toMatchObject([{ reason: 'duplicate_dismissed', detail: `route=${shop.routeId} order=41` }]);
    await tell(gathering, gathered({ note: 'zmiana', total: '77.00' }));
    expect(purchases()).toHaveLength(1);
    expect((await ledgerOf(house, gathering.routeId)).excluded_reasons).toEqual({ held: 1, duplicate_dismissed: 2 });
    expect(await decide(gathering, '9001', 'dismissed')).toBe('same');
    expect(await decide(gathering, '9001', 'released')).toBe('decided');
    expect(purchases()).toHaveLength(2);
  });

  it('is nothing to decide about unless it is held', async () => {
    await tell(shop, own());
    expect(await decide(shop, '41', 'released')).toBe('not_held');
    expect(await decide(shop, '41', 'dismissed')).toBe('not_held');
    expect(await house.dataSource.query(`select 1 from duplicate_decision where route_id = $1`, [shop.routeId])).toEqual([]);
  });

  it('survives a worker that is killed between listing and cancelling', async () => {
    await planBoth();
    let killed = false;
    const dying = withEngine(shop.account, { failpoint: (name) => { if (name === 'claimed' && !killed) { killed = true; throw new Error('killed'); } } });
    await step(dying).catch(() => undefined);
    await deliverAll(shop.account);
    expect(purchases()).toHaveLength(1);
    expect(await exclusionsOf(gathering, '9001')).toEqual(['event:PURCHASE: held']);
  });
});
