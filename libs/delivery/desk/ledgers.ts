import type { Queryable } from '#libs/security/queryable.js';

/** What became of everything queued: queued = delivered + failed + unknown + pending + cancelled. */
export type DeliveryLedger = {
  readonly queued: number;
  readonly delivered: number;
  readonly failed: number;
  readonly unknown: number;
  /** Waiting, under way, being confirmed, or to go once more. */
  readonly pending: number;
  readonly cancelled: number;
};

export const EMPTY_DELIVERY_LEDGER: DeliveryLedger = { queued: 0, delivered: 0, failed: 0, unknown: 0, pending: 0, cancelled: 0 };

export function deliveriesAddUp(ledger: DeliveryLedger): boolean {
  return ledger.queued === ledger.delivered + ledger.failed + ledger.unknown + ledger.pending + ledger.cancelled;
}

/** What deliveries are gathered by. */
export type DeliveryOwner = 'destination_id' | 'route_id';

const PRUNED: Record<DeliveryOwner, string> = { destination_id: 'r.destination_id', route_id: 'r.id' };

/** Rows that are there, and what retention has taken: `pending` and `unknown` are counted by state, so the sum is a proof. */
const statement = (owner: DeliveryOwner): string => `
  select id, sum(queued)::float8 as queued, sum(delivered)::float8 as delivered, sum(failed)::float8 as failed, sum(unknown)::float8 as unknown,
    sum(pending)::float8 as pending, sum(cancelled)::float8 as cancelled
  from (
    select ${owner} as id, queued, delivered, failed, cancelled, (state = 'unknown')::int as unknown,
      (state in ('pending', 'sending', 'confirming'))::int + again::int as pending
    from delivery where ${owner} = any($1::uuid[])
    union all
    select ${PRUNED[owner]}, l.pruned_queued, l.pruned_delivered, l.pruned_failed, l.pruned_cancelled, 0, 0
    from route_ledger l join route r on r.id = l.route_id where ${PRUNED[owner]} = any($1::uuid[])
  ) counted group by id`;

/** Ledgers of many destinations or routes in one statement; one without deliveries is absent. */
export async function deliveryLedgers(database: Queryable, owner: DeliveryOwner, ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryLedger>> {
  const rows = await database.query<(DeliveryLedger & { id: string })[]>(statement(owner), [ids]);
  return new Map(rows.map(({ id, ...ledger }) => [id, ledger]));
}
