import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The request budget of outside accounts; shared by every workspace, worker and lane that calls the same account. */
export class Budget1700000000005 implements MigrationInterface {
  readonly name = 'Budget1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table budget_account (
        key text primary key,
        blocked_until timestamptz,
        blocked_reason text,
        -- Blocks in a row, for people to see; a block more than ten minutes after the last one starts a new row.
        refusals int not null default 0,
        updated_at timestamptz not null default now()
      );

      -- One row a process that uses an account or waits for it. A crashed one's permits come back when its row expires.
      create table budget_permit (
        account_key text not null,
        holder uuid not null,
        -- Best priority it is working at, 0 = webhook.
        priority smallint not null,
        permits int not null default 0,
        -- Callers that wait, by priority.
        waiting int[] not null default '{0,0,0,0}',
        -- Since when it has not been served; the longest wait goes first.
        waiting_since timestamptz not null,
        -- The wish counts until then: a waiter that has died must not hold up the others.
        waiting_until timestamptz not null,
        -- Begin of its turn with the permits.
        held_since timestamptz not null,
        -- A backfill that was passed over for long goes first until then.
        boosted_until timestamptz,
        expires_at timestamptz not null,
        primary key (account_key, holder)
      );

      create table budget_slot (
        account_key text not null,
        -- 0: every request; 3: the share kept for backfill.
        priority smallint not null,
        -- 0: theoretical arrival time of the next request, the state of the cell-rate algorithm. 3: from then on the next
        -- slot belongs to a waiting backfill.
        next_at timestamptz not null,
        primary key (account_key, priority)
      );

      create table budget_use (
        account_key text not null,
        minute timestamptz not null,
        requests int not null default 0,
        refused int not null default 0,
        primary key (account_key, minute)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
