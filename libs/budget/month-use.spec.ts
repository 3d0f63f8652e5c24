import { freshDatabase } from '../../test/setup/database.js';
import { monthUseOf } from './month-use.js';
import { openBench, type Bench } from './testing/budget-bench.js';

describe('requests by month', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
  });

  afterAll(async () => {
    await bench.end();
  });

  async function use(key: string, minute: string, requests: number): Promise<void> {
    await bench.dataSource.query(`insert into budget_use (account_key, minute, requests) select $1, ${minute}, $2`, [key, requests]);
  }

  it('begin and end with the calendar month in UTC, whatever zone the session is in', async () => {
    const begin = `date_trunc('month', now(), 'UTC')`;
    const before = `date_trunc('month', ${begin} - interval '3 days', 'UTC')`;
    await use('a', begin, 1);
    await use('a', `${begin} - interval '1 minute'`, 10);
    await use('a', before, 100);
    await use('a', `${before} - interval '1 minute'`, 1_000);
    await use('b', begin, 7);
    await use('c', begin, 9);
    for (const zone of ['UTC', 'Europe/Warsaw', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      const uses = await bench.dataSource.transaction(async (manager) => {
        await manager.query(`set local timezone to '${zone}'`);
        return await monthUseOf(manager, ['a', 'b', 'nobody']);
      });
      expect([...uses].sort()).toEqual([['a', { thisMonth: 1, lastMonth: 110 }], ['b', { thisMonth: 7, lastMonth: 0 }]]);
    }
  });
});
