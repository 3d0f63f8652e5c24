import type { DataSource } from 'typeorm';
import { createDataSource } from '#libs/persistence/data-source.js';
import type { FreshDatabase } from '../../../test/setup/database.js';
import { freshDatabase } from '../../../test/setup/database.js';
import { eventually } from '../testing/eventually.js';
import { Holder } from './holder.js';

describe('Holder', () => {
  let database: FreshDatabase;
  let first: DataSource;
  let second: DataSource;

  beforeEach(async () => {
    database = await freshDatabase();
    first = await createDataSource({ url: database.url, applicationName: 'first' }).initialize();
    second = await createDataSource({ url: database.url, applicationName: 'second' }).initialize();
  });
  afterEach(async () => {
    await first.destroy();
    await second.destroy();
    await database.drop();
  });

  it('is one of all, and stays it', async () => {
    const [one, other] = [new Holder(first), new Holder(second)];
    expect([await one.holds(), await other.holds(), await one.holds(), await other.holds()]).toEqual([true, false, true, false]);
    await one.release();
    expect([await other.holds(), await one.holds()]).toEqual([true, false]);
    await other.release();
  });

  it('is somebody else the moment its session is gone, and knows it', async () => {
    const [one, other] = [new Holder(first), new Holder(second)];
    expect(await one.holds()).toBe(true);
    await second.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'first' and datname = current_database()`);
    await eventually(() => other.holds());
    await expect(one.holds()).rejects.toThrow();
    expect(await one.holds()).toBe(false);
    await other.release();
  });
});
