import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workspaces and what belongs to them: keys, audit, alerts, secrets, custom fields. */
export class Organisation1700000000001 implements MigrationInterface {
  readonly name = 'Organisation1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists pg_trgm;

      create table workspace (
        id uuid primary key,
        name text not null,
        -- Raised by every join and split of cards; a page that resolved against an older value is written again.
        identity_counter bigint not null default 0,
        settings jsonb not null default '{}',
        created_at timestamptz not null default now()
      );

      create table api_key (
        id uuid primary key,
        workspace_id uuid not null references workspace (id),
        name text not null,
        prefix text not null,
        secret_hash bytea not null unique,
        role text not null check (role in ('viewer', 'operator', 'admin')),
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      create index api_key_workspace on api_key (workspace_id, created_at);

      create table audit (
        id uuid primary key,
        workspace_id uuid not null,
        at timestamptz not null default now(),
        actor text not null,
        action text not null,
        object_kind text not null,
        object_id text not null,
        detail jsonb not null default '{}'
      );
      create index audit_workspace on audit (workspace_id, id);

      create table secret (
        id uuid primary key,
        workspace_id uuid not null,
        owner_kind text not null,
        owner_id uuid not null,
        name text not null,
        key_id text not null,
        wrapped_key bytea not null,
        nonce bytea not null,
        ciphertext bytea not null,
        created_at timestamptz not null default now(),
        unique (owner_kind, owner_id, name)
      );

      create table custom_field (
        id uuid primary key,
        workspace_id uuid not null references workspace (id),
        key text not null,
        label text not null,
        type text not null check (type in ('text', 'number', 'date')),
        created_at timestamptz not null default now(),
        unique (workspace_id, key)
      );

      create table idempotency_key (
        workspace_id uuid not null,
        key text not null,
        request_hash bytea not null,
        status int,
        response jsonb,
        created_at timestamptz not null default now(),
        primary key (workspace_id, key)
      );

      create table alert_target (
        workspace_id uuid primary key references workspace (id),
        url text not null,
        enabled boolean not null default true,
        created_at timestamptz not null default now()
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
