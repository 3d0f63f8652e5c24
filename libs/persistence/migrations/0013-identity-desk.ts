import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets and whom they belong to, what people decide about cards, and what is left of erased persons. */
export class IdentityDesk1700000000013 implements MigrationInterface {
  readonly name = 'IdentityDesk1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket (
        id uuid primary key,
        workspace_id uuid not null,
        -- The help desk it comes from, and its number there.
        source text not null,
        external_id text,
        subject text,
        -- As received.
        sender text,
        -- Lower-cased and trimmed, in full; null: no address.
        address text,
        -- The identity key it is looked for by, "type:value": the base form of a masked address, else the address. Null: leads to nobody.
        lookup_key text,
        status text,
        url text,
        opened_at timestamptz,
        customer_id uuid,
        -- Null: by nobody yet. A person may also have decided that it belongs to no card.
        assigned_by text check (assigned_by in ('rule', 'person')),
        assigned_at timestamptz,
        -- Why it is where it is: rule, form of the address, integration and record that brought it.
        reason jsonb,
        -- Cards it may belong to when there is more than one: a proposal.
        candidates uuid[] not null default '{}',
        received_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index ticket_external on ticket (workspace_id, source, external_id) where external_id is not null;
      create index ticket_workspace on ticket (workspace_id, id);
      create index ticket_card on ticket (customer_id, opened_at, id) where customer_id is not null;
      -- Everything a page of records may find again is found by this alone, and so are all forms of a masked address.
      create index ticket_lookup on ticket (workspace_id, lookup_key) where lookup_key is not null;
      create index ticket_address on ticket (workspace_id, address) where address is not null;
      create index ticket_proposed on ticket (workspace_id, id) where candidates <> '{}';

      -- What a person decided about cards; undone ones are kept.
      create table decision (
        id uuid primary key,
        workspace_id uuid not null,
        kind text not null check (kind in ('merge', 'split', 'refuse')),
        actor text not null,
        note text,
        -- Ids of cards, records and tickets it touched: what undoing needs. No personal data.
        detail jsonb not null default '{}',
        created_at timestamptz not null default now(),
        undone_at timestamptz,
        undone_by text
      );
      create index decision_workspace on decision (workspace_id, id);

      -- Two keys a person declared to be one customer's; in force while nobody cut it.
      create table card_link (
        id uuid primary key,
        workspace_id uuid not null,
        left_key text not null,
        right_key text not null,
        decision_id uuid not null,
        -- The split that cut it.
        cut_by uuid,
        created_at timestamptz not null default now()
      );
      create index card_link_left on card_link (workspace_id, left_key) where cut_by is null;
      create index card_link_right on card_link (workspace_id, right_key) where cut_by is null;
      create index card_link_decision on card_link (decision_id);

      -- Two keys whose cards are not the same person, whatever hints they share. left_key < right_key.
      create table refused_pair (
        workspace_id uuid not null,
        left_key text not null,
        right_key text not null,
        decision_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (workspace_id, left_key, right_key, decision_id)
      );
      create index refused_pair_right on refused_pair (workspace_id, right_key);
      create index refused_pair_decision on refused_pair (decision_id);

      -- A card's id says nothing after cards were grouped anew; a key of the side does. Nothing has written here before.
      delete from split_key;
      alter table split_key drop column customer_id, add column keeper_key text not null, add column decision_id uuid not null,
        -- Keepers before, each with the later split that moved it on: [{keeper, movedBy}], oldest first.
        add column former_keepers jsonb not null default '[]';
      create index split_key_decision on split_key (decision_id);
      create index split_key_keeper on split_key (workspace_id, keeper_key);

      -- Salted hashes of the keys and source ids of erased persons.
      create table tombstone (
        workspace_id uuid not null,
        hash bytea not null,
        erased_at timestamptz not null,
        primary key (workspace_id, hash)
      );
      -- The salt is null while nobody was erased. A page that looked for erased persons before an erasure is written again.
      alter table workspace add column tombstone_salt bytea, add column erasures int not null default 0;

      create table erasure (
        id uuid primary key,
        workspace_id uuid not null,
        customer_id uuid not null,
        -- That card, and those that were joined into it when the erasure was asked for: nobody else's is erased.
        cards uuid[] not null,
        state text not null check (state in ('queued', 'removed', 'done', 'stopped')),
        requested_by text not null,
        requested_at timestamptz not null default now(),
        removed_at timestamptz,
        finished_at timestamptz,
        -- Rows taken out by table, what destinations still hold, and what a search of the database found afterwards. No personal data.
        receipt jsonb not null default '{}'
      );
      create index erasure_workspace on erasure (workspace_id, id);
      create unique index erasure_unfinished on erasure (workspace_id, customer_id) where state in ('queued', 'removed');
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
