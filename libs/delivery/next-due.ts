import type { Queryable } from '#libs/security/queryable.js';
import { WAITING_CARTS } from './carts/find-carts.js';
import { BACKLOG } from './export/backlog.js';
import { UNDECIDED } from './send/due-events.js';

type Input = { readonly destinationId: string; /** Whether deliveries may go now; what the house decides by itself goes on in any case. */ readonly sending: boolean; readonly leaseMs: number; readonly paceMs: number };

/** Each part is answered by an index, however much waits: one row that may go is enough to know. */
const WAITS = `from delivery d join route r on r.id = d.route_id and r.state = 'on' where $2 and d.destination_id = $1 and d.state = 'pending'`;
const READY = `(d.not_before is null or d.not_before <= now())`;
/** A contact under way holds back everything else of its address; it has a moment of its own here. */
const FREE = `not exists (select 1 from delivery o where o.destination_id = d.destination_id and o.address = d.address and o.kind <> 'event' and o.state in ('sending', 'confirming', 'unknown'))`;
const CONTACT_FIRST = `not exists (select 1 from delivery c where c.destination_id = d.destination_id and c.address = d.address and c.kind <> 'event' and c.state = 'pending')
  and not exists (select 1 from delivery o where o.route_id = d.route_id and o.order_id = d.order_id and o.kind = 'event' and ${UNDECIDED})`;
const ROUTED = `route r where r.destination_id = $1 and r.deleted_at is null and r.state = 'on'`;
const HAS_ROOM = `(select count(*) from (select 1 from delivery d where d.destination_id = $1 and d.silent and d.kind <> 'event' and d.state = 'pending' order by d.id limit ${String(BACKLOG)}) waiting) < ${String(BACKLOG)}`;

/** Deliveries of exports are due when the pace lets some go at once, not one by one. */
const DUE = `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as ms from (
    select min(coalesce(c.not_before, now())) as at from route_change c join route r on r.id = c.route_id
      where r.destination_id = $1 and r.deleted_at is null and r.state = 'on' and c.wait_for is null
    union all select now() from ${ROUTED} and exists (select 1 from route_export e where e.route_id = r.id and e.desired = 'run' and (e.state = 'counting' or e.state = 'running' and e.handed_over < e.total and ${HAS_ROOM}))
    union all select now() from ${ROUTED} and exists (${WAITING_CARTS})
    union all select min(coalesce(b.not_before, now())) from consent_callback b join route r on r.id = b.route_id where r.destination_id = $1 and r.deleted_at is null and b.applied_at is null
    union all (select now() ${WAITS} and not d.silent and d.kind <> 'event' and ${READY} and ${FREE} order by d.id limit 1)
    union all (select t.next_contact_at + make_interval(secs => $4) from destination t where t.id = $1 and (select true ${WAITS} and d.silent and d.kind <> 'event' and ${READY} order by d.id limit 1))
    union all (select now() ${WAITS} and d.kind = 'event' and ${READY} and ${FREE} and ${CONTACT_FIRST} order by d.silent, d.id limit 1)
    union all select min(d.not_before) ${WAITS} and d.not_before > now()
    union all select min(coalesce(d.not_before, now())) from delivery d where $2 and d.destination_id = $1 and d.state in ('confirming', 'unknown')
    union all select min(d.sent_at + make_interval(secs => $3)) from delivery d where $2 and d.destination_id = $1 and d.state = 'sending'
  ) due`;

/** When the next thing may be done for a destination, in ms from now; 0: nothing waits. */
export async function nextDueMs(db: Queryable, { destinationId, sending, leaseMs, paceMs }: Input): Promise<number> {
  const [row] = await db.query<{ ms: number | null }[]>(DUE, [destinationId, sending, leaseMs / 1000, paceMs / 1000]);
  return row?.ms === null || row?.ms === undefined ? 0 : Math.max(1, Math.ceil(row.ms));
}
