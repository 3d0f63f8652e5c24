import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where things are delivered to, what is delivered from where, and what routes have considered. */
export class DestinationsAndRoutes1700000000008 implements MigrationInterface {
  readonly name = 'DestinationsAndRoutes1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table destination (
        id uuid primary key,
        workspace_id uuid not null references workspace (id),
        kind text not null,
        -- Short readable code, unique in the workspace.
        code text not null,
        name text not null,
        state text not null check (state in ('draft', 'ready', 'needs_authentication')),
        desired text not null default 'run' check (desired in ('run', 'pause', 'stop')),
        address text,
        -- Hash of what names the outside account.
        account text,
        settings jsonb not null default '{}',
        settings_version int not null default 0,
        check_report jsonb,
        checked_at timestamptz,
        -- Why nothing moves: kind, code, texts, until.
        problem jsonb,
        -- From when the pace lets the next contact of an export go.
        next_contact_at timestamptz not null default now(),
        last_delivery_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        unique (workspace_id, code)
      );
      -- Two rows for one outside account would not see each other's deliveries.
      create unique index destination_account on destination (workspace_id, account) where deleted_at is null and account is not null;

      create table route (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null references integration (id),
        destination_id uuid not null references destination (id),
        name text not null,
        state text not null default 'off' check (state in ('off', 'on')),
        options jsonb not null,
        options_version int not null default 0,
        -- First start: whom the shop knew before is created silently.
        started_at timestamptz,
        -- No event of an order from before.
        events_from timestamptz,
        -- Since when changes found by bulk reading count too: the first export was confirmed.
        exported_from timestamptz,
        -- Since when it is about its shop: what people had said in that shop before is no change of mind.
        shop_since timestamptz,
        -- Whose code stands in ids that leave the house; kept when the account is connected again.
        source_code text,
        source_account text,
        callback_hash bytea unique,
        feed_hash bytea unique,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz
      );
      create unique index route_pair on route (integration_id, destination_id) where deleted_at is null;
      create index route_destination on route (destination_id) where deleted_at is null;
      create index route_workspace on route (workspace_id, id);

      create table route_ledger (
        route_id uuid primary key references route (id) on delete cascade,
        considered bigint not null default 0,
        queued bigint not null default 0,
        collapsed bigint not null default 0,
        already_sent bigint not null default 0,
        excluded bigint not null default 0,
        excluded_reasons jsonb not null default '{}',
        -- Settled deliveries whose rows retention has removed.
        pruned_queued bigint not null default 0,
        pruned_delivered bigint not null default 0,
        pruned_failed bigint not null default 0,
        pruned_cancelled bigint not null default 0,
        constraint route_ledger_adds_up check (considered = queued + collapsed + already_sent + excluded),
        constraint route_ledger_pruned check (pruned_queued = pruned_delivered + pruned_failed + pruned_cancelled)
      );

      create sequence route_change_seq;

      -- Records a route has still to consider; a record that changes again waits once.
      create table route_change (
        route_id uuid not null,
        record_id uuid not null,
        workspace_id uuid not null,
        kind text not null,
        -- Only reasons that must not start anything at the destination have led to this row so far.
        silent boolean not null,
        -- Owner it waits for; null: nothing.
        wait_for text,
        not_before timestamptz,
        changed_at timestamptz not null default now(),
        -- A row that changes while it is considered has another number afterwards, and stays.
        seq bigint not null,
        primary key (route_id, record_id)
      );
      create index route_change_due on route_change (route_id, silent, seq) where wait_for is null;
      create index route_change_waiting on route_change (route_id, wait_for) where wait_for is not null;

      -- Which address a routed record leads to: a contact is an address, never a card.
      create table routed_record (
        route_id uuid not null,
        record_id uuid not null,
        workspace_id uuid not null,
        kind text not null,
        external_id text not null,
        owner_id text,
        address text,
        primary key (route_id, record_id)
      );
      create index routed_record_address on routed_record (route_id, address) where address is not null;
      create index routed_record_owner on routed_record (route_id, owner_id) where owner_id is not null;

      -- The consent a route has last considered, by address and channel.
      create table routed_consent (
        route_id uuid not null,
        address text not null,
        channel text not null,
        workspace_id uuid not null,
        state text not null,
        observed_at timestamptz not null,
        options_version int not null,
        primary key (route_id, address, channel)
      );

      -- Which state of a basket a route has considered.
      create table routed_cart (
        route_id uuid not null,
        cart_id text not null,
        content_hash bytea not null,
        primary key (route_id, cart_id)
      );

      -- Who or what was left out, and why; one row an effect, gone when it is not left out any more.
      create table route_exclusion (
        route_id uuid not null,
        record_id uuid not null,
        -- 'contact', 'consent:email', 'event:PURCHASE'.
        effect text not null,
        workspace_id uuid not null,
        reason text not null,
        detail text,
        address text,
        external_id text not null,
        excluded_at timestamptz not null default now(),
        primary key (route_id, record_id, effect)
      );
      create index route_exclusion_reason on route_exclusion (route_id, reason, record_id);

      create table route_export (
        id uuid primary key,
        workspace_id uuid not null,
        route_id uuid not null references route (id) on delete cascade,
        state text not null check (state in ('counting', 'counted', 'running', 'done', 'cancelled', 'failed')),
        desired text not null default 'run' check (desired in ('run', 'pause', 'stop')),
        history_since timestamptz,
        options_version int not null,
        -- What the confirmation shows: counts by kind and reason, minutes.
        counts jsonb,
        cursor jsonb,
        total bigint not null default 0,
        handed_over bigint not null default 0,
        problem jsonb,
        created_at timestamptz not null default now(),
        confirmed_at timestamptz,
        confirmed_by text,
        ended_at timestamptz
      );
      create unique index route_export_one on route_export (route_id) where state = 'running';
      create index route_export_route on route_export (route_id, id);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
