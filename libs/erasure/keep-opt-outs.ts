import { noteCallbacks, type CallbackRow } from '#libs/delivery/callbacks/take-callbacks.js';
import type { Queryable } from '#libs/security/queryable.js';

const WAITING = `select b.id, b.route_id as "routeId", b.direction, lower(trim(b.address)) as address, (extract(epoch from b.received_at) * 1000)::float8 as "receivedMs", b.attempts, t.account
  from consent_callback b join route r on r.id = b.route_id join destination t on t.id = r.destination_id
  where b.workspace_id = $1 and lower(trim(b.address)) = any($2::text[]) and b.applied_at is null and t.account is not null order by b.received_at, b.id`;

/** What destinations have told and nobody has applied yet is remembered by hash before it goes: nobody is subscribed against it. */
export async function keepOptOuts(database: Queryable, workspaceId: string, addresses: readonly string[]): Promise<void> {
  const rows = await database.query<(CallbackRow & { readonly account: string })[]>(WAITING, [workspaceId, addresses]);
  for (const [account, own] of Map.groupBy(rows, (row) => row.account)) await noteCallbacks(database, account, own);
}
