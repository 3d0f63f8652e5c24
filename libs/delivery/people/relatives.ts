import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';
import { findWays, putWays, type StoredRecord } from './routing.js';

/** Records of the same cards and owners that the route has not looked at yet. */
const UNROUTED = `with asked as (select id, customer_id, external_id, owner_id, kind from source_record where id = any($2::uuid[]))
  select s.id as "recordId", s.kind, s.external_id as "externalId", s.owner_id as "ownerId", s.body from source_record s
  where s.integration_id = $1 and s.kind in ('customer', 'order', 'subscriber') and s.id in (
      select c.id from source_record c where c.customer_id in (select customer_id from asked)
      union select c.id from asked a join source_record c on c.integration_id = $1 and c.kind = 'customer' and c.external_id = a.owner_id
      union select c.id from asked a join source_record c on c.integration_id = $1 and c.customer_id is null and c.owner_id = a.external_id where a.kind = 'customer')
    and not exists (select 1 from routed_record t where t.route_id = $3 and t.record_id = s.id)
  limit 5000`;

/**
 * Routes everything else that is stored of the people some records are about. Whoever buys for the first time since the route
 * began may be an old customer: without their account they would look new, have no name, and be welcomed.
 */
export async function routeRelatives(db: Queryable, route: RouteRow, connector: ConnectorDefinition, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  const rows = await db.query<(Omit<StoredRecord, 'record'> & { body: string })[]>(UNROUTED, [route.integration_id, [...recordIds], route.id]);
  if (rows.length === 0) return;
  const records = rows.map(({ body, ...rest }): StoredRecord => ({ ...rest, record: JSON.parse(body) as NeutralRecord }));
  await putWays(db, route, records, await findWays(db, route, connector, records), false);
}
