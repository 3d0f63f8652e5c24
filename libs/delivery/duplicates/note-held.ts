import type { Queryable } from '#libs/security/queryable.js';
import type { EventRow } from '../send/due-events.js';

/** A person may have decided a moment ago: what they released is not listed again. */
const NOTE = `insert into route_exclusion as e (route_id, record_id, effect, workspace_id, reason, detail, address, external_id)
  select x.route_id, x.record_id, 'event:PURCHASE', r.workspace_id, 'held', x.detail, x.address, x.external_id
  from jsonb_to_recordset($1::jsonb) as x(route_id uuid, record_id uuid, detail text, address text, external_id text) join route r on r.id = x.route_id
  where not exists (select 1 from duplicate_decision o where o.route_id = x.route_id and o.record_id = x.record_id)
  on conflict (route_id, record_id, effect) do update set reason = excluded.reason, detail = excluded.detail, address = excluded.address, excluded_at = now()`;

/** Purchases that turned out to be suspected duplicates only when they were to be sent: listed, so that a person can decide. */
export async function noteHeld(db: Queryable, held: readonly { readonly row: EventRow; readonly detail?: string }[]): Promise<void> {
  if (held.length === 0) return;
  await db.query(NOTE, [JSON.stringify(held.map(({ row, detail }) => ({ route_id: row.routeId, record_id: row.recordId, detail: detail ?? null, address: row.address, external_id: row.orderId })))]);
}
