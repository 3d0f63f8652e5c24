import { migrate } from '#libs/persistence/migrate.js';
import { Problem, runMain } from './problem.js';

/** Brings the schema up to date, for deployments that do it before the service starts. */
async function main(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Problem('DATABASE_URL is not set: set it to the PostgreSQL database of the service.');
  const applied = await migrate(url);
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`);
}

await runMain(main);
