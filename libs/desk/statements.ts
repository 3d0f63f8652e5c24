import type { Statement } from '#libs/ingest/session.js';

/** Statements of the identity desk; those that write are used under the workspace's exclusive lock only. */
const statement = (name: string, text: string): Statement => ({ name: `desk_${name}`, text });

/** The card an id leads to now, however long the way. */
export const FIND_CARD = statement('find_card', `
  with recursive way as (
    select c.id, c.merged_into, 1 as steps from customer c where c.id = $2 and c.workspace_id = $1
    union all
    select c.id, c.merged_into, w.steps + 1 from way w join customer c on c.id = w.merged_into and c.workspace_id = $1 where w.steps < 100
  )
  select (select id from way where merged_into is null) as leads_to from way where steps = 1`);

export const RECORDS_OF_CARDS = statement('records_of_cards', `select id, customer_id as "customerId" from source_record where workspace_id = $1 and customer_id = any($2::uuid[]) order by id`);

export const MOVE_TICKETS = statement('move_tickets', `update ticket set customer_id = $3, updated_at = now()
  where workspace_id = $1 and customer_id = $2 and assigned_by = 'person' and ($4::uuid[] is null or id = any($4)) returning id`);

export const PUT_DECISION = statement('put_decision', `insert into decision (id, workspace_id, kind, actor, note, detail) values ($1, $2, $3, $4, $5, $6::jsonb)`);

export const PUT_LINKS = statement('put_links', `insert into card_link (id, workspace_id, left_key, right_key, decision_id)
  select x.id, $1::uuid, x.left_key, x.right_key, $2::uuid from jsonb_to_recordset($3::jsonb) as x(id uuid, left_key text, right_key text)`);

export const CUT_LINKS = statement('cut_links', `update card_link l set cut_by = $2 from jsonb_to_recordset($3::jsonb) as x(left_key text, right_key text)
  where l.workspace_id = $1 and l.cut_by is null and l.left_key = x.left_key and l.right_key = x.right_key`);

export const PUT_SPLITS = statement('put_splits', `insert into split_key (workspace_id, type, value, keeper_key, decision_id)
  select $1::uuid, x.type, x.value, x.keeper_key, $2::uuid from jsonb_to_recordset($3::jsonb) as x(type text, value text, keeper_key text)`);

/** The keeper before is noted, so that taking the decision back gives its records back to it. */
export const MOVE_KEEPERS = statement('move_keepers', `update split_key s set keeper_key = x.keeper_key, former_keepers = s.former_keepers || jsonb_build_object('keeper', s.keeper_key, 'movedBy', $2::uuid)
  from jsonb_to_recordset($3::jsonb) as x(type text, value text, keeper_key text) where s.workspace_id = $1 and s.type = x.type and s.value = x.value`);

/** A keeper that a later decision has moved on stays where that one put it, and only what is noted there changes. */
export const RESTORE_KEEPERS = statement('restore_keepers', `
  update split_key s set
    keeper_key = case when s.former_keepers->-1->>'movedBy' = $2::uuid::text then s.former_keepers->-1->>'keeper' else s.keeper_key end,
    former_keepers = (
      select coalesce(jsonb_agg(case when o.mover_before = $2::uuid::text then jsonb_set(o.entry, '{keeper}', o.keeper_before) else o.entry end order by o.place) filter (where o.entry->>'movedBy' <> $2::uuid::text), '[]'::jsonb)
      from (
        select f.entry, f.place, lag(f.entry->>'movedBy') over w as mover_before, lag(f.entry->'keeper') over w as keeper_before
        from jsonb_array_elements(s.former_keepers) with ordinality as f(entry, place) window w as (order by f.place)
      ) o)
  where s.workspace_id = $1 and s.former_keepers @> jsonb_build_array(jsonb_build_object('movedBy', $2::uuid))`);

export const PUT_REFUSED = statement('put_refused', `insert into refused_pair (workspace_id, left_key, right_key, decision_id)
  values ($1, least($2::text collate "C", $3::text collate "C"), greatest($2::text collate "C", $3::text collate "C"), $4) on conflict do nothing`);

/** The card a key stands for now. */
const CARD_OF = (key: string): string => `coalesce(
  (select i.customer_id from identity i where i.workspace_id = $1 and i.type = split_part(${key}, ':', 1) and i.value = substr(${key}, strpos(${key}, ':') + 1)),
  (select i.customer_id from split_key s join identity i on i.workspace_id = $1 and i.type = split_part(s.keeper_key, ':', 1) and i.value = substr(s.keeper_key, strpos(s.keeper_key, ':') + 1)
    where s.workspace_id = $1 and s.type = split_part(${key}, ':', 1) and s.value = substr(${key}, strpos(${key}, ':') + 1)))`;

export const CARDS_OF = statement('cards_of', `select x.key, ${CARD_OF('x.key')} as card from unnest($2::text[]) as x(key)`);

/** Sides that later splits have parted, and where they are now. What was parted before is no obstacle: the newest decision can always be taken back. */
export const PARTED = statement('parted', `
  select p.decision_id as "decisionId", ${CARD_OF('p.left_key')} as "leftCard", ${CARD_OF('p.right_key')} as "rightCard"
  from decision d join refused_pair p on p.decision_id = d.id where d.workspace_id = $1 and d.kind = 'split' and d.undone_at is null and d.id > $2`);

export const FIND_DECISION = statement('find_decision', `select id, kind, detail, undone_at as "undoneAt" from decision where workspace_id = $1 and id = $2 for update`);
export const LINKS_OF_DECISION = statement('links_of_decision', `select left_key as "left", right_key as "right", cut_by as "cutBy" from card_link where decision_id = $1 order by id`);
export const DROP_LINKS = statement('drop_links', `delete from card_link where decision_id = $1`);
export const RESTORE_LINKS = statement('restore_links', `update card_link set cut_by = null where workspace_id = $1 and cut_by = $2`);
export const DROP_REFUSED = statement('drop_refused', `delete from refused_pair where decision_id = $1`);
export const DROP_SPLITS = statement('drop_splits', `delete from split_key where decision_id = $1`);
export const MARK_UNDONE = statement('mark_undone', `update decision set undone_at = now(), undone_by = $2 where id = $1`);

/** Records of every card that carries a value the decision split or whose keeper it moved, or that its links and refusals name. */
export const RECORDS_OF_DECISION = statement('records_of_decision', `
  with keys as (
    select type || ':' || value as key from split_key where decision_id = $2
    union select keeper_key from split_key where decision_id = $2
    union select unnest(array[type || ':' || value, keeper_key]) from split_key where workspace_id = $1 and former_keepers @> jsonb_build_array(jsonb_build_object('movedBy', $2::uuid))
    union select unnest(array[left_key, right_key]) from card_link where decision_id = $2 or (workspace_id = $1 and cut_by = $2)
    union select unnest(array[left_key, right_key]) from refused_pair where decision_id = $2
  ), cards as (
    select i.customer_id from keys k join identity i on i.workspace_id = $1 and i.type = split_part(k.key, ':', 1) and i.value = substr(k.key, strpos(k.key, ':') + 1)
    union select h.customer_id from keys k join hint h on h.workspace_id = $1 and h.type = split_part(k.key, ':', 1) and h.value = substr(k.key, strpos(k.key, ':') + 1)
  )
  select r.id from source_record r where r.workspace_id = $1 and r.customer_id in (select customer_id from cards) order by r.id`);

/** Links in force that later decisions made, and the cards their ends are on. */
export const LATER_LINKS = statement('later_links', `
  select l.decision_id as "decisionId", d.kind, ${CARD_OF('l.left_key')} as "leftCard", ${CARD_OF('l.right_key')} as "rightCard"
  from card_link l join decision d on d.id = l.decision_id where l.workspace_id = $1 and l.cut_by is null and l.decision_id > $2`);

/** An id that a card left behind and nobody uses. */
export const IS_FREE = statement('is_free', `select merged_into is not null and not exists (select 1 from source_record r where r.customer_id = c.id) as free from customer c where c.workspace_id = $1 and c.id = $2`);
export const REFUSED_OF_DECISION = statement('refused_of_decision', `select left_key as "left", right_key as "right" from refused_pair where decision_id = $1 order by 1, 2`);
