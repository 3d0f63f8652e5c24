import { newId } from '#libs/domain/ids.js';
import { createApiKey, findApiKey, isRevoked } from './api-keys.js';
import type { Queryable } from './queryable.js';

/** A data source: whatever can run a function inside one transaction. */
export interface Transactional {
  transaction<T>(work: (manager: Queryable) => Promise<T>): Promise<T>;
}

export type FirstAdminKeyOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Shows a generated key to the person at the terminal; called at most once in the life of an installation. */
  readonly announce: (secret: string) => void;
  readonly workspaceName?: string;
};

export type FirstAdminKey = { readonly workspaceId: string; readonly created: boolean };

/** Any fixed number, used nowhere else: several processes start at once. */
const LOCK = 7_250_318_002;
const SHORTEST_SECRET = 24;

async function workspaceId(db: Queryable, name: string): Promise<string> {
  const found = await db.query<{ id: string }[]>('select id from workspace order by created_at, id limit 1');
  if (found[0] !== undefined) return found[0].id;
  const id = newId();
  await db.query('insert into workspace (id, name) values ($1, $2)', [id, name]);
  return id;
}

async function hasAdmin(db: Queryable): Promise<boolean> {
  const rows = await db.query<unknown[]>(`select 1 from api_key where role = 'admin' and revoked_at is null limit 1`);
  return rows.length > 0;
}

/** The chosen key of the environment. @throws Error when it is too short to be a secret */
function chosenSecret(env: FirstAdminKeyOptions['env']): string | null {
  const secret = env['SZTAFETA_ADMIN_KEY']?.trim() ?? '';
  if (secret === '') return null;
  if (secret.length < SHORTEST_SECRET) throw new Error(`SZTAFETA_ADMIN_KEY has to be at least ${SHORTEST_SECRET} characters long.`);
  return secret;
}

/**
 * Makes sure somebody can get in: the default workspace if there is none, and an admin key — the one of
 * `SZTAFETA_ADMIN_KEY`, else a generated one that is shown once.
 */
export async function ensureFirstAdminKey(dataSource: Transactional, options: FirstAdminKeyOptions): Promise<FirstAdminKey> {
  const chosen = chosenSecret(options.env);
  const made = await dataSource.transaction(async (db) => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const workspace = await workspaceId(db, options.workspaceName ?? 'Sztafeta');
    // A chosen key that was revoked stays revoked: a restart must not open a door a person has closed.
    const known = chosen === null ? await hasAdmin(db) : (await findApiKey(db, chosen)) !== null || (await isRevoked(db, chosen));
    if (known) return { workspaceId: workspace, secret: null };
    const key = await createApiKey(db, { workspaceId: workspace, name: 'first admin key', role: 'admin', ...(chosen === null ? {} : { secret: chosen }) });
    return { workspaceId: workspace, secret: key.secret };
  });
  // After the commit: a key that was shown must exist.
  if (made.secret !== null && chosen === null) options.announce(made.secret);
  return { workspaceId: made.workspaceId, created: made.secret !== null };
}
