import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox, what was delivered once and for all, and what the destination says about consents. */
export class Deliveries1700000000009 implements MigrationInterface {
  readonly name = 'Deliveries1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery (
        id uuid primary key,
        workspace_id uuid not null,
        route_id uuid not null references route (id),
        destination_id uuid not null references destination (id),
        kind text not null check (kind in ('contact', 'consent', 'event')),
        -- 'contact', 'consent:email', 'event:PURCHASE:1042': with route and address it names the effect for ever.
        key text not null,
        address text not null,
        record_id uuid,
        order_id text,
        event_type text,
        -- Of consents: what shall become of it, and since when by the source.
        wish jsonb,
        -- Must not start anything at the destination.
        silent boolean not null,
        state text not null check (state in ('pending', 'sending', 'confirming', 'unknown', 'delivered', 'failed', 'cancelled')),
        -- A change came while it was under way: it goes once more.
        again boolean not null default false,
        version int not null default 1,
        sent_version int,
        payload_hash bytea,
        settled_hash bytea,
        attempts int not null default 0,
        checks int not null default 0,
        not_before timestamptz,
        sent_at timestamptz,
        -- What is sent, as created there: a contact that is made now, or one that is there.
        creates boolean,
        job_id text,
        contact_id text,
        remote_id text,
        reason text,
        problem jsonb,
        notes jsonb,
        queued int not null default 1,
        delivered int not null default 0,
        failed int not null default 0,
        cancelled int not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        settled_at timestamptz,
        unique (route_id, address, key),
        -- The ledger adds up in every row, always: nothing refused is ever counted as sent.
        constraint delivery_ledger check (queued = delivered + failed + cancelled
          + case when state in ('pending', 'sending', 'confirming', 'unknown') then 1 else 0 end + case when again then 1 else 0 end),
        constraint delivery_again check (not again or state in ('sending', 'confirming', 'unknown'))
      );
      create index delivery_people_due on delivery (destination_id, silent, id) where state = 'pending' and kind <> 'event';
      create index delivery_events_due on delivery (destination_id, silent, id) where state = 'pending' and kind = 'event';
      create index delivery_later on delivery (destination_id, not_before) where state = 'pending' and not_before is not null;
      create index delivery_open on delivery (destination_id, not_before) where state in ('sending', 'confirming', 'unknown');
      -- What holds an address back.
      create index delivery_held on delivery (destination_id, address) where state in ('sending', 'confirming', 'unknown');
      create index delivery_person on delivery (destination_id, address);
      create index delivery_workspace on delivery (workspace_id, id);
      create index delivery_route on delivery (route_id, state, id);
      create index delivery_order on delivery (route_id, order_id) where order_id is not null;

      -- Events that happened at an outside account, once for ever: kept when routes, integrations and deliveries are gone.
      create table delivered_fact (
        account text not null,
        source_account text not null,
        order_id text not null,
        event_type text not null,
        state text not null check (state in ('sending', 'sent')),
        -- Whose it is: other routes leave it alone.
        route_id uuid not null,
        delivery_id uuid not null,
        external_id text not null,
        remote_id text,
        payload_hash bytea,
        value text,
        event_at timestamptz,
        sent_at timestamptz not null default now(),
        primary key (account, source_account, order_id, event_type)
      );
      create index delivered_fact_delivery on delivered_fact (delivery_id);

      -- The code a source account had when it was first routed: ids made with it must not change.
      create table source_code (
        workspace_id uuid not null,
        source_account text not null,
        code text not null,
        primary key (workspace_id, source_account)
      );

      -- What is known of contacts at an outside account; addresses only as hashes.
      create table remote_contact (
        account text not null,
        address_hash bytea not null,
        contact_id text,
        -- When this service made it there; null: it was there before, or never delivered.
        created_by_us_at timestamptz,
        created_with_opt_in boolean not null default false,
        delivered_at timestamptz,
        removed_at timestamptz,
        read_at timestamptz,
        primary key (account, address_hash)
      );

      create table remote_opt (
        account text not null,
        address_hash bytea not null,
        channel text not null check (channel in ('email', 'sms')),
        callback text check (callback in ('in', 'out')),
        callback_at timestamptz,
        seen_in_at timestamptz,
        out_reads int not null default 0,
        first_out_at timestamptz,
        last_out_at timestamptz,
        primary key (account, address_hash, channel)
      );

      create table consent_callback (
        id uuid primary key,
        workspace_id uuid not null,
        route_id uuid not null,
        direction text not null check (direction in ('in', 'out')),
        address text not null,
        received_at timestamptz not null default now(),
        -- The same call again before it was applied.
        repeated int not null default 0,
        applied_at timestamptz,
        attempts int not null default 0,
        not_before timestamptz,
        -- 'written', 'unchanged', 'not_written:<reason>', 'unknown_person', 'superseded'.
        outcome text,
        detail jsonb
      );
      create unique index consent_callback_waiting on consent_callback (route_id, address, direction) where applied_at is null;
      create index consent_callback_due on consent_callback (route_id, received_at) where applied_at is null;
      create index consent_callback_person on consent_callback (workspace_id, address);
      create index consent_callback_route on consent_callback (route_id, id);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
