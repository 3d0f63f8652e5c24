import { newId } from '#libs/domain/ids.js';
import type { Failure } from '#libs/domain/failure.js';
import type { Queryable } from '#libs/security/queryable.js';

const FIX = { pl: 'Popraw rekord w źródle albo ustawienia, a potem ponów doręczenie (POST /deliveries/:id/retry).', en: 'Correct the record at its source, or the settings, then retry the delivery (POST /deliveries/:id/retry).' };

const OPEN = `insert into reject as r (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix, original)
  select x.id, d.workspace_id, t.integration_id, case when d.kind = 'event' then 'orders' else 'customers' end, 'deliver', d.id::text, $2, $3::jsonb, $4::jsonb,
    jsonb_build_object('delivery', d.id, 'key', d.key, 'record', d.record_id)
  from jsonb_to_recordset($1::jsonb) as x(id uuid, delivery_id uuid) join delivery d on d.id = x.delivery_id join route t on t.id = d.route_id where d.state = 'failed'
  on conflict (integration_id, stream, external_id, stage) where closed_at is null do update set occurrences = r.occurrences + 1, seen_at = now(), reason = excluded.reason, message = excluded.message, fix = excluded.fix`;

/** Puts failed deliveries on the reject desk; keyed by the delivery, whose record may lead to several. */
export async function openRejects(db: Queryable, deliveryIds: readonly string[], failure: Failure): Promise<void> {
  if (deliveryIds.length === 0) return;
  await db.query(OPEN, [JSON.stringify(deliveryIds.map((id) => ({ id: newId(), delivery_id: id }))), failure.code, JSON.stringify(failure.text), JSON.stringify(failure.fix ?? FIX)]);
}

/** What has arrived after all is no reject any more. */
export async function closeRejects(db: Queryable, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await db.query(
    `update reject j set closed_at = now(), closed_by = 'delivery' from delivery d join route t on t.id = d.route_id
     where d.id = any($1::uuid[]) and j.integration_id = t.integration_id and j.stage = 'deliver' and j.external_id = d.id::text and j.closed_at is null`,
    [[...deliveryIds]],
  );
}
