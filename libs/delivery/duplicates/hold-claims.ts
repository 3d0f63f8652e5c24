import type { Queryable } from '#libs/security/queryable.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';
import type { EventRow } from '../send/due-events.js';
import { findHeld, findRivals, type Held } from './find-held.js';

const LOCK = `select pg_advisory_xact_lock(hashtextextended('purchase ' || $1 || ' ' || $2, 0))`;
const ORDERS = `select id, body from source_record where id = any($1::uuid[])`;

/**
 * The last look before purchases are claimed: two workers that send for two routes claim those of one address one after the other,
 * and the second sees the first's. By delivery id.
 */
export async function holdClaims(db: Queryable, account: string, route: RouteRow, rows: readonly EventRow[]): Promise<Map<string, Held>> {
  const purchases = rows.filter((row) => row.type === 'PURCHASE');
  if (purchases.length === 0 || (await findRivals(db, route, account)).length === 0) return new Map();
  for (const address of [...new Set(purchases.map((row) => row.address))].sort()) await db.query(LOCK, [account, address]);
  const stored = await db.query<{ id: string; body: string }[]>(ORDERS, [purchases.map((row) => row.recordId)]);
  const orders = new Map(stored.map((row) => [row.id, JSON.parse(row.body) as OrderRecord]));
  const held = await findHeld(db, { route, account }, purchases.flatMap(({ recordId, address }) => {
    const order = orders.get(recordId);
    return order === undefined ? [] : [{ recordId, address, order }];
  }));
  return new Map(purchases.flatMap((row): [string, Held][] => {
    const one = held.get(row.orderId);
    return one === undefined ? [] : [[row.id, one]];
  }));
}
