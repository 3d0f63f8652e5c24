import { addressHash } from '#libs/domain/relay/address-hash.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { newId } from '#libs/domain/ids.js';
import type { NeutralRecord, OrderRecord } from '#libs/domain/records.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import { postTickets } from '#libs/ingest/tickets/post-tickets.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { askForErasure, cardOf, dumpRows, eraseCard, erasureEngine, foundIn, receiptOf, removeStep } from '../../test/support/erasing.js';
import { openPart } from '../../test/support/house.js';
import { deliverAll, ledgerOf, outboxOf } from '../../test/support/relay.js';
import { ago, customer, newsletter, order, store, subscriber } from '../../test/support/relay-records.js';
import { afterSettling, buildRelay, contactAt, eventsAt, relay, type Relay } from '../../test/support/relay-world.js';
import { searchLeftovers } from './search-leftovers.js';

const EMAIL = 'Ofelia.Kanarek@example.com';
const ADDRESS = EMAIL.toLowerCase();
const MASKED = 'kan4rek9hash+5c1e08a7b@allegromail.pl';
const LOGIN = 'ofelka_kanarkowa77';
const PHONE = '605 111 222';
/** Of the whole household. */
const HOUSEHOLD = '22 555 01 02';
const STREET = 'Kanarkowa Ptasia 13';
const NOTE = 'proszę zostawić u dozorcy Zenobiusza';
const CANARIES = ['ofelia', ADDRESS, 'kan4rek9hash', LOGIN, PHONE, '605111222', STREET, NOTE, 'zenobiusz', 'kanarkowski-osobisty'];
const OTHER = 'brat@example.com';

const address = (street: string): OrderRecord['deliveryAddress'] => ({ firstName: 'Ofelia', lastName: 'Wspólna', company: 'Kanarkowski-Osobisty', taxNumber: null, street, street2: null, postcode: '00-001', city: 'Warszawa', country: 'PL', phones: [PHONE] });

/** Records of the person, and of a relative with the same surname and the telephone of the household. */
const theirs = (): NeutralRecord[] => [
  customer('1', EMAIL, { firstName: 'Ofelia', lastName: 'Wspólna', phones: [PHONE, HOUSEHOLD], createdAt: ago(100), address: address(STREET), consents: [newsletter('granted', ago(90))] }),
  order('11', '1', { createdAt: ago(60), placedAt: ago(60), note: NOTE, deliveryAddress: address(STREET), marketplace: { name: 'allegro', login: LOGIN, emails: [MASKED] } }),
  order('12', null, { createdAt: ago(50), placedAt: ago(50), contact: { email: MASKED, firstName: 'Ofelia', lastName: 'Wspólna', company: null, phones: [PHONE] } }),
  subscriber('s1', ADDRESS, newsletter('granted', ago(80))),
];
const others = (): NeutralRecord[] => [
  customer('2', OTHER, { firstName: 'Brat', lastName: 'Wspólna', phones: [HOUSEHOLD], createdAt: ago(100) }),
  order('21', '2', { createdAt: ago(60), placedAt: ago(60) }),
];

describe('an erasure', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => { one = await buildRelay(house); });
  afterEach(async () => {
    await one.account.sandbox.stop();
    await house.dataSource.query(`truncate tombstone, erasure, source_record, customer, identity, hint, reject, inbox, cart, ticket, audit, alert, idempotency_key, decision, card_link, refused_pair, split_key, contested_key, delivery, route_change, routed_record, consent, consent_change, consent_callback, route_exclusion, routed_consent, phone_lookup, email_search, delivered_fact, remote_contact, remote_opt, routed_cart`);
    await house.dataSource.query(`update workspace set tombstone_salt = null`);
  });

  const sql = async <T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, [...values]);
  const insert = (table: string, row: Readonly<Record<string, unknown>>): Promise<unknown> =>
    house.dataSource.query(`insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row).map((_, n) => `$${String(n + 1)}`).join(', ')})`, Object.values(row));
  const shown = (text: string): string => JSON.stringify({ pl: text, en: text });
  /** Ledgers add up although rows are gone. */
  const expectLedger = async (): Promise<void> => {
    const [ledger, outbox] = [await ledgerOf(house, one.routeId), await outboxOf(house, one.routeId)];
    const [pruned] = await sql<{ queued: number; settled: number }>(`select pruned_queued::int as queued, (pruned_delivered + pruned_failed + pruned_cancelled)::int as settled from route_ledger where route_id = $1`, [one.routeId]);
    expect(ledger.considered).toBe(ledger.queued + ledger.collapsed + ledger.already_sent + ledger.excluded);
    expect(ledger.queued).toBe(outbox.queued + (pruned?.queued ?? 0));
    expect(pruned?.queued).toBe(pruned?.settled);
    expect(outbox.queued).toBe(outbox.delivered + outbox.failed + outbox.cancelled + outbox.open);
  };

  /** Puts the person into every place that has ever held one. */
  async function plant(): Promise<string> {
    await relay(one, [...others(), ...theirs()]);
    const card = await cardOf(house, ADDRESS);
    const { workspaceId } = house;
    const at = { workspace_id: workspaceId, integration_id: one.source.id };
    const part = await openPart(house, one.source, 'orders', { lane: 'delta' });
    const bad = { reason: 'total_not_a_number', message: { pl: 'x', en: 'x' }, fix: { pl: 'x', en: 'x' } };
    await ingestPages(house.dataSource, part.context, part.progress, [{ records: [], excluded: [], cursor: {}, done: true, requestedMs: Date.now(), rejects: [
      { ...bad, externalId: '11', original: { total: 'x' } }, { ...bad, externalId: '13', original: { note: `dla ${EMAIL}` } }, { ...bad, externalId: null, original: { login: LOGIN } }, { ...bad, externalId: '29', original: { total: 'y' } },
    ] }]);
    for (const id of ['1', '2']) await insert('inbox', { id: newId(), ...at, stream: 'customers', external_id: id, origin: 'webhook' });
    const hash = Buffer.from('00', 'hex');
    await insert('cart', { ...at, cart_id: 'c1', customer_external_id: '1', body: '{"lines": []}', content_hash: hash, seen_at: new Date(), changed_at: new Date() });
    await insert('cart', { ...at, cart_id: 'c2', email: EMAIL, body: '{"lines": []}', content_hash: hash, seen_at: new Date(), changed_at: new Date() });
    await insert('cart', { ...at, cart_id: 'c3', email: OTHER, body: '{"lines": []}', content_hash: hash, seen_at: new Date(), changed_at: new Date() });
    await insert('consent_callback', { id: newId(), workspace_id: workspaceId, route_id: one.routeId, direction: 'out', address: EMAIL });
    await insert('phone_lookup', { ...at, phone: '+48605111222', state: 'due' });
    await insert('phone_lookup', { ...at, phone: '+48225550102', state: 'due' });
    await insert('idempotency_key', { workspace_id: workspaceId, key: 'k1', request_hash: hash, status: 200, response: JSON.stringify({ email: EMAIL }) });
    await insert('idempotency_key', { workspace_id: workspaceId, key: 'k2', request_hash: hash, status: 200, response: JSON.stringify({ customerId: card, name: 'Ofelia Wspólna' }) });
    await insert('audit', { id: newId(), workspace_id: workspaceId, actor: 'a', action: 'x.y', object_kind: 'x', object_id: 'y', detail: JSON.stringify({ was: ADDRESS }) });
    await insert('alert', { id: newId(), workspace_id: workspaceId, rule: 'r', subject: 's', message: shown(`kontakt ${ADDRESS}`) });
    await insert('decision', { id: newId(), workspace_id: workspaceId, kind: 'merge', actor: 'a', note: 'to siostra Ofelia', detail: JSON.stringify({ cards: [card] }) });
    await insert('card_link', { id: newId(), workspace_id: workspaceId, left_key: `email:${ADDRESS}`, right_key: `shop_id:${one.source.id}/1`, decision_id: newId() });
    await insert('split_key', { workspace_id: workspaceId, type: 'email', value: 'wspolny@example.com', keeper_key: 'email:zostaje@example.com', decision_id: newId(), former_keepers: JSON.stringify([{ keeper: `email:${ADDRESS}`, movedBy: newId() }]) });
    await insert('refused_pair', { workspace_id: workspaceId, left_key: `email:${OTHER}`, right_key: `email:${ADDRESS}`, decision_id: newId() });
    await insert('ticket', { id: newId(), workspace_id: workspaceId, source: 'desk', external_id: 't1', subject: `reklamacja ${NOTE}`, sender: `Ofelia <${EMAIL}>`, address: ADDRESS });
    await insert('ticket', { id: newId(), workspace_id: workspaceId, source: 'desk', external_id: 't2', subject: 'moje', customer_id: card, assigned_by: 'person', sender: 'Ofelia' });
    await insert('ticket', { id: newId(), workspace_id: workspaceId, source: 'desk', external_id: 't3', subject: 'czyje', candidates: [card, await cardOf(house, OTHER)] });
    // Considered and not sent yet; and not even considered.
    await store(house, one.source, [order('14', '1', { createdAt: ago(5), placedAt: ago(5), deliveryAddress: address(STREET) })]);
    const [contact] = await sql<{ id: string }>(`select id from delivery where route_id = $1 and address = $2 and kind = 'contact'`, [one.routeId, ADDRESS]);
    await house.dataSource.query(`update delivery set state = 'pending', queued = queued + 1, version = version + 1 where id = $1`, [contact?.id]);
    await house.dataSource.query(`update route_ledger set considered = considered + 1, queued = queued + 1 where route_id = $1`, [one.routeId]);
    return card;
  }

  it('leaves none of the canaries in a dump, keeps whatever is of others, and gives a receipt', async () => {
    const card = await plant();
    const before = await dumpRows(house);
    expect(CANARIES.filter((canary) => foundIn(before, [canary]).length === 0)).toEqual([]);
    const brother = await cardOf(house, OTHER);
    const kept = (rows: readonly string[]): string[] => rows.filter((row) => row.includes(OTHER) && !row.startsWith('refused_pair')).sort();
    const keptBefore = kept(before);
    expect(keptBefore.length).toBeGreaterThan(5);
    await expectLedger();

    const receipt = await eraseCard(house, card);

    const after = await dumpRows(house);
    expect(foundIn(after, CANARIES)).toEqual([]);
    expect(kept(after)).toEqual(keptBefore);
    expect(await cardOf(house, OTHER)).toBe(brother);
    expect(await sql(`select external_id from source_record where customer_id = $1 order by 1`, [brother])).toEqual([{ external_id: '2' }, { external_id: '21' }]);
    expect(await sql(`select value from hint where type = 'phone' order by 1`)).toEqual([{ value: '+48225550102' }]);
    expect(await sql(`select phone from phone_lookup`)).toEqual([{ phone: '+48225550102' }]);
    expect(await sql(`select external_id from reject`)).toEqual([{ external_id: '29' }]);
    expect(await sql(`select external_id, candidates from ticket`)).toEqual([{ external_id: 't3', candidates: [brother] }]);
    expect(await sql(`select cart_id from cart`)).toEqual([{ cart_id: 'c3' }]);
    expect(await sql(`select external_id from inbox where stream = 'customers'`)).toEqual([{ external_id: '2' }]);
    expect(await sql(`select owner_kind from secret where owner_kind = 'erasure'`)).toEqual([]);
    expect(await sql(`select count(*)::int as n from customer where id = $1`, [card])).toEqual([{ n: 0 }]);
    await expectLedger();
    expect(receipt.removed).toMatchObject({ source_record: 5, customer: 1, reject: 3, inbox: 1, cart: 2, ticket: 3, idempotency_key: 2, audit: 1, alert: 1, decision: 1, consent_callback: 1, card_link: 1, refused_pair: 1, split_key: 1, phone_lookup: 1 });
    // The account, the address and the Allegro base address, both in either form; five records, two rejects that were no records, two tickets.
    expect(receipt.tombstones).toBe(3 + 2 + 5 + 2 + 2);
    expect(receipt.deliveries).toEqual({ cancelled: 1, unclear: 0 });
    const held = contactAt(one, ADDRESS);
    expect(receipt.destinations).toEqual(expect.arrayContaining([{ destinationId: one.account.destinationId, kind: 'salesmanago', name: expect.any(String) as string, contactId: held?.['id'], events: 1 }]));
    expect(receipt.search).toMatchObject({ found: [], unread: [] });
    expect(receipt.search?.tables).toBeGreaterThan(40);
    expect(receipt.search?.rows).toBeGreaterThan(50);
    expect(foundIn([`receipt: ${JSON.stringify(receipt)}`], CANARIES)).toEqual([]);
  });

  it('is not undone by a whole resync, tells no purchase twice, and brings nobody back whom a callback took out', async () => {
    const card = await plant();
    await deliverAll(one.account);
    expect(eventsAt(one, ADDRESS, 'PURCHASE').length).toBe(2);
    // Taken out there a moment before, and told of by a callback nobody has applied yet.
    one.account.sandbox.control.plant({ contact: { email: EMAIL }, forceOptOut: true });
    await house.dataSource.query(`insert into consent_callback (id, workspace_id, route_id, direction, address) values ($1, $2, $3, 'out', $4)`, [newId(), house.workspaceId, one.routeId, ADDRESS]);
    await eraseCard(house, card);
    expect(await sql(`select callback from remote_opt where channel = 'email' and address_hash = $1 and callback is not null`, [addressHash(hashAccount('salesmanago', one.account.sandbox.clientId), ADDRESS)])).toEqual([{ callback: 'out' }]);
    const told = one.account.sandbox.control.transactions().events;
    for (const lane of ['backfill', 'delta', 'by-id'] as const) {
      await relay(one, [...theirs(), ...others()], { lane, epoch: 1 });
      expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
    }
    expect(await sql(`select sum((excluded_reasons->>'erased')::int)::int as n from part where excluded > 0`)).toEqual([{ n: 3 * theirs().length }]);
    expect(await sql(`select count(*)::int as n from part where read <> written + identical + older + duplicate + excluded + rejected`)).toEqual([{ n: 0 }]);
    expect(one.account.sandbox.control.transactions().events).toEqual(told);

    await afterSettling(one);
    const [erased] = await sql<{ at: Date }>(`select max(erased_at) as at from tombstone`);
    const later = { utc: new Date((erased?.at.getTime() ?? 0) + 1).toISOString() };
    await relay(one, [order('15', '1', { createdAt: later, placedAt: later, contact: { email: EMAIL, firstName: 'Ofelia', lastName: 'Wspólna', company: null, phones: [] }, consents: [newsletter('granted', ago(70))] })]);
    const anew = await cardOf(house, ADDRESS);
    expect(anew).not.toBe(card);
    expect(await sql(`select external_id from source_record where customer_id = $1`, [anew])).toEqual([{ external_id: '15' }]);
    expect(eventsAt(one, ADDRESS, 'PURCHASE').length).toBe(3);
    expect(contactAt(one, ADDRESS)).toMatchObject({ optedOut: true });
  });

  it('is all or nothing wherever it is killed, and repeating it finishes it', async () => {
    const card = await plant();
    const id = await askForErasure(house, card);
    const killed = (name: string) => (passed: string): void => {
      if (passed === name) throw new Error('killed');
    };
    const { removePerson } = await import('./remove-person.js');
    // The budget of requests is no part of it.
    const everything = async (): Promise<string[]> => (await dumpRows(house)).filter((row) => !row.startsWith('budget_')).sort();
    const before = await everything();
    await expect(removePerson(erasureEngine(house, {}, killed('erase-removing')), id)).rejects.toThrow('killed');
    expect(await everything()).toEqual(before);
    await expect(removePerson(erasureEngine(house, {}, killed('erase-removed')), id)).rejects.toThrow('killed');
    expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
    const receipt = await receiptOf(house, id);
    expect(await removeStep(house, id)).toEqual({ status: 'removed', waitMs: 0 });
    expect(await receiptOf(house, id)).toEqual(receipt);
    await expect(searchLeftovers(erasureEngine(house, {}, killed('erase-searched')), id, () => undefined)).rejects.toThrow('killed');
    expect(await searchLeftovers(erasureEngine(house), id, () => undefined)).toEqual({ found: 0 });
    expect(await searchLeftovers(erasureEngine(house), id, () => undefined)).toEqual({ found: 0 });
    expect(await removeStep(house, id)).toEqual({ status: 'closed', waitMs: 0 });
    expect(await sql(`select state, finished_at is not null as ended from erasure where id = $1`, [id])).toEqual([{ state: 'done', ended: true }]);
  });

  it('waits for what is under way to a destination, and gives up what nobody can find out', async () => {
    const card = await plant();
    const id = await askForErasure(house, card);
    const put = (state: string, sent: string): Promise<unknown> => house.dataSource.query(`update delivery set state = $2, again = false, sent_version = version, sent_at = now() - $3::interval where route_id = $1 and kind = 'contact' and address = $4`, [one.routeId, state, sent, ADDRESS]);
    await put('sending', '1 second');
    // A call that may be under way is waited for, however long somebody has waited already.
    expect(await removeStep(house, id, { patienceMs: 0 })).toMatchObject({ status: 'wait' });
    expect(await sql(`select count(*)::int as n from delivery where route_id = $1 and address = $2 and state = 'pending'`, [one.routeId, ADDRESS])).toEqual([{ n: 0 }]);
    await put('unknown', '10 minutes');
    expect(await removeStep(house, id)).toMatchObject({ status: 'wait' });
    expect(await cardOf(house, ADDRESS)).toBe(card);
    expect(await removeStep(house, id, { patienceMs: 0 })).toMatchObject({ status: 'removed' });
    expect((await receiptOf(house, id)).deliveries).toMatchObject({ unclear: 1 });
    await expectLedger();
  });

  it('tells what the search has found, and never of what it could not read', async () => {
    const card = await plant();
    await insert('dictionary', { integration_id: one.source.id, kind: 'status', code: 'x', name: `status dla ${LOGIN}` });
    const receipt = await eraseCard(house, card);
    expect(receipt.search?.found).toEqual([{ table: 'dictionary', rows: 1 }]);
    await house.dataSource.query(`delete from dictionary`);
  });

  it('keeps tickets from before out as well, by sender and by number, and takes those from later', async () => {
    await eraseCard(house, await plant());
    const [erased] = await sql<{ at: Date }>(`select max(erased_at) as at from tombstone`);
    const [before, after] = [-1_000, 1_000].map((ms) => new Date((erased?.at.getTime() ?? 0) + ms).toISOString());
    const told = await postTickets(house.dataSource, house.workspaceId, [
      { source: 'desk', externalId: 't8', subject: NOTE, sender: `Ofelia <${EMAIL}>`, ...(before === undefined ? {} : { openedAt: before }) }, { source: 'desk', externalId: 't9', subject: NOTE, sender: MASKED },
      { source: 'desk', externalId: 't2', subject: NOTE }, { source: 'desk', externalId: 't10', subject: 'x', sender: OTHER }, { source: 'desk', externalId: 't11', subject: 'x', sender: EMAIL, ...(after === undefined ? {} : { openedAt: after }) },
    ]);
    expect(told.map((one) => (one.outcome === 'refused' ? one.code : one.outcome))).toEqual(['erased', 'erased', 'erased', 'created', 'created']);
    expect(foundIn(await dumpRows(house), [NOTE, 'kan4rek9hash'])).toEqual([]);
  });

  it('does not bury an address that is somebody else\'s now', async () => {
    await store(house, one.source, [customer('1', 'shared@example.com', { createdAt: ago(100), updatedAt: ago(100) })]);
    await store(house, one.source, [customer('1', 'own@example.com', { createdAt: ago(100), updatedAt: ago(90) })]);
    await store(house, one.source, [customer('2', 'shared@example.com', { createdAt: ago(100), updatedAt: ago(80) })]);
    const heir = await cardOf(house, 'shared@example.com');
    const receipt = await eraseCard(house, await cardOf(house, 'own@example.com'));
    expect(receipt).toMatchObject({ shared: 1 });
    await store(house, one.source, [customer('2', 'shared@example.com', { createdAt: ago(100), updatedAt: ago(70), lastName: 'Inna' }), customer('1', 'own@example.com', { createdAt: ago(100) })], { epoch: 1 });
    expect(await cardOf(house, 'shared@example.com')).toBe(heir);
    expect(await sql(`select external_id from source_record`)).toEqual([{ external_id: '2' }]);
  });
});
