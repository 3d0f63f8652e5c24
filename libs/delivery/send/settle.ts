import type { Queryable } from '#libs/security/queryable.js';
import type { Failure } from '#libs/domain/failure.js';
import type { WriteNote } from '#libs/domain/relay/writes.js';

/** A delivery that is under way; what settles it must name the version that was sent. */
export type Sent = { readonly id: string; readonly sentVersion: number };

export type Arrived = Sent & { readonly contactId: string | null; readonly remoteId: string | null };

const OPEN = `d.state in ('sending', 'confirming', 'unknown') and d.sent_version = x.sent_version`;

/**
 * Locks rows that one transaction changes in several statements, in one order for everybody: two workers would wait for each other.
 * @returns ids of those that still wait in the version they were read in
 */
export async function lockWaiting(db: Queryable, read: readonly { readonly id: string; readonly version: number }[]): Promise<ReadonlySet<string>> {
  if (read.length === 0) return new Set();
  const rows = await db.query<{ id: string; version: number; state: string }[]>(`select id, version, state from delivery where id = any($1::uuid[]) order by id for update`, [read.map((one) => one.id)]);
  const versions = new Map(read.map((one) => [one.id, one.version]));
  return new Set(rows.filter((row) => row.state === 'pending' && row.version === versions.get(row.id)).map((row) => row.id));
}

/** Arrived. A change that came meanwhile is owed another turn. Rows another worker has settled are left alone. */
export async function settleArrived(db: Queryable, arrived: readonly Arrived[]): Promise<void> {
  if (arrived.length === 0) return;
  await db.query(
    `update delivery d set state = case when d.again then 'pending' else 'delivered' end, delivered = d.delivered + 1, again = false, wish = d.wish - 'renameFrom', settled_hash = d.payload_hash, settled_at = now(),
       updated_at = now(), contact_id = coalesce(x.contact_id, d.contact_id), remote_id = coalesce(x.remote_id, d.remote_id), attempts = 0, checks = 0, not_before = null, job_id = null, reason = null, problem = null
     from jsonb_to_recordset($1::jsonb) as x(id uuid, sent_version int, contact_id text, remote_id text) where d.id = x.id and ${OPEN}`,
    [JSON.stringify(arrived.map((one) => ({ id: one.id, sent_version: one.sentVersion, contact_id: one.contactId, remote_id: one.remoteId })))],
  );
}

/** Refused for good, with the reason; waits for a changed record or a person. */
export async function settleFailed(db: Queryable, failed: readonly (Sent & { readonly reason: string; readonly problem: Failure | null })[]): Promise<void> {
  if (failed.length === 0) return;
  await db.query(
    `update delivery d set state = case when d.again then 'pending' else 'failed' end, failed = d.failed + 1, again = false, settled_at = now(), updated_at = now(),
       reason = x.reason, problem = x.problem, attempts = 0, checks = 0, not_before = null, job_id = null
     from jsonb_to_recordset($1::jsonb) as x(id uuid, sent_version int, reason text, problem jsonb) where d.id = x.id and ${OPEN}`,
    [JSON.stringify(failed.map((one) => ({ id: one.id, sent_version: one.sentVersion, reason: one.reason, problem: one.problem })))],
  );
}

/** Accepted, or lost: found out by reading back after a wait. */
export async function awaitOutcome(db: Queryable, sent: readonly Sent[], to: { readonly state: 'confirming' | 'unknown'; readonly waitMs: number; readonly jobId: string | null }): Promise<void> {
  if (sent.length === 0) return;
  await db.query(
    `update delivery d set state = $2, job_id = $3, not_before = now() + make_interval(secs => $4), updated_at = now()
     from jsonb_to_recordset($1::jsonb) as x(id uuid, sent_version int) where d.id = x.id and ${OPEN}`,
    [JSON.stringify(sent.map((one) => ({ id: one.id, sent_version: one.sentVersion }))), to.state, to.jobId, to.waitMs / 1000],
  );
}

/**
 * Waits again: what was not sent, and what was sent (`left`) and surely has not arrived, which counts as a try. Waits of our own
 * budget must not use up the tries. Two turns that were owed become one; the other is counted as cancelled, because it was not
 * made.
 */
export async function release(db: Queryable, sent: readonly Sent[], waitMs: number, left = false): Promise<void> {
  if (sent.length === 0) return;
  await db.query(
    `update delivery d set state = 'pending', cancelled = d.cancelled + case when d.again then 1 else 0 end, again = false, job_id = null, checks = 0, updated_at = now(),
       attempts = case when $3 then d.attempts else greatest(0, d.attempts - 1) end, not_before = case when $2::float8 > 0 then now() + make_interval(secs => $2) end
     from jsonb_to_recordset($1::jsonb) as x(id uuid, sent_version int) where d.id = x.id and ${OPEN}`,
    [JSON.stringify(sent.map((one) => ({ id: one.id, sent_version: one.sentVersion }))), waitMs / 1000, left],
  );
}

/** Looked for and not found yet: one more look after a wait. */
export async function lookAgain(db: Queryable, sent: readonly Sent[], waitMs: number): Promise<void> {
  if (sent.length === 0) return;
  await db.query(
    `update delivery d set checks = d.checks + 1, not_before = now() + make_interval(secs => $2), updated_at = now()
     from jsonb_to_recordset($1::jsonb) as x(id uuid, sent_version int) where d.id = x.id and ${OPEN}`,
    [JSON.stringify(sent.map((one) => ({ id: one.id, sent_version: one.sentVersion }))), waitMs / 1000],
  );
}

/** Waiting deliveries that are not to be made, found out at the last moment. */
export async function cancelPending(db: Queryable, cancelled: readonly { readonly id: string; readonly version: number; readonly reason: string }[]): Promise<void> {
  if (cancelled.length === 0) return;
  await db.query(
    `update delivery d set state = 'cancelled', cancelled = d.cancelled + 1, reason = x.reason, settled_at = now(), updated_at = now()
     from jsonb_to_recordset($1::jsonb) as x(id uuid, version int, reason text) where d.id = x.id and d.state = 'pending' and d.version = x.version`,
    [JSON.stringify(cancelled)],
  );
}

export type Claim = { readonly id: string; readonly version: number; readonly hash: Buffer | null; readonly creates: boolean; readonly notes: readonly WriteNote[] };

/** Marks deliveries as under way. Only those that still wait in the version that was built; returns their ids. */
export async function claim(db: Queryable, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set();
  const [rows] = await db.query<[{ id: string }[], number]>(
    `update delivery d set state = 'sending', sent_version = d.version, payload_hash = decode(x.hash, 'hex'), creates = x.creates, notes = x.notes, attempts = d.attempts + 1, sent_at = now(), updated_at = now(), not_before = null, job_id = null
     from jsonb_to_recordset($1::jsonb) as x(id uuid, version int, hash text, creates boolean, notes jsonb) where d.id = x.id and d.state = 'pending' and d.version = x.version returning d.id`,
    [JSON.stringify([...claims].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => ({ id: one.id, version: one.version, hash: one.hash?.toString('hex') ?? null, creates: one.creates, notes: one.notes.length === 0 ? null : one.notes })))],
  );
  return new Set(rows.map((row) => row.id));
}
