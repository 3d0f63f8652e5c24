import type { DataSource } from 'typeorm';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { PartContext } from './page.js';
import { IngestSession, settled } from './session.js';
import { INSERT_HINTS, LOCK_SHARED, UPSERT_FIELDS } from './statements.js';
import { LINK_WAITING } from './statements-steer.js';
import { linkedTicketKeys } from './tickets/page-tickets.js';
import { placeByKeys } from './tickets/place-tickets.js';
import { bestFields, hintRows } from './write-page.js';

export type LinkedRow = { readonly id: string; readonly customer_id: string; readonly body: string; readonly keys: string[] };

/**
 * Links orders and addresses that waited for these owners, and gives their cards the hints and field values they carry.
 * Runs inside the caller's transaction. Returns what was linked; tickets are looked for by the caller.
 */
export async function linkWaiting(session: IngestSession, context: PartContext, ownerIds: readonly string[]): Promise<readonly LinkedRow[]> {
  if (ownerIds.length === 0) return [];
  const linked = await session.query<LinkedRow>(LINK_WAITING, [context.workspaceId, context.integrationId, ownerIds]);
  if (linked.rows.length === 0) return [];
  const rows = linked.rows.map((row) => ({ customerId: row.customer_id, record: JSON.parse(row.body) as NeutralRecord, allKeys: row.keys }));
  const fields = bestFields(rows, context);
  const hints = hintRows(rows);
  await settled([
    fields.length === 0 ? Promise.resolve() : session.query(UPSERT_FIELDS, [context.workspaceId, context.integrationId, JSON.stringify(fields)]),
    hints.length === 0 ? Promise.resolve() : session.query(INSERT_HINTS, [context.workspaceId, context.integrationId, JSON.stringify(hints)]),
  ]);
  return linked.rows;
}

const WAITING_OWNERS = `select distinct r.owner_id from source_record r
  join identity i on i.workspace_id = $1::uuid and i.type = 'shop_id' and i.value = $2::uuid::text || '/' || r.owner_id
  where r.integration_id = $2::uuid and r.customer_id is null and r.owner_id is not null
    and exists (select 1 from run where run.id = $3 and run.desired = 'run') order by 1 limit 500`;

/**
 * Links whatever two pages committed at the same moment could not see of each other. Called when a part or a run ends;
 * an order that came with its customer in the same instant is on the card from then on.
 */
export async function linkAllWaiting(dataSource: DataSource, context: PartContext): Promise<number> {
  let total = 0;
  for (;;) {
    const rows = await dataSource.query<{ owner_id: string }[]>(WAITING_OWNERS, [context.workspaceId, context.integrationId, context.runId]);
    if (rows.length === 0) return total;
    const session = await IngestSession.open(dataSource);
    try {
      await session.plain('begin');
      await session.query(LOCK_SHARED, [context.workspaceId]);
      const linked = await linkWaiting(session, context, rows.map((row) => row.owner_id));
      await placeByKeys(session, context.workspaceId, linkedTicketKeys(linked, context.addresses));
      total += linked.length;
      await session.plain('commit');
    } catch (error) {
      await session.abandon();
      throw error;
    } finally {
      await session.release();
    }
  }
}
