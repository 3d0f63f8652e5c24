import type { Queryable } from '#libs/security/queryable.js';

/**
 * A delivery that goes again counts as queued again, because its first outcome stays in the ledger. One whose outcome is unknown
 * has none yet: it only waits again; had it to go once more anyway, that second time is the one cancelled.
 */
const AGAIN = `
  state = 'pending', version = d.version + 1, queued = d.queued + (d.state <> 'unknown')::int, cancelled = d.cancelled + d.again::int, again = false,
  reason = null, problem = null, job_id = null, not_before = null, checks = 0, settled_at = null, updated_at = now()`;

/** Under way and lost, or given up because nobody could tell: what was sent may be there. */
const UNCLEAR = `(d.state = 'unknown' or d.state = 'failed' and d.reason is not distinct from 'outcome_unknown')`;

const ONE = `
  with changed as (update delivery d set ${AGAIN} where d.id = $1 and d.state in ('failed', 'cancelled', 'unknown') and ($2 or not ${UNCLEAR}) returning d.id)
  select count(*)::int as count from changed`;

/** Never those of an unknown outcome: each of them may become a duplicate, which a person decides one by one. */
const MANY = `
  with changed as (update delivery d set ${AGAIN} where d.route_id = $1 and d.state = 'failed' and not ${UNCLEAR} and ($2::text is null or d.reason = $2) returning d.id)
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

/**
 * A delivery that waits is not made; one under way is not made once more. One that was given up because nobody could tell is
 * taken for arrived: that it is there is why somebody cancels it.
 */
const CANCEL = `
  with changed as (
    update delivery d set
      cancelled = d.cancelled + 1, failed = d.failed - (d.state = 'failed')::int, again = false, updated_at = now(),
      reason = case d.state when 'pending' then 'cancelled_by_person' when 'failed' then 'seen_there' else d.reason end,
      settled_at = case when d.state in ('pending', 'failed') then now() else d.settled_at end,
      state = case when d.state in ('pending', 'failed') then 'cancelled' else d.state end
    where d.id = $1 and (d.state = 'pending' or d.again or d.state = 'failed' and d.reason = 'outcome_unknown')
    returning d.id, d.reason
  ), fact as (
    update delivered_fact f set state = 'sent' from changed c where c.reason = 'seen_there' and f.delivery_id = c.id and f.state = 'sending'
  ), desk as (
    update reject j set closed_at = now(), closed_by = $2 from changed c where j.stage = 'deliver' and j.external_id = c.id::text and j.closed_at is null
  )
  select count(*)::int as count from changed`;

/** True when it will not be sent (once more); false when it does not wait. */
export async function cancelDelivery(database: Queryable, id: string, actor: string): Promise<boolean> {
  return counted(await database.query<{ count: number }[]>(CANCEL, [id, actor])) === 1;
}
