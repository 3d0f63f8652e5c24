import { buildEngine, connectIdoSell, openRunRow, runToEnd, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';

/** One field of the last order for two panels that share a person. */
const EMAIL = 'wspolna@example.com';
const WORLD = { clients: 5, orders: 2, subscribers: 0, people: [{ email: EMAIL, firstName: 'Ola', lastName: 'Wspólna' }], historyEnd: '2026-01-10T10:00:00Z' };
let house: EngineHouse;
let staying: ConnectedPanel;
let leaving: ConnectedPanel;

beforeEach(async () => {
  house = await buildEngine();
  staying = await connectIdoSell(house, WORLD, {}, 'IDO1');
  leaving = await connectIdoSell(house, { ...WORLD, seed: 5 }, {}, 'IDO2');
  await rows(`update custom_field_use set field_id = (select field_id from custom_field_use where integration_id = $1 and role = 'last_order_date') where integration_id = $2 and role = 'last_order_date'`, [staying.integrationId, leaving.integrationId]);
});
afterEach(async () => {
  await staying.sandbox.stop();
  await leaving.sandbox.stop();
  await house.close();
});

const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
const person = ({ sandbox }: ConnectedPanel): number => sandbox.control.ids('clients').find((id) => sandbox.control.record('clients', id)?.['clientEmail'] === EMAIL) ?? 0;
const lastOrder = async (): Promise<string | undefined> =>
  (await rows<{ day: string }>(
    `select v.date_value::text as day from customer_field_value v join custom_field f on f.id = v.field_id and f.type = 'date'
     where v.customer_id = (select customer_id from source_record where integration_id = $1 and kind = 'customer' and external_id = $2)`,
    [staying.integrationId, String(person(staying))],
  ))[0]?.day;

function sellOn(panel: ConnectedPanel, moment: string): void {
  panel.sandbox.control.setClock(moment);
  panel.sandbox.control.sellTo(person(panel));
}

it('does not shrink when the panel with the newer order is deleted and the card is grouped anew', async () => {
  sellOn(staying, '2026-02-01T10:00:00Z');
  sellOn(leaving, '2026-05-01T10:00:00Z');
  for (const panel of [staying, leaving]) await runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));
  expect(await lastOrder()).toBe('2026-05-01');

  // As the API deletes it.
  await rows(`delete from custom_field_use where integration_id = $1 and role = 'id'`, [leaving.integrationId]);
  await rows(`update integration set deleted_at = now() where id = $1`, [leaving.integrationId]);
  await rows(`update integration set fingerprint = 'f2' where id = $1`, [staying.integrationId]);
  expect(await runToEnd(house, await openRunRow(house, staying.integrationId, 'reapply'))).toBe('complete');
  expect(await lastOrder()).toBe('2026-05-01');
});
