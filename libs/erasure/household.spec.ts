import { mergeCards, type Merged } from '#libs/desk/merge-cards.js';
import { undoDecision } from '#libs/desk/undo-decision.js';
import { splitCard } from '#libs/desk/split-card.js';
import { cardOf as cardOfRecord, recordId } from '#libs/desk/testing/people.js';
import { decide } from '#libs/desk/testing/desk-house.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { askForErasure, dumpRows, eraseCard, erasureEngine, foundIn, removeStep } from '../../test/support/erasing.js';
import { emptyHouse, type Shop } from '../../test/support/house.js';
import { deliverAll, step } from '../../test/support/relay.js';
import { addSource, ago, customer, newsletter, order, store } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, eventsAt, relay, type Relay } from '../../test/support/relay-world.js';

const SHARED = 'dom@example.com';
import { searchLeftovers } from './search-leftovers.js';

describe('of two people with one address', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    await emptyHouse(house);
    one = await buildRelay(house);
  });
  afterEach(async () => {
    await expectLedger();
    await one.account.sandbox.stop();
  });
  const expectLedger = async (): Promise<void> => {
    const [row] = await house.dataSource.query<{ queued: number; kept: number }[]>(`select l.queued::int - l.pruned_queued::int as queued, (select coalesce(sum(d.queued), 0)::int from delivery d where d.route_id = l.route_id) as kept from route_ledger l where route_id = $1`, [one.routeId]);
    expect(row?.queued).toBe(row?.kept);
  };
  const sql = async <T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, [...values]);
  const her = (more = {}) => customer('1', SHARED, { firstName: 'Ofelia', lastName: 'Kanarek', createdAt: ago(100), consents: [newsletter('granted', ago(90))], ...more });
  const his = (more = {}) => customer('2', SHARED, { firstName: 'Brat', lastName: 'Wróbel', createdAt: ago(100), consents: [newsletter('granted', ago(90))], ...more });

  const part = async (): Promise<void> => {
    const record = await recordId(house.dataSource, 'customer', '2');
    const card = await cardOfRecord(house.dataSource, 'customer', '2');
    await decide(house, (desk) => splitCard(desk, { customerId: card, records: [record], keepAlone: 'new', note: null }));
  };

  it('keeps what waits for the other one, and writes the contact as it is without the one who went', async () => {
    await relay(one, [his(), her(), order('11', '1', { createdAt: ago(60), placedAt: ago(60) }), order('21', '2', { createdAt: ago(60), placedAt: ago(60) })]);
    await part();
    await store(house, one.source, [his({ company: 'Wróble', consents: [newsletter('refused', ago(1))] })]);
    // Considered while the destination is paused: nothing is sent.
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    const consider = async (): Promise<void> => {
      while ((await sql(`select 1 from route_change where route_id = $1`, [one.routeId])).length > 0) await step(one.account);
    };
    await consider();
    await store(house, one.source, [her({ company: 'Kanarki', consents: [newsletter('refused', ago(1))] })]);
    await consider();
    const waiting = await sql(`select key from delivery where route_id = $1 and state = 'pending' order by key`, [one.routeId]);
    expect(waiting).toContainEqual({ key: 'consent:email' });
    const receipt = await eraseCard(house, await cardOfRecord(house.dataSource, 'customer', '1'));
    expect(foundIn(await dumpRows(house), ['Ofelia', 'Kanarek'])).toEqual([]);
    expect(await sql(`select key from delivery where route_id = $1 and state = 'pending' order by key`, [one.routeId])).toEqual(waiting);
    expect(receipt.destinations).toEqual([expect.objectContaining({ contactId: contactAt(one, SHARED)?.['id'], events: 1 })]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(contactAt(one, SHARED)).toMatchObject({ name: 'Brat Wróbel', company: 'Wróble', optedOut: true });
    expect(eventsAt(one, SHARED, 'PURCHASE').length).toBe(2);
  });

  it('tells of events whose deliveries retention has removed long ago', async () => {
    await relay(one, [her(), order('11', '1', { createdAt: ago(60), placedAt: ago(60) }), order('12', '1', { createdAt: ago(50), placedAt: ago(50) })]);
    await sql(`with gone as (delete from delivery where route_id = $1 and kind = 'event' and order_id = '11' returning queued) update route_ledger set pruned_queued = pruned_queued + (select sum(queued) from gone), pruned_delivered = pruned_delivered + 1 where route_id = $1`, [one.routeId]);
    const receipt = await eraseCard(house, await cardOfRecord(house.dataSource, 'customer', '1'));
    expect(receipt.destinations).toEqual([expect.objectContaining({ contactId: contactAt(one, SHARED)?.['id'], events: 2 })]);
  });
});

describe('an erasure whose card was changed after it was asked for', () => {
  let house: EngineHouse;
  let source: Shop;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    await emptyHouse(house);
    source = await addSource(house, 'S1');
    await store(house, source, [customer('1', 'kanarek@example.com'), customer('2', 'inna@example.com')]);
  });
  const card = (number: string): Promise<string> => cardOfRecord(house.dataSource, 'customer', number);
  const stateOf = async (id: string): Promise<unknown> => (await house.dataSource.query<{ state: string }[]>(`select state from erasure where id = $1`, [id]))[0]?.state;
  const kept = async (): Promise<unknown> => house.dataSource.query(`select external_id from source_record order by 1`);
  const merge = (into: string, other: string): Promise<Merged> => decide(house, (desk) => mergeCards(desk, { customerId: into, other, note: null }));

  it.each([['into another one', ['2', '1']], ['with another one', ['1', '2']]] as const)('stops when it was joined %s, and is done when asked for again', async (_how, [into, other]) => {
    const id = await askForErasure(house, await card('1'));
    await merge(await card(into), await card(other));
    expect(await removeStep(house, id)).toMatchObject({ status: 'closed' });
    expect([await stateOf(id), await kept()]).toEqual(['stopped', [{ external_id: '1' }, { external_id: '2' }]]);
    expect(await removeStep(house, id)).toMatchObject({ status: 'closed' });
    expect(await searchLeftovers(erasureEngine(house), id, () => undefined)).toEqual({ found: 0 });
    await eraseCard(house, await card('1'));
    expect(await kept()).toEqual([]);
  });

  it('stops when a merge was undone: only a part of who was named would go', async () => {
    const { decisionId } = await merge(await card('1'), await card('2'));
    const id = await askForErasure(house, await card('1'));
    await decide(house, (desk) => undoDecision(desk, decisionId));
    expect(await removeStep(house, id)).toMatchObject({ status: 'closed' });
    expect([await stateOf(id), await kept()]).toEqual(['stopped', [{ external_id: '1' }, { external_id: '2' }]]);
  });

  it('is done when everything went with another erasure', async () => {
    const first = await askForErasure(house, await card('2'));
    await merge(await card('1'), await card('2'));
    await eraseCard(house, await card('1'));
    expect(await removeStep(house, first)).toMatchObject({ status: 'removed' });
  });
});
