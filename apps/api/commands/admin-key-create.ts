import { parseArgs } from 'node:util';
import { createApiKey } from '#libs/security/api-keys.js';
import { ensureFirstAdminKey } from '#libs/security/first-admin-key.js';
import { withDatabase } from './with-database.js';

/** Makes an admin key of the first workspace and prints it, once. Argument: its name, or `--name NAME`. */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { name: { type: 'string' } } });
  if (positionals.length > 1) throw new Error('admin-key create takes one name; put it in quotes when it holds blanks.');
  const name = values.name ?? positionals[0] ?? 'admin key';
  const secret = await withDatabase(async (dataSource) => {
    let first: string | null = null;
    // A service that never started has no workspace yet; then its first key is the one that was asked for.
    const { workspaceId } = await ensureFirstAdminKey(dataSource, { env: {}, announce: (made) => (first = made) });
    return first ?? (await createApiKey(dataSource, { workspaceId, name, role: 'admin' })).secret;
  });
  process.stdout.write(`${secret}\n`);
}
