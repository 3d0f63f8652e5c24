import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Integrations, their runs, parts and lanes, and everything that steers reading. */
export class Integrations1700000000002 implements MigrationInterface {
  readonly name = 'Integrations1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table integration (
        id uuid primary key,
        workspace_id uuid not null references workspace (id),
        platform text not null,
        -- Short readable code, unique in the workspace and kept for ever: part of keys that leave the house.
        code text not null,
        name text not null,
        state text not null,
        prior_state text,
        address text,
        account_key text,
        settings jsonb not null default '{}',
        settings_version int not null default 0,
        -- Hash of deriving settings, mapper versions and rules; stored with each record as applied_with.
        fingerprint text not null default '',
        epoch int not null default 0,
        check_report jsonb,
        checked_at timestamptz,
        followed_since timestamptz,
        last_success_at timestamptz,
        last_record_at timestamptz,
        problem jsonb,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        unique (workspace_id, code)
      );
      create index integration_workspace on integration (workspace_id, id) where deleted_at is null;

      create table custom_field_use (
        integration_id uuid not null references integration (id),
        role text not null check (role in ('id', 'last_order_date', 'allegro_login')),
        workspace_id uuid not null,
        field_id uuid not null references custom_field (id),
        primary key (integration_id, role)
      );
      -- A field that holds one integration's numbers must not be filled by another.
      create unique index custom_field_use_id on custom_field_use (field_id) where role = 'id';

      create table run (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null references integration (id),
        kind text not null,
        state text not null,
        desired text not null default 'run' check (desired in ('run', 'pause', 'stop')),
        -- What was asked for: since, streams, date range.
        request jsonb not null default '{}',
        -- Why nothing moves at the moment: code, texts, until.
        waiting jsonb,
        -- What ended or bent it: failure, places left out, notes.
        outcome jsonb,
        epoch int not null,
        requested_by text not null,
        planned_at timestamptz,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz
      );
      create unique index run_one_unfinished on run (integration_id, kind)
        where state in ('queued', 'running', 'paused', 'waiting');
      create index run_unfinished on run (id) where state in ('queued', 'running', 'paused', 'waiting');
      create index run_workspace on run (workspace_id, id);
      create index run_integration on run (integration_id, id);

      create table lane (
        integration_id uuid not null references integration (id),
        stream text not null,
        lane text not null,
        workspace_id uuid not null,
        cursor jsonb,
        finished_at timestamptz,
        updated_at timestamptz not null default now(),
        primary key (integration_id, stream, lane)
      );

      create table part (
        id uuid primary key,
        run_id uuid not null references run (id) on delete cascade,
        workspace_id uuid not null,
        integration_id uuid not null,
        stream text not null,
        lane text not null,
        ordinal int not null,
        state text not null default 'open' check (state in ('open', 'done', 'incomplete')),
        range jsonb not null,
        cursor jsonb,
        seq int not null default 0,
        desired text not null default 'run' check (desired in ('run', 'pause', 'stop')),
        settings_version int not null,
        expected bigint,
        read bigint not null default 0,
        written bigint not null default 0,
        reapplied bigint not null default 0,
        identical bigint not null default 0,
        older bigint not null default 0,
        duplicate bigint not null default 0,
        excluded bigint not null default 0,
        rejected bigint not null default 0,
        -- Excluded records by reason: {"technical_customer": 3}.
        excluded_reasons jsonb not null default '{}',
        pages bigint not null default 0,
        swept bigint not null default 0,
        queued bigint not null default 0,
        outcome jsonb,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (run_id, stream, lane, ordinal),
        -- The ledger adds up, always: a page that would break it is rolled back by the database itself.
        constraint part_ledger check (read = written + identical + older + duplicate + excluded + rejected and reapplied <= written)
      );
      create index part_integration_open on part (integration_id) where state = 'open';

      create table inbox (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null,
        stream text not null,
        external_id text not null,
        origin text not null,
        part_id uuid,
        received_at timestamptz not null default now(),
        applied_at timestamptz,
        -- Set by a wait told by the platform or by a failed attempt.
        not_before timestamptz,
        attempts int not null default 0
      );
      -- One waiting row a record: later hints for the same record collapse into it until a batch has taken it.
      create unique index inbox_waiting on inbox (integration_id, stream, external_id) where part_id is null and applied_at is null;
      create index inbox_part on inbox (part_id) where part_id is not null and applied_at is null;
      create index inbox_applied on inbox (applied_at) where applied_at is not null;

      create table reject (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null,
        stream text not null,
        stage text not null check (stage in ('read', 'map', 'deliver')),
        -- The platform's id, or "page:<hash>" for a row that has none.
        external_id text not null,
        run_id uuid,
        part_id uuid,
        reason text not null,
        message jsonb not null,
        fix jsonb not null,
        original jsonb,
        page_cursor jsonb,
        range jsonb,
        occurrences int not null default 1,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text
      );
      create unique index reject_open on reject (integration_id, stream, external_id, stage) where closed_at is null;
      create index reject_workspace on reject (workspace_id, id);

      create table dictionary (
        integration_id uuid not null references integration (id),
        kind text not null,
        code text not null,
        name text not null,
        iso text,
        flags jsonb,
        seen_at timestamptz not null default now(),
        primary key (integration_id, kind, code)
      );

      create table alert (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid,
        rule text not null,
        -- What the alert is about (a run, an account); with the rule it keys the one open alert.
        subject text not null,
        message jsonb not null,
        detail jsonb not null default '{}',
        opened_at timestamptz not null default now(),
        closed_at timestamptz,
        sent_at timestamptz,
        attempts int not null default 0,
        not_before timestamptz
      );
      create unique index alert_open on alert (workspace_id, rule, subject) where closed_at is null;
      create index alert_workspace on alert (workspace_id, id);

      -- Records a by-id read did not bring, because they do not exist or are excluded: not asked for again by every page that names them.
      create table absent_record (
        integration_id uuid not null,
        stream text not null,
        external_id text not null,
        seen_at timestamptz not null default now(),
        primary key (integration_id, stream, external_id)
      );

      -- Ids seen by a running sweep; whatever is stored and was not seen is asked for by id, then marked gone.
      create table sweep_seen (
        part_id uuid not null,
        external_id text not null,
        primary key (part_id, external_id)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
