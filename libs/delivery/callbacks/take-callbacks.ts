import type { Queryable } from '#libs/security/queryable.js';
import { addressHash } from '#libs/domain/relay/address-hash.js';

export type CallbackRow = { readonly id: string; readonly routeId: string; readonly direction: 'in' | 'out'; readonly address: string; readonly receivedMs: number; readonly attempts: number };

const MOST = 50;

const TAKE = `select b.id, b.route_id as "routeId", b.direction, lower(trim(b.address)) as address, (extract(epoch from b.received_at) * 1000)::float8 as "receivedMs", b.attempts
  from consent_callback b join route r on r.id = b.route_id
  where r.destination_id = $1 and r.deleted_at is null and b.applied_at is null and (b.not_before is null or b.not_before <= now()) order by b.received_at, b.id limit ${String(MOST)}`;

export function takeCallbacks(db: Queryable, destinationId: string): Promise<CallbackRow[]> {
  return db.query<CallbackRow[]>(TAKE, [destinationId]);
}

const NOTE = `insert into remote_opt as o (account, address_hash, channel, callback, callback_at)
  select $1, decode(x.hash, 'hex'), 'email', x.direction, x.at from jsonb_to_recordset($2::jsonb) as x(hash text, direction text, at timestamptz)
  on conflict (account, address_hash, channel) do update set callback = excluded.callback, callback_at = excluded.callback_at where o.callback_at is null or o.callback_at < excluded.callback_at`;

/** What was told last of each address, remembered before anything else is done: from here on nobody is subscribed against it. */
export async function noteCallbacks(db: Queryable, account: string, rows: readonly CallbackRow[]): Promise<void> {
  const last = new Map(rows.map((row) => [row.address, row]));
  await db.query(NOTE, [account, JSON.stringify([...last.values()].map((row) => ({ hash: addressHash(account, row.address).toString('hex'), direction: row.direction, at: new Date(row.receivedMs).toISOString() })))]);
}

/** The call is over. `since`: it was told again meanwhile, and stays. */
export async function endCallback(db: Queryable, row: CallbackRow, outcome: string, detail: object | null): Promise<void> {
  await db.query(
    `update consent_callback set applied_at = now(), outcome = $3, detail = $4::jsonb where id = $1 and applied_at is null and received_at <= to_timestamp($2 / 1000.0) + interval '1 millisecond'`,
    [row.id, row.receivedMs, outcome, detail === null ? null : JSON.stringify(detail)],
  );
}

export async function retryCallback(db: Queryable, row: CallbackRow, waitMs: number): Promise<void> {
  await db.query(`update consent_callback set attempts = attempts + 1, not_before = now() + make_interval(secs => $2) where id = $1`, [row.id, waitMs / 1000]);
}
