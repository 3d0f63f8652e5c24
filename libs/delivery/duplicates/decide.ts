import type { Queryable } from '#libs/security/queryable.js';
import { lockPlanning } from '../consider/lock-planning.js';

export type DuplicateDecision = 'released' | 'dismissed';

type Input = { readonly routeId: string; readonly recordId: string; readonly decision: DuplicateDecision; readonly by: string };
type Found = { readonly decision: DuplicateDecision | null; readonly held: boolean };

const FIND = `select (select decision from duplicate_decision where route_id = $1 and record_id = $2) as decision,
    exists (select 1 from route_exclusion where route_id = $1 and record_id = $2 and effect = 'event:PURCHASE' and reason = 'held') as held`;
const DECIDE = `insert into duplicate_decision as d (route_id, record_id, workspace_id, decision, decided_by) select r.id, $2, r.workspace_id, $3, $4 from route r where r.id = $1
  on conflict (route_id, record_id) do update set decision = excluded.decision, decided_by = excluded.decided_by, decided_at = now()`;
const RELEASE = `delete from route_exclusion where route_id = $1 and record_id = $2 and effect = 'event:PURCHASE'`;
const DISMISS = `update route_exclusion set reason = 'duplicate_dismissed', excluded_at = now() where route_id = $1 and record_id = $2 and effect = 'event:PURCHASE'`;
/** Silent: what is new is the purchase, and events cannot be silenced; the contact is written as it would be anyway. */
const AGAIN = `insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq) select r.id, $2, r.workspace_id, 'order', true, nextval('route_change_seq') from route r where r.id = $1
  on conflict (route_id, record_id) do update set seq = excluded.seq, changed_at = now(), wait_for = null, not_before = null`;

/**
 * What a person decides about a suspected duplicate: it is told after all, once, or never. A dismissed one may still be released,
 * because nothing was sent; a released one is not taken back, because it may be there. The order is considered again, and counted
 * with what was decided.
 * @returns `same` when that was decided already
 */
export async function decideDuplicate(db: Queryable, { routeId, recordId, decision, by }: Input): Promise<'decided' | 'same' | 'not_held'> {
  await lockPlanning(db, routeId);
  const [found] = await db.query<Found[]>(FIND, [routeId, recordId]);
  if (found?.decision === decision) return 'same';
  const mayRelease = decision === 'released' && found?.decision === 'dismissed';
  if (found?.held !== true && !mayRelease) return 'not_held';
  await db.query(DECIDE, [routeId, recordId, decision, by]);
  await db.query(decision === 'released' ? RELEASE : DISMISS, [routeId, recordId]);
  await db.query(AGAIN, [routeId, recordId]);
  return 'decided';
}
