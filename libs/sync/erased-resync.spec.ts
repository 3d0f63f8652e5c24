import { newId } from '#libs/domain/ids.js';
import { buildEngine, connectPrestaShop, drainInbox, openRunRow, runToEnd, type ConnectedShop, type EngineHouse } from '../../test/support/engine.js';
import { cardOf, dumpRows, eraseCard, foundIn } from '../../test/support/erasing.js';

const EMAIL = 'ofelia.kanarek@example.com';
const CANARIES = [EMAIL, 'Kanarkowska'];

let house: EngineHouse;
let shop: ConnectedShop;
/** A registered customer with orders. */
let account: number;
const rows = <T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const run = async (kind: 'initial' | 'recurring', epoch = 0): Promise<string> => runToEnd(house, await openRunRow(house, shop.integrationId, kind, { epoch }));
const erasedIn = async (lane: string): Promise<number> => (await rows<{ n: number }>(`select coalesce(sum((excluded_reasons->>'erased')::int), 0)::int as n from part where lane = $1`, [lane]))[0]?.n ?? 0;
const expectOut = async (): Promise<void> => {
  expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
  expect(await rows(`select external_id from source_record where integration_id = $1 and kind = 'customer' and external_id = $2`, [shop.integrationId, String(account)])).toEqual([]);
  expect(await rows(`select 1 from part where read <> written + identical + older + duplicate + excluded + rejected`)).toEqual([]);
};
/** The delta reads only what is older than the lag; the shop's clock moves on in place of waiting. */
const later = (): void => shop.sandbox.control.advanceClock(300);

beforeEach(async () => {
  house = await buildEngine();
  shop = await connectPrestaShop(house, { customers: 40, orders: 120 });
  const { control } = shop.sandbox;
  control.setClock(new Date().toISOString());
  account = control.ids('customers').find((id) => Number(control.record('customers', id)?.['is_guest']) === 0 && control.ids('orders').filter((order) => Number(control.record('orders', order)?.['id_customer']) === id).length > 1) ?? 0;
  control.sqlUpdate('customers', account, { email: EMAIL, lastname: 'Kanarkowska' });
  expect(await run('initial')).toBe('complete');
  await drainInbox(house, shop.integrationId);
});
afterEach(async () => {
  await shop.sandbox.stop();
  await house.close();
});

it('keeps an erased person out of a whole resync, of following, of webhooks and of sweeps, and asks for them no more', async () => {
  const { control } = shop.sandbox;
  const card = await cardOf(house, EMAIL);
  const own = await rows<{ id: string; kind: string }>(`select external_id as id, kind from source_record where customer_id = $1`, [card]);
  const { removed } = await eraseCard(house, card);
  expect(removed?.['source_record']).toBeGreaterThan(2);
  await expectOut();

  await rows(`update integration set epoch = 1`);
  expect(await run('initial', 1)).toBe('complete');
  await drainInbox(house, shop.integrationId);
  await expectOut();
  expect(await erasedIn('backfill')).toBe(removed?.['source_record']);

  control.touchCustomer(account);
  later();
  expect(await run('recurring')).toBe('complete');
  await expectOut();
  expect(await erasedIn('delta')).toBeGreaterThan(0);

  await rows(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin) values ($1, $2, $3, 'customers', $4, 'webhook')`, [newId(), house.workspaceId, shop.integrationId, String(account)]);
  await drainInbox(house, shop.integrationId);
  await expectOut();
  expect(await erasedIn('by-id')).toBe(1);

  // Whatever was remembered of ids that were asked for in vain is forgotten: only the hashes keep a sweep from asking.
  await rows(`delete from absent_record a using jsonb_to_recordset($1::jsonb) as x(id text, kind text) where a.external_id = x.id and a.stream in (x.kind || 's', x.kind || 'es')`, [JSON.stringify(own)]);
  await rows(`update integration set followed_since = now() - interval '2 days'`);
  for (let sweeps = 0; sweeps < 2; sweeps += 1) {
    await rows(`update lane set finished_at = now() - interval '8 days' where lane = 'sweep'`);
    control.resetStats();
    expect(await run('recurring')).toBe('complete');
    expect(await rows(`select external_id from inbox where applied_at is null`)).toEqual([]);
    const before = control.stats().requests;
    await drainInbox(house, shop.integrationId);
    expect(control.stats().requests).toBe(before);
  }
  expect(await rows(`select count(*)::int > 0 as swept from part where lane = 'sweep' and swept > 0`)).toEqual([{ swept: true }]);
  await expectOut();
});

it('gives a new card to orders the erased account makes later, without anything from before', async () => {
  const { control } = shop.sandbox;
  const old = await cardOf(house, EMAIL);
  await eraseCard(house, old);
  control.advanceClock(3_600);
  const sold = control.sell(2).orders;
  for (const id of sold) control.sqlUpdate('orders', id, { id_customer: account });
  later();
  expect(await run('recurring')).toBe('complete');
  await drainInbox(house, shop.integrationId);
  const cards = await rows<{ customer_id: string; n: number }>(`select customer_id, count(*)::int as n from source_record where kind = 'order' and owner_id = $1 group by 1`, [String(account)]);
  expect(cards).toEqual([{ customer_id: expect.any(String) as string, n: sold.length }]);
  expect(cards[0]?.customer_id).not.toBe(old);
  await expectOut();
  expect(await rows(`select 1 from inbox where applied_at is null`)).toEqual([]);
  // Read again as a whole, it stays so.
  await rows(`update integration set epoch = 1`);
  await run('initial', 1);
  await drainInbox(house, shop.integrationId);
  expect(await rows(`select customer_id, count(*)::int as n from source_record where kind = 'order' and owner_id = $1 group by 1`, [String(account)])).toEqual(cards);
  await expectOut();
});
