import type { Queryable } from '#libs/security/queryable.js';
import type { Person } from './find-person.js';
import type { HeldThere } from './receipt.js';
import { countOf } from './rows.js';

/** A contact is an address, and others may have the same one: what was last told of it by a record of the person is then told of them as well. */
const OF_OTHERS = `(d.kind = 'contact' or d.wish->>'opt' = 'out') and exists (select 1 from routed_record o where o.route_id = d.route_id and o.address = d.address and not o.record_id = any($4::uuid[]))`;

/** Deliveries about the person: to their addresses, of their records, and of their orders. */
const FIND = `
  with mine as (
    select d.id from route r join delivery d on d.route_id = r.id and d.address = any($2::text[]) where r.workspace_id = $1
    union
    select d.id from jsonb_to_recordset($3::jsonb) as x(integration uuid, kind text, external text) join route r on r.workspace_id = $1 and r.integration_id = x.integration
      join delivery d on d.route_id = r.id and d.order_id = x.external where x.kind = 'order'
    union
    select d.id from delivery d where d.workspace_id = $1 and d.record_id = any($4::uuid[]) and not (${OF_OTHERS})
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

/** What others have as well, with a record of theirs that leads to it. */
const SHARED = `
  select d.id, d.route_id, d.workspace_id, heir.record_id, heir.kind from delivery d cross join lateral (
    select o.record_id, o.kind from routed_record o where o.route_id = d.route_id and o.address = d.address and not o.record_id = any($2::uuid[]) order by o.record_id limit 1
  ) heir where d.kind <> 'event' and (d.route_id, d.address) in (select t.route_id, t.address from routed_record t where t.workspace_id = $1 and t.record_id = any($2::uuid[]))`;

const idsOf = async (database: Queryable, sql: string, { workspaceId, records }: Person): Promise<string[]> => (await database.query<{ id: string }[]>(sql, [workspaceId, records])).map((row) => row.id);

/** Contacts and consents of addresses that others have as well. */
export const sharedDeliveries = (database: Queryable, person: Person): Promise<string[]> => idsOf(database, `${SHARED} order by 1`, person);

/** They stay: what waits is sent, of what is left, and nobody's former address is renamed any more. */
const HAND_OVER = `
  with shared as (${SHARED}), moved as (
    update delivery d set record_id = s.record_id, wish = d.wish - 'renameFrom', updated_at = now() from shared s where d.id = s.id and d.record_id = any($2::uuid[])
  ), noted as (
    insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq)
    select x.*, true, nextval('route_change_seq') from (select distinct route_id, record_id, workspace_id, kind from shared order by 1, 2) x
    on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now()
  ) select id from shared order by id`;

/** Leaves to others what is theirs as well. Before the records of the person are taken off the routes, after their own deliveries. */
export const handOver = (database: Queryable, person: Person): Promise<string[]> => idsOf(database, HAND_OVER, person);

/**
 * Contacts by address and events by what has arrived for ever: of orders it is remembered when their deliveries are long pruned.
 * Destinations that were deleted hold what they hold.
 */
const HELD = `
  with told as (
    select d.destination_id, d.address, d.contact_id, case when d.kind = 'event' then d.key end as event from delivery d where d.id = any($1::uuid[]) and d.delivered > 0
    union
    select r.destination_id, t.address, null, 'event:' || f.event_type || ':' || f.order_id from routed_record t join route r on r.id = t.route_id join destination g on g.id = r.destination_id
      join delivered_fact f on f.account = g.account and f.source_account = r.source_account and f.order_id = t.external_id and f.route_id = r.id and f.state = 'sent'
    where t.workspace_id = $2 and t.kind = 'order' and t.address is not null and t.record_id = any($3::uuid[])
  ), held as (
    select destination_id, address, max(contact_id) as contact_id, count(distinct event)::int as events from told group by 1, 2
  )
  select t.id as "destinationId", t.kind, t.name, coalesce(c.contact_id, m.contact_id) as "contactId", c.events
  from held c join destination t on t.id = c.destination_id
    left join remote_contact m on m.account = t.account and m.address_hash = sha256(convert_to(t.account || E'\\n' || c.address, 'UTF8'))
  order by t.id, 4`;

/** What destinations have of the person. Before the deliveries are removed. */
export const heldThere = (database: Queryable, person: Person, ids: readonly string[]): Promise<HeldThere[]> => database.query<HeldThere[]>(HELD, [ids, person.workspaceId, person.records]);

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
