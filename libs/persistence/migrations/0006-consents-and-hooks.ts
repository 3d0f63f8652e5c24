import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents, webhooks, counted requests, and parts that are read by page numbers. */
export class ConsentsAndHooks1700000000006 implements MigrationInterface {
  readonly name = 'ConsentsAndHooks1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consent (
        record_id uuid not null,
        kind text not null check (kind in ('newsletter', 'data_sharing')),
        channel text not null check (channel in ('email', 'sms', 'any')),
        shop text not null,
        workspace_id uuid not null,
        integration_id uuid not null,
        state text not null check (state in ('granted', 'refused')),
        -- By the source; null where it gives no date.
        changed_at timestamptz,
        -- When the record was first seen in this state, by the database clock.
        observed_at timestamptz not null,
        -- The stream that said so.
        origin text not null,
        primary key (record_id, kind, channel, shop)
      );

      create table consent_change (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null,
        record_id uuid not null,
        kind text not null,
        channel text not null,
        shop text not null,
        -- Null: first statement.
        from_state text,
        to_state text not null,
        changed_at timestamptz,
        observed_at timestamptz not null,
        origin text not null,
        run_id uuid not null
      );
      create index consent_change_record on consent_change (record_id, id);

      create table hook (
        integration_id uuid primary key,
        workspace_id uuid not null,
        token_hash bytea not null unique,
        created_at timestamptz not null default now(),
        first_at timestamptz,
        last_at timestamptz,
        last_late_at timestamptz,
        -- Webhooks came at an address before this one: silence since then means something.
        received_before boolean not null default false
      );

      create table hook_count (
        integration_id uuid not null,
        day date not null,
        received bigint not null default 0,
        stored bigint not null default 0,
        collapsed bigint not null default 0,
        ignored bigint not null default 0,
        unreadable bigint not null default 0,
        late bigint not null default 0,
        -- Of these, at addresses before the present one.
        old_received bigint not null default 0,
        old_ignored bigint not null default 0,
        old_unreadable bigint not null default 0,
        primary key (integration_id, day)
      );

      -- Named by a webhook while no record of this id was stored: perhaps new, perhaps made up. Only so many may wait.
      alter table inbox add column unseen boolean not null default false;
      create index inbox_unseen on inbox (integration_id) where unseen and part_id is null and applied_at is null;
      -- What a row waited for before a webhook named its record as well.
      alter table inbox add column first_origin text;

      -- Requests sent to the platform: to plan a run, to read a part, and how many the part will take. Then: when the names of
      -- codes were last read.
      alter table run add column requests bigint not null default 0;
      alter table part add column requests bigint not null default 0, add column expected_requests bigint;
      alter table integration add column dictionary_at timestamptz;

      -- Not only sweeps remember ids: a part read by page numbers is finished by the number of different ids it has seen.
      -- Workers of the version before do not know the new name: stop them first.
      alter table sweep_seen rename to part_seen;
      alter index sweep_seen_pkey rename to part_seen_pkey;
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
