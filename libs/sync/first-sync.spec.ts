import { buildEngine, connectPrestaShop, openRunRow, runToEnd, type EngineHouse } from '../../test/support/engine.js';
import { canonicalText } from '../../test/support/canonical-dump.js';

const rows = async (house: EngineHouse, sql: string): Promise<Record<string, unknown>[]> => house.dataSource.query<Record<string, unknown>[]>(sql);

describe('a first synchronisation of a PrestaShop', () => {
  let house: EngineHouse;
  beforeAll(async () => {
    house = await buildEngine();
  });
  afterAll(async () => {
    await house.close();
  });

  it('reads everything once, and a second full pass touches no data row', async () => {
    const { integrationId, sandbox } = await connectPrestaShop(house, { customers: 400, orders: 900 });
    try {
      expect(await runToEnd(house, await openRunRow(house, integrationId, 'initial'))).toBe('complete');
      const counts = sandbox.control.counts();
      const ledgers = await rows(house, `select stream, sum(read)::int as read, sum(rejected)::int as rejected from part group by stream order by stream`);
      expect(ledgers).toEqual([
        { stream: 'addresses', read: expect.any(Number) as number, rejected: 0 },
        { stream: 'customers', read: counts.customers, rejected: 0 },
        { stream: 'orders', read: counts.orders, rejected: 0 },
      ]);
      const dump = await canonicalText(house.dataSource);
      const marks = `select r.id, r.xmin::text as mark from source_record r union all select id, xmin::text from customer union all select record_id, xmin::text from identity order by 1, 2`;
      const stamped = await rows(house, marks);
      expect(await runToEnd(house, await openRunRow(house, integrationId, 'reread'))).toBe('complete');
      expect(await rows(house, marks)).toEqual(stamped);
      expect(await canonicalText(house.dataSource)).toBe(dump);
    } finally {
      await sandbox.stop();
    }
  });
});
