import { storeDictionary } from '#libs/sync/dictionary.js';
import { destinationOf } from '#libs/destinations/registry.js';
import { newId } from '#libs/domain/ids.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { buildGathered, gathered, pauseDestination, remove, setOptions } from '../../test/support/gathered.js';
import { addRoute, deliverAll, ledgerOf, step } from '../../test/support/relay.js';
import { addSource, ago, order, store } from '../../test/support/relay-records.js';
import { contactAt, deliveriesOf, eventsAt, exclusionsOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';
import { reconsiderMapped, reconsiderSources } from './consider/reconsider.js';
import { previewRecords } from './preview/preview-records.js';

const ANNA = 'anna@example.pl';
const SHOP = ['shop', '9014'] as const;
const ALLEGRO = ['allegro', '7301'] as const;
const DAY = 86_400;

describe('orders gathered from many sources', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => { one = await buildGathered(house); });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const numbers = (email = ANNA): unknown[] => eventsAt(one, email, 'PURCHASE').map((event) => String(event.texts['externalId']).slice(one.source.code.length + 1));

  /** Another integration with a route to the same destination, to which orders of the shop are left. */
  async function ownRoute(): Promise<{ readonly integrationId: string; readonly routeId: string; readonly switchTo: (state: 'on' | 'off') => Promise<void> }> {
    const other = await addSource(house, `O${newId().slice(-6)}`);
    const routeId = await addRoute(house, { integrationId: other.id, destinationId: one.account.destinationId, startedAgo: '1 hour' });
    await setOptions(one, { sources: [{ type: 'shop', account: '9014', integrationId: other.id }] });
    const switchTo = async (state: 'on' | 'off'): Promise<void> => {
      await house.dataSource.query(`update route set state = $2 where id = $1`, [routeId, state]);
      await reconsiderMapped(house.dataSource, [routeId]);
    };
    return { integrationId: other.id, routeId, switchTo };
  }

  it('of shops make nothing at all where they are skipped, and are counted once', async () => {
    await setOptions(one, { skipShopOrders: true, sourceTag: true });
    await relay(one, [gathered('1', ANNA, SHOP)]);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
    expect(await exclusionsOf(one, '1')).toEqual(['contact: shop_orders_skipped']);
    expect(await ledgerOf(house, one.routeId)).toMatchObject({ considered: 1, excluded: 1, excluded_reasons: { shop_orders_skipped: 1 } });
    await relay(one, [gathered('2', ANNA, ALLEGRO)]);
    expect(contactAt(one, ANNA)?.tags).toEqual(['BASELINKER_ALLEGRO']);
    expect(numbers()).toEqual(['2']);
  });

  it('that are returns make nothing', async () => {
    await relay(one, [gathered('1', ANNA, ['order_return', '0'])]);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
    expect(await exclusionsOf(one, '1')).toEqual(['contact: return_not_order']);
  });

  it('make nobody while they are not confirmed, and one purchase then', async () => {
    await relay(one, [gathered('1', ANNA, ALLEGRO, { confirmed: false })]);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
    expect(await exclusionsOf(one, '1')).toEqual(['contact: not_confirmed']);
    for (const total of ['100.00', '120.00']) await relay(one, [gathered('1', ANNA, ALLEGRO, { total })]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 1, purchases: 1, value: 120 });
    expect(await exclusionsOf(one, '1')).toEqual([]);
  });

  it('are left to the shop’s own route as long as that is on', async () => {
    const own = await ownRoute();
    await relay(one, [gathered('1', ANNA, SHOP), gathered('2', ANNA, ['shop', '9015'])]);
    expect(numbers()).toEqual(['2']);
    expect(await exclusionsOf(one, '1')).toEqual(['contact: source_has_own_route']);
    await own.switchTo('off');
    await deliverAll(one.account);
    expect(numbers()).toEqual(['2', '1']);
    await own.switchTo('on');
    await relay(one, [gathered('1', ANNA, SHOP, { total: '500.00' }), gathered('3', ANNA, SHOP)]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ events: 2, value: 200 });
  });

  it('are not told again that the shop’s own route has told before it was switched off', async () => {
    const own = await ownRoute();
    const tell = async (orderId: string): Promise<unknown> => house.dataSource.query(
      `insert into delivered_fact (account, source_account, order_id, event_type, state, route_id, delivery_id, external_id)
       select d.account, r.source_account, $2, 'PURCHASE', 'sent', r.id, r.id, 'x' from route r join destination d on d.id = r.destination_id where r.id = $1`, [own.routeId, orderId]);
    await tell('501');
    await tell('77');
    await house.dataSource.query(
      `insert into source_record (id, workspace_id, integration_id, kind, external_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys, order_number)
       values ($1, $2, $3, 'order', '77', $4, '\\x00', '1', 0, now(), now(), '{}', 'ABCDEF')`, [newId(), house.workspaceId, own.integrationId, JSON.stringify(order('77', null))]);
    await own.switchTo('off');
    const at = (number: string | null): object => ({ origin: { type: 'shop', account: '9014', number } });
    await relay(one, [gathered('1', ANNA, SHOP, at('501')), gathered('2', ANNA, SHOP, at('ABCDEF')), gathered('3', ANNA, SHOP, at('502')), gathered('4', ANNA, SHOP)]);
    expect(numbers().sort()).toEqual(['3', '4']);
    expect([await exclusionsOf(one, '1'), await exclusionsOf(one, '2')]).toEqual([['contact: source_has_own_route'], ['contact: source_has_own_route']]);
  });

  it('that wait go to nobody when the options change meanwhile, and say why', async () => {
    await pauseDestination(one, true);
    await relay(one, [gathered('1', ANNA, SHOP), gathered('2', 'jan@example.pl', SHOP), gathered('3', 'jan@example.pl', ALLEGRO)]);
    await setOptions(one, { skipShopOrders: true });
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect((await deliveriesOf(one, ANNA)).map(({ key, state, reason }) => [key, state, reason])).toEqual([['contact', 'cancelled', 'shop_orders_skipped'], ['event:PURCHASE:1', 'cancelled', 'shop_orders_skipped']]);
    expect(contactAt(one, ANNA)).toBeNull();
    expect(numbers('jan@example.pl')).toEqual(['3']);
  });

  it('that wait say the same where they are looked at again before they could go', async () => {
    await pauseDestination(one, true);
    await relay(one, [gathered('1', ANNA, SHOP), gathered('2', 'jan@example.pl', SHOP), gathered('3', 'jan@example.pl', ALLEGRO)]);
    await setOptions(one, { skipShopOrders: true });
    await reconsiderSources(house.dataSource, one.routeId, [{ type: 'shop', account: null }]);
    await deliverAll(one.account);
    const states = async (address: string): Promise<unknown[]> => (await deliveriesOf(one, address)).map(({ key, state, reason }) => [key, state, reason]);
    expect(await states(ANNA)).toEqual([['contact', 'cancelled', 'shop_orders_skipped'], ['event:PURCHASE:1', 'cancelled', 'shop_orders_skipped']]);
    expect(await states('jan@example.pl')).toEqual(expect.arrayContaining([['contact', 'pending', null], ['event:PURCHASE:2', 'cancelled', 'shop_orders_skipped'], ['event:PURCHASE:3', 'pending', null]]));
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 1, events: 1 });
  });

  it('that wait say the same where an export finds them', async () => {
    await pauseDestination(one, true);
    await relay(one, [gathered('1', ANNA, SHOP)]);
    await setOptions(one, { skipShopOrders: true });
    await pauseDestination(one, false);
    await house.dataSource.query(`update destination set next_contact_at = now() + interval '1 hour' where id = $1`, [one.account.destinationId]);
    await house.dataSource.query(`update delivery set not_before = now() + interval '1 hour' where route_id = $1`, [one.routeId]);
    await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version) values ($1, $2, $3, 'counting', 0)`, [newId(), house.workspaceId, one.routeId]);
    for (let turn = 0; turn < 3; turn += 1) await step(one.account);
    const [counted] = await house.dataSource.query<{ counts: object }[]>(`select counts from route_export where route_id = $1`, [one.routeId]);
    expect(counted?.counts).toMatchObject({ people: 0, records: { shop_orders_skipped: 1 } });
    expect((await deliveriesOf(one, ANNA)).map(({ state, reason }) => [state, reason])).toEqual([['cancelled', 'shop_orders_skipped'], ['cancelled', 'shop_orders_skipped']]);
  });

  it('are told of nothing more once they are none, whatever was told before', async () => {
    await relay(one, [gathered('1', ANNA, SHOP)]);
    await setOptions(one, { skipShopOrders: true });
    await relay(one, [gathered('1', ANNA, SHOP, { total: '500.00', contact: { email: ANNA, firstName: 'Inna', lastName: 'Osoba', company: null, phones: [] } })]);
    await relay(one, [gathered('1', ANNA, SHOP, { status: 'cancelled' })]);
    expect(contactAt(one, ANNA)).toMatchObject({ name: 'Jan Gość', events: [expect.objectContaining({ type: 'PURCHASE', value: 100 })] });
  });

  it('that were skipped are looked at again when they are not any more, silently, and those from before the route stay untold', async () => {
    await setOptions(one, { skipShopOrders: true });
    await relay(one, [gathered('1', ANNA, SHOP), gathered('2', ANNA, SHOP, { placedAt: ago(2 * DAY), createdAt: ago(2 * DAY) }), gathered('3', 'jan@example.pl', SHOP)]);
    await setOptions(one, { skipShopOrders: false });
    await reconsiderSources(house.dataSource, one.routeId, [{ type: 'shop', account: null }]);
    await deliverAll(one.account);
    expect([numbers(), numbers('jan@example.pl')]).toEqual([['1'], ['3']]);
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0 });
  });

  it('bear tags of where they came from, as the preview shows', async () => {
    await setOptions(one, { sourceTag: true, commonTag: 'gromadzone' });
    for (const [code, name] of [['shop/9014', 'wzorcowy.example'], ['allegro/7301', 'sklep-wzorcowy'], ['allegro/7302', 'Łódzki outlet']]) {
      await house.dataSource.query(`insert into dictionary (integration_id, kind, code, name) values ($1, 'source', $2, $3)`, [one.source.id, code, name]);
    }
    await store(house, one.source, [gathered('1', ANNA, SHOP), gathered('2', ANNA, ['allegro', '7302'])]);
    const entries = await previewRecords(house.dataSource, { routeId: one.routeId, limit: 10, recordIds: null, destinations: destinationOf, connectors: () => one.account.engine.sync.connectors('baselinker') });
    await deliverAll(one.account);
    const tags = ['BASELINKER_ALLEGRO', 'BASELINKER_LODZKI_OUTLET', 'BASELINKER_SHOP', 'BASELINKER_WZORCOWY_EXAMPLE'];
    expect(contactAt(one, ANNA)?.tags.toSorted()).toEqual([...tags, 'GROMADZONE']);
    for (const tag of tags) expect(JSON.stringify(entries)).toContain(tag);
    expect(eventsAt(one, ANNA, 'PURCHASE').map(({ texts }) => [texts['detail13'], texts['detail14']]).sort()).toEqual([['wzorcowy.example', 'shop'], ['Łódzki outlet', 'allegro']]);
  });

  it('get the tag of an account as soon as its name is known, and nothing starts because of it', async () => {
    await setOptions(one, { sourceTag: true });
    await relay(one, [gathered('1', ANNA, SHOP)]);
    expect(contactAt(one, ANNA)?.tags).toEqual(['BASELINKER_SHOP']);
    const started = one.account.sandbox.control.counters();
    const words = [{ kind: 'source', code: 'shop/9014', name: 'nowy.example', iso: null }, { kind: 'source', code: 'shop/9015', name: 'inny.example', iso: null }] as const;
    for (let times = 0; times < 2; times += 1) {
      await storeDictionary(house.dataSource, one.source.id, words);
      await deliverAll(one.account);
    }
    expect(contactAt(one, ANNA)?.tags.toSorted()).toEqual(['BASELINKER_NOWY_EXAMPLE', 'BASELINKER_SHOP']);
    expect(numbers()).toEqual(['1']);
    expect(one.account.sandbox.control.counters()).toEqual(started);
    expect(await ledgerOf(house, one.routeId)).toMatchObject({ considered: 4 });
  });

  it.each([['product', 'p1,p2'], ['variant', 'v1,p2'], ['sku', 'KOC-1']] as const)('name goods by %s', async (productId, products) => {
    await setOptions(one, { productId });
    const [line] = order('1', null).lines;
    if (line === undefined) throw new Error('an order has a line');
    const lines = [{ ...line, productId: 'p1', variantId: 'v1', sku: 'KOC-1' }, { ...line, id: '2', productId: 'p2' }];
    await relay(one, [gathered('1', ANNA, ALLEGRO, { lines })]);
    expect(eventsAt(one, ANNA, 'PURCHASE').map(({ texts }) => texts['products'])).toEqual([products]);
  });

  it('that are gone before they could be told are not told, and one that was told stays', async () => {
    await relay(one, [gathered('1', ANNA, ALLEGRO)]);
    await pauseDestination(one, true);
    await relay(one, [gathered('2', ANNA, ALLEGRO), gathered('3', ANNA, ALLEGRO)]);
    await remove(one, '1');
    await remove(one, '2');
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(numbers().sort()).toEqual(['1', '3']);
    expect((await deliveriesOf(one, ANNA)).find(({ key }) => key === 'event:PURCHASE:2')).toMatchObject({ state: 'cancelled', reason: 'gone_at_source' });
  });
});
