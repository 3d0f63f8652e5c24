import type { DataSource } from 'typeorm';
import type { Cause } from './rules.js';

const OWNER = `t.workspace_id as "workspaceId", null as "integrationId", t.name, t.id::text as subject`;

const NEEDS_AUTHENTICATION = `select ${OWNER}, jsonb_build_object('code', t.problem->>'code', 'destinationId', t.id) as detail from destination t where t.deleted_at is null and t.state = 'needs_authentication'`;

/** Failed deliveries wait for a person; what waits by itself is nobody's business. */
const FAILED = `select ${OWNER}, jsonb_build_object('failed', f.failed, 'destinationId', t.id) as detail
  from destination t join (select destination_id, count(*)::int as failed from delivery where state = 'failed' group by destination_id) f on f.destination_id = t.id where t.deleted_at is null`;

/** Something has been due for an hour although nobody has paused it. */
const STUCK = `select ${OWNER}, jsonb_build_object('since', o.since, 'destinationId', t.id, 'code', t.problem->>'code') as detail
  from destination t join lateral (
    select min(d.updated_at) as since from delivery d join route r on r.id = d.route_id and r.state = 'on' where d.destination_id = t.id and d.state = 'pending' and not d.silent and (d.not_before is null or d.not_before < now() - interval '1 hour')
  ) o on o.since < now() - interval '1 hour' where t.deleted_at is null and t.desired = 'run' and t.state = 'ready'`;

export const destinationsToAuthenticate = (dataSource: DataSource): Promise<readonly Cause[]> => dataSource.query<Cause[]>(NEEDS_AUTHENTICATION);
export const failedDeliveries = (dataSource: DataSource): Promise<readonly Cause[]> => dataSource.query<Cause[]>(FAILED);
export const stuckDeliveries = (dataSource: DataSource): Promise<readonly Cause[]> => dataSource.query<Cause[]>(STUCK);
