import { consentsOf } from '#libs/domain/consent.js';
import { newId } from '#libs/domain/ids.js';
import type { Assigned } from './assign.js';
import type { PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

/**
 * A refusal without a date is a statement only where something else was said before: most people never agreed to anything,
 * and writing that down for each of them would say nothing. The last insert sees the rows as they were before.
 */
const WRITE: Statement = {
  name: 'ingest_write_consents',
  text: `with said as (
      select x.* from jsonb_to_recordset($5::jsonb) as x(id uuid, record_id uuid, kind text, channel text, shop text, state text, changed_at timestamptz, observed_at timestamptz)
      where x.state = 'granted' or x.changed_at is not null
        or exists (select 1 from consent c where c.record_id = x.record_id and c.kind = x.kind and c.channel = x.channel and c.shop = x.shop)
    ), put as (
      insert into consent as c (record_id, kind, channel, shop, workspace_id, integration_id, state, changed_at, observed_at, origin)
      select record_id, kind, channel, shop, $1::uuid, $2::uuid, state, changed_at, observed_at, $3::text from said
      on conflict (record_id, kind, channel, shop) do update set state = excluded.state, changed_at = excluded.changed_at, origin = excluded.origin,
          observed_at = case when c.state = excluded.state then c.observed_at else excluded.observed_at end
        where (c.state, c.changed_at) is distinct from (excluded.state, excluded.changed_at)
      returning c.record_id, c.kind, c.channel, c.shop
    )
    insert into consent_change (id, workspace_id, integration_id, record_id, kind, channel, shop, from_state, to_state, changed_at, observed_at, origin, run_id)
    select s.id, $1::uuid, $2::uuid, s.record_id, s.kind, s.channel, s.shop, b.state, s.state, s.changed_at, s.observed_at, $3::text, $4::uuid
    from said s join put using (record_id, kind, channel, shop) left join consent b using (record_id, kind, channel, shop)`,
};

type Said = { readonly id: string; readonly record_id: string; readonly kind: string; readonly channel: string; readonly shop: string; readonly state: string; readonly changed_at: string | null; readonly observed_at: string };

function saidBy(row: Assigned): Said[] {
  const observed = new Date(row.version.requestedMs).toISOString();
  const said = new Map(consentsOf(row.record).map((consent) => [`${consent.kind}/${consent.channel}/${consent.shop ?? ''}`, consent]));
  return [...said.values()].map(({ kind, channel, shop, state, changedAt }) => ({
    id: newId(), record_id: row.recordId, kind, channel, shop: shop ?? '', state, changed_at: changedAt?.utc ?? null, observed_at: observed,
  }));
}

/** Stores what written records say about consents, and every change of it. */
export async function writeConsents(session: IngestSession, context: PartContext, rows: readonly Assigned[]): Promise<void> {
  const said = rows.flatMap(saidBy).sort((a, b) => (a.record_id < b.record_id ? -1 : 1));
  if (said.length === 0) return;
  await session.query(WRITE, [context.workspaceId, context.integrationId, context.stream, context.runId, JSON.stringify(said)]);
}
