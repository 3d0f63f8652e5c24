import { Failure } from '#libs/domain/failure.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { buildEngine, connectIdeaCommerce, drainInbox, openRunRow, runToEnd, type ConnectedInstance, type EngineHouse } from '../../test/support/engine.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The engine over a platform on which no date moves with an edit and nothing tells of a removed record. */
let house: EngineHouse;
let instance: ConnectedInstance;
let shift: { ms: number };

async function connect(...args: Parameters<typeof connectIdeaCommerce> extends [unknown, ...infer Rest] ? Rest : never): Promise<void> {
  shift = { ms: 0 };
  house = await buildEngine({}, shift);
  instance = await connectIdeaCommerce(house, ...args);
}
afterEach(async () => {
  await instance.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const firstSync = async (): Promise<string> => runToEnd(house, await openRunRow(house, instance.integrationId, 'initial'));
const follow = async (): Promise<string> => runToEnd(house, await openRunRow(house, instance.integrationId, 'recurring'));
const drain = (): Promise<string[]> => drainInbox(house, instance.integrationId);
const queued = async (origin: string): Promise<string[]> => (await rows<{ id: string }>(`select stream || ' ' || external_id as id from inbox where origin = $1 order by 1`, [origin])).map(({ id }) => id);
const stored = async (id: number): Promise<OrderRecord> => JSON.parse((await rows<{ body: string }>(`select body from source_record where kind = 'order' and external_id = $1`, [String(id)]))[0]?.body ?? 'null') as OrderRecord;
/** Partners that say something about a person: not the addresses a marketplace order brings with it. */
const persons = (): { readonly id: number; readonly email: string | null }[] =>
  instance.sandbox.control.partners().filter(({ type, email }) => (email === null ? !['delivery', 'invoice', 'invoice_receiver'].includes(type) : !/@(?:marketplace\.amazon\.|members\.ebay\.|message\.kaufland\.de)/u.test(email)));
const goneOrders = async (): Promise<string[]> => (await rows<{ id: string }>(`select external_id as id from source_record where kind = 'order' and gone_at is not null`)).map(({ id }) => id);

it('reads orders and partners onto cards, with number, day of the last order and Allegro login, and counts every request', async () => {
  await connect({ orders: 250 }, { rowsPerPage: 20 });
  const { control } = instance.sandbox;
  expect(await firstSync()).toBe('complete');
  const [{ orders }, partners] = [control.counts(), persons().length];
  expect(await rows(`select kind, count(*)::int as n from source_record group by 1 order by 1`)).toEqual([{ kind: 'customer', n: partners }, { kind: 'order', n: orders }]);
  // Several slices, and nobody left behind.
  expect(Number((await rows<{ n: number }>(`select count(*)::int as n from part where stream = 'orders'`))[0]?.n)).toBeGreaterThan(1);
  expect(await rows(`select 1 from source_record where customer_id is null and owner_id is not null`)).toEqual([]);
  expect(await rows(`select 1 from part_seen`)).toEqual([]);
  // The day of the newest order that was bought.
  const wrong = await rows(`select s.customer_id from source_record s left join (customer_field_value v join custom_field f on f.id = v.field_id and f.type = 'date') on v.customer_id = s.customer_id
    where s.kind = 'order' and s.customer_id is not null group by s.customer_id, v.date_value
    having v.date_value is distinct from max((s.body::jsonb #>> '{placedAt,local}')::timestamp) filter (where s.body::jsonb ->> 'counts' = 'true')::date`);
  expect(wrong).toEqual([]);
  // The lowest number of a partner of each card, named by an order or read itself.
  expect(await rows(`select s.customer_id from source_record s left join (customer_field_value v join custom_field f on f.id = v.field_id and f.type = 'number') on v.customer_id = s.customer_id
    where s.customer_id is not null group by s.customer_id, v.number_value having v.number_value is distinct from min(case s.kind when 'customer' then s.external_id else s.owner_id end::numeric)`)).toEqual([]);
  expect(Number((await rows<{ n: number }>(`select count(*)::int as n from customer_field_value v join custom_field f on f.id = v.field_id and f.type = 'text'`))[0]?.n)).toBeGreaterThan(3);
  // Both forms of one buyer's masked address lead to one card.
  const masked = await rows<{ cards: number }>(`select count(distinct customer_id)::int as cards from source_record, unnest(keys) as k(key) where key like 'allegro_address:%' group by key having count(*) > 2`);
  expect(masked.length).toBeGreaterThan(3);
  expect(masked.every(({ cards }) => cards === 1)).toBe(true);
  const [counted] = await rows<{ n: number }>(`select (sum(r.requests) + (select sum(requests) from part))::int as n from run r`);
  expect(counted?.n).toBe(control.requests().total);
});

it('keeps no secret of an order in records, rejects and runs, and shows no page that lets anybody in', async () => {
  await connect({ orders: 60 });
  const { control } = instance.sandbox;
  for (const id of control.ids().slice(0, 12)) control.damage('orders', id, 'bad-total');
  expect(await firstSync()).toBe('complete_with_rejects');
  // Answers that cannot be taken, with whole rows in them.
  for (const kind of ['half-body', 'wrong-types', 'error-200-list'] as const) {
    control.setFault({ kind });
    await follow().catch((error: unknown) => expect(error).toBeInstanceOf(Failure));
    await rows(`update run set state = 'failed' where state in ('queued', 'running')`);
    await rows(`update part set state = 'incomplete' where state = 'open'`);
  }
  const texts = await rows<{ text: string }>(`select body as text from source_record union all select original::text from reject union all select coalesce(outcome::text, '') || range::text from part union all select to_jsonb(run)::text from run`);
  const all = texts.map(({ text }) => text).join('\n');
  expect(await rows(`select 1 from reject`)).toHaveLength(12);
  expect(all).not.toContain('access_token');
  for (const secret of control.secrets()) expect(all).not.toContain(secret);
  expect(control.secrets().length).toBeGreaterThan(180);
});

it('makes no card of the addresses an order brings, finds every buyer once, and loses no order that names such an address', async () => {
  await connect({ orders: 150 });
  const { control } = instance.sandbox;
  const address = control.addPartner({ name: 'Odbiorca Przesyłki', email: null, type: 'delivery' });
  const receiver = control.addPartner({ name: 'Osobna Osoba', email: 'osobna@example.com', type: 'delivery' });
  const own = control.addPartner({ name: 'Bez Adresu', email: null, type: 'contact' });
  const order = control.sell({ source: null, fullname: 'Odbiorca Zebrany', email: null, phone: null, invoicePartnerId: null, deliveryPartnerId: address });
  expect(await firstSync()).toBe('complete');
  expect(await rows(`select 1 from source_record where kind = 'order' and customer_id is null and owner_id is not null`)).toEqual([]);
  // Only people without an order stand alone.
  const alone = await rows<{ id: string }>(`select external_id as id from source_record s where kind = 'customer' and not exists (select 1 from source_record o where o.kind = 'order' and o.customer_id = s.customer_id)`);
  expect(alone.map(({ id }) => id)).toEqual(expect.arrayContaining([String(receiver), String(own)]));
  const idle = new Set([...control.idlePartnerIds(), 1, 3, receiver, own].map(String));
  const buyers = new Set(control.orders().map(({ invoice }) => invoice.name));
  expect(alone.filter(({ id }) => !idle.has(id) && buyers.has(control.partner(Number(id))?.name ?? '') && control.partner(Number(id))?.type !== 'contact')).toEqual([]);
  const cards = await rows<{ name: string; number: string }>(`select c.display_name as name, v.number_value::text as number from source_record s join customer c on c.id = s.customer_id join customer_field_value v on v.customer_id = c.id
    join custom_field f on f.id = v.field_id and f.type = 'number' where s.kind = 'order' and s.external_id = $1`, [String(order)]);
  expect(cards).toEqual([{ name: 'Odbiorca Zebrany', number: String(address) }]);
  expect(await rows(`select 1 from source_record where kind = 'customer' and external_id = $1`, [String(address)])).toEqual([]);
  expect(await rows(`select excluded_reasons->'address_of_orders' as n from part where stream = 'customers'`)).toEqual([{ n: control.counts().partners - persons().length }]);
  // Nobody asks for it again, and an order that names another one later is on a card at once.
  await follow();
  expect(await drain()).toEqual([]);
  const later = control.addPartner({ name: 'Inny Odbiorca', email: null, type: 'invoice' });
  shift.ms += 10 * 60_000;
  const fresh = control.sell({ source: null, email: null, phone: null, fullname: 'Inny Odbiorca', invoicePartnerId: later });
  shift.ms += 30 * 60_000;
  await follow();
  expect(await rows(`select customer_id is not null as on_card from source_record where kind = 'order' and external_id = $1`, [String(fresh)])).toEqual([{ on_card: true }]);
  expect(await queued('dependent')).toContain(`customers ${String(later)}`);
  expect(await drain()).toEqual(['complete']);
  await follow();
  expect(await drain()).toEqual([]);
});

it('follows new orders, and asks for the partner of each once', async () => {
  await connect({ orders: 40 });
  const { control } = instance.sandbox;
  await firstSync();
  await follow();
  await drain();
  shift.ms += 10 * 60_000;
  const [known] = control.orders().filter(({ invoicePartnerId, email }) => invoicePartnerId !== null && email !== null).slice(-1);
  const fresh = control.sellMany(5, { source: 'allegro' });
  const again = control.sell({ source: 'allegro', person: known?.personKey ?? '', invoicePartnerId: known?.invoicePartnerId ?? 0 });
  shift.ms += 30 * 60_000;
  expect(await follow()).toBe('complete');
  expect(await rows(`select count(*)::int as n from source_record where kind = 'order'`)).toEqual([{ n: 46 }]);
  const partners = fresh.map((id) => `customers ${String(control.order(id)?.invoicePartnerId)}`).sort();
  expect(await queued('dependent')).toEqual(partners);
  control.resetStats();
  expect(await drain()).toEqual(['complete']);
  // One request a partner, counted with its part; the one that is stored costs none.
  expect(control.requests().byResource['partners']).toBe(5);
  expect(await rows(`select sum(p.requests)::int as n from part p join run r on r.id = p.run_id where p.lane = 'by-id' and p.stream = 'customers'`)).toEqual([{ n: 5 }]);
  const [card] = await rows<{ id: string; number: string }>(`select s.customer_id as id, v.number_value::text as number from source_record s join customer_field_value v on v.customer_id = s.customer_id join custom_field f on f.id = v.field_id and f.type = 'number' where s.external_id = $1 and s.kind = 'order'`, [String(fresh[0])]);
  expect(card?.number).toMatch(/^\d+$/u);
  expect((await stored(again)).ownerId).toBe(String(known?.invoicePartnerId));
  shift.ms += 30 * 60_000;
  await follow();
  expect(await rows(`select sum(p.written)::int as written from part p where p.run_id = (select id from run where kind = 'recurring' order by id desc limit 1)`)).toEqual([{ written: 0 }]);
  expect(await drain()).toEqual([]);
});

it('finds an order that became visible nine minutes after its date, and reads each order of the overlap without writing it', async () => {
  await connect({ orders: 20 });
  const { control } = instance.sandbox;
  await firstSync();
  await follow();
  await drain();
  shift.ms += 30 * 60_000;
  const early = control.sell({ source: 'woocommerce' });
  await follow();
  shift.ms += 60_000;
  const late = control.sell({ source: 'woocommerce', createdSecondsAgo: 540 });
  shift.ms += 4 * 60_000;
  await follow();
  expect((await stored(late)).externalId).toBe(String(late));
  expect((await stored(early)).externalId).toBe(String(early));
  expect(await rows(`select sum(identical)::int > 0 as again, sum(written)::int as written from part where stream = 'orders' and lane = 'delta' and run_id = (select id from run where kind = 'recurring' order by id desc limit 1)`)).toEqual([{ again: true, written: 1 }]);
});

it('finds by its look at open orders what has changed and what is gone, and asks for nothing else', async () => {
  await connect({ orders: 120, historyDays: 20 });
  const { control } = instance.sandbox;
  await firstSync();
  await follow();
  await drain();
  const open = control.orders().filter(({ status }) => ['sale', 'to_pack', 'to_collect', 'sent_to_warehouse', 'to_pickup', 'sent', 'order_sent'].includes(status)).map(({ id }) => id);
  const [moved = 0, closed = 0, sent = 0, removed = 0] = open;
  control.setStatus(moved, 'to_collect');
  control.editSilently(moved, { note: 'pilne' });
  control.setStatus(closed, 'delivered');
  const waybill = control.addWaybill(sent);
  control.remove(removed);
  shift.ms += 30 * 60_000;
  control.resetStats();
  expect(await follow()).toBe('complete');
  // New orders, and one list for each open state.
  expect(control.requests().byResource['orders']).toBe(9);
  expect(await queued('sweep')).toEqual([moved, closed, sent, removed].map((id) => `orders ${String(id)}`).sort());
  expect(await drain()).toEqual(['complete']);
  expect((await stored(moved)).status).toBe('to_collect');
  expect((await stored(closed)).status).toBe('delivered');
  expect((await stored(sent)).waybill).toContain(waybill);
  expect(await goneOrders()).toEqual([String(removed)]);
  expect(await rows(`select 1 from part_seen`)).toEqual([]);
  shift.ms += 30 * 60_000;
  await follow();
  expect(await drain()).toEqual([]);
});

it('takes the day of the last order back when the sweep finds it cancelled', async () => {
  await connect({ orders: 20 });
  const { control } = instance.sandbox;
  const person = { email: 'nowa.osoba@example.com', firstName: 'Nowa', lastName: 'Wymyślona' };
  const older = control.sell({ source: 'woocommerce', person, boughtSecondsBefore: 5 * 86_400, status: 'done' });
  const newest = control.sell({ source: 'woocommerce', person, status: 'sale' });
  await firstSync();
  const lastDay = async (): Promise<string | undefined> =>
    (await rows<{ day: string }>(`select v.date_value::text as day from source_record s join customer_field_value v on v.customer_id = s.customer_id join custom_field f on f.id = v.field_id and f.type = 'date' where s.kind = 'order' and s.external_id = $1`, [String(newest)]))[0]?.day;
  expect(await lastDay()).toBe((await stored(newest)).placedAt?.local?.slice(0, 10));
  control.setStatus(newest, 'cancel');
  shift.ms += 30 * 60_000;
  await follow();
  await drain();
  expect(await lastDay()).toBe((await stored(older)).placedAt?.local?.slice(0, 10));
});

it('looks at everything once a week: closed orders, partners, and what is gone', async () => {
  await connect({ orders: 60, historyDays: 60 });
  const { control } = instance.sandbox;
  await firstSync();
  await follow();
  await drain();
  const done = control.orders().filter(({ status }) => status === 'done' || status === 'delivered').map(({ id }) => id);
  const [edited = 0, removed = 0] = done;
  const idle = control.idlePartnerIds().slice(-2);
  control.editSilently(edited, { note: 'po czasie' });
  control.remove(removed);
  control.editPartner(idle[0] ?? 0, { city: 'Nowe Miasto' });
  control.removePartner(idle[1] ?? 0);
  const newcomer = control.addPartner({ name: 'Bez Zamówień', email: 'bez.zamowien@example.net' });
  shift.ms += 2 * DAY;
  await follow();
  expect(await drain()).toEqual([]);
  shift.ms += 6 * DAY;
  expect(await follow()).toBe('complete');
  expect(await queued('sweep')).toEqual([...idle.map((id) => `customers ${String(id)}`), `customers ${String(newcomer)}`, `orders ${String(edited)}`, `orders ${String(removed)}`].sort());
  expect(await drain()).toEqual(['complete']);
  expect((await stored(edited)).note).toBe('po czasie');
  expect(await goneOrders()).toEqual([String(removed)]);
  expect(await rows(`select external_id as id from source_record where kind = 'customer' and gone_at is not null`)).toEqual([{ id: String(idle[1]) }]);
  // Ends are stamped by the database, whose clock was not moved.
  await rows(`update lane set finished_at = finished_at + interval '8 days'`);
  control.resetStats();
  shift.ms += 30 * 60_000;
  await follow();
  // Not again before the next week.
  expect(control.requests().byResource['orders']).toBe(9);
  expect(control.stats().log.filter(({ path, query }) => path.endsWith('/partners') && !query.includes('email='))).toEqual([]);
});

it('loses nothing where new orders come first in every list and shift all others while it reads', async () => {
  await connect({ orders: 300, orderBy: 'ignored', idlePartners: 40 }, { rowsPerPage: 20 });
  const { control } = instance.sandbox;
  const history = control.ids();
  let turn = 0;
  control.onRequest(() => {
    turn += 1;
    if (turn % 6 === 0) control.sell({ source: 'woocommerce' });
  });
  expect(await firstSync()).toBe('complete');
  control.onRequest(null);
  expect(turn).toBeGreaterThan(40);
  const missed = await rows(`select x from unnest($1::text[]) as x where not exists (select 1 from source_record r where r.kind = 'order' and r.external_id = x)`, [history.map(String)]);
  expect(missed).toEqual([]);
  // What came meanwhile is the delta's.
  shift.ms += 30 * 60_000;
  await follow();
  await drain();
  expect(await rows(`select count(*)::int as n from source_record where kind = 'order'`)).toEqual([{ n: control.counts().orders }]);
});

it('loses no partner where newcomers land among the others while they are read', async () => {
  await connect({ orders: 10, idlePartners: 120 }, { rowsPerPage: 10 });
  const { control } = instance.sandbox;
  const known = control.partnerIds();
  control.onRequest(({ path }) => {
    if (path.endsWith('/partners')) control.addPartner({ name: `Aaa ${String(control.partnerIds().length)}` });
  });
  expect(await firstSync()).toBe('complete');
  control.onRequest(null);
  expect(control.partnerIds().length).toBeGreaterThan(known.length + 10);
  expect(await rows(`select x from unnest($1::text[]) as x where not exists (select 1 from source_record r where r.kind = 'customer' and r.external_id = x)`, [known.filter((id) => persons().some((one) => one.id === id)).map(String)])).toEqual([]);
});

it('finds in another pass whom a row that left had hidden', async () => {
  await connect({ orders: 10, idlePartners: 120, partnerOrder: 'id' }, { rowsPerPage: 10 });
  const { control } = instance.sandbox;
  const [first = 0] = control.idlePartnerIds().slice(2);
  let asked = 0;
  control.onRequest(({ path }) => {
    asked += path.endsWith('/partners') ? 1 : 0;
    // Behind the third request whoever stood at the beginning is gone, and all others move up.
    if (asked === 6 && control.partner(first) !== null) control.removePartner(first);
  });
  expect(await firstSync()).toBe('complete');
  control.onRequest(null);
  expect(control.partner(first)).toBeNull();
  expect(asked).toBeGreaterThan(1.8 * (control.partnerIds().length / 10));
  expect(await rows(`select x from unnest($1::text[]) as x where not exists (select 1 from source_record r where r.kind = 'customer' and r.external_id = x)`, [persons().map(({ id }) => String(id))])).toEqual([]);
});

it('reads all there is, and says so, where a list never holds as many as it tells', async () => {
  await connect({ orders: 30, totalShift: 3 }, { rowsPerPage: 10 });
  const { control } = instance.sandbox;
  expect(await firstSync()).toBe('incomplete');
  const left = await rows<{ code: string }>(`select outcome ->> 'code' as code from part where state = 'incomplete'`);
  expect(left.length).toBeGreaterThan(0);
  expect(left.every(({ code }) => code === 'rows_kept_moving')).toBe(true);
  const [{ orders }, partners] = [control.counts(), persons().length];
  expect(await rows(`select kind, count(*)::int as n from source_record group by 1 order by 1`)).toEqual([{ kind: 'customer', n: partners }, { kind: 'order', n: orders }]);
});

it('reads on where a list tells of fewer rows than it has', async () => {
  await connect({ orders: 45, totalShift: -15 }, { rowsPerPage: 10 });
  const { control } = instance.sandbox;
  await firstSync();
  const [{ orders }, partners] = [control.counts(), persons().length];
  expect(await rows(`select kind, count(*)::int as n from source_record group by 1 order by 1`)).toEqual([{ kind: 'customer', n: partners }, { kind: 'order', n: orders }]);
});

it('imports orders since a day only, and its looks bring none of the older ones', async () => {
  await connect({ orders: 80, historyDays: 40 });
  const { control } = instance.sandbox;
  const since = new Date(house.engine.nowMs() - 10 * DAY);
  await runToEnd(house, await openRunRow(house, instance.integrationId, 'initial', { request: { since: since.toISOString() } }));
  const wanted = control.orders().filter(({ orderedMs }) => orderedMs !== null && orderedMs >= since.getTime() - 1_000).length;
  expect(await rows(`select count(*)::int as n from source_record where kind = 'order'`)).toEqual([{ n: wanted }]);
  shift.ms += 8 * DAY;
  await follow();
  expect((await queued('sweep')).filter((id) => id.startsWith('orders'))).toEqual([]);
});

it('touches no row of data when nothing has changed', async () => {
  await connect({ orders: 60 });
  await firstSync();
  const stamp = (): Promise<unknown[]> => rows(`select 'r' as t, id::text, xmin::text from source_record union all select 'c', id::text, xmin::text from customer
    union all select 'i', type || value, xmin::text from identity union all select 'f', customer_id::text || field_id::text, xmin::text from customer_field_value order by 1, 2`);
  const before = await stamp();
  expect(await runToEnd(house, await openRunRow(house, instance.integrationId, 'reread'))).toBe('complete');
  expect(await stamp()).toEqual(before);
});
