import { connectorOf } from '#libs/connectors/registry.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { newId } from '#libs/domain/ids.js';
import { ORDER_STAGES } from '#libs/domain/order-stage.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import { buildEngine, type EngineHouse } from '../../../test/support/engine.js';
import { openPart } from '../../../test/support/house.js';
import { deliverAll, exportAll, ledgerOf } from '../../../test/support/relay.js';
import { ago, order, sharing, store } from '../../../test/support/relay-records.js';
import { buildRelay, contactAt, deliveriesOf, eventsAt, exclusionsOf, expectSums, relay, withEngine, type Relay, type RelayRequest } from '../../../test/support/relay-world.js';
import { previewRecords } from '../preview/preview-records.js';

const MASKED = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';
const HALINA = 'halina@example.com';
const JAN = 'jan@example.com';
const PHONE = '+48 601 234 567';

type More = Partial<OrderRecord> & { readonly email?: string | null; readonly last?: string; readonly phone?: string };
const person = ({ email = null, last = 'Wzorcowa', phone = PHONE }: More): OrderRecord['contact'] => ({ email, firstName: 'Halina', lastName: last, company: null, phones: phone === '' ? [] : [phone] });
function bought(id: string, { email, last, phone, ...more }: More = {}): OrderRecord {
  return order(id, null, { contact: person({ ...(email === undefined ? {} : { email }), ...(last === undefined ? {} : { last }), ...(phone === undefined ? {} : { phone }) }), ...more });
}
const shop = (id: string, more: More = {}): OrderRecord => bought(id, { email: HALINA, ...more });
const allegro = (id: string, more: More = {}): OrderRecord => bought(id, { email: MASKED, marketplace: { name: 'allegro', login: null, emails: [MASKED] }, ...more });

/** The same platform with a journal, whose flow asks about phones. */
function withJournal(one: Relay): Relay {
  const connector: ConnectorDefinition = {
    ...connectorOf('idosell'), orderStage: ({ status }) => ORDER_STAGES.find((stage) => stage === status) ?? 'open',
    journal: { stream: 'orders', keepMs: 1, meaning: () => null, pollMs: () => 60_000, rereadMs: () => 0 },
  };
  return { ...one, account: withEngine(one.account, { sync: { ...one.account.engine.sync, connectors: () => connector } }) };
}

describe('an order of Allegro', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const build = async (request: RelayRequest = {}): Promise<Relay> => { one = await buildRelay(house, request); return one; };
  const rows = <T>(sql: string, values: readonly unknown[]): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
  const searches = (): Promise<unknown[]> => rows(`select phone, address, silent from email_search where route_id = $1 order by phone`, [one.routeId]);
  const lookUps = (): Promise<{ phone: string; state: string }[]> => rows(`select phone, state from phone_lookup where integration_id = $1 order by phone`, [one.source.id]);
  const addressOf = async (id: string): Promise<string | null> => (await rows<{ address: string | null }>(`select address from routed_record where route_id = $1 and external_id = $2`, [one.routeId, id]))[0]?.address ?? null;
  const purchases = (email: string): (string | undefined)[] => eventsAt(one, email, 'PURCHASE').map((event) => event.texts['externalId']);

  /** The platform says that an order is not there any more. */
  async function vanish(id: string): Promise<void> {
    const { context, progress } = await openPart(house, one.source, 'orders', { lane: 'by-id' });
    await ingestPages(house.dataSource, context, progress, [{ records: [], rejects: [], excluded: [], missing: [id], cursor: {}, done: true, requestedMs: Date.now() + 1_000 }]);
  }

  it('is told of whoever bought elsewhere with its phone and surname, whichever order came first', async () => {
    await build();
    await relay(one, [shop('1'), allegro('2')]);
    expect(purchases(HALINA)).toEqual([`${one.source.code}-1`, `${one.source.code}-2`]);
    await relay(one, [allegro('3', { phone: '602 000 000', last: 'Późna' })]);
    expect(await exclusionsOf(one, '3')).toEqual(['contact: email_not_found']);
    await relay(one, [shop('4', { email: JAN, phone: '0048602000000', last: 'POZNA' })]);
    expect([...purchases(JAN)].sort()).toEqual([`${one.source.code}-3`, `${one.source.code}-4`]);
    expect(await exclusionsOf(one, '3')).toEqual([]);
    expect(contactAt(one, MASKED)).toBeNull();
  });

  it.each([
    ['surname_differs', [shop('1', { last: 'Inna' })]], ['email_ambiguous', [shop('1'), shop('3', { email: JAN })]], ['email_not_found', [shop('1', { phone: '602000000' }), shop('4', { email: 'z1@allegromail.com' }), shop('5', { email: 'x@members.ebay.com' })]],
  ])('stays on its card with the reason: %s', async (reason, others) => {
    await build();
    await relay(one, [...others, allegro('2')]);
    expect(await exclusionsOf(one, '2')).toEqual([`contact: ${reason}`]);
    expect((await ledgerOf(house, one.routeId)).excluded_reasons).toMatchObject({ [reason]: 1 });
    expect(await addressOf('2')).toBeNull();
  });

  it('is told without a surname where the route says so, and not at all where it is switched off', async () => {
    await build({ options: { emailByPhone: 'phone' } });
    await relay(one, [shop('1', { last: 'Inna' }), allegro('2')]);
    expect(purchases(HALINA)).toHaveLength(2);
    await one.account.sandbox.stop();
    await build({ options: { emailByPhone: 'off' } });
    await relay(one, [shop('1'), allegro('2')]);
    expect(purchases(HALINA)).toHaveLength(1);
    expect(await exclusionsOf(one, '2')).toContain('contact: masked_address');
    expect(await searches()).toEqual([]);
  });

  it('without a phone is left out for what it lacks, and no other order ever borrows an address', async () => {
    await build();
    await relay(one, [shop('1'), allegro('2', { phone: '' }), allegro('3', { phone: '', email: null }), bought('4', { email: null }), bought('5', { email: null, marketplace: { name: 'other', login: null, emails: [] } })]);
    expect(await exclusionsOf(one, '2')).toContain('contact: masked_address');
    for (const id of ['3', '4', '5']) expect(await exclusionsOf(one, id)).toEqual(['contact: no_address']);
    expect(purchases(HALINA)).toHaveLength(1);
  });

  it('is found by the phone of any of its addresses, and remembers each', async () => {
    await build();
    const at = (phone: string) => ({ firstName: 'Halina', lastName: 'Wzorcowa', company: null, taxNumber: null, street: 'Prosta 1', street2: null, postcode: '00-001', city: 'Warszawa', country: 'PL', phones: [phone] });
    await relay(one, [allegro('2', { phone: '603000000', deliveryAddress: at('604000000') }), shop('1', { phone: '605000000', invoiceAddress: at('604 000 000') })]);
    expect(purchases(HALINA)).toHaveLength(2);
    expect(await searches()).toEqual([{ phone: '+48603000000', address: HALINA, silent: false }, { phone: '+48604000000', address: HALINA, silent: false }]);
  });

  it('follows edits of the orders around it, as long as nothing was sent', async () => {
    await build();
    await house.dataSource.query(`update destination set desired = 'pause' where id = $1`, [one.account.destinationId]);
    await relay(one, [allegro('2'), shop('1', { last: 'Inna' })]);
    expect(await exclusionsOf(one, '2')).toEqual(['contact: surname_differs']);
    await relay(one, [shop('1')]);
    expect(await addressOf('2')).toBe(HALINA);
    await relay(one, [shop('1', { email: JAN })]);
    expect(await addressOf('2')).toBe(JAN);
    await relay(one, [shop('1', { email: JAN, phone: '602000000' })]);
    expect([await addressOf('2'), await exclusionsOf(one, '2')]).toEqual([null, ['contact: email_not_found']]);
    await relay(one, [shop('1', { email: JAN })]);
    expect(await addressOf('2')).toBe(JAN);
    await vanish('1');
    await deliverAll(one.account);
    expect([await addressOf('2'), await exclusionsOf(one, '2')]).toEqual([null, ['contact: email_not_found']]);
    await house.dataSource.query(`update destination set desired = 'run' where id = $1`, [one.account.destinationId]);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.transactions().purchases).toBe(0);
  });

  it('that was told stays where it was told, whatever comes later; new ones are left out', async () => {
    await build();
    await relay(one, [shop('1'), allegro('2')]);
    await relay(one, [shop('3', { email: JAN })]);
    await relay(one, [allegro('2', { total: '120.00' }), allegro('4')]);
    expect(eventsAt(one, HALINA, 'PURCHASE').map((event) => event.value)).toEqual([100, 120]);
    expect(await exclusionsOf(one, '4')).toEqual(['contact: email_ambiguous']);
    await vanish('1');
    await relay(one, [allegro('2', { status: 'cancelled' })]);
    expect(eventsAt(one, HALINA, 'CANCELLATION').map((event) => event.texts['externalId'])).toEqual([`${one.source.code}-2`]);
    expect(await addressOf('2')).toBe(HALINA);
  });

  it('of somebody else of the family does not rename the person it is told of', async () => {
    await build();
    await relay(one, [shop('1', { placedAt: ago(60) })]);
    const contact = { email: MASKED, firstName: 'Piotr', lastName: 'Wzorcowy', company: 'Piotr i Spółka', phones: [PHONE] };
    await relay(one, [allegro('2', { contact, invoiceAddress: { firstName: 'Halina', lastName: 'Wzorcowa', company: null, taxNumber: null, street: 'Obca 2', street2: null, postcode: '00-002', city: 'Radom', country: 'PL', phones: [] } })]);
    expect(purchases(HALINA)).toHaveLength(2);
    expect(contactAt(one, HALINA)).toMatchObject({ name: 'Halina Wzorcowa' });
  });

  it('whose own e-mail comes after all is told of that', async () => {
    await build();
    await relay(one, [allegro('2')]);
    await relay(one, [allegro('2', { email: JAN })]);
    expect(purchases(JAN)).toHaveLength(1);
    expect(await searches()).toEqual([]);
  });

  it('agrees to nothing in the name of whom it was found to be of', async () => {
    await build({ options: { scope: 'consented', consentSource: 'orderConsent' } });
    await relay(one, [shop('1'), allegro('2', { consents: [sharing('granted', ago(5))] })]);
    expect(await exclusionsOf(one, '2')).toContain('contact: no_consent');
    await relay(one, [shop('3', { consents: [sharing('granted', ago(5))] })]);
    await relay(one, [allegro('2', { note: 'jeszcze raz' })]);
    expect(purchases(HALINA)).toContain(`${one.source.code}-2`);
  });

  it('is counted, exported and previewed as it is told', async () => {
    await build();
    await store(house, one.source, [shop('1'), allegro('2'), allegro('3', { phone: '602000000' })], { lane: 'backfill' });
    const preview = async (id: string) => {
      const [row] = await rows<{ id: string }>(`select id from source_record where integration_id = $1 and external_id = $2`, [one.source.id, id]);
      return (await previewRecords(house.dataSource, { routeId: one.routeId, limit: 1, recordIds: [row?.id ?? ''], destinations: one.account.engine.destinations, connectors: one.account.engine.sync.connectors }))[0];
    };
    expect(await preview('2')).toMatchObject({ address: HALINA, writes: [{ kind: 'contact' }, { kind: 'event' }] });
    expect(await preview('3')).toMatchObject({ address: null, writes: [], excluded: [{ reason: 'email_not_found' }] });
    expect(await searches()).toEqual([]);
    const counts = await exportAll(house, one.account, one.routeId);
    expect(counts).toMatchObject({ people: 1, events: { PURCHASE: 2 }, records: { email_not_found: 1 } });
    expect(purchases(HALINA)).toHaveLength(2);
    await store(house, one.source, [shop('4', { email: JAN, phone: '602000000' })], { lane: 'backfill' });
    await deliverAll(one.account);
    expect(purchases(JAN)).toHaveLength(2);
  });

  describe('on a platform that can be asked about phones', () => {
    beforeEach(async () => {
      one = withJournal(await build());
    });

    it('waits for the answer; the phone is asked about once, and again for another order after a day', async () => {
      await relay(one, [allegro('2'), allegro('3', { phone: '601234567' }), shop('9', { phone: '602000000' }), allegro('4', { phone: '602000000' })]);
      for (const id of ['2', '3']) expect(await exclusionsOf(one, id)).toEqual(['contact: email_search_waits']);
      expect(await exclusionsOf(one, '4')).toEqual([]);
      expect(await lookUps()).toEqual([{ phone: '+48601234567', state: 'due' }]);
      const looked = (age: string): Promise<unknown> => house.dataSource.query(`update phone_lookup set state = 'done', hits = 0, looks = looks + 1, looked_at = now() - $2::interval where integration_id = $1`, [one.source.id, age]);
      await looked('2 hours');
      await relay(one, [allegro('5')]);
      expect(await exclusionsOf(one, '5')).toEqual(['contact: email_not_found']);
      await looked('25 hours');
      await relay(one, [allegro('2', { note: 'zmiana' })]);
      expect([await exclusionsOf(one, '2'), await lookUps()]).toEqual([['contact: email_not_found'], [{ phone: '+48601234567', state: 'done' }]]);
      await relay(one, [allegro('6')]);
      expect([await exclusionsOf(one, '6'), await lookUps()]).toEqual([['contact: email_search_waits'], [{ phone: '+48601234567', state: 'due' }]]);
    });

    it('is not asked about where several people bear the phone already', async () => {
      await relay(one, [shop('1'), shop('3', { email: JAN }), allegro('2')]);
      expect([await exclusionsOf(one, '2'), await lookUps()]).toEqual([['contact: email_ambiguous'], []]);
    });

    it('is asked about by an export that was confirmed, not by counting', async () => {
      await store(house, one.source, [allegro('2')], { lane: 'backfill' });
      const id = newId();
      await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version) values ($1, $2, $3, 'counting', 0)`, [id, house.workspaceId, one.routeId]);
      await deliverAll(one.account);
      expect(await rows(`select state, counts->'records' as records from route_export where id = $1`, [id])).toEqual([{ state: 'counted', records: { email_search_waits: 1 } }]);
      expect(await lookUps()).toEqual([]);
      await exportAll(house, one.account, one.routeId);
      expect(await lookUps()).toEqual([{ phone: '+48601234567', state: 'due' }]);
    });
  });

  it('and the one that tells its e-mail never miss each other, though they are written and considered at one moment', async () => {
    await build();
    for (let round = 0; round < 12; round += 1) {
      const phone = `6070000${String(10 + round)}`;
      await store(house, one.source, [allegro(`a${String(round)}`, { phone, last: 'Nowak' })]);
      await Promise.all([deliverAll(one.account), store(house, one.source, [shop(`s${String(round)}`, { email: `osoba${String(round)}@example.com`, phone, last: 'Nowak' })])]);
      await deliverAll(one.account);
      expect([round, purchases(`osoba${String(round)}@example.com`).length]).toEqual([round, 2]);
    }
  });

  it('keeps the silence of a search that began silently', async () => {
    await build();
    await house.dataSource.query(`update route set exported_from = now() where id = $1`, [one.routeId]);
    await store(house, one.source, [allegro('2')], { lane: 'backfill' });
    await deliverAll(one.account);
    expect(await searches()).toEqual([{ phone: '+48601234567', address: null, silent: true }]);
    await relay(one, [allegro('2', { note: 'na żywo' })]);
    expect(await searches()).toEqual([{ phone: '+48601234567', address: null, silent: false }]);
    await store(house, one.source, [shop('1')], { lane: 'backfill' });
    await deliverAll(one.account);
    expect((await deliveriesOf(one, HALINA)).filter((row) => row.key === 'event:PURCHASE:2').map((row) => row.silent)).toEqual([false]);
  });
});
