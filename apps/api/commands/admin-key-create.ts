import { createApiKey } from '#libs/security/api-keys.js';
import { ensureFirstAdminKey } from '#libs/security/first-admin-key.js';
import { withDatabase } from './with-database.js';

/** Makes an admin key of the first workspace and prints it, once. Argument: its name. */
export async function run(args: readonly string[]): Promise<void> {
  const secret = await withDatabase(async (dataSource) => {
    let first: string | null = null;
    // A service that never started has no workspace yet; then its first key is the one that was asked for.
    const { workspaceId } = await ensureFirstAdminKey(dataSource, { env: {}, announce: (made) => (first = made) });
    return first ?? (await createApiKey(dataSource, { workspaceId, name: args[0] ?? 'admin key', role: 'admin' })).secret;
  });
  process.stdout.write(`${secret}\n`);
}
