import type { Queryable } from '#libs/security/queryable.js';
import type { RouteRow } from '../rows.js';

export type FactClaim = { readonly deliveryId: string; readonly orderId: string; readonly type: string; readonly externalId: string };

const CLAIM = `insert into delivered_fact as f (account, source_account, order_id, event_type, state, route_id, delivery_id, external_id)
  select $1, $2, x.order_id, x.event_type, 'sending', $4, x.delivery_id, x.external_id
  from jsonb_to_recordset($3::jsonb) as x(delivery_id uuid, order_id text, event_type text, external_id text)
  on conflict (account, source_account, order_id, event_type) do update set delivery_id = excluded.delivery_id
    where f.route_id = excluded.route_id and (f.delivery_id = excluded.delivery_id or f.state = 'sent')
  returning f.delivery_id as id`;

/**
 * Claims the right to deliver events once and for all; returns the deliveries that have it. Another route was first for the others.
 * An event of the same route that has arrived goes over to the delivery for the person's new address, which may replace it.
 */
export async function claimFacts(db: Queryable, account: string, route: RouteRow, claims: readonly FactClaim[]): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set();
  const rows = await db.query<{ id: string }[]>(CLAIM, [account, route.source_account, JSON.stringify([...claims].sort((a, b) => (a.orderId + a.type < b.orderId + b.type ? -1 : 1)).map((one) => ({ delivery_id: one.deliveryId, order_id: one.orderId, event_type: one.type, external_id: one.externalId }))), route.id]);
  return new Set(rows.map((row) => row.id));
}

export type SentFact = { readonly deliveryId: string; readonly remoteId: string | null; readonly hash: Buffer; readonly value: string | null; readonly atMs: number };

/** The events have arrived: remembered for ever, with what is needed to change them later. */
export async function settleFacts(db: Queryable, facts: readonly SentFact[]): Promise<void> {
  if (facts.length === 0) return;
  await db.query(
    `update delivered_fact f set state = 'sent', remote_id = coalesce(x.remote_id, f.remote_id), payload_hash = decode(x.hash, 'hex'), value = x.value, event_at = x.at, sent_at = now()
     from jsonb_to_recordset($1::jsonb) as x(delivery_id uuid, remote_id text, hash text, value text, at timestamptz) where f.delivery_id = x.delivery_id`,
    [JSON.stringify(facts.map((one) => ({ delivery_id: one.deliveryId, remote_id: one.remoteId, hash: one.hash.toString('hex'), value: one.value, at: new Date(one.atMs).toISOString() })))],
  );
}

/** Surely not delivered: another try, or another route, may deliver it. Facts of events that are there already are kept. */
export async function dropFacts(db: Queryable, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length > 0) await db.query(`delete from delivered_fact where delivery_id = any($1::uuid[]) and state = 'sending'`, [[...deliveryIds]]);
}
