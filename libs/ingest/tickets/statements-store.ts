import type { Statement } from '../session.js';

export const ADDRESS_SETTINGS: Statement = {
  name: 'tickets_address_settings',
  text: `select settings->'genericAddresses' as generic, settings->'allegro'->'domains' as allegro_domains from workspace where id = $1`,
};

export const FIND_STORED: Statement = {
  name: 'tickets_find_stored',
  text: `select t.id, t.source, t.external_id, t.subject, t.sender, t.status, t.url, (extract(epoch from t.opened_at) * 1000)::float8 as opened_ms
    from rows from (unnest($2::text[]), unnest($3::text[])) as x(source, external_id)
    join ticket t on t.workspace_id = $1 and t.source = x.source and t.external_id = x.external_id`,
};

const COLUMNS = `id uuid, source text, external_id text, subject text, sender text, address text, lookup_key text, status text, url text, opened_at timestamptz, moved boolean`;

export const INSERT_TICKETS: Statement = {
  name: 'tickets_insert',
  text: `insert into ticket (id, workspace_id, source, external_id, subject, sender, address, lookup_key, status, url, opened_at)
    select x.id, $1::uuid, x.source, x.external_id, x.subject, x.sender, x.address, x.lookup_key, x.status, x.url, x.opened_at
    from jsonb_to_recordset($2::jsonb) as x(${COLUMNS})`,
};

/** A ticket that comes from somebody else now is nobody's until it is looked for again, unless a person has decided about it. */
export const UPDATE_TICKETS: Statement = {
  name: 'tickets_update',
  text: `update ticket t set subject = x.subject, sender = x.sender, address = x.address, lookup_key = x.lookup_key, status = x.status, url = x.url, opened_at = x.opened_at,
      customer_id = case when x.moved and t.assigned_by = 'rule' then null else t.customer_id end,
      assigned_at = case when x.moved and t.assigned_by = 'rule' then null else t.assigned_at end,
      reason = case when x.moved and t.assigned_by = 'rule' then null else t.reason end,
      assigned_by = case when x.moved and t.assigned_by = 'rule' then null else t.assigned_by end,
      updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(${COLUMNS}) where t.id = x.id`,
};

export const NEXT_TICKETS: Statement = {
  name: 'tickets_next',
  text: `select id, sender, address, lookup_key from ticket where workspace_id = $1 and id > $2 order by id limit $3`,
};

export const RENEW_KEYS: Statement = {
  name: 'tickets_renew_keys',
  text: `update ticket t set address = x.address, lookup_key = x.lookup_key, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, address text, lookup_key text) where t.id = x.id`,
};
