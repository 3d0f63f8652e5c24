import { randomUUID } from 'node:crypto';
import { createDatabase, dropDatabase } from '../../tools/postgres/database.js';

/** An empty database of one suite. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it and ends the sessions still in it; call in afterAll. */
  drop(): Promise<void>;
}

/** Makes a new empty database on the PostgreSQL of this Jest run. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: the Jest global setup did not run.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(server, name);
  return { url, drop: () => dropDatabase(server, name) };
}
