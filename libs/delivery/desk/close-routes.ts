import type { Queryable } from '#libs/security/queryable.js';
import { reconsiderMapped } from '../consider/reconsider.js';
import { cancelWaiting, type Cancelled } from './cancel-waiting.js';

/** Why routes end; stands as the reason of what they still had to deliver. */
export type Ending = 'route_deleted' | 'destination_deleted' | 'integration_deleted';

/**
 * Switches routes off for good: nothing is considered any more, exports end, what waits is cancelled and counted. Ledgers,
 * facts and what was delivered stay.
 */
export async function closeRoutes(database: Queryable, routeIds: readonly string[], ending: Ending): Promise<Cancelled> {
  await database.query(`update route set state = 'off', updated_at = now() where id = any($1::uuid[])`, [routeIds]);
  await reconsiderMapped(database, routeIds);
  await database.query(
    `update route_export set state = 'cancelled', desired = 'stop', ended_at = now() where route_id = any($1::uuid[]) and state in ('counting', 'counted', 'running')`,
    [routeIds],
  );
  await database.query(`delete from route_change where route_id = any($1::uuid[])`, [routeIds]);
  await database.query(`delete from email_search where route_id = any($1::uuid[])`, [routeIds]);
  return await cancelWaiting(database, { owner: 'route_id', ids: routeIds }, ending, ending === 'destination_deleted');
}
