import { KIND_OF_STREAM, sourceName, tombstoneHash } from '#libs/domain/tombstones.js';
import type { StreamName } from '#libs/domain/words.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { Person } from './find-person.js';

/** One who was erased before and had come back is erased as of now. */
const PUT = `insert into tombstone as t (workspace_id, hash, erased_at) select $1::uuid, x, $3::timestamptz from unnest($2::bytea[]) x
  on conflict (workspace_id, hash) do update set erased_at = greatest(t.erased_at, excluded.erased_at)`;

export type NamedReject = { readonly integration: string; readonly stream: string; readonly external: string };

/** Leaves the hashes by which whatever a shop still has of the person is known; returns how many. */
export async function bury(database: Queryable, salt: Buffer, person: Person, rejects: readonly NamedReject[], erasedAt: Date): Promise<number> {
  const names = [
    ...person.joining,
    ...person.sources.map((source) => sourceName(source.kind, source.integration, source.external)),
    ...rejects.map((reject) => sourceName(KIND_OF_STREAM[reject.stream as StreamName], reject.integration, reject.external)),
  ];
  const hashes = [...new Set(names)].map((name) => tombstoneHash(salt, name)).sort(Buffer.compare);
  if (hashes.length > 0) await database.query(PUT, [person.workspaceId, hashes, erasedAt]);
  return hashes.length;
}
