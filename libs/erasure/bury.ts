import { keyText, keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import { baseOf, KIND_OF_STREAM, sourceName, tombstoneHash } from '#libs/domain/tombstones.js';
import type { StreamName } from '#libs/domain/words.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { Person } from './find-person.js';

/** One who was erased before and had come back is erased as of now. */
const PUT = `insert into tombstone as t (workspace_id, hash, erased_at) select $1::uuid, x, $3::timestamptz from unnest($2::bytea[]) x
  on conflict (workspace_id, hash) do update set erased_at = greatest(t.erased_at, excluded.erased_at)`;

export type NamedTicket = { readonly source: string; readonly external: string };
export type NamedReject = { readonly integration: string; readonly stream: string; readonly external: string };

/** Records of theirs that are no source records. */
export type NamedElsewhere = { readonly rejects: readonly NamedReject[]; readonly tickets: readonly NamedTicket[] };

const TICKETS = `select source, external_id as external from ticket where workspace_id = $1 and external_id is not null and (customer_id = any($2::uuid[]) or address = any($3::text[]) or lookup_key = any($4::text[]))`;

/** Their tickets, by the numbers help desks know them by. */
export const ticketsOf = (database: Queryable, person: Person): Promise<NamedTicket[]> => database.query(TICKETS, [person.workspaceId, person.cards, person.addresses, person.keys]);

/**
 * The list of domains at which Allegro masks its buyers may change, and with it the type of an address as a key. A masked address
 * is buried as it was seen too, and any other as if it were masked.
 */
function underOtherRules({ joining, keys }: Person): KeyText[] {
  const masked = new Set(joining.filter((key) => keyType(key) === 'allegro_address').map(keyValue));
  return [
    ...joining.filter((key) => keyType(key) === 'email').map((key) => keyText('allegro_address', baseOf(keyValue(key)))),
    ...keys.filter((key) => keyType(key) === 'email_seen' && masked.has(baseOf(keyValue(key)))).map((key) => keyText('email', keyValue(key))),
  ];
}

/** Leaves the hashes by which whatever a shop still has of the person is known; returns how many. */
export async function bury(database: Queryable, salt: Buffer, person: Person, { rejects, tickets }: NamedElsewhere, erasedAt: Date): Promise<number> {
  const names = [
    ...person.joining, ...underOtherRules(person),
    ...tickets.map((ticket) => sourceName('ticket', ticket.source, ticket.external)),
    ...person.sources.map((source) => sourceName(source.kind, source.integration, source.external)),
    ...rejects.map((reject) => sourceName(KIND_OF_STREAM[reject.stream as StreamName], reject.integration, reject.external)),
  ];
  const hashes = [...new Set(names)].map((name) => tombstoneHash(salt, name)).sort((a, b) => a.compare(b));
  if (hashes.length > 0) await database.query(PUT, [person.workspaceId, hashes, erasedAt]);
  return hashes.length;
}
