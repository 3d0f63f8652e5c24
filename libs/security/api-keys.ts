import { createHash, randomBytes } from 'node:crypto';
import { newId } from '#libs/domain/ids.js';
import type { Role } from '#libs/domain/words.js';
import type { Queryable } from './queryable.js';

/** A key as found by its secret. */
export type ApiKey = { readonly id: string; readonly workspaceId: string; readonly name: string; readonly role: Role };
/** A key as listed; the secret is shown once, when it is made. */
export type ListedApiKey = ApiKey & { readonly prefix: string; readonly createdAt: Date; readonly lastUsedAt: Date | null; readonly revokedAt: Date | null };

const PREFIX = 'szt_';
/** 256 random bits: too many to guess, so a fast hash is enough and a slow one would only tax every request. */
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 10;

const INSERT = `
  insert into api_key (id, workspace_id, name, prefix, secret_hash, role)
  values ($1, $2, $3, $4, $5, $6) on conflict (secret_hash) do nothing returning id`;
// The moment of use is written once a minute at most: a reader polling the API must not cause a write per call.
const FIND = `
  with used as (
    update api_key set last_used_at = now()
    where secret_hash = $1 and revoked_at is null and (last_used_at is null or last_used_at < now() - interval '1 minute')
  )
  select id, workspace_id as "workspaceId", name, role from api_key where secret_hash = $1 and revoked_at is null`;
const LIST = `
  select id, workspace_id as "workspaceId", name, role, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
  from api_key where workspace_id = $1 order by created_at, id`;
const REVOKE = `update api_key set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null returning id`;

/** A new random secret. */
export function newApiSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export type NewApiKey = {
  readonly workspaceId: string;
  readonly name: string;
  readonly role: Role;
  /** Only for the first key, which an operator may choose. */
  readonly secret?: string;
};

/** Makes a key. The secret is returned here and nowhere else, ever. */
export async function createApiKey(db: Queryable, key: NewApiKey): Promise<{ readonly id: string; readonly secret: string }> {
  const secret = key.secret ?? newApiSecret();
  const id = newId();
  const rows = await db.query<{ id: string }[]>(INSERT, [id, key.workspaceId, key.name, secret.slice(0, SHOWN_CHARACTERS), hashOf(secret), key.role]);
  if (rows.length === 0) throw new Error('A key with this secret exists already.');
  return { id, secret };
}

/** True when the secret was a key once and has been revoked. */
export async function isRevoked(db: Queryable, secret: string): Promise<boolean> {
  const rows = await db.query<unknown[]>('select 1 from api_key where secret_hash = $1 and revoked_at is not null', [hashOf(secret)]);
  return rows.length > 0;
}

/** The key a secret belongs to; null for an unknown or revoked one. */
export async function findApiKey(db: Queryable, secret: string): Promise<ApiKey | null> {
  const rows = await db.query<ApiKey[]>(FIND, [hashOf(secret)]);
  return rows[0] ?? null;
}

export async function listApiKeys(db: Queryable, workspaceId: string): Promise<readonly ListedApiKey[]> {
  return db.query<ListedApiKey[]>(LIST, [workspaceId]);
}

/** False when the workspace has no such key, or it is revoked already. */
export async function revokeApiKey(db: Queryable, key: { readonly workspaceId: string; readonly id: string }): Promise<boolean> {
  const [rows] = await db.query<[unknown[], number]>(REVOKE, [key.workspaceId, key.id]);
  return rows.length === 1;
}
