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
        -- How often in a row the platform refused; doubles the wait when it names none.
        refusals int not null default 0,
        updated_at timestamptz not null default now()
      );

      create table budget_permit (
        account_key text not null,
        holder uuid not null,
        priority smallint not null,
        expires_at timestamptz not null,
        primary key (account_key, holder)
      );

      create table budget_slot (
        account_key text not null,
        priority smallint not null,
        -- Theoretical arrival time of the next request: the state of the cell-rate algorithm.
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
