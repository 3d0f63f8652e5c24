import type { Queryable } from '#libs/security/queryable.js';
import type { RelayEvent } from '#libs/domain/relay/route-options.js';

/** An event delivery that waits or whose outcome is unclear. */
export type EventRow = {
  readonly id: string; readonly routeId: string; readonly key: string; readonly address: string; readonly recordId: string; readonly orderId: string; readonly type: RelayEvent;
  readonly version: number; readonly sentVersion: number; readonly attempts: number; readonly checks: number;
};

const COLUMNS = `d.id, d.route_id as "routeId", d.key, d.address, d.record_id as "recordId", d.order_id as "orderId", d.event_type as type, d.version, d.sent_version as "sentVersion", d.attempts, d.checks`;

/** An event `o` of which it is not known whether it is there: nothing more of its order goes before that is decided, by reading or by a person. */
export const UNDECIDED = `(o.state in ('sending', 'unknown') or o.state = 'failed' and o.reason = 'outcome_unknown')`;

/**
 * Events that may go: the contact first, and of one order one event after another. Of each address one event a round, so that
 * rounds may send side by side. `(select true …) is null` keeps the planner from joining all that wait before it takes the first few.
 */
const NEXT = `select ${COLUMNS} from delivery d
  where d.destination_id = $1 and d.state = 'pending' and d.kind = 'event' and (d.not_before is null or d.not_before <= now())
    and d.route_id = any (array(select r.id from route r where r.destination_id = $1 and r.state = 'on' and r.deleted_at is null))
    and (select true from delivery c where c.destination_id = d.destination_id and c.address = d.address and c.kind in ('contact', 'consent') and c.state in ('pending', 'sending', 'confirming', 'unknown') limit 1) is null
    and (select true from delivery o where o.route_id = d.route_id and o.order_id = d.order_id and o.kind = 'event' and (${UNDECIDED} or o.state = 'pending' and o.id < d.id) limit 1) is null
  order by d.silent, d.id limit $2`;

export async function dueEvents(db: Queryable, destinationId: string, most: number): Promise<EventRow[]> {
  const rows = await db.query<EventRow[]>(NEXT, [destinationId, most]);
  const taken = new Set<string>();
  return rows.filter((row) => !taken.has(row.address) && taken.add(row.address) !== undefined);
}

const OPEN = `select ${COLUMNS} from delivery d where d.destination_id = $1 and d.state = 'unknown' and d.kind = 'event' and (d.not_before is null or d.not_before <= now()) order by d.not_before nulls first, d.id limit $2`;

/** Events whose outcome is to be read back now. */
export function unclearEvents(db: Queryable, destinationId: string, most: number): Promise<EventRow[]> {
  return db.query<EventRow[]>(OPEN, [destinationId, most]);
}

const CONTACTS = `select distinct on (route_id, address) route_id as "routeId", address, state, reason, contact_id as "contactId" from delivery
  where destination_id = $1 and address = any($2::text[]) and kind = 'contact' order by route_id, address, id desc`;

export type ContactRow = { readonly routeId: string; readonly address: string; readonly state: string; readonly reason: string | null; readonly contactId: string | null };

/** How the contact deliveries of some addresses have ended, by `route\naddress`. */
export async function contactsOf(db: Queryable, destinationId: string, addresses: readonly string[]): Promise<Map<string, ContactRow>> {
  const rows = await db.query<ContactRow[]>(CONTACTS, [destinationId, [...addresses]]);
  return new Map(rows.map((row) => [`${row.routeId}\n${row.address}`, row]));
}
