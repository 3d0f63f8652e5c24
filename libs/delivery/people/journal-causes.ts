import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { RouteRow } from '../rows.js';

/** An entry whose record was read before what is stored now was read is no reason of that; one that led to that read is, even if it came before the purchase had left. */
const SINCE = `select distinct f.order_id as "orderId", e.type from delivered_fact f
    join source_record s on s.integration_id = $1 and s.kind = 'order' and s.external_id = f.order_id
    join journal_entry e on e.integration_id = $1 and e.record_id = f.order_id and (e.received_at > f.sent_at and e.read_at is null or e.read_at >= s.requested_at)
  where f.account = $2 and f.source_account = $3 and f.event_type = 'PURCHASE' and f.state = 'sent' and f.order_id = any($4::text[])`;

/**
 * Orders of which the journal has told nothing that a purchase is made of, since their purchase was sent last and they were read before. One of which it
 * tells nothing was read for another reason (a gap was closed, a person asked), and says what it is now. Entries nobody reads a
 * record for are no reason for a difference either.
 */
export async function contactOnlyOrders(db: Queryable, route: RouteRow, account: string, { journal }: ConnectorDefinition, orderIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (journal === undefined || orderIds.length === 0) return new Set();
  const rows = await db.query<{ orderId: string; type: number }[]>(SINCE, [route.integration_id, account, route.source_account, [...new Set(orderIds)]]);
  const causes = rows.filter(({ type }) => journal.meaning(type)?.read !== false);
  const touched = new Set(causes.filter(({ type }) => journal.meaning(type)?.touchesEvent === true).map(({ orderId }) => orderId));
  return new Set(causes.map(({ orderId }) => orderId).filter((orderId) => !touched.has(orderId)));
}
