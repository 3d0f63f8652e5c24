import type { Pushing } from './pushing.js';

/** Anything that runs SQL: a data source or a manager. */
export type Queryable = { query<T>(sql: string, parameters?: unknown[]): Promise<T> };

/**
 * Webhooks that say nothing although the shop changes. `since`: the last delivery, or the new address that has had none.
 * `missed`: changed records only polling has found since.
 */
export type Silence = { readonly integrationId: string; readonly since: Date; readonly renewed: boolean; readonly missed: number };
/** Changed records of the last 24 hours, by what told of them first. */
export type Coverage = { readonly integrationId: string; readonly fromWebhooks: number; readonly fromPolling: number };

/** Ids of runs hold the time they were made: the index by integration and id finds a stretch of time without a look at older runs. */
const idAt = (moment: string): string => `(lpad(to_hex((extract(epoch from ${moment}) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;

/** New content only: what settings wrote anew tells nothing about the shop. */
const CHANGED = `p.written - p.reapplied`;
const PLATFORM = `jsonb_to_recordset($1::jsonb) as x(platform text, "intervalMs" float8, streams jsonb)`;

/** One change may be of a kind no webhook is sent for. */
const LEAST_MISSED = '3';

/**
 * A webhook has come before, and polling has found several changes since for longer than two intervals. A run that began within one
 * interval of the last delivery (or of the new address) proves nothing: it may have read what that delivery told of. Changes older than 30 days are
 * not counted any more.
 */
const SILENT = `
  with watched as (
    select i.id, s.since, h.last_at is null as renewed, x.streams, make_interval(secs => x."intervalMs" / 1000) as every
    from hook h join integration i on i.id = h.integration_id join ${PLATFORM} on x.platform = i.platform
    cross join lateral (select coalesce(h.last_at, case when h.received_before then h.created_at end) as since) s
    where i.deleted_at is null and i.state = 'running' and ($2::uuid[] is null or i.id = any($2::uuid[]))
      and s.since < now() - 3 * make_interval(secs => x."intervalMs" / 1000)
  )
  select w.id as "integrationId", w.since, w.renewed, sum(${CHANGED})::int as missed
  from watched w
  join run r on r.integration_id = w.id and r.kind = 'recurring' and r.id > ${idAt(`greatest(w.since + w.every, now() - interval '30 days')`)}
  join part p on p.run_id = r.id and p.lane = 'delta' and w.streams ? p.stream
  group by w.id, w.since, w.renewed, w.every
  having sum(${CHANGED}) >= ${LEAST_MISSED} and sum(${CHANGED}) filter (where p.updated_at < now() - 2 * w.every) > 0`;

const COVERAGE = `
  select i.id as "integrationId", coalesce(sum(${CHANGED}) filter (where r.kind = 'webhook'), 0)::int as "fromWebhooks",
    coalesce(sum(${CHANGED}) filter (where r.kind = 'recurring'), 0)::int as "fromPolling"
  from integration i join ${PLATFORM} on x.platform = i.platform
  join run r on r.integration_id = i.id and r.kind in ('webhook', 'recurring') and r.id > ${idAt(`now() - interval '48 hours'`)}
  join part p on p.run_id = r.id and p.lane = case r.kind when 'webhook' then 'by-id' else 'delta' end and x.streams ? p.stream and p.updated_at > now() - interval '24 hours'
  where i.id = any($2::uuid[]) group by i.id`;

/** Running integrations whose webhooks have gone silent; `ids` null: of all workspaces. One statement. */
export async function silentHooks(db: Queryable, platforms: readonly Pushing[], ids: readonly string[] | null): Promise<readonly Silence[]> {
  return await db.query<Silence[]>(SILENT, [JSON.stringify(platforms), ids]);
}

/** How many changes webhooks told of first, and how many polling. One statement; integrations without any are left out. */
export async function hookCoverage(db: Queryable, platforms: readonly Pushing[], ids: readonly string[]): Promise<readonly Coverage[]> {
  return await db.query<Coverage[]>(COVERAGE, [JSON.stringify(platforms), ids]);
}
