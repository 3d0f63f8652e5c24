import { newId } from '#libs/domain/ids.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { addRoute, deliverAll } from '../../test/support/relay.js';
import { addSource, customer, order, store } from '../../test/support/relay-records.js';
import { buildRelay, eventsAt, expectSums, relay, type Relay } from '../../test/support/relay-world.js';
import type { Shop } from '../../test/support/house.js';

const ANNA = 'anna@example.pl';

describe('a purchase that was told', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house);
    await relay(one, [customer('1', ANNA), order('11', '1')]);
  });
  afterEach(async () => {
    expect(eventsAt(one, ANNA, 'PURCHASE').map((event) => event.texts['externalId'])).toEqual([`${one.source.code}-11`]);
    await one.account.sandbox.stop();
  });

  const account = `source-of-`;
  /** Another route of what is outside the same account of the shop. */
  async function routeAgain(source: Shop, destinationId: string): Promise<string> {
    const routeId = await addRoute(house, { integrationId: source.id, destinationId, startedAgo: '1 hour' });
    await house.dataSource.query(`update route set source_account = $2, source_code = $3 where id = any($1::uuid[])`, [[one.routeId, routeId], `${account}${one.source.id}`, one.source.code]);
    await house.dataSource.query(`update delivered_fact set source_account = $1 where source_account = $2`, [`${account}${one.source.id}`, `source-${one.source.id}`]);
    return routeId;
  }

  it('is not told by the route that is made again', async () => {
    await house.dataSource.query(`update route set deleted_at = now(), state = 'off' where id = $1`, [one.routeId]);
    const again = await routeAgain(one.source, one.account.destinationId);
    await relay(one, [order('11', '1', { note: 'zapakowane' }), order('11', '1', { total: '130.00', note: 'droższe' })]);
    await expectSums(one, again);
  });

  it('is not told by the integration that is made again for the same account', async () => {
    const source = await addSource(house, `${one.source.code}B`);
    const again = await routeAgain(source, one.account.destinationId);
    await store(house, source, [customer('1', ANNA), order('11', '1')]);
    await deliverAll(one.account);
    await expectSums(one, again);
  });

  it('is not told by another workspace', async () => {
    const workspaceId = newId();
    await house.dataSource.query(`insert into workspace (id, name) values ($1, 'Other')`, [workspaceId]);
    const other = { ...house, workspaceId };
    const source = await addSource(other, one.source.code, workspaceId);
    const destinationId = newId();
    await house.dataSource.query(
      `insert into destination (id, workspace_id, kind, code, name, state, account, settings) select $1, $2, kind, code, name, state, account, settings from destination where id = $3`,
      [destinationId, workspaceId, one.account.destinationId],
    );
    const secret = await house.secrets.get({ ownerKind: 'destination', ownerId: one.account.destinationId, name: 'credentials' });
    await house.secrets.put({ workspaceId, ownerKind: 'destination', ownerId: destinationId, name: 'credentials', value: secret ?? {} });
    const again = await routeAgain(source, destinationId);
    await store(other, source, [customer('1', ANNA), order('11', '1')]);
    await deliverAll({ ...one.account, destinationId });
    await expectSums(one, again);
  });

  it('is told by one of two routes that find it at the same time', async () => {
    const source = await addSource(house, `${one.source.code}B`);
    const again = await routeAgain(source, one.account.destinationId);
    await Promise.all([store(house, one.source, [order('12', '1', { total: '5.00' })]), store(house, source, [customer('1', ANNA), order('12', '1', { total: '5.00' })])]);
    await Promise.all([deliverAll(one.account), deliverAll(one.account)]);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 2, duplicates: [] });
    await expectSums(one, again);
    await house.dataSource.query(`update route set deleted_at = now() where id = $1`, [again]);
    one.account.sandbox.control.setCard(ANNA, { permanently: true });
    one.account.sandbox.control.plant({ contact: { email: ANNA } });
    one.account.sandbox.control.plantEvent(ANNA, { date: 1_800_000_000_000, contactExtEventType: 'PURCHASE', externalId: `${one.source.code}-11` });
  });
});
