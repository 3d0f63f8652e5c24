import { ingestPages } from '#libs/ingest/ingest-pages.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { buildGathered, gathered, journal, pauseDestination } from '../../test/support/gathered.js';
import { openPart } from '../../test/support/house.js';
import { deliverAll } from '../../test/support/relay.js';
import { store } from '../../test/support/relay-records.js';
import { contactAt, eventsAt, exclusionsOf, expectSums, relay, type Relay } from '../../test/support/relay-world.js';

const ANNA = 'anna@example.pl';
const JAN = 'jan@example.pl';
const ALLEGRO = ['allegro', '7301'] as const;
const AS = (firstName: string): { readonly contact: { readonly email: string; readonly firstName: string; readonly lastName: string; readonly company: null; readonly phones: readonly string[] } } =>
  ({ contact: { email: ANNA, firstName, lastName: 'Wzorcowa', company: null, phones: [] } });

describe('what the journal tells of an order whose purchase was sent', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildGathered(house);
    await journal(one, '1', 1);
    await relay(one, [gathered('1', ANNA, ALLEGRO, AS('Anna'))]);
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    expect(eventsAt(one, ANNA, 'PURCHASE')).toHaveLength(1);
    await one.account.sandbox.stop();
  });

  const values = (): unknown[] => eventsAt(one, ANNA, 'PURCHASE').map(({ value }) => value);
  const edited = (total: string, name = 'Halina'): ReturnType<typeof gathered> => gathered('1', ANNA, ALLEGRO, { total, ...AS(name) });

  it.each([11, 16, 18, 99])('type %s updates the contact and leaves the purchase alone', async (type) => {
    await journal(one, '1', type);
    await relay(one, [edited('130.00')]);
    expect(values()).toEqual([100]);
    expect(contactAt(one, ANNA)).toMatchObject({ name: 'Halina Wzorcowa' });
    expect(await exclusionsOf(one, '1')).toEqual(['event:PURCHASE: contact_update_only']);
  });

  it('equal purchases are sent already, not left out', async () => {
    await journal(one, '1', 16);
    await relay(one, [edited('100.00')]);
    expect(contactAt(one, ANNA)).toMatchObject({ name: 'Halina Wzorcowa' });
    expect(await exclusionsOf(one, '1')).toEqual([]);
  });

  it.each([[2], [3], [12], [11, 12]])('types %s and others update the same purchase', async (...types) => {
    await journal(one, '1', ...types);
    await relay(one, [edited('130.00')]);
    expect(values()).toEqual([130]);
  });

  it('nothing, where the order was read for another reason: the same purchase is updated', async () => {
    await relay(one, [edited('130.00')]);
    expect(values()).toEqual([130]);
    await journal(one, '1', 7);
    await relay(one, [edited('140.00')]);
    expect(values()).toEqual([140]);
  });

  it('since it was sent last: a purchase that was updated is left alone by what comes after', async () => {
    await journal(one, '1', 12);
    await relay(one, [edited('130.00')]);
    await journal(one, '1', 16);
    await relay(one, [edited('150.00')]);
    expect(values()).toEqual([130]);
  });

  /** The order is read by its number, as the journal asks for it. */
  async function readById(order: ReturnType<typeof gathered>): Promise<void> {
    const { context, progress } = await openPart(house, one.source, 'orders', { lane: 'by-id' });
    await ingestPages(house.dataSource, context, progress, [{ records: [order], rejects: [], excluded: [], missing: [], cursor: {}, done: true, requestedMs: Date.now() }]);
    await deliverAll(one.account);
  }

  it('before the last time it was read: what a scan finds later has another reason, and the purchase is updated', async () => {
    for (const type of [16, 18]) {
      await journal(one, '1', type);
      await readById(edited('100.00', `Halina ${String(type)}`));
    }
    // A second look at what was edited while the journal told nothing.
    await relay(one, [edited('130.00')]);
    expect(values()).toEqual([130]);
    await journal(one, '1', 16);
    await readById(edited('150.00'));
    expect(values()).toEqual([130]);
  });

  it('before the purchase had left, and read for after it: the goods were edited', async () => {
    await journal(one, '2', 1);
    await store(house, one.source, [gathered('2', JAN, ALLEGRO)]);
    await journal(one, '2', 12);
    await deliverAll(one.account);
    await journal(one, '2', 16);
    await readById(gathered('2', JAN, ALLEGRO, { total: '130.00' }));
    expect(eventsAt(one, JAN, 'PURCHASE').map(({ value }) => value)).toEqual([130]);
  });

  it('while an update waits: what only concerns the contact is not the last word', async () => {
    await journal(one, '1', 12);
    await pauseDestination(one, true);
    await relay(one, [edited('130.00')]);
    await journal(one, '1', 16);
    await relay(one, [edited('130.00', 'Maria')]);
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(values()).toEqual([130]);
    expect(contactAt(one, ANNA)).toMatchObject({ name: 'Maria Wzorcowa' });
  });

  it('before an update has left: the reason counts when it would be sent', async () => {
    await pauseDestination(one, true);
    await relay(one, [edited('130.00')]);
    await journal(one, '1', 11);
    await pauseDestination(one, false);
    await deliverAll(one.account);
    expect(values()).toEqual([100]);
  });
});
