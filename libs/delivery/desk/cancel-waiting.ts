import type { Queryable } from '#libs/security/queryable.js';
import type { DeliveryOwner } from './ledgers.js';

/** Deliveries of some destinations or routes. */
export type Scope = { readonly owner: DeliveryOwner; readonly ids: readonly string[] };

/** `unknown`: they were under way, and nobody will ask any more what became of them. */
export type Cancelled = { readonly cancelled: number; readonly unknown: number };

/** How many wait, those that are to go once more included: what a cancellation would take away. */
export async function waitingOf(database: Queryable, { owner, ids }: Scope): Promise<number> {
  const [row] = await database.query<{ count: number }[]>(
    `select count(*) filter (where state = 'pending')::int + count(*) filter (where again)::int as count from delivery where ${owner} = any($1::uuid[]) and (state = 'pending' or again)`,
    [ids],
  );
  return row?.count ?? 0;
}

/** A row under way that is to go once more loses only that: its call has left, and is settled by what it did. */
const statement = (owner: DeliveryOwner): string => `
  with old as (
    select id, state, again from delivery
    where ${owner} = any($1::uuid[]) and (state = 'pending' or again or ($3 and state in ('sending', 'confirming')))
    order by id for update
  ), changed as (
    update delivery d set
      state = case when old.state = 'pending' then 'cancelled' when $3 and old.state in ('sending', 'confirming') then 'unknown' else old.state end,
      reason = case when old.state = 'pending' or ($3 and old.state in ('sending', 'confirming')) then $2 else d.reason end,
      cancelled = d.cancelled + (old.state = 'pending')::int + old.again::int,
      again = false,
      settled_at = case when old.state = 'pending' then now() else d.settled_at end,
      updated_at = now()
    from old where d.id = old.id
    returning old.state as before, old.again
  )
  select count(*) filter (where before = 'pending')::int + count(*) filter (where again)::int as cancelled,
    count(*) filter (where $3 and before in ('sending', 'confirming'))::int as unknown
  from changed`;

/**
 * Cancels everything that waits. With `giveUp` what is under way becomes `unknown`: the account it could be read back from is
 * gone from here.
 */
export async function cancelWaiting(database: Queryable, { owner, ids }: Scope, reason: string, giveUp = false): Promise<Cancelled> {
  const [row] = await database.query<Cancelled[]>(statement(owner), [ids, reason, giveUp]);
  return row ?? { cancelled: 0, unknown: 0 };
}
