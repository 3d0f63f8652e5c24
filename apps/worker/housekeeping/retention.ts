import type { DataSource } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import type { RetentionDays } from '../settings.js';

/** Rows a statement takes at most: locks stay short, and a large clean-up does not stand in anybody's way. */
const BATCH = 2_000;

/** A shop that has sent nothing for so long has forgotten the address as well; counts stay comparable with the year before. */
const HOOK_DAYS = '400';

type Rule = { readonly table: string; readonly days: keyof RetentionDays | null; readonly sql: string };

/** Days of a workspace: its own setting, else the installation's. */
const days = (workspace: string, name: keyof RetentionDays): string =>
  `make_interval(secs => 86400 * coalesce((select (w.settings #>> '{retention,${name}Days}')::numeric from workspace w where w.id = ${workspace}), $1::numeric)::float8)`;

const take = (table: string, key: string, where: string): string => `delete from ${table} where ${key} in (select ${key} from ${table} t where ${where} limit ${String(BATCH)})`;

/**
 * What may go, counted from the moment a row was settled. Waiting inbox rows, open rejects, unfinished runs and lanes are
 * in no rule. Parts go with their run.
 */
const RULES: readonly Rule[] = [
  { table: 'inbox', days: 'inbox', sql: take('inbox', 'id', `t.applied_at < now() - ${days('t.workspace_id', 'inbox')}`) },
  // What a late look at an order's past would need; links between orders are kept elsewhere.
  { table: 'journal_entry', days: 'inbox', sql: take('journal_entry', 'ctid', `t.received_at < now() - ${days('t.workspace_id', 'inbox')}`) },
  {
    table: 'reject_original',
    days: 'originals',
    sql: `update reject set original = null, page_cursor = null where id in (select id from reject t where t.closed_at < now() - ${days('t.workspace_id', 'originals')}
      and (t.original is not null or t.page_cursor is not null) limit ${String(BATCH)})`,
  },
  {
    // Contacts stay: what they were last written with is compared with. What is pruned stays in the ledger of its route.
    table: 'delivery',
    days: 'outbox',
    sql: `with picked as (select t.id from delivery t where t.kind <> 'contact' and t.state in ('delivered', 'cancelled') and t.settled_at < now() - ${days('t.workspace_id', 'outbox')} limit ${String(BATCH)}),
      summed as (update route_ledger l set pruned_queued = pruned_queued + s.queued, pruned_delivered = pruned_delivered + s.delivered, pruned_failed = pruned_failed + s.failed, pruned_cancelled = pruned_cancelled + s.cancelled
        from (select route_id, sum(queued) as queued, sum(delivered) as delivered, sum(failed) as failed, sum(cancelled) as cancelled from delivery where id in (select id from picked) group by route_id) s where l.route_id = s.route_id)
      delete from delivery where id in (select id from picked)`,
  },
  { table: 'consent_callback', days: 'runs', sql: take('consent_callback', 'id', `t.applied_at < now() - ${days('t.workspace_id', 'runs')}`) },
  { table: 'run', days: 'runs', sql: take('run', 'id', `t.ended_at < now() - ${days('t.workspace_id', 'runs')}`) },
  { table: 'reject', days: 'runs', sql: take('reject', 'id', `t.closed_at < now() - ${days('t.workspace_id', 'runs')}`) },
  { table: 'alert', days: 'runs', sql: take('alert', 'id', `t.closed_at < now() - ${days('t.workspace_id', 'runs')}`) },
  {
    table: 'part_seen',
    days: null,
    // A scan that is through, or was left for now, is compared with what is stored by the next look at its journal.
    sql: take('part_seen', 'ctid', `not exists (select 1 from part p where p.id = t.part_id and p.state = 'open')
      and not exists (select 1 from lane l join part p on p.id = t.part_id where l.integration_id = p.integration_id and l.lane = 'journal' and l.cursor->'scans' ? t.part_id::text)`),
  },
  { table: 'idempotency_key', days: null, sql: take('idempotency_key', 'ctid', `t.created_at < now() - interval '7 days'`) },
  // The month before this one is shown whole.
  { table: 'budget_use', days: null, sql: take('budget_use', 'ctid', `t.minute < now() - interval '70 days'`) },
  // Nobody comes back to a basket after a month; it says what somebody wanted.
  { table: 'cart', days: null, sql: take('cart', 'ctid', `t.changed_at < now() - interval '30 days'`) },
  { table: 'hook_count', days: null, sql: take('hook_count', 'ctid', `t.day < (now() at time zone 'utc')::date - ${HOOK_DAYS}`) },
  {
    table: 'hook',
    days: null,
    sql: take('hook', 'integration_id', `exists (select 1 from integration i where i.id = t.integration_id and i.deleted_at < now() - interval '${HOOK_DAYS} days')
      and greatest(t.created_at, t.last_at, t.last_late_at) < now() - interval '${HOOK_DAYS} days'`),
  },
];

export type PruneTools = { readonly onBeat: () => void; readonly signal: AbortSignal };

/** Deletes what retention allows to delete, in small batches. Returns rows by table; an interrupted job just goes on the next time. */
export async function prune(dataSource: DataSource, retention: RetentionDays, { onBeat, signal }: PruneTools): Promise<JsonObject> {
  const counts: Record<string, number> = {};
  for (const rule of RULES) {
    let taken = BATCH;
    while (taken === BATCH && !signal.aborted) {
      [, taken] = await dataSource.query<[unknown[], number]>(rule.sql, rule.days === null ? [] : [retention[rule.days]]);
      counts[rule.table] = (counts[rule.table] ?? 0) + taken;
      onBeat();
    }
  }
  return counts;
}
