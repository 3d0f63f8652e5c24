import type { DataSource } from 'typeorm';
import { freshDatabase } from '../../test/setup/database.js';
import type { FreshDatabase } from '../../test/setup/database.js';
import { createDataSource } from './data-source.js';
import { migrate } from './migrate.js';

describe('entities', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url);
    dataSource = createDataSource({ url: database.url });
    await dataSource.initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('exist for every migrated table', async () => {
    const tables = await dataSource.query<{ name: string }[]>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration' order by 1`,
    );
    const known = dataSource.entityMetadatas.map((entity) => entity.tableName).sort();
    expect(known).toEqual(tables.map((table) => table.name));
  });

  it('have the columns of the migrated schema: names, types, nullability, defaults, primary keys', async () => {
    const changes = await dataSource.driver.createSchemaBuilder().log();
    // Indexes, checks and foreign keys are the migrations' own business; entities only describe columns.
    const aboutColumns = changes.upQueries.map((step) => step.query).filter((query) => /column|create table|drop table|primary key/iu.test(query));
    expect(aboutColumns).toEqual([]);
  });

  it('would notice a column that differs', async () => {
    await dataSource.query('alter table workspace alter column name drop not null, add column extra text');
    const changes = await dataSource.driver.createSchemaBuilder().log();
    const text = changes.upQueries.map((step) => step.query).join('\n');
    expect(text).toMatch(/drop column "extra"/iu);
    expect(text).toMatch(/"name" SET NOT NULL/iu);
  });
});
