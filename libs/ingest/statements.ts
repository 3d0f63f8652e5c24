import type { Statement } from './session.js';

/** Look-ups before the transaction. */
export const FIND_RECORDS: Statement = {
  name: 'ingest_find_records',
  text: `select external_id, id, content_hash::text as hash, applied_with, epoch, customer_id, keys, profile_rank,
      (extract(epoch from nullif(source_at, '-infinity')) * 1000)::float8 as source_ms,
      (extract(epoch from requested_at) * 1000)::float8 as requested_ms,
      (extract(epoch from gone_at) * 1000)::float8 as gone_ms
    from source_record where integration_id = $1 and kind = $2 and external_id = any($3::text[])`,
};

/**
 * Which of some stored orders count as purchases. The stored text is what JSON.stringify gives, and quotes inside its strings are
 * escaped: this is the member itself. Asked only about orders that count no longer.
 */
export const FIND_COUNTED: Statement = {
  name: 'ingest_find_counted',
  text: `select external_id from source_record where integration_id = $1 and kind = 'order' and external_id = any($2::text[]) and position('"counts":false' in body) = 0`,
};

/** The cheap form for a page that is probably unchanged: no keys, no versions. */
export const FIND_HASHES: Statement = {
  name: 'ingest_find_hashes',
  text: `select external_id, content_hash::text as hash from source_record
    where integration_id = $1 and kind = $2 and external_id = any($3::text[]) and applied_with = $4 and gone_at is null`,
};

export const FIND_OPEN_REJECTS: Statement = {
  name: 'ingest_find_open_rejects',
  text: `select id, external_id from reject where integration_id = $1 and stream = $2 and external_id = any($3::text[]) and closed_at is null`,
};

export const IDENTITY_COUNTER: Statement = {
  name: 'ingest_identity_counter',
  text: `select identity_counter::text as counter, exists (select 1 from split_key s where s.workspace_id = w.id) or exists (select 1 from card_link l where l.workspace_id = w.id) as has_rulings, w.erasures from workspace w where w.id = $1`,
};

/** Keys about which a person has decided something. */
export const RULED_KEYS: Statement = {
  name: 'ingest_ruled_keys',
  text: `select x.key from unnest($2::text[]) as x(key)
    where exists (select 1 from split_key s where s.workspace_id = $1 and s.type = split_part(x.key, ':', 1) and s.value = substr(x.key, strpos(x.key, ':') + 1))
      or exists (select 1 from card_link l where l.workspace_id = $1 and l.cut_by is null and l.left_key = x.key)
      or exists (select 1 from card_link l where l.workspace_id = $1 and l.cut_by is null and l.right_key = x.key)
      -- Records that have nothing but split values may wait for this one.
      or x.key in (select s.keeper_key from split_key s where s.workspace_id = $1)`,
};

export const FIND_IDENTITIES: Statement = {
  name: 'ingest_find_identities',
  text: `select value, customer_id from identity where workspace_id = $1 and type = $2 and value = any($3::text[])`,
};

export const FIND_SHOP_IDS_OF_CARDS: Statement = {
  name: 'ingest_find_shop_ids_of_cards',
  text: `select customer_id, value from identity where customer_id = any($1::uuid[]) and type = 'shop_id'`,
};

/** Locks are statements of their own: in one statement with a write they would read a snapshot from before the wait. */
export const LOCK_SHARED: Statement = { name: 'ingest_lock_shared', text: `select pg_advisory_xact_lock_shared(hashtextextended($1, 1))` };
export const LOCK_EXCLUSIVE: Statement = { name: 'ingest_lock_exclusive', text: `select pg_advisory_xact_lock(hashtextextended($1, 1))` };
export const RAISE_COUNTER: Statement = {
  name: 'ingest_raise_counter',
  text: `update workspace set identity_counter = identity_counter + 1 where id = $1 returning identity_counter::text as counter`,
};

export const INSERT_IDENTITIES: Statement = {
  name: 'ingest_insert_identities',
  text: `insert into identity (workspace_id, type, value, customer_id, integration_id, record_id)
    select $1::uuid, x.type, x.value, x.customer_id, $2::uuid, x.record_id
    from jsonb_to_recordset($3::jsonb) as x(type text, value text, customer_id uuid, record_id uuid)
    on conflict do nothing`,
};

export const INSERT_CUSTOMERS: Statement = {
  name: 'ingest_insert_customers',
  text: `insert into customer (id, workspace_id, display_name, email, company, search_text, profile_record_id)
    select x.id, $1::uuid, x.display_name, x.email, x.company, x.search_text, x.profile_record_id
    from jsonb_to_recordset($2::jsonb) as x(id uuid, display_name text, email text, company text, search_text text, profile_record_id uuid)`,
};

export const INSERT_HINTS: Statement = {
  name: 'ingest_insert_hints',
  text: `insert into hint (workspace_id, type, value, customer_id, integration_id)
    select $1::uuid, x.type, x.value, x.customer_id, $2::uuid from jsonb_to_recordset($3::jsonb) as x(type text, value text, customer_id uuid)
    on conflict do nothing`,
};

/** A greater rank wins; the same rank with another value is the same order or customer, changed. */
export const UPSERT_FIELDS: Statement = {
  name: 'ingest_upsert_fields',
  text: `insert into customer_field_value as v (customer_id, field_id, workspace_id, integration_id, text_value, number_value, date_value, rank)
    select x.customer_id, x.field_id, $1::uuid, $2::uuid, x.text_value, x.number_value, x.date_value, x.rank
    from jsonb_to_recordset($3::jsonb) as x(customer_id uuid, field_id uuid, text_value text, number_value numeric, date_value date, rank text)
    on conflict (customer_id, field_id) do update
      set text_value = excluded.text_value, number_value = excluded.number_value, date_value = excluded.date_value,
        rank = excluded.rank, integration_id = excluded.integration_id, updated_at = now()
      where excluded.rank > v.rank
        or (excluded.rank = v.rank and (excluded.text_value, excluded.number_value, excluded.date_value) is distinct from (v.text_value, v.number_value, v.date_value))`,
};

const RECORD_COLUMNS = `id uuid, external_id text, customer_id uuid, hash text, was_hash text, was_gone boolean, epoch int, source_at timestamptz, requested_at timestamptz,
  keys text[], profile_rank smallint, owner_id text, order_number text, placed_at timestamptz, sweep_digest text`;
const RECORD_NAMES = `id, external_id, customer_id, hash, was_hash, was_gone, epoch, source_at, requested_at, keys, profile_rank, owner_id, order_number, placed_at, sweep_digest`;

export const INSERT_RECORDS: Statement = {
  name: 'ingest_insert_records',
  text: `insert into source_record (id, workspace_id, integration_id, kind, external_id, customer_id, body, content_hash, applied_with, epoch,
      source_at, requested_at, keys, profile_rank, owner_id, order_number, placed_at, sweep_digest)
    select x.id, $1::uuid, $2::uuid, $3::text, x.external_id, x.customer_id, x.body, x.hash::bytea, $4::text, x.epoch,
      x.source_at, x.requested_at, x.keys, x.profile_rank, x.owner_id, x.order_number, x.placed_at, x.sweep_digest
    from rows from (jsonb_to_recordset($5::jsonb) as (${RECORD_COLUMNS}), unnest($6::text[])) as x(${RECORD_NAMES}, body)
    on conflict (integration_id, kind, external_id) do nothing`,
};

/** Only rows that still are what the look-up saw; fewer rows than sent means that another lane was faster. */
export const UPDATE_RECORDS: Statement = {
  name: 'ingest_update_records',
  text: `update source_record r set customer_id = x.customer_id, body = x.body, content_hash = x.hash::bytea, applied_with = $1::text,
      epoch = x.epoch, source_at = x.source_at, requested_at = x.requested_at, keys = x.keys, profile_rank = x.profile_rank,
      owner_id = x.owner_id, order_number = x.order_number, placed_at = x.placed_at, sweep_digest = x.sweep_digest,
      gone_at = null, updated_at = now()
    from rows from (jsonb_to_recordset($2::jsonb) as (${RECORD_COLUMNS}), unnest($3::text[])) as x(${RECORD_NAMES}, body)
    where r.id = x.id and r.content_hash = x.was_hash::bytea and (r.gone_at is not null) = x.was_gone`,
};

/** A losing copy changes nothing of the record, but the keys it carried are kept. */
export const ADD_KEYS: Statement = {
  name: 'ingest_add_keys',
  text: `update source_record r set keys = x.keys, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, keys text[]) where r.id = x.id`,
};

/** Two pages that name the same person wait for each other here: the second then sees what the first has written. */
export const LOCK_CARDS: Statement = { name: 'ingest_lock_cards', text: `select id from customer where id = any($1::uuid[]) order by id for update` };

export const FIND_PROFILE_RECORDS: Statement = {
  name: 'ingest_find_profile_records',
  text: `select customer_id, id, integration_id, body
    from source_record where customer_id = any($1::uuid[]) and profile_rank is not null and kind in ('customer', 'order', 'subscriber')`,
};

export const UPDATE_PROFILES: Statement = {
  name: 'ingest_update_profiles',
  text: `update customer c set display_name = x.display_name, email = x.email, company = x.company, search_text = x.search_text,
      profile_record_id = x.profile_record_id, merged_into = null, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, display_name text, email text, company text, search_text text, profile_record_id uuid)
    where c.id = x.id and (c.display_name, c.email, c.company, c.search_text, c.profile_record_id, c.merged_into)
      is distinct from (x.display_name, x.email, x.company, x.search_text, x.profile_record_id, null)`,
};
