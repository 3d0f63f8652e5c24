import type { OrderRecord } from '#libs/domain/records.js';
import { addRecord, orderRecord } from '../../apps/api/testing/card-rows.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { connectHub, orderHub } from '../../test/support/order-hub.js';
import { checkConnection } from './check-connection.js';
import { hashAccount } from './open-account.js';

const order = (id: string, minute: number): OrderRecord => orderRecord(id, '', { ownerId: null, createdAt: { utc: `2026-02-03T10:0${String(minute)}:00.000Z` } });

describe('an account that is known by nothing but a token', () => {
  let house: EngineHouse;
  let id: string;
  let there: Map<string, OrderRecord>;

  beforeAll(async () => {
    house = await buildEngine();
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(async () => {
    there = new Map(['31', '32', '33'].map((number, index) => [number, order(number, index)]));
    id = await connectHub(house, 'new-token', hashAccount('baselinker', 'old-token'));
  });

  const store = async (...records: OrderRecord[]): Promise<void> => {
    for (const record of records) await addRecord(house, id, null, record);
  };
  const same = async (secretName = 'credentials'): Promise<string> =>
    (await checkConnection({ ...house.engine, connectors: () => orderHub(there) }, { integrationId: id, secretName }, new AbortController().signal)).sameAccount;

  it('is the same when its orders have the same numbers and moments of birth', async () => {
    await store(order('31', 0), order('33', 2));
    expect(await same()).toBe('yes');
  });

  it('is the same although an order was removed since', async () => {
    await store(order('30', 0), order('32', 1));
    expect(await same()).toBe('yes');
  });

  it('is another one when a single order was born at another moment', async () => {
    await store(order('31', 0), order('32', 7));
    expect(await same()).toBe('no');
  });

  it('is another one when it has none of the orders', async () => {
    await store(order('8', 0), order('9', 1));
    expect(await same()).toBe('no');
  });

  it('cannot be told while nothing is stored, or nothing with a date, or only what is gone', async () => {
    expect(await same()).toBe('unknown');
    await store({ ...order('31', 0), createdAt: null }, order('32', 7));
    await house.dataSource.query(`update source_record set gone_at = now() where integration_id = $1 and external_id = '32'`, [id]);
    expect(await same()).toBe('unknown');
  });

  it('is not asked for orders while its token is the one that is known', async () => {
    await store(order('31', 7));
    await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: id, name: 'candidate', value: { token: 'old-token' } });
    expect(await same('candidate')).toBe('yes');
  });
});
