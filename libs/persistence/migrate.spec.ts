import pg from 'pg';
import { freshDatabase } from '../../test/setup/database.js';
import type { FreshDatabase } from '../../test/setup/database.js';
import { MIGRATIONS } from './migrations.js';
import { migrate } from './migrate.js';

describe('migrate', () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  it('applies every migration once, also when several processes start together', async () => {
    const applied = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(applied.flat()).toEqual(MIGRATIONS.map((migration) => migration.name));
    expect(await migrate(database.url)).toEqual([]);
  });

  it('builds the search index outside a transaction, valid', async () => {
    await migrate(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const index = await client.query<{ indisvalid: boolean }>(`select indisvalid from pg_index where indexrelid = 'customer_search'::regclass`);
      expect(index.rows).toEqual([{ indisvalid: true }]);
      const locks = await client.query(`select 1 from pg_locks where locktype = 'advisory'`);
      expect(locks.rowCount).toBe(0);
    } finally {
      await client.end();
    }
  });
});
