import { newId } from '#libs/domain/ids.js';
import { buildEngine, type EngineHouse } from '../../../test/support/engine.js';
import { connectSalesmanago, addRoute, deliverAll, exportAll, step } from '../../../test/support/relay.js';
import { ago, buyer, customer, newsletter, order, store, subscriber } from '../../../test/support/relay-records.js';
import { buildRelay, contactAt, eventsAt, expectSums, withEngine, type Relay } from '../../../test/support/relay-world.js';
import type { ExportCounts } from './export-row.js';

const DAY = 86_400;

describe('an export', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const control = () => one.account.sandbox.control;
  const world = (accounts: number) => [
    ...Array.from({ length: accounts }, (_, index) => customer(String(index), `osoba${String(index).padStart(4, '0')}@example.pl`, { createdAt: ago(90 * DAY), consents: index % 3 === 0 ? [newsletter('granted', ago(80 * DAY))] : [] })),
    ...Array.from({ length: 20 }, (_, index) => order(`a${String(index)}`, String(index), { placedAt: ago((index + 1) * DAY) })),
    ...Array.from({ length: 5 }, (_, index) => order(`g${String(index)}`, null, { placedAt: ago(DAY), contact: buyer(`gosc${String(index)}@example.pl`) })),
    ...Array.from({ length: 7 }, (_, index) => subscriber(`s${String(index)}`, `lista${String(index)}@example.pl`, newsletter(index < 5 ? 'granted' : 'refused', ago(70 * DAY)))),
    customer('x1', null, { createdAt: ago(90 * DAY) }), customer('x2', 'to nie adres', { createdAt: ago(90 * DAY) }), order('o1', 'nobody', { placedAt: ago(DAY) }),
  ];

  it('writes just what its confirmation has shown, silently', async () => {
    one = await buildRelay(house);
    await store(house, one.source, world(60), { lane: 'backfill' });
    const counts = await exportAll(house, one.account, one.routeId, new Date(Date.now() - 10.5 * DAY * 1_000)) as unknown as ExportCounts;
    expect(counts).toMatchObject({ people: 72, contacts: { accounts: 60, withoutAccount: 5, subscribers: 5 }, consents: { email: 25 }, events: { PURCHASE: 15 }, excluded: { subscriber_left: 2 }, records: { no_address: 1, address_invalid: 1, owner_not_known: 1 } });
    expect(control().counts()).toMatchObject({ contacts: 70 });
    expect(control().transactions()).toMatchObject({ purchases: 15 });
    expect(control().emails().filter((email) => contactAt(one, email)?.optedOut === false)).toHaveLength(25);
    expect(control().counters()).toMatchObject({ workflowsByContacts: 0, workflowsByTags: 0, confirmationMails: 0 });
    control().resetWrites();
    await exportAll(house, one.account, one.routeId);
    expect(control().writes()).toEqual([]);
    const [row] = await house.dataSource.query<object[]>(`select state, handed_over::int as handed_over, total::int as total from route_export where route_id = $1 order by id desc limit 1`, [one.routeId]);
    expect(row).toEqual({ state: 'done', handed_over: 72, total: 72 });
  });

  it('goes on from where a worker has died, at any place', async () => {
    one = await buildRelay(house, { tuning: { leaseMs: 1_000 } });
    await store(house, one.source, world(230), { lane: 'backfill' });
    let passed = 0;
    const dying = withEngine(one.account, { failpoint: () => { if ([1, 3, 6, 10].includes(passed += 1)) throw new Error('killed'); } });
    let counts: unknown = null;
    const id = newId();
    await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version) values ($1, $2, $3, 'counting', 0)`, [id, house.workspaceId, one.routeId]);
    for (let state = 'counting'; state !== 'done';) {
      const result = await step(dying).catch(() => ({ waitMs: 0 }));
      if (result.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(result.waitMs, 500)));
      const [row] = await house.dataSource.query<{ state: string; counts: unknown }[]>(`select state, counts from route_export where id = $1`, [id]);
      state = row?.state ?? 'done';
      if (state !== 'counted') continue;
      counts = row?.counts;
      await house.dataSource.query(`update route_export set state = 'running' where id = $1`, [id]);
      await house.dataSource.query(`update route set exported_from = now() where id = $1`, [one.routeId]);
    }
    await deliverAll(one.account);
    expect(counts).toMatchObject({ people: 242, contacts: { accounts: 230, withoutAccount: 5, subscribers: 5 } });
    expect(control().counts()).toMatchObject({ contacts: 240 });
    expect(control().counters()).toMatchObject({ contactsCreated: 240, workflowsByContacts: 0 });
  });

  it('keeps its pace, and lets live changes overtake it', async () => {
    const perMinute = 600;
    one = await buildRelay(house, { settings: { contactsPerMinute: perMinute }, tuning: { paceMs: 500 } });
    await store(house, one.source, world(60), { lane: 'backfill' });
    const fresh = customer('n1', 'nowa@example.pl');
    let told = 0;
    control().onRequest((request) => {
      if (!request.path.endsWith('batchupsertv2') || told > 0) return;
      told = request.at;
      void store(house, one.source, [fresh, order('n11', 'n1')]);
    });
    await exportAll(house, one.account, one.routeId);
    control().onRequest(null);
    const writes = control().writes().filter((write) => write.endpoint.endsWith('batchupsertv2'));
    const [first, last] = [writes[0]?.at ?? 0, writes.at(-1)?.at ?? 0];
    // Two portions of half a second may go at once; everything else at ten a second.
    expect(writes.reduce((sum, write) => sum + write.contacts, 0)).toBe(70);
    expect(control().mostWrites('contacts', 1_000)).toBeLessThanOrEqual(10 + 10 + 1);
    expect(last - first).toBeGreaterThanOrEqual(((70 - 2 * 10) * 60_000) / perMinute);
    expect(eventsAt(one, 'nowa@example.pl', 'PURCHASE')).toHaveLength(1);
    const live = control().writes().find((write) => write.events > 0);
    expect(live?.at).toBeLessThan(last);
  });

  it('of another route to another account is another export', async () => {
    one = await buildRelay(house);
    await store(house, one.source, world(10), { lane: 'backfill' });
    await exportAll(house, one.account, one.routeId);
    const second = await connectSalesmanago({ ...house, engine: one.account.engine.sync }, { clientId: 'anotheraccount01' });
    const routeId = await addRoute(house, { integrationId: one.source.id, destinationId: second.destinationId });
    control().resetWrites();
    await exportAll(house, second, routeId);
    expect([second.sandbox.control.counts().contacts, control().writes().length]).toEqual([control().counts().contacts, 0]);
    await expectSums({ house, account: second }, routeId);
    await second.sandbox.stop();
  });

  it('stops where it is when it is paused or its route is off, and goes on from there', async () => {
    one = await buildRelay(house);
    await store(house, one.source, world(10), { lane: 'backfill' });
    const id = newId();
    await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, desired, options_version) values ($1, $2, $3, 'running', 'pause', 0)`, [id, house.workspaceId, one.routeId]);
    await deliverAll(one.account);
    expect(control().counts().contacts).toBe(0);
    await house.dataSource.query(`update route set state = 'off' where id = $1`, [one.routeId]);
    await house.dataSource.query(`update route_export set desired = 'run' where id = $1`, [id]);
    await deliverAll(one.account);
    expect(control().counts().contacts).toBe(0);
    await house.dataSource.query(`update route set state = 'on' where id = $1`, [one.routeId]);
    await deliverAll(one.account);
    expect(control().counts().contacts).toBe(20);
  });
});
