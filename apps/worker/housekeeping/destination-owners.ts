import type { DataSource } from 'typeorm';
import { WAITING_CARTS } from '#libs/delivery/carts/find-carts.js';
import type { DestinationOwner } from '#libs/temporal/search-attributes.js';

const OWNER = `t.workspace_id as "workspaceId", t.id as "destinationId", t.kind, t.code`;

/** Destinations an integration is routed to. */
export function destinationsOf(dataSource: DataSource, integrationId: string): Promise<DestinationOwner[]> {
  return dataSource.query<DestinationOwner[]>(
    `select distinct ${OWNER} from destination t join route r on r.destination_id = t.id where r.integration_id = $1 and r.deleted_at is null and r.state = 'on' and t.deleted_at is null`,
    [integrationId],
  );
}

/** Everything that was ever started: its flow knows best whether something is due, and ends at once when nothing is. */
const DUE = `exists (select 1 from route r where r.destination_id = t.id and r.deleted_at is null and (
    r.state = 'on' and exists (select 1 from route_change c where c.route_id = r.id and c.wait_for is null and (c.not_before is null or c.not_before <= now()))
    or r.state = 'on' and exists (${WAITING_CARTS})
    or exists (select 1 from route_export e where e.route_id = r.id and e.state in ('counting', 'running') and e.desired = 'run')
    or exists (select 1 from consent_callback b where b.route_id = r.id and b.applied_at is null)
    or t.state = 'ready' and t.desired = 'run' and exists (select 1 from delivery d where d.destination_id = t.id and d.state in ('pending', 'sending', 'confirming', 'unknown'))))`;

/** Destinations whose flow has something to do. */
export function dueDestinations(dataSource: DataSource): Promise<DestinationOwner[]> {
  return dataSource.query<DestinationOwner[]>(`select ${OWNER} from destination t where t.deleted_at is null and ${DUE}`);
}
