import type { PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

/**
 * Orders that were told by one that is gone, back to the first, are considered again by every route: nobody else tells them now.
 * Silently: what is new is the purchase, the contact was decided about before.
 */
const WAKE_KIN: Statement = {
  name: 'ingest_wake_kin',
  text: `with recursive origin(id) as (
      select k.parent_id from order_kin k where k.integration_id = $1 and k.child_id = any($2::text[]) and k.kin = 'merge'
      union select k.parent_id from origin o join order_kin k on k.integration_id = $1 and k.child_id = o.id and k.kin = 'merge'
    )
    insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq)
    select r.id, s.id, r.workspace_id, 'order', true, nextval('route_change_seq')
    from origin o join source_record s on s.integration_id = $1 and s.kind = 'order' and s.external_id = o.id and s.gone_at is null
      join route r on r.integration_id = $1 and r.deleted_at is null and r.started_at is not null
    where not s.external_id = any($2::text[]) and s.placed_at >= coalesce(r.events_from, r.started_at)
    order by r.id, s.id
    on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now(), wait_for = null, not_before = null`,
};

/** Tells routes of orders the source does not have any more, in the same transaction. */
export async function wakeKin(session: IngestSession, context: PartContext, externalIds: readonly string[]): Promise<void> {
  if (context.kind === 'order' && externalIds.length > 0) await session.query(WAKE_KIN, [context.integrationId, externalIds]);
}
