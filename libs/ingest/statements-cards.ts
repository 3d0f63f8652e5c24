import type { Statement } from './session.js';

/** Statements that group cards anew; used under the exclusive lock only. */
const MEMBER = `id, integration_id, kind, external_id, customer_id, body, keys, owner_id`;

export const MEMBERS_BY_ID: Statement = { name: 'cards_members_by_id', text: `select ${MEMBER} from source_record where id = any($1::uuid[])` };
export const MEMBERS_BY_CARD: Statement = { name: 'cards_members_by_card', text: `select ${MEMBER} from source_record where customer_id = any($1::uuid[])` };
export const MEMBERS_WAITING: Statement = {
  name: 'cards_members_waiting',
  text: `select ${MEMBER} from source_record where integration_id = $1 and customer_id is null and owner_id = any($2::text[])`,
};

/** Split values are hints of every card that carries them: what has nothing else is found by that alone. */
export const CARDS_OF_KEYS: Statement = {
  name: 'cards_of_keys',
  text: `select i.customer_id from jsonb_to_recordset($2::jsonb) as x(type text, value text)
    join identity i on i.workspace_id = $1 and i.type = x.type and i.value = x.value
    union
    select h.customer_id from jsonb_to_recordset($2::jsonb) as x(type text, value text)
    join split_key s on s.workspace_id = $1 and s.type = x.type and s.value = x.value
    join hint h on h.workspace_id = $1 and h.type = x.type and h.value = x.value`,
};

export const SPLITS_OF_KEYS: Statement = {
  name: 'cards_splits_of_keys',
  text: `select s.type, s.value, s.keeper_key from jsonb_to_recordset($2::jsonb) as x(type text, value text)
    join split_key s on s.workspace_id = $1 and s.type = x.type and s.value = x.value`,
};

export const LINKS_OF_KEYS: Statement = {
  name: 'cards_links_of_keys',
  text: `select left_key, right_key from card_link where workspace_id = $1 and cut_by is null and left_key = any($2::text[])
    union select left_key, right_key from card_link where workspace_id = $1 and cut_by is null and right_key = any($2::text[]) order by 1, 2`,
};

/**
 * Where people's decisions lead on from these keys: the other ends of links, what keeps records with split values alone, and
 * the split values a key keeps.
 */
export const LED_TO: Statement = {
  name: 'cards_led_to',
  text: `select right_key as key from card_link where workspace_id = $1 and cut_by is null and left_key = any($2::text[])
    union select left_key from card_link where workspace_id = $1 and cut_by is null and right_key = any($2::text[])
    union select s.keeper_key from unnest($2::text[]) as x(key)
      join split_key s on s.workspace_id = $1 and s.type = split_part(x.key, ':', 1) and s.value = substr(x.key, strpos(x.key, ':') + 1)
    union select s.type || ':' || s.value from split_key s where s.workspace_id = $1 and s.keeper_key = any($2::text[])`,
};

export const ADD_CONTESTED: Statement = {
  name: 'cards_add_contested',
  text: `insert into contested_key (workspace_id, type, value, integration_id)
    select $1::uuid, x.type, x.value, x.integration_id from jsonb_to_recordset($2::jsonb) as x(type text, value text, integration_id uuid)
    on conflict do nothing`,
};

export const CONTESTED_OF_KEYS: Statement = {
  name: 'cards_contested_of_keys',
  text: `select c.type, c.value, c.integration_id from jsonb_to_recordset($2::jsonb) as x(type text, value text)
    join contested_key c on c.workspace_id = $1 and c.type = x.type and c.value = x.value`,
};

export const FIELD_USES: Statement = {
  name: 'cards_field_uses',
  text: `select integration_id, role, field_id from custom_field_use where workspace_id = $1
    union select i.id, 'allegro_login', f.id from workspace w cross join jsonb_array_elements_text(w.settings->'allegro'->'loginFields') as x(id)
      join custom_field f on f.id = x.id::uuid join integration i on i.workspace_id = w.id where w.id = $1`,
};

/** Values of login fields nobody names any more: switching Allegro off, or choosing another field, takes no value away. */
export const KEPT_LOGINS: Statement = {
  name: 'cards_kept_logins',
  text: `select v.customer_id, v.field_id, v.integration_id, v.text_value, v.rank from customer_field_value v
    where v.customer_id = any($2::uuid[]) and v.text_value is not null
      and v.field_id::text in (select jsonb_array_elements_text(w.settings->'formerLoginFields') from workspace w where w.id = $1)`,
};

export const MOVE_RECORDS: Statement = {
  name: 'cards_move_records',
  text: `update source_record r set customer_id = x.customer_id, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, customer_id uuid) where r.id = x.id and r.customer_id is distinct from x.customer_id`,
};

/** Keys of the touched cards that hold nobody any more. */
export const DROP_IDENTITIES: Statement = {
  name: 'cards_drop_identities',
  text: `delete from identity i where i.customer_id = any($1::uuid[])
    and not exists (select 1 from jsonb_to_recordset($2::jsonb) as x(type text, value text) where x.type = i.type and x.value = i.value)`,
};

export const PUT_IDENTITIES: Statement = {
  name: 'cards_put_identities',
  text: `insert into identity as i (workspace_id, type, value, customer_id, integration_id, record_id)
    select $1::uuid, x.type, x.value, x.customer_id, x.integration_id, x.record_id
    from jsonb_to_recordset($2::jsonb) as x(type text, value text, customer_id uuid, integration_id uuid, record_id uuid)
    on conflict (workspace_id, type, value) do update set customer_id = excluded.customer_id
      where i.customer_id is distinct from excluded.customer_id`,
};

/** Those a card keeps stay: since when two cards share one is shown. */
export const DROP_HINTS: Statement = {
  name: 'cards_drop_hints',
  text: `delete from hint h where h.customer_id = any($1::uuid[])
    and not exists (select 1 from jsonb_to_recordset($2::jsonb) as x(type text, value text, customer_id uuid) where x.customer_id = h.customer_id and x.type = h.type and x.value = h.value)`,
};
export const PUT_HINTS: Statement = {
  name: 'cards_put_hints',
  text: `insert into hint (workspace_id, type, value, customer_id, integration_id)
    select $1::uuid, x.type, x.value, x.customer_id, x.integration_id
    from jsonb_to_recordset($2::jsonb) as x(type text, value text, customer_id uuid, integration_id uuid) on conflict do nothing`,
};

export const DROP_FIELDS: Statement = { name: 'cards_drop_fields', text: `delete from customer_field_value where customer_id = any($1::uuid[])` };
export const PUT_FIELDS: Statement = {
  name: 'cards_put_fields',
  text: `insert into customer_field_value (customer_id, field_id, workspace_id, integration_id, text_value, number_value, date_value, rank)
    select x.customer_id, x.field_id, $1::uuid, x.integration_id, x.text_value, x.number_value, x.date_value, x.rank
    from jsonb_to_recordset($2::jsonb) as x(customer_id uuid, field_id uuid, integration_id uuid, text_value text, number_value numeric, date_value date, rank text)`,
};

export const PUT_CUSTOMERS: Statement = {
  name: 'cards_put_customers',
  text: `insert into customer as c (id, workspace_id, display_name, email, company, search_text, profile_record_id)
    select x.id, $1::uuid, x.display_name, x.email, x.company, x.search_text, x.profile_record_id
    from jsonb_to_recordset($2::jsonb) as x(id uuid, display_name text, email text, company text, search_text text, profile_record_id uuid)
    on conflict (id) do update set display_name = excluded.display_name, email = excluded.email, company = excluded.company,
        search_text = excluded.search_text, profile_record_id = excluded.profile_record_id, merged_into = null, updated_at = now()
      where (c.display_name, c.email, c.company, c.search_text, c.profile_record_id, c.merged_into)
        is distinct from (excluded.display_name, excluded.email, excluded.company, excluded.search_text, excluded.profile_record_id, null)`,
};

export const EMPTY_CUSTOMERS: Statement = {
  name: 'cards_empty_customers',
  text: `update customer c set merged_into = x.merged_into, search_text = '', profile_record_id = null, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, merged_into uuid) where c.id = x.id`,
};
