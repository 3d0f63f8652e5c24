import type { Queryable } from '#libs/security/queryable.js';
import type { RelayEvent } from '#libs/domain/relay/route-options.js';
import type { RouteRow } from '../rows.js';

/** An event that was delivered, or is on its way, whichever route did it. */
export type Fact = { readonly orderId: string; readonly type: RelayEvent; readonly state: 'sending' | 'sent'; readonly routeId: string; readonly remoteId: string | null; readonly hash: Buffer | null; readonly value: string | null;
  /** When its sending began first, ms since 1970. */
  readonly firstMs: number };

const FIND = `select order_id as "orderId", event_type as type, state, route_id as "routeId", remote_id as "remoteId", payload_hash as hash, value, (extract(epoch from first_sent_at) * 1000)::float8 as "firstMs"
  from delivered_fact where account = $1 and source_account = $2 and order_id = any($3::text[])`;

/** What was delivered of some orders, by `type:order id`. Facts outlive the rows they came from. */
export async function findFacts(db: Queryable, account: string, route: RouteRow, orderIds: readonly string[]): Promise<Map<string, Fact>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<Fact[]>(FIND, [account, route.source_account, [...new Set(orderIds)]]);
  return new Map(rows.map((row) => [`${row.type}:${row.orderId}`, row]));
}
