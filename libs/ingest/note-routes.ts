import type { Assigned } from './assign.js';
import type { PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

/**
 * Routes that were ever started have to consider every written record, also while they are off. What bulk reading brings counts
 * only once the first export was confirmed: until then it is the export that will find it.
 */
const NOTE: Statement = {
  name: 'ingest_note_routes',
  text: `insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq)
    select r.id, x.id, r.workspace_id, $2::text, x.silent, nextval('route_change_seq')
    from route r cross join rows from (unnest($3::uuid[]), unnest($4::boolean[])) as x(id, silent)
    where r.integration_id = $1 and r.deleted_at is null and r.started_at is not null and (not $5::boolean or r.exported_from is not null)
    order by r.id, x.id
    on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now(), wait_for = null, not_before = null`,
};

const ROUTED: ReadonlySet<string> = new Set(['customer', 'order', 'subscriber']);
const BULK: ReadonlySet<string> = new Set(['backfill', 'reapply']);

/** Tells the routes of an integration which records were written, in the same transaction. */
export async function noteRoutes(session: IngestSession, context: PartContext, rows: readonly Assigned[]): Promise<void> {
  if (rows.length === 0 || !ROUTED.has(context.kind)) return;
  const bulk = BULK.has(context.lane);
  await session.query(NOTE, [context.integrationId, context.kind, rows.map((row) => row.recordId), rows.map((row) => bulk || row.verdict === 'reapplied'), bulk]);
}
