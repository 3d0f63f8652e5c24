import type { OrderRecord } from '#libs/domain/records.js';
import { addCustomer, addKeys, addRecord, orderRecord } from '../../apps/api/testing/card-rows.js';
import { addDestination, addRoute } from '../../apps/api/testing/relay-rows.js';
import { buildEngine, connectPrestaShop, type EngineHouse } from '../../test/support/engine.js';
import { connectHub, orderHub } from '../../test/support/order-hub.js';
import { estimate } from './estimate.js';

const ALLEGRO = { name: 'allegro', login: 'kupujacy', emails: [] } as const;
const DAY = 86_400_000;

describe('what following a journal costs', () => {
  let house: EngineHouse;
  let id: string;

  beforeAll(async () => {
    house = await buildEngine();
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(async () => {
    id = await connectHub(house, 'token', null);
  });

  const asked = async (requestsPerPhone: number | undefined = 2): Promise<Record<string, unknown>> => {
    const { requestsPerPhone: _without, ...hub } = orderHub(new Map());
    const definition = requestsPerPhone === 0 ? hub : { ...hub, requestsPerPhone };
    return estimate({ ...house.engine, connectors: () => definition }, { integrationId: id, sinceMs: null }, new AbortController().signal);
  };
  const route = async (emailByPhone: string, state = 'on'): Promise<void> => {
    await addRoute(house, id, await addDestination(house), { state, options: { emailByPhone } });
  };
  const order = async (number: string, keys: readonly string[], over: Partial<OrderRecord> = {}): Promise<void> => {
    await addRecord(house, id, null, orderRecord(number, '', { ownerId: null, marketplace: ALLEGRO, placedAt: { utc: new Date(Date.now() - DAY).toISOString() }, ...over }), keys);
  };

  it('is a look at each interval of its settings, and one request for each order that changes', async () => {
    expect(await asked()).toMatchObject({ requestsPerMonth: 43_200, journal: { pollSeconds: 60, recordsEach: 1, lookUps: null } });
    await house.dataSource.query(`update integration set settings = '{"pollSeconds":120}' where id = $1`, [id]);
    expect(await asked()).toMatchObject({ requestsPerMonth: 21_600, journal: { pollSeconds: 120 } });
  });

  it('holds look-ups by phone only where a route that is on wants them and the platform can', async () => {
    await route('off');
    await route('surname', 'off');
    expect(await asked()).toMatchObject({ journal: { lookUps: null } });
    await route('phone');
    expect(await asked()).toMatchObject({ journal: { lookUps: { requestsEach: 2, atMost: null } } });
    expect(await asked(0)).toMatchObject({ journal: { lookUps: null } });
  });

  it('expects a look-up for each number and day of masked orders, unless a stored order tells an e-mail for it', async () => {
    await route('surname');
    const days = (count: number): Partial<OrderRecord> => ({ placedAt: { utc: new Date(Date.now() - count * DAY).toISOString() } });
    await order('1', ['phone:+48500100200', 'allegro_address:q7hx2m9d4k@allegromail.pl']);
    await order('2', ['phone:+48500100200']);
    await order('3', ['phone:+48500100200'], days(3));
    await order('4', ['phone:+48500100201']);
    await order('5', ['phone:+48500100203'], { marketplace: null });
    await order('6', ['phone:+48500100204'], days(31));
    await order('7', []);
    expect(await asked()).toMatchObject({ journal: { lookUps: { atMost: 3 } } });
    const card = await addCustomer(house, 'Halina Wzorcowa', 'ktos@example.com', '');
    await addRecord(house, id, card, orderRecord('8', '', { ownerId: null, placedAt: days(90).placedAt ?? null }), ['phone:+48500100201', 'email:ktos@example.com']);
    await addKeys(house, id, card, ['phone:+48500100201']);
    expect(await asked()).toMatchObject({ journal: { lookUps: { atMost: 2 } } });
    await house.dataSource.query(`update source_record set gone_at = now() where integration_id = $1 and external_id = '8'`, [id]);
    expect(await asked()).toMatchObject({ journal: { lookUps: { atMost: 3 } } });
  });

  it('is nothing for platforms without a journal', async () => {
    const shop = await connectPrestaShop(house, { customers: 1, orders: 1 });
    expect(await estimate(house.engine, { integrationId: shop.integrationId, sinceMs: null }, new AbortController().signal)).toMatchObject({ journal: null });
    await shop.sandbox.stop();
  });
});
