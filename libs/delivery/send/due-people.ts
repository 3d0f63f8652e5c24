import type { Queryable } from '#libs/security/queryable.js';
import type { Wish } from '../consider/effects.js';

/** A contact or consent delivery that waits or is under way. */
export type PersonRow = {
  readonly id: string; readonly routeId: string; readonly kind: 'contact' | 'consent'; readonly key: string; readonly address: string; readonly recordId: string;
  readonly wish: Wish | null; readonly silent: boolean; readonly state: string; readonly version: number; readonly sentVersion: number; readonly attempts: number; readonly checks: number;
  /** A change came while it was under way: it goes once more. */
  readonly again: boolean;
  readonly settledHash: Buffer | null; readonly creates: boolean | null; readonly jobId: string | null; readonly sentMs: number;
};

/** Everything of one address that goes in one write. */
export type Unit = { readonly routeId: string; readonly address: string; readonly rows: readonly PersonRow[] };

const COLUMNS = `d.id, d.route_id as "routeId", d.kind, d.key, d.address, d.record_id as "recordId", d.wish, d.silent, d.state, d.version, d.sent_version as "sentVersion", d.attempts, d.checks, d.again,
  d.settled_hash as "settledHash", d.creates, d.job_id as "jobId", (extract(epoch from d.sent_at) * 1000)::float8 as "sentMs"`;

/** Of one address and route: its contact, and a consent for each channel. */
const MOST_ROWS = 3;

/**
 * The oldest due addresses of a lane; of one with something under way nothing more is sent. An export has thousands that wait:
 * `(select true …) is null` keeps the planner from joining all of them before it takes the first few.
 */
const NEXT = `with oldest as (
    select d.id::text as id, d.address, d.route_id from delivery d
    where d.destination_id = $1 and d.state = 'pending' and d.kind in ('contact', 'consent') and d.silent = $2 and (d.not_before is null or d.not_before <= now())
      and d.route_id = any (array(select r.id from route r where r.destination_id = $1 and r.state = 'on' and r.deleted_at is null))
      and (select true from delivery o where o.destination_id = d.destination_id and o.address = d.address and o.kind in ('contact', 'consent') and o.state in ('sending', 'confirming', 'unknown') limit 1) is null
    order by d.id limit $3::int * ${String(MOST_ROWS)}
  ), next as (
    select address, route_id, min(id) as first from oldest group by address, route_id order by first limit $3
  )
  select ${COLUMNS} from next n join delivery d on d.destination_id = $1 and d.address = n.address and d.route_id = n.route_id
  where d.state = 'pending' and d.kind in ('contact', 'consent') and (d.not_before is null or d.not_before <= now()) order by n.first, d.id`;

function unitsOf(rows: readonly PersonRow[]): Unit[] {
  const units = [...Map.groupBy(rows, (row) => `${row.routeId}\n${row.address}`).values()].map((own): Unit => ({ routeId: own[0]?.routeId ?? '', address: own[0]?.address ?? '', rows: own }));
  // Two routes may lead to one contact: one after the other.
  const taken = new Set<string>();
  return units.filter(({ address }) => !taken.has(address) && taken.add(address) !== undefined);
}

/** Units that may go now. `silent`: those of exports and re-applied records; else those that something new has led to. */
export async function duePeople(db: Queryable, destinationId: string, silent: boolean, most: number): Promise<Unit[]> {
  return most === 0 ? [] : unitsOf(await db.query<PersonRow[]>(NEXT, [destinationId, silent, most]));
}

/** Whole addresses, so that as many can be looked at as are sent; a live change does not wait behind what an export has sent. */
const OPEN = `with next as (
    select d.address, d.route_id, bool_and(d.silent) as silent, min(d.not_before) as due from delivery d
    where d.destination_id = $1 and d.state in ('confirming', 'unknown') and d.kind in ('contact', 'consent') and (d.not_before is null or d.not_before <= now())
    group by d.address, d.route_id order by silent, due nulls first, d.address limit $2
  )
  select ${COLUMNS} from next n join delivery d on d.destination_id = $1 and d.address = n.address and d.route_id = n.route_id
  where d.state in ('confirming', 'unknown') and d.kind in ('contact', 'consent') and (d.not_before is null or d.not_before <= now()) order by n.silent, n.due nulls first, n.address, d.id`;

/** Units whose outcome is to be read back now. */
export async function unclearPeople(db: Queryable, destinationId: string, most: number): Promise<Unit[]> {
  return unitsOf(await db.query<PersonRow[]>(OPEN, [destinationId, most]));
}

/** What waits of a route that was deleted while it was under way will never be sent. */
export async function cancelOrphans(db: Queryable, destinationId: string): Promise<void> {
  await db.query(
    `update delivery d set state = 'cancelled', cancelled = cancelled + 1, reason = 'route_deleted', settled_at = now(), updated_at = now()
     from route r where r.id = d.route_id and r.deleted_at is not null and d.destination_id = $1 and d.state = 'pending'`,
    [destinationId],
  );
}

/** Rows left by a worker that is gone: what became of their calls is not known. */
export async function adoptLost(db: Queryable, destinationId: string, leaseMs: number, quietMs: number): Promise<void> {
  await db.query(
    `update delivery set state = 'unknown', not_before = greatest(now(), sent_at + make_interval(secs => $3)), updated_at = now()
     where destination_id = $1 and state = 'sending' and sent_at < now() - make_interval(secs => $2)`,
    [destinationId, leaseMs / 1000, quietMs / 1000],
  );
}
