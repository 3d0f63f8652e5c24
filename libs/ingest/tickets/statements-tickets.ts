import type { Statement } from '../session.js';

const TICKET = `t.id, t.address, t.lookup_key, t.customer_id, t.assigned_by, t.reason, t.candidates`;

/**
 * The one look-up of a page. The rows are locked before cards are looked at: of two pages that bring claims to one ticket at the
 * same moment, the second waits here and then sees what the first has written.
 */
export const FIND_TICKETS: Statement = {
  name: 'tickets_find',
  text: `select ${TICKET} from ticket t
    where t.workspace_id = $1 and t.lookup_key = any($2::text[]) and t.assigned_by is distinct from 'person' order by t.id for update`,
};

/** Tickets on cards that may have joined or parted, those a person has assigned included. Under the exclusive lock only. */
export const FIND_TICKETS_ON_CARDS: Statement = {
  name: 'tickets_find_on_cards',
  text: `select ${TICKET} from ticket t where t.customer_id = any($2::uuid[]) and t.workspace_id = $1 order by t.id`,
};

export const FIND_TICKETS_BY_ID: Statement = {
  name: 'tickets_find_by_id',
  text: `select ${TICKET} from ticket t where t.id = any($2::uuid[]) and t.workspace_id = $1 order by t.id`,
};

/** Every claim to these keys: owners, cards that hold them as hints, splits, and whether masked addresses count at all. */
export const FIND_CLAIMS: Statement = {
  name: 'tickets_find_claims',
  text: `with asked as (
      select x.key, split_part(x.key, ':', 1) as type, substr(x.key, strpos(x.key, ':') + 1) as value from unnest($2::text[]) as x(key)
    )
    select 'owner' as kind, a.key, i.customer_id, i.integration_id, i.record_id
      from asked a join identity i on i.workspace_id = $1 and i.type = a.type and i.value = a.value
    union all
    select 'hint', a.key, h.customer_id, h.integration_id,
        (select r.id from source_record r where r.customer_id = h.customer_id and r.integration_id = h.integration_id and a.key = any(r.keys) order by r.id limit 1)
      from asked a join hint h on h.workspace_id = $1 and h.type = a.type and h.value = a.value
    union all
    select 'split', a.key, null, null, null from asked a join split_key s on s.workspace_id = $1 and s.type = a.type and s.value = a.value
    union all
    select 'allegro', null, null, null, null from workspace w where w.id = $1 and jsonb_typeof(w.settings->'allegro') = 'object' and w.settings->'allegro'->'off' is null`,
};

export const PLACE_TICKETS: Statement = {
  name: 'tickets_place',
  text: `update ticket t set customer_id = x.customer_id, assigned_by = x.assigned_by, reason = x.reason, candidates = x.candidates,
      assigned_at = case when x.customer_id is null then null when t.customer_id is distinct from x.customer_id then now() else t.assigned_at end, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, customer_id uuid, assigned_by text, reason jsonb, candidates uuid[]) where t.id = x.id`,
};

/** A card that was emptied leads to the one that took its records; tickets of persons go with it. */
export const FOLLOW_TICKETS: Statement = {
  name: 'tickets_follow',
  text: `update ticket t set customer_id = x.merged_into, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as x(id uuid, merged_into uuid) where t.customer_id = x.id and x.merged_into is not null`,
};
