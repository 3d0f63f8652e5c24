import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What journals of platforms tell, e-mails that are looked for by phone, and what people decide about suspected duplicates. */
export class Journals1700000000010 implements MigrationInterface {
  readonly name = 'Journals1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Entries as they were told; written in the transaction that moves the cursor.
      create table journal_entry (
        integration_id uuid not null,
        log_id bigint not null,
        workspace_id uuid not null,
        type int not null,
        record_id text not null,
        object_id text,
        logged_at timestamptz not null,
        received_at timestamptz not null default now(),
        primary key (integration_id, log_id)
      );
      create index journal_entry_record on journal_entry (integration_id, record_id, received_at);
      create index journal_entry_received on journal_entry (received_at);

      -- Orders born from others. Kept for ever: a copy must not become a purchase of its own after its entry was pruned.
      create table order_kin (
        integration_id uuid not null,
        parent_id text not null,
        child_id text not null,
        kin text not null check (kin in ('merge', 'split', 'copy')),
        workspace_id uuid not null,
        -- Whether a purchase of the parent had been told by then decides about the whole family.
        received_at timestamptz not null default now(),
        primary key (integration_id, parent_id, child_id)
      );
      create index order_kin_child on order_kin (integration_id, child_id);

      -- Orders with a masked address whose e-mail is looked for by phone; one row a phone they bear.
      create table email_search (
        route_id uuid not null,
        record_id uuid not null,
        -- E.164.
        phone text not null,
        workspace_id uuid not null,
        integration_id uuid not null,
        -- The address that was found; null: none yet.
        address text,
        -- Only reasons that must not start anything at the destination have led to the search so far.
        silent boolean not null,
        primary key (route_id, record_id, phone)
      );
      create index email_search_phone on email_search (integration_id, phone);

      -- Phone numbers the platform was asked about, or is to be.
      create table phone_lookup (
        integration_id uuid not null,
        phone text not null,
        workspace_id uuid not null,
        state text not null check (state in ('due', 'done')),
        -- Orders the platform has found last; null: not asked yet.
        hits int,
        -- How often the platform was asked.
        looks int not null default 0,
        asked_at timestamptz not null default now(),
        looked_at timestamptz,
        primary key (integration_id, phone)
      );
      create index phone_lookup_due on phone_lookup (integration_id, asked_at) where state = 'due';

      -- What a person decided about an order that looked like another route's.
      create table duplicate_decision (
        route_id uuid not null,
        record_id uuid not null,
        workspace_id uuid not null,
        decision text not null check (decision in ('released', 'dismissed')),
        decided_by text not null,
        decided_at timestamptz not null default now(),
        primary key (route_id, record_id)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
