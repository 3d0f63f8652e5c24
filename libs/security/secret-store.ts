import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { open, rewrap, seal } from './envelope.js';
import type { SecretPlace } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import type { Queryable } from './queryable.js';

/** Names a secret: the owner and what it is. */
export type SecretName = { readonly ownerKind: string; readonly ownerId: string; readonly name: string };

type SecretRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly name: string;
  readonly key_id: string;
  readonly wrapped_key: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
};

const SELECT_ONE = `select * from secret where owner_kind = $1 and owner_id = $2 and name = $3`;
const UPSERT = `
  insert into secret (id, workspace_id, owner_kind, owner_id, name, key_id, wrapped_key, nonce, ciphertext)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (owner_kind, owner_id, name) do update
    set workspace_id = excluded.workspace_id, key_id = excluded.key_id, wrapped_key = excluded.wrapped_key,
        nonce = excluded.nonce, ciphertext = excluded.ciphertext, created_at = now()`;
const DELETE_ONE = `delete from secret where owner_kind = $1 and owner_id = $2 and name = $3`;
const SELECT_OLD = `select id, workspace_id, owner_kind, owner_id, name, key_id, wrapped_key from secret where key_id <> $1 order by id limit 100`;
// A secret written anew meanwhile has another wrapped key: it is left alone and looked at again.
const REWRAP = `update secret set key_id = $3, wrapped_key = $4 where id = $1 and wrapped_key = $2 returning id`;

function placeOf(row: Omit<SecretRow, 'nonce' | 'ciphertext'>): SecretPlace {
  return { workspaceId: row.workspace_id, ownerKind: row.owner_kind, ownerId: row.owner_id, name: row.name };
}

/** Secrets of integrations and destinations, encrypted at rest (AES-256-GCM, a data key per row, row bound). */
export class SecretStore {
  constructor(
    private readonly dataSource: Queryable,
    private readonly keyRing: KeyRing,
  ) {}

  /** Writes or replaces a secret; with `manager` inside its transaction. */
  async put(secret: SecretPlace & { readonly value: JsonObject }, manager?: Queryable): Promise<void> {
    const { workspaceId, ownerKind, ownerId, name, value } = secret;
    const sealed = seal(this.keyRing, JSON.stringify(value), { workspaceId, ownerKind, ownerId, name });
    const values = [newId(), workspaceId, ownerKind, ownerId, name, sealed.keyId, sealed.wrappedKey, sealed.nonce, sealed.ciphertext];
    await (manager ?? this.dataSource).query(UPSERT, values);
  }

  /**
   * The secret, or null when there is none.
   * @throws Failure `configuration_invalid` with code `master_key_missing` or `secret_unreadable`
   */
  async get({ ownerKind, ownerId, name }: SecretName, manager?: Queryable): Promise<JsonObject | null> {
    const rows = await (manager ?? this.dataSource).query<SecretRow[]>(SELECT_ONE, [ownerKind, ownerId, name]);
    const row = rows[0];
    if (row === undefined) return null;
    const envelope = { keyId: row.key_id, wrappedKey: row.wrapped_key, nonce: row.nonce, ciphertext: row.ciphertext };
    return JSON.parse(open(this.keyRing, envelope, placeOf(row))) as JsonObject;
  }

  async remove({ ownerKind, ownerId, name }: SecretName, manager?: Queryable): Promise<void> {
    await (manager ?? this.dataSource).query(DELETE_ONE, [ownerKind, ownerId, name]);
  }

  /**
   * Wraps every secret that is under an older key with the current one. Reads and writes go on meanwhile; it may be
   * interrupted and run again. After it no row names an older key, and those may leave the ring.
   */
  async rotate(): Promise<{ readonly rewrapped: number }> {
    let rewrapped = 0;
    for (;;) {
      const rows = await this.dataSource.query<SecretRow[]>(SELECT_OLD, [this.keyRing.current().id]);
      if (rows.length === 0) return { rewrapped };
      for (const row of rows) if (await this.#rewrap(row)) rewrapped += 1;
    }
  }

  async #rewrap(row: SecretRow): Promise<boolean> {
    const wrapped = rewrap(this.keyRing, { keyId: row.key_id, wrappedKey: row.wrapped_key }, placeOf(row));
    // An UPDATE through the query runner answers [rows, count].
    const [changed] = await this.dataSource.query<[unknown[], number]>(REWRAP, [row.id, row.wrapped_key, wrapped.keyId, wrapped.wrappedKey]);
    return changed.length === 1;
  }
}
