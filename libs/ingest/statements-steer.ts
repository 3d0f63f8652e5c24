import type { Statement } from './session.js';

/**
 * The fence: 0 rows means that another worker has moved the part on, a person wants it to stop, its settings or the
 * cards it resolved against have changed. The lane's own cursor moves in the same statement.
 */
export const FENCE: Statement = {
  name: 'ingest_fence',
  text: `with moved as (
      update part set cursor = $3::jsonb, seq = seq + 1, state = $4::text,
        read = $5, written = $6, reapplied = $7, identical = $8, older = $9, duplicate = $10, excluded = $11, rejected = $12,
        excluded_reasons = $13::jsonb, pages = $14, swept = $15, queued = $16, outcome = $19::jsonb, updated_at = now()
      where id = $1 and seq = $2 and state = 'open' and desired = 'run' and settings_version = $17
        and ($18::bigint is null or (select identity_counter from workspace w where w.id = part.workspace_id) = $18)
      returning integration_id, stream, lane, workspace_id
    ), followed as (
      insert into lane (integration_id, stream, lane, workspace_id, cursor, finished_at)
      select integration_id, stream, lane, workspace_id, $3::jsonb, case when $4::text = 'done' then now() end from moved
      -- What was left incomplete is read again from the position saved before.
      where lane in ('delta', 'sweep', 'journal') and ($4::text <> 'incomplete' or lane = 'journal')
      on conflict (integration_id, stream, lane) do update
        set cursor = excluded.cursor, finished_at = coalesce(excluded.finished_at, lane.finished_at), updated_at = now()
    )
    select count(*)::int as moved from moved`,
};

export const UPSERT_REJECTS: Statement = {
  name: 'ingest_upsert_rejects',
  text: `insert into reject as r (id, workspace_id, integration_id, stream, stage, external_id, run_id, part_id, reason, message, fix, original, page_cursor, range)
    select x.id, $1::uuid, $2::uuid, $3::text, 'map', x.external_id, $4::uuid, $5::uuid, x.reason, x.message, x.fix, x.original, $6::jsonb, $7::jsonb
    from jsonb_to_recordset($8::jsonb) as x(id uuid, external_id text, reason text, message jsonb, fix jsonb, original jsonb)
    on conflict (integration_id, stream, external_id, stage) where closed_at is null do update
      set occurrences = r.occurrences + 1, seen_at = now(), reason = excluded.reason, message = excluded.message, fix = excluded.fix,
        original = excluded.original, run_id = excluded.run_id, part_id = excluded.part_id`,
};

export const CLOSE_REJECTS: Statement = {
  name: 'ingest_close_rejects',
  text: `update reject set closed_at = now(), closed_by = $2::text where id = any($1::uuid[]) and closed_at is null`,
};

/** Records that others name and nobody has stored are asked for by id, unless the shop already said that they do not exist. */
export const QUEUE_DEPENDENTS: Statement = {
  name: 'ingest_queue_dependents',
  text: `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin)
    select x.id, $1::uuid, $2::uuid, x.stream, x.external_id, 'dependent'
    from jsonb_to_recordset($3::jsonb) as x(id uuid, stream text, kind text, external_id text)
    where not exists (select 1 from absent_record a where a.integration_id = $2::uuid and a.stream = x.stream and a.external_id = x.external_id)
      and not exists (select 1 from source_record r where r.integration_id = $2::uuid and r.kind = x.kind and r.external_id = x.external_id)
      and not exists (select 1 from reject j where j.integration_id = $2::uuid and j.stream = x.stream and j.external_id = x.external_id and j.closed_at is null)
    on conflict do nothing`,
};

/** By-id batches: the rows they answered are done, and what does not exist is remembered. */
export const SETTLE_INBOX: Statement = {
  name: 'ingest_settle_inbox',
  text: `update inbox set applied_at = now() where part_id = $1 and applied_at is null`,
};

/** Entries of a journal whose record was read behind them: what a later read shows, they are no reason of. */
export const MARK_READ: Statement = {
  name: 'ingest_mark_read',
  text: `update journal_entry set read_at = to_timestamp($3::float8 / 1000)
    where integration_id = $1 and record_id = any($2::text[]) and read_at is null and received_at <= to_timestamp($3::float8 / 1000)`,
};

export const MARK_GONE: Statement = {
  name: 'ingest_mark_gone',
  text: `update source_record set gone_at = to_timestamp($4::float8 / 1000), updated_at = now()
    where integration_id = $1 and kind = $2 and external_id = any($3::text[]) and gone_at is null and requested_at <= to_timestamp($4::float8 / 1000)`,
};

/** A reject about a record that does not exist any more has nothing left to mend. */
export const CLOSE_MISSING_REJECTS: Statement = {
  name: 'ingest_close_missing_rejects',
  text: `update reject set closed_at = now(), closed_by = 'gone' where integration_id = $1 and stream = $2 and external_id = any($3::text[]) and closed_at is null`,
};

/** The day is enough: what is excluded is seen again by every pass over its list. */
export const REMEMBER_ABSENT: Statement = {
  name: 'ingest_remember_absent',
  text: `insert into absent_record (integration_id, stream, external_id) select $1::uuid, $2::text, x from unnest($3::text[]) as x
    on conflict (integration_id, stream, external_id) do update set seen_at = now() where absent_record.seen_at < now() - interval '1 day'`,
};

/** Records that waited for an owner whose card is there now. */
export const LINK_WAITING: Statement = {
  name: 'ingest_link_waiting',
  text: `update source_record r set customer_id = i.customer_id, updated_at = now()
    from identity i
    where r.integration_id = $2::uuid and r.customer_id is null and r.owner_id = any($3::text[])
      and i.workspace_id = $1::uuid and i.type = 'shop_id' and i.value = $2::uuid::text || '/' || r.owner_id
    returning r.id, r.customer_id, r.body, r.keys`,
};

export const PART_STATE: Statement = {
  name: 'ingest_part_state',
  text: `select 1 from part where id = $1 and seq = $2 and state = 'open' and desired = 'run' and settings_version = $3`,
};
