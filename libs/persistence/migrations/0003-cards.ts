import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Source records, cards and the keys that hold them together. The hot write path: every index here is paid for on each page. */
export class Cards1700000000003 implements MigrationInterface {
  readonly name = 'Cards1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer (
        id uuid primary key,
        workspace_id uuid not null,
        display_name text not null default '',
        email text,
        company text,
        -- Folded name, company and addresses; searched by trigrams.
        search_text text not null default '',
        -- The record the fields above come from; null until one names the person.
        profile_record_id uuid,
        -- Set when a join emptied this card: old links lead on to the card that took its records.
        merged_into uuid,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index customer_workspace on customer (workspace_id, id);

      create table source_record (
        id uuid primary key,
        workspace_id uuid not null,
        integration_id uuid not null,
        kind text not null,
        external_id text not null,
        customer_id uuid,
        -- The neutral record, canonical JSON text exactly as hashed; the only copy.
        body text not null,
        content_hash bytea not null,
        applied_with text not null,
        epoch int not null,
        source_at timestamptz not null,
        requested_at timestamptz not null,
        -- Keys ever seen on this record, joining and hinting, "type:value".
        keys text[] not null,
        -- 0 account, 1 alias, 2 named by an order; null: says nothing about the person.
        profile_rank smallint,
        -- External id of the customer in the same integration (orders, addresses).
        owner_id text,
        order_number text,
        placed_at timestamptz,
        sweep_digest text,
        gone_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (integration_id, kind, external_id)
      );
      create index source_record_card on source_record (customer_id, kind, placed_at);
      create index source_record_order_number on source_record (workspace_id, order_number) where order_number is not null;
      create index source_record_unlinked on source_record (integration_id, owner_id) where customer_id is null and owner_id is not null;

      -- Joining keys: one owner a value. Who wins is decided by this unique key, not by a lock.
      create table identity (
        workspace_id uuid not null,
        type text not null,
        value text not null,
        customer_id uuid not null,
        integration_id uuid not null,
        record_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (workspace_id, type, value)
      );
      create index identity_card on identity (customer_id);

      -- Hinting keys (Allegro login, phone, addresses as seen): found by search, make proposals, never join.
      create table hint (
        workspace_id uuid not null,
        type text not null,
        value text not null,
        customer_id uuid not null,
        integration_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (workspace_id, type, value, customer_id)
      );
      create index hint_card on hint (customer_id);

      -- Key values two sides of a split share: they join nothing any more.
      create table split_key (
        workspace_id uuid not null,
        type text not null,
        value text not null,
        -- Records that have no other joining key stay here.
        customer_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (workspace_id, type, value)
      );

      -- E-mails two accounts of one integration have carried: from then on they join only the accounts that carry them now.
      create table contested_key (
        workspace_id uuid not null,
        type text not null,
        value text not null,
        integration_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (workspace_id, type, value, integration_id)
      );

      create table customer_field_value (
        customer_id uuid not null,
        field_id uuid not null references custom_field (id),
        workspace_id uuid not null,
        integration_id uuid not null,
        text_value text,
        number_value numeric(30,0),
        date_value date,
        -- Orders the candidates for one value: see libs/domain/card.ts.
        rank text collate "C" not null,
        updated_at timestamptz not null default now(),
        primary key (customer_id, field_id)
      );
      create index customer_field_value_number on customer_field_value (workspace_id, field_id, number_value) where number_value is not null;
      create index customer_field_value_text on customer_field_value (workspace_id, field_id, text_value) where text_value is not null;
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
