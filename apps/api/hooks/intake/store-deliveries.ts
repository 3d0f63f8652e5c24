import type { DataSource } from 'typeorm';
import type { HookHint } from '#libs/connectors/sdk/hooks.js';
import { newId } from '#libs/domain/ids.js';
import { IngestSession, isTransient, type Statement } from '#libs/ingest/session.js';

/** One delivery as it is stored: hints, or what else it came to. */
export type Delivery = {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly kind: 'hints' | 'ignored' | 'unreadable' | 'late';
  readonly hints: readonly HookHint[];
};

type Count = { readonly integration: string; received: number; hints: number; ignored: number; unreadable: number; late: number };
type Row = { readonly id: string; readonly workspace: string; readonly integration: string; readonly stream: string; readonly external: string };

/**
 * One statement, so one transaction and one way to the database and back: hints into the inbox, counts of the day, times of
 * the address. A row that waits already takes the new hint in; if it was to wait for longer, or for another reason, it is due
 * now. Rows are written in the order of their keys: two processes that write the same ones wait for each other instead of
 * meeting head-on. Prepared by name, because planning it takes the database longer than doing it.
 */
const STORE: Statement = {
  name: 'hooks_store_deliveries',
  text: `
  with counted as (
    select * from jsonb_to_recordset($1::jsonb) as x(integration uuid, received int, hints int, ignored int, unreadable int, late int)
  ), sent as materialized (
    select * from jsonb_to_recordset($2::jsonb) as x(id uuid, workspace uuid, integration uuid, stream text, external text)
  ), put as (
    insert into inbox (id, workspace_id, integration_id, stream, external_id, origin)
    select id, workspace, integration, stream, external, 'webhook' from sent order by integration, stream, external
    on conflict (integration_id, stream, external_id) where part_id is null and applied_at is null
      do update set not_before = null, origin = 'webhook' where inbox.origin <> 'webhook' or inbox.not_before is not null
    returning id
  ), stored as (
    select s.integration, count(*)::int as fresh from put p join sent s on s.id = p.id group by 1
  ), day as (
    insert into hook_count (integration_id, day, received, stored, collapsed, ignored, unreadable, late)
    select c.integration, (now() at time zone 'utc')::date, c.received, coalesce(s.fresh, 0), c.hints - coalesce(s.fresh, 0), c.ignored, c.unreadable, c.late
    from counted c left join stored s on s.integration = c.integration order by c.integration
    on conflict (integration_id, day) do update set received = hook_count.received + excluded.received, stored = hook_count.stored + excluded.stored,
      collapsed = hook_count.collapsed + excluded.collapsed, ignored = hook_count.ignored + excluded.ignored,
      unreadable = hook_count.unreadable + excluded.unreadable, late = hook_count.late + excluded.late
    returning integration_id
  )
  update hook h set first_at = case when c.hints > 0 then coalesce(h.first_at, now()) else h.first_at end,
    last_at = case when c.hints > 0 then now() else h.last_at end, last_late_at = case when c.late > 0 then now() else h.last_late_at end
  from counted c where h.integration_id = c.integration and (c.hints > 0 or c.late > 0)`,
};

/** After a deadlock the other side has won, and the same statement now succeeds. */
const MOST_TRIES = 3;

function gather(deliveries: readonly Delivery[]): { readonly counts: readonly Count[]; readonly rows: readonly Row[] } {
  const counts = new Map<string, Count>();
  const rows = new Map<string, Row>();
  for (const { workspaceId, integrationId, kind, hints } of deliveries) {
    const count = counts.get(integrationId) ?? { integration: integrationId, received: 0, hints: 0, ignored: 0, unreadable: 0, late: 0 };
    counts.set(integrationId, count);
    count.received += 1;
    if (kind === 'hints') count.hints += hints.length;
    else count[kind] += 1;
    for (const { stream, externalId } of hints) {
      const key = `${integrationId} ${stream} ${externalId}`;
      if (!rows.has(key)) rows.set(key, { id: newId(), workspace: workspaceId, integration: integrationId, stream, external: externalId });
    }
  }
  return { counts: [...counts.values()], rows: [...rows.values()] };
}

/** Stores deliveries of any integrations, all or none. Each is counted as received; of the rest only its hints are kept. */
export async function storeDeliveries(dataSource: DataSource, deliveries: readonly Delivery[]): Promise<void> {
  const { counts, rows } = gather(deliveries);
  const values = [JSON.stringify(counts), JSON.stringify(rows)];
  const session = await IngestSession.open(dataSource);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await session.query(STORE, values);
        return;
      } catch (error) {
        if (attempt === MOST_TRIES || !isTransient(error)) throw error;
      }
    }
  } finally {
    await session.release();
  }
}
