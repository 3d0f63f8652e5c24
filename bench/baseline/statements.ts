/** Named statements of the loop: the same tables, columns and indexes as the service writes, without versions, races and locks. */
export type Sql = { readonly name: string; readonly text: string };

export const FIND_HASHES: Sql = {
  name: 'find_hashes',
  text: `select external_id, id, content_hash::text as hash, customer_id from source_record where integration_id = $1 and kind = $2 and external_id = any($3::text[])`,
};

export const FIND_KEYS: Sql = {
  name: 'find_keys',
  text: `select value, customer_id from identity where workspace_id = $1 and type = $2 and value = any($3::text[])`,
};

export const PUT_KEYS: Sql = {
  name: 'put_keys',
  text: `insert into identity (workspace_id, type, value, customer_id, integration_id, record_id)
    select $1::uuid, x.type, x.value, x.customer_id, $2::uuid, x.record_id
    from jsonb_to_recordset($3::jsonb) as x(type text, value text, customer_id uuid, record_id uuid) on conflict do nothing`,
};

export const PUT_CUSTOMERS: Sql = {
  name: 'put_customers',
  text: `insert into customer (id, workspace_id, display_name, email, company, search_text, profile_record_id)
    select x.id, $1::uuid, x.name, x.email, x.company, x.words, x.record_id
    from jsonb_to_recordset($2::jsonb) as x(id uuid, name text, email text, company text, words text, record_id uuid)`,
};

export const PUT_FIELDS: Sql = {
  name: 'put_fields',
  text: `insert into customer_field_value as v (customer_id, field_id, workspace_id, integration_id, text_value, number_value, rank)
    select x.customer_id, x.field_id, $1::uuid, $2::uuid, x.text_value, x.number_value, x.rank
    from jsonb_to_recordset($3::jsonb) as x(customer_id uuid, field_id uuid, text_value text, number_value numeric, rank text)
    on conflict (customer_id, field_id) do update set text_value = excluded.text_value, number_value = excluded.number_value, rank = excluded.rank, updated_at = now()
      where excluded.rank > v.rank`,
};

export const PUT_HINTS: Sql = {
  name: 'put_hints',
  text: `insert into hint (workspace_id, type, value, customer_id, integration_id)
    select $1::uuid, x.type, x.value, x.customer_id, $2::uuid from jsonb_to_recordset($3::jsonb) as x(type text, value text, customer_id uuid) on conflict do nothing`,
};

export const PUT_RECORDS: Sql = {
  name: 'put_records',
  text: `insert into source_record (id, workspace_id, integration_id, kind, external_id, customer_id, body, content_hash, applied_with, epoch, source_at, requested_at, keys,
      profile_rank, owner_id, order_number, placed_at, sweep_digest)
    select x.id, $1::uuid, $2::uuid, $3::text, x.external_id, x.customer_id, x.body, x.hash::bytea, 'baseline', 0, x.source_at, now(), x.keys,
      x.rank, x.owner_id, x.order_number, x.placed_at, x.digest
    from rows from (
      jsonb_to_recordset($4::jsonb) as (id uuid, external_id text, customer_id uuid, hash text, source_at timestamptz, keys text[], rank smallint, owner_id text,
        order_number text, placed_at timestamptz, digest text),
      unnest($5::text[])
    ) as x(id, external_id, customer_id, hash, source_at, keys, rank, owner_id, order_number, placed_at, digest, body)
    on conflict (integration_id, kind, external_id) do update
      set customer_id = excluded.customer_id, body = excluded.body, content_hash = excluded.content_hash, source_at = excluded.source_at,
        requested_at = excluded.requested_at, keys = excluded.keys, profile_rank = excluded.profile_rank, owner_id = excluded.owner_id,
        order_number = excluded.order_number, placed_at = excluded.placed_at, sweep_digest = excluded.sweep_digest, updated_at = now()`,
};

export const MOVE_PART: Sql = {
  name: 'move_part',
  text: `update part set cursor = $2::jsonb, seq = seq + 1, state = case when $3 then 'done' else 'open' end, read = read + $4, written = written + $5,
      identical = identical + $6, excluded = excluded + $7, pages = pages + 1, updated_at = now()
    where id = $1 and desired = 'run'`,
};

/** Without statistics the planner takes wrong indexes on fresh tables; a good loop knows that too. */
export const ANALYZE = 'analyze source_record, customer, identity, hint, customer_field_value';
export const ANALYZE_AFTER: readonly number[] = [200, 2_000, 20_000];
