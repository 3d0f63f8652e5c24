import type { Queryable } from '#libs/security/queryable.js';
import type { Person } from './find-person.js';
import type { HeldThere } from './receipt.js';
import { countOf } from './rows.js';

/** Deliveries about the person: to their addresses, of their records, and of their orders. */
const FIND = `
  with mine as (
    select d.id from route r join delivery d on d.route_id = r.id and d.address = any($2::text[]) where r.workspace_id = $1
    union
    select d.id from jsonb_to_recordset($3::jsonb) as x(integration uuid, kind text, external text) join route r on r.workspace_id = $1 and r.integration_id = x.integration
      join delivery d on d.route_id = r.id and d.order_id = x.external where x.kind = 'order'
    union
    select d.id from delivery d where d.workspace_id = $1 and d.record_id = any($4::uuid[])
  )
  select d.id, d.state, d.state = 'sending' and d.sent_at > now() - make_interval(secs => $5) as fresh from delivery d where d.id in (select id from mine) order by d.id`;

type Row = { readonly id: string; readonly state: string; readonly fresh: boolean };

/** What the person's deliveries are about to become. */
export type FoundDeliveries = { readonly ids: readonly string[]; /** Under way, or sent with nobody knowing what became of it. */ readonly open: number; /** Of these, calls that may be under way this moment. */ readonly calling: number };

async function find(database: Queryable, sql: string, person: Person, leaseMs: number): Promise<FoundDeliveries> {
  const rows = await database.query<Row[]>(sql, [person.workspaceId, person.addresses, JSON.stringify(person.sources), person.records, leaseMs / 1000]);
  return { ids: rows.map((row) => row.id), open: rows.filter((row) => ['sending', 'confirming', 'unknown'].includes(row.state)).length, calling: rows.filter((row) => row.fresh).length };
}

/** Held until the transaction ends: none of them is sent meanwhile. */
export const findDeliveries = (database: Queryable, person: Person, leaseMs: number): Promise<FoundDeliveries> => find(database, `${FIND} for update of d`, person, leaseMs);

/** The same for whoever only looks. */
export const lookAtDeliveries = (database: Queryable, person: Person): Promise<FoundDeliveries> => find(database, FIND, person, 0);

/** Nothing more of what waits is made; what is under way goes its way, once. */
const CANCEL = `
  with changed as (
    update delivery set cancelled = cancelled + (state = 'pending')::int + again::int, again = false, updated_at = now(),
      reason = case when state = 'pending' then 'erased' else reason end, settled_at = case when state = 'pending' then now() else settled_at end, state = case when state = 'pending' then 'cancelled' else state end
    where id = any($1::uuid[]) and (state = 'pending' or again) returning id
  ) select count(*)::int as count from changed`;

export const cancelDeliveries = (database: Queryable, ids: readonly string[]): Promise<number> => countOf(database, CANCEL, [ids]);

/** What was sent and cannot be looked for without the address counts as failed: nothing unconfirmed is ever called delivered. */
const GIVE_UP = `
  with changed as (
    update delivery set state = 'failed', failed = failed + 1, reason = 'erased', settled_at = now(), updated_at = now()
    where id = any($1::uuid[]) and state in ('sending', 'confirming', 'unknown') returning id
  ) select count(*)::int as count from changed`;

export const giveUpDeliveries = (database: Queryable, ids: readonly string[]): Promise<number> => countOf(database, GIVE_UP, [ids]);

/** Contacts by address and events by what has arrived for ever; destinations that were deleted hold what they hold. */
const HELD = `
  with contact as (
    select d.destination_id, d.address, max(d.contact_id) as contact_id from delivery d where d.id = any($1::uuid[]) and d.delivered > 0 group by 1, 2
  ), event as (
    select d.destination_id, d.address, count(*)::int as events from delivery d where d.id = any($1::uuid[]) and d.kind = 'event' and d.delivered > 0 group by 1, 2
  )
  select t.id as "destinationId", t.kind, t.name, coalesce(c.contact_id, m.contact_id) as "contactId", coalesce(e.events, 0) as events
  from contact c join destination t on t.id = c.destination_id left join event e on e.destination_id = c.destination_id and e.address = c.address
    left join remote_contact m on m.account = t.account and m.address_hash = sha256(convert_to(t.account || E'\\n' || c.address, 'UTF8'))
  order by t.id, 4`;

/** What destinations have of the person. Before the deliveries are removed. */
export const heldThere = (database: Queryable, ids: readonly string[]): Promise<HeldThere[]> => database.query<HeldThere[]>(HELD, [ids]);

/** Their counts stay in the ledger of the route, as those of rows that retention has removed. */
const REMOVE = `
  with summed as (
    update route_ledger l set pruned_queued = pruned_queued + s.queued, pruned_delivered = pruned_delivered + s.delivered, pruned_failed = pruned_failed + s.failed, pruned_cancelled = pruned_cancelled + s.cancelled
    from (select route_id, sum(queued) as queued, sum(delivered) as delivered, sum(failed) as failed, sum(cancelled) as cancelled from delivery where id = any($1::uuid[]) group by route_id) s
    where l.route_id = s.route_id
  ), desk as (
    delete from reject where stage = 'deliver' and external_id in (select x::text from unnest($1::uuid[]) x)
  ), gone as (delete from delivery where id = any($1::uuid[]) returning id)
  select count(*)::int as count from gone`;

export const removeDeliveries = (database: Queryable, ids: readonly string[]): Promise<number> => countOf(database, REMOVE, [ids]);
