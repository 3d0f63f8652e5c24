import type { Queryable } from '#libs/security/queryable.js';

/**
 * A delivery that goes again counts as queued again, because its first outcome stays in the ledger. One whose outcome is unknown
 * has none yet: it only waits again; had it to go once more anyway, that second time is the one cancelled.
 */
const AGAIN = `
  state = 'pending', version = d.version + 1, queued = d.queued + (d.state <> 'unknown')::int, cancelled = d.cancelled + d.again::int, again = false,
  reason = null, problem = null, job_id = null, not_before = null, checks = 0, settled_at = null, updated_at = now()`;

const ONE = `
  with changed as (update delivery d set ${AGAIN} where d.id = $1 and (d.state in ('failed', 'cancelled') or ($2 and d.state = 'unknown')) returning d.id)
  select count(*)::int as count from changed`;

/** Never those of an unknown outcome: each of them may become a duplicate, which a person decides one by one. */
const MANY = `
  with changed as (update delivery d set ${AGAIN} where d.route_id = $1 and d.state = 'failed' and ($2::text is null or d.reason = $2) returning d.id)
  select count(*)::int as count from changed`;

const counted = (rows: readonly { readonly count: number }[]): number => rows[0]?.count ?? 0;

/** True when the delivery waits again; false when its state does not allow it (any more). */
export async function retryDelivery(database: Queryable, id: string, alsoUnknown: boolean): Promise<boolean> {
  return counted(await database.query<{ count: number }[]>(ONE, [id, alsoUnknown])) === 1;
}

/** All failed deliveries of a route, or those that failed for one reason. Returns how many wait again. */
export async function retryFailed(database: Queryable, routeId: string, reason: string | null): Promise<number> {
  return counted(await database.query<{ count: number }[]>(MANY, [routeId, reason]));
}

/** True when it will not be sent (once more); false when it does not wait. */
export async function cancelDelivery(database: Queryable, id: string): Promise<boolean> {
  const sql = `
    with changed as (
      update delivery d set state = case when state = 'pending' then 'cancelled' else state end, reason = case when state = 'pending' then 'cancelled_by_person' else reason end,
        cancelled = cancelled + 1, again = false, settled_at = case when state = 'pending' then now() else settled_at end, updated_at = now()
      where d.id = $1 and (d.state = 'pending' or d.again) returning d.id)
    select count(*)::int as count from changed`;
  return counted(await database.query<{ count: number }[]>(sql, [id])) === 1;
}
