import type { IngestPage, PartContext } from '../page.js';
import { newId } from '#libs/domain/ids.js';
import { addressRules } from '#libs/domain/email.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../../test/support/house.js';
import { allegroOrder, customer, order, page, put as putInto, subscriber } from '../../../test/support/small-records.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { ingestPages } from '../ingest-pages.js';
import { linkAllWaiting } from '../link-waiting.js';
import { recomputeCards } from '../recompute-cards.js';
import { assignTicket, releaseTicket } from './person-decides.js';
import { postTickets } from './post-tickets.js';
import { renewTicketKeys } from './renew-ticket-keys.js';
import type { Told } from './store-tickets.js';
import { underLock } from './under-lock.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});

const settings = (value: object): Promise<unknown> => house.dataSource.query(`update workspace set settings = $1`, [JSON.stringify(value)]);
const rows = <Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> => house.dataSource.query<Row[]>(sql, values);
const put = (records: readonly NeutralRecord[], into: Shop = shop): Promise<void> => putInto(house, into, records);
const post = (...senders: (string | null)[]): Promise<Told[]> => postTickets(house.dataSource, house.workspaceId, senders.map((sender, index) => ({ source: 'desk', externalId: String(index + 1), sender })));
const renew = (rules = addressRules()): Promise<void> => underLock(house.dataSource, house.workspaceId, (session) => renewTicketKeys(session, house.workspaceId, rules));

type Seen = { readonly who: string | null; readonly by: string | null; readonly rule: string | null; readonly candidates: number };
/** Tickets by their number, with the names of cards. */
const tickets = (): Promise<Seen[]> => rows<Seen>(`select c.display_name as who, t.assigned_by as by, t.reason->>'rule' as rule, cardinality(t.candidates)::int as candidates from ticket t left join customer c on c.id = t.customer_id order by length(t.external_id), t.external_id`);
const on = (who: string, rule = 'full_address', by = 'rule'): Seen => ({ who, by, rule, candidates: 0 });
const NOBODYS: Seen = { who: null, by: null, rule: null, candidates: 0 };
const proposed = (candidates: number): Seen => ({ ...NOBODYS, candidates });
const cardOf = async (kind: string, externalId: string, integrationId = shop.id): Promise<string> => (await rows<{ id: string }>(`select customer_id as id from source_record where kind = $1 and external_id = $2 and integration_id = $3`, [kind, externalId, integrationId]))[0]?.id ?? '';
const buyer = (name: string) => ({ contact: { firstName: name, lastName: null, company: null, email: null, phones: [] } });
const sale = (id: number, emails: readonly string[], name = 'Buyer'): NeutralRecord => ({ ...allegroOrder(id, null, emails), ...buyer(name) });

beforeEach(async () => {
  await emptyHouse(house);
  await settings({ allegro: {} });
  shop = await addShop(house, 'PS1');
});

describe('a ticket that finds its card', () => {
  it('is assigned when it comes after the card, and when it comes before', async () => {
    await put([customer(1, 'a@example.pl')]);
    expect((await post('Ktoś <A@example.pl>', 'b@example.pl', 'h1+1@allegromail.pl', 'h1+9@allegromail.pl')).map((one) => one.outcome)).toEqual(['created', 'created', 'created', 'created']);
    expect(await tickets()).toEqual([on('Jan1 Wzór0'), NOBODYS, NOBODYS, NOBODYS]);
    await put([customer(2, 'b@example.pl'), sale(7, ['h1+1@allegromail.pl'])]);
    expect(await tickets()).toEqual([on('Jan1 Wzór0'), on('Jan2 Wzór0'), on('Buyer'), on('Buyer', 'base_address')]);
  });

  it('tells which integration and record brought the address, in ids only', async () => {
    await put([customer(1, 'a@example.pl')]);
    await post('a@example.pl', 'h1+1@allegromail.pl');
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    const [account, sold] = await rows<{ id: string }>(`select id from source_record order by kind`);
    expect(await rows(`select reason, assigned_at is not null as dated from ticket order by external_id`)).toEqual([
      { reason: { rule: 'full_address', integrationId: shop.id, recordId: account?.id }, dated: true },
      { reason: { rule: 'full_address', integrationId: shop.id, recordId: sold?.id }, dated: true },
    ]);
  });

  it('is looked for again when a known buyer comes with a new full address alone', async () => {
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    await post('h1+2@allegromail.pl');
    expect(await tickets()).toEqual([on('Buyer', 'base_address')]);
    await put([sale(8, ['h1+2@allegromail.pl'])]);
    expect(await tickets()).toEqual([on('Buyer', 'full_address')]);
  });

  it('is looked for again when an entry that waited for its owner is linked', async () => {
    await put([subscriber(1, 'h1+1@allegromail.pl', 0, 1)]);
    await post('h1+1@allegromail.pl');
    expect(await tickets()).toEqual([NOBODYS]);
    await put([customer(1, null)]);
    expect(await tickets()).toEqual([on('Jan1 Wzór0')]);
    await rows(`update ticket set customer_id = null, assigned_by = null, reason = null`);
    await rows(`update source_record set customer_id = null where kind = 'subscriber'`);
    expect(await linkAllWaiting(house.dataSource, (await openPart(house, shop, 'orders')).context)).toBe(1);
    expect(await tickets()).toEqual([on('Jan1 Wzór0')]);
  });

  it('does not keep the domain apart from the address: the same hash elsewhere is another buyer', async () => {
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    await post('h1+1@allegromail.com', 'h1+1@allegromail.pl.example.com', 'h1', '+1@allegromail.pl', 'powiadomienia@allegromail.pl', null);
    expect(await tickets()).toEqual([NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS]);
    expect(await rows(`select external_id, address, lookup_key from ticket where lookup_key is null order by external_id`)).toEqual([
      { external_id: '3', address: null, lookup_key: null },
      { external_id: '4', address: '+1@allegromail.pl', lookup_key: null },
      { external_id: '5', address: 'powiadomienia@allegromail.pl', lookup_key: null },
      { external_id: '6', address: null, lookup_key: null },
    ]);
  });

  it('is not found by the generic address of a card', async () => {
    await put([customer(1, 'noreply@example.pl')]);
    await post('noreply@example.pl');
    expect(await tickets()).toEqual([NOBODYS]);
  });

  it('is not found in another workspace', async () => {
    const other = newId();
    await rows(`insert into workspace (id, name, settings) values ($1, 'Other', '{"allegro": {}}')`, [other]);
    await postTickets(house.dataSource, other, [{ source: 'desk', externalId: '1', sender: 'a@example.pl' }]);
    await put([customer(1, 'a@example.pl')]);
    await postTickets(house.dataSource, other, [{ source: 'desk', externalId: '2', sender: 'a@example.pl' }]);
    expect(await tickets()).toEqual([NOBODYS, NOBODYS]);
    await rows(`delete from workspace where id = $1`, [other]);
  });
});

describe('more than one card', () => {
  it('is a proposal: nothing is assigned, and what was is so no more', async () => {
    await post('h1+1@allegromail.pl');
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    expect(await tickets()).toEqual([on('Buyer')]);
    await put([customer(1, null), subscriber(1, 'h1+1@allegromail.pl', 0, 1)]);
    expect(await tickets()).toEqual([proposed(2)]);
    expect(await rows(`select candidates = array(select distinct customer_id from source_record order by 1) as both from ticket`)).toEqual([{ both: true }]);
  });

  it('is a proposal for a former e-mail two accounts have had, until somebody carries it now', async () => {
    await post('shared@example.pl');
    await put([customer(1, 'shared@example.pl', 1)]);
    expect(await tickets()).toEqual([on('Jan1 Wzór1')]);
    await put([customer(1, 'own@example.pl', 2)]);
    await put([customer(2, 'shared@example.pl', 3)]);
    expect(await tickets()).toEqual([on('Jan2 Wzór3')]);
    await put([customer(2, 'other@example.pl', 4)]);
    expect(await tickets()).toEqual([proposed(2)]);
    await put([customer(3, 'shared@example.pl', 5)]);
    expect(await tickets()).toEqual([on('Jan3 Wzór5')]);
  });

  it('leaves a ticket on its side of a split, with the proposal open', async () => {
    await put([sale(7, ['h1+1@allegromail.pl', 'f@example.pl'], 'First'), sale(8, ['h1+2@allegromail.pl', 'g@example.pl'], 'Second')]);
    await post('h1+9@allegromail.pl', 'h1+2@allegromail.pl');
    const was = await cardOf('order', '7');
    await rows(`insert into split_key (workspace_id, type, value, keeper_key, decision_id) values ($1, 'allegro_address', 'h1@allegromail.pl', 'email:f@example.pl', $2)`, [house.workspaceId, newId()]);
    const seeds = (await rows<{ id: string }>(`select id from source_record`)).map((row) => row.id);
    const regroup = (): Promise<number> => underLock(house.dataSource, house.workspaceId, (session) => recomputeCards(session, house.workspaceId, seeds, addressRules()));
    await regroup();
    expect(await cardOf('order', '8')).not.toBe(await cardOf('order', '7'));
    const stays = { customer_id: was, candidates: [await cardOf('order', '7'), await cardOf('order', '8')].sort() };
    const found = `select customer_id, candidates from ticket order by external_id`;
    expect((await rows(found))[0]).toEqual(stays);
    // Its full address is on one side only.
    expect((await rows(found))[1]).toEqual({ customer_id: await cardOf('order', '8'), candidates: [] });
    await regroup();
    expect((await rows(found))[0]).toEqual(stays);
    await postTickets(house.dataSource, house.workspaceId, [{ source: 'desk', externalId: '3', sender: 'h1+8@allegromail.pl' }]);
    expect((await rows(found))[2]).toEqual({ customer_id: null, candidates: stays.candidates });
  });
});

describe('a person', () => {
  const decide = (number: number, card: string | null): Promise<void> =>
    underLock(house.dataSource, house.workspaceId, async (session) => {
      const [ticket] = await rows<{ id: string }>(`select id from ticket where external_id = $1`, [String(number)]);
      await assignTicket(session, house.workspaceId, ticket?.id ?? '', card, 'key:1');
    });

  it('is not overruled: not by a card that comes, not by a changed sender, not by a renewed key', async () => {
    await put([customer(1, 'a@example.pl')]);
    await post('b@example.pl', 'a@example.pl');
    await decide(1, await cardOf('customer', '1'));
    await decide(2, null);
    const decided = [on('Jan1 Wzór0', null as never, 'person'), { ...NOBODYS, by: 'person' }];
    await put([customer(2, 'b@example.pl')]);
    expect(await tickets()).toEqual(decided);
    await post('c@example.pl', 'b@example.pl');
    await renew();
    expect(await tickets()).toEqual(decided);
    expect(await rows(`select lookup_key from ticket order by external_id`)).toEqual([{ lookup_key: 'email:c@example.pl' }, { lookup_key: 'email:b@example.pl' }]);
  });

  it('has put the ticket on a card that is joined into another: it goes there', async () => {
    await put([subscriber(1, 'a@example.pl', 0, null), subscriber(2, 'b@example.pl', 0, null)]);
    await post('nobody');
    for (const name of ['s1', 's2']) {
      await postTickets(house.dataSource, house.workspaceId, [{ source: 'desk', externalId: name === 's1' ? '2' : '3', sender: null }]);
      await decide(name === 's1' ? 2 : 3, await cardOf('subscriber', name));
    }
    await put([order(1, null, 0, { contact: { firstName: 'Jan', lastName: null, company: null, email: 'a@example.pl', phones: [] }, marketplace: { name: 'allegro', login: null, emails: ['b@example.pl'] } })]);
    expect(await cardOf('subscriber', 's1')).toBe(await cardOf('subscriber', 's2'));
    expect((await tickets()).slice(1)).toEqual([on('Jan', null as never, 'person'), on('Jan', null as never, 'person')]);
  });

  it('gives it back to the rules, which look for it at once', async () => {
    await put([customer(1, 'a@example.pl')]);
    await post('a@example.pl');
    await decide(1, null);
    const [ticket] = await rows<{ id: string }>(`select id from ticket`);
    await underLock(house.dataSource, house.workspaceId, (session) => releaseTicket(session, house.workspaceId, ticket?.id ?? ''));
    expect(await tickets()).toEqual([on('Jan1 Wzór0')]);
  });
});

describe('the Allegro switch', () => {
  it('decides about masked senders alone, and takes nothing away that was assigned', async () => {
    await settings({});
    await put([customer(1, 'a@example.pl'), sale(7, ['h1+1@allegromail.pl'])]);
    await post('a@example.pl', 'h1+1@allegromail.pl');
    expect(await tickets()).toEqual([on('Jan1 Wzór0'), NOBODYS]);
    await put([sale(8, ['h1+2@allegromail.pl'])]);
    expect((await tickets())[1]).toEqual(NOBODYS);
    await settings({ allegro: {} });
    await renew();
    expect((await tickets())[1]).toEqual(on('Buyer'));
    await settings({});
    await renew();
    await put([sale(9, ['h1+3@allegromail.pl'])]);
    expect((await tickets())[1]).toEqual(on('Buyer'));
  });

  it('lets what was assigned follow its card, and nothing else, while it is off', async () => {
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    await post('h1+1@allegromail.pl', 'h1+9@allegromail.pl');
    await settings({});
    await put([customer(1, 'a@example.pl')]);
    const link = { ...order(8, 1), marketplace: { name: 'allegro' as const, login: null, emails: ['h1+4@allegromail.pl'] } };
    await put([link]);
    expect(await cardOf('order', '7')).toBe(await cardOf('customer', '1'));
    expect(await tickets()).toEqual([on('Jan1 Wzór0'), on('Jan1 Wzór0', 'base_address')]);
    await post('h1+5@allegromail.pl');
    expect((await tickets())[0]).toEqual(NOBODYS);
  });

  it('reads stored senders anew when the list of domains or of generic addresses has changed', async () => {
    await post('h1+1@allegromail.cz', 'biuro@firma.example', null);
    await put([sale(7, ['biuro@firma.example'])]);
    expect((await tickets())[1]?.who).toBe('Buyer');
    await renew(addressRules(['biuro@*'], ['allegromail.cz']));
    expect(await rows(`select lookup_key, customer_id is null as free from ticket order by external_id`)).toEqual([
      { lookup_key: 'allegro_address:h1@allegromail.cz', free: true }, { lookup_key: null, free: true }, { lookup_key: null, free: true },
    ]);
  });

  it('goes through more tickets than one page holds', async () => {
    await settings({});
    await put([sale(7, ['h1+1@allegromail.pl'])]);
    await postTickets(house.dataSource, house.workspaceId, Array.from({ length: 1_203 }, (_, index) => ({ source: 'desk', externalId: String(index), sender: `h1+${String(index)}@allegromail.pl` })));
    await settings({ allegro: {} });
    await renew();
    expect(await rows(`select count(*)::int as n from ticket where customer_id is not null`)).toEqual([{ n: 1_203 }]);
  });
});

describe('a page and its tickets', () => {
  it('are one transaction: what the fence refuses assigns nothing', async () => {
    await post('a@example.pl');
    const part = await openPart(house, shop, 'customers');
    await rows(`update part set desired = 'pause' where id = $1`, [part.context.partId]);
    const ingest = (context: PartContext, pages: readonly IngestPage[]) => ingestPages(house.dataSource, context, part.progress, pages);
    expect(await ingest(part.context, [page([customer(1, 'a@example.pl')])])).toEqual({ status: 'left' });
    expect(await tickets()).toEqual([NOBODYS]);
  });
});
