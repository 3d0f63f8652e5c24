import type { Queryable } from '#libs/security/queryable.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { StoredRecord } from '../people/routing.js';

/** A record a route has to consider. */
export type Change = StoredRecord & { readonly silent: boolean; readonly seq: string; readonly changedMs: number };

const TAKE = `select c.record_id as "recordId", c.silent, c.seq::text as seq, (extract(epoch from c.changed_at) * 1000)::float8 as "changedMs",
    s.kind, s.external_id as "externalId", s.owner_id as "ownerId", s.body
  from route_change c join source_record s on s.id = c.record_id
  where c.route_id = $1 and c.wait_for is null and (c.not_before is null or c.not_before <= now())
  order by c.silent, c.seq limit $2`;

const WAITS = `select 1 from route_change where route_id = $1 and wait_for is null and (not_before is null or not_before <= now()) limit 1`;

/** Whether there is anything to consider now. */
export async function hasChanges(db: Queryable, routeId: string): Promise<boolean> {
  return (await db.query<unknown[]>(WAITS, [routeId])).length > 0;
}

/** The next records to consider, those that may be told of first. They stay waiting until the same transaction that decides on them. */
export async function takeChanges(db: Queryable, routeId: string, most: number): Promise<Change[]> {
  const rows = await db.query<(Omit<Change, 'record'> & { body: string })[]>(TAKE, [routeId, most]);
  return rows.map(({ body, ...row }) => ({ ...row, record: JSON.parse(body) as NeutralRecord }));
}

const DONE = `delete from route_change c using jsonb_to_recordset($2::jsonb) as x(record_id uuid, seq bigint)
  where c.route_id = $1 and c.record_id = x.record_id and c.seq = x.seq`;

/** Takes considered records off the list; one that has changed meanwhile stays on it. */
export async function dropChanges(db: Queryable, routeId: string, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await db.query(DONE, [routeId, JSON.stringify(changes.map((one) => ({ record_id: one.recordId, seq: one.seq })))]);
}

const WAIT = `update route_change c set wait_for = x.wait_for, not_before = x.not_before
  from jsonb_to_recordset($2::jsonb) as x(record_id uuid, seq bigint, wait_for text, not_before timestamptz)
  where c.route_id = $1 and c.record_id = x.record_id and c.seq = x.seq`;

/** Puts records off: until their owner is there, or for a while. */
export async function putOff(db: Queryable, routeId: string, waits: readonly { readonly change: Change; readonly waitFor: string | null; readonly notBefore: Date | null }[]): Promise<void> {
  if (waits.length === 0) return;
  await db.query(WAIT, [routeId, JSON.stringify(waits.map(({ change, waitFor, notBefore }) => ({ record_id: change.recordId, seq: change.seq, wait_for: waitFor, not_before: notBefore })))]);
}

/** Customers that have come, or are known never to come, let the records go that wait for them. */
export async function releaseWaiting(db: Queryable, routeId: string, owners: readonly string[]): Promise<void> {
  if (owners.length > 0) await db.query(`update route_change set wait_for = null where route_id = $1 and wait_for = any($2::text[])`, [routeId, [...owners]]);
}

/** Waiting records whose owner turned out never to come (removed, excluded, rejected). */
export async function releaseOrphans(db: Queryable, routeId: string): Promise<void> {
  await db.query(
    `update route_change c set wait_for = null from route r where c.route_id = $1 and r.id = c.route_id and c.wait_for is not null and (
       exists (select 1 from absent_record a where a.integration_id = r.integration_id and a.stream = 'customers' and a.external_id = c.wait_for)
       or exists (select 1 from source_record s where s.integration_id = r.integration_id and s.kind = 'customer' and s.external_id = c.wait_for)
       or exists (select 1 from reject j where j.integration_id = r.integration_id and j.stream = 'customers' and j.external_id = c.wait_for and j.closed_at is null))`,
    [routeId],
  );
}
