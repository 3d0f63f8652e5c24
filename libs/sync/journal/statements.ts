import type { Statement } from '#libs/ingest/session.js';

export const PUT_ENTRIES: Statement = {
  name: 'journal_put_entries',
  text: `insert into journal_entry (integration_id, log_id, workspace_id, type, record_id, object_id, logged_at)
    select $1::uuid, x.log_id, $2::uuid, x.type, x.record_id, x.object_id, x.logged_at
    from jsonb_to_recordset($3::jsonb) as x(log_id bigint, type int, record_id text, object_id text, logged_at timestamptz)
    on conflict (integration_id, log_id) do nothing`,
};

/** The first moment a link was told counts: whether a purchase of the parent had been told by then decides about the family. */
export const PUT_KIN: Statement = {
  name: 'journal_put_kin',
  text: `insert into order_kin (integration_id, parent_id, child_id, kin, workspace_id)
    select $1::uuid, x.parent_id, x.child_id, x.kin, $2::uuid from jsonb_to_recordset($3::jsonb) as x(parent_id text, child_id text, kin text)
    on conflict (integration_id, parent_id, child_id) do nothing`,
};

/**
 * One waiting row a record. What was put off after failures is due again when something new is told about it; a record that is
 * just born is left alone for a moment, because the entry that tells of its origin may still follow.
 */
export const QUEUE_TOLD: Statement = {
  name: 'journal_queue_told',
  text: `insert into inbox as i (id, workspace_id, integration_id, stream, external_id, origin, not_before)
    select x.id, $1::uuid, $2::uuid, $3::text, x.external_id, 'journal', case when x.born then now() + make_interval(secs => $5::float8 / 1000) end
    from jsonb_to_recordset($4::jsonb) as x(id uuid, external_id text, born boolean)
    on conflict (integration_id, stream, external_id) where part_id is null and applied_at is null do update
      set not_before = excluded.not_before, origin = 'journal' where i.not_before is not null and i.not_before > coalesce(excluded.not_before, now())`,
};

export const ADD_PART: Statement = {
  name: 'journal_add_part',
  text: `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, cursor, expected, expected_requests, settings_version, desired)
    select x.id, r.id, r.workspace_id, r.integration_id, $2::text, 'delta', (select coalesce(max(p.ordinal), -1) + x.place from part p where p.run_id = r.id),
      x.range, x.cursor, x.expected, x.requests, $4::int, r.desired
    from jsonb_to_recordset($3::jsonb) as x(id uuid, place int, range jsonb, cursor jsonb, expected bigint, requests bigint), run r where r.id = $1`,
};

export const SCANS: Statement = {
  name: 'journal_scans',
  text: `select p.id, p.state, p.range, p.cursor, r.ended_at is not null as "isOver", (extract(epoch from p.updated_at) * 1000)::float8 as "updatedMs",
      coalesce((p.range->>'begunMs')::float8, (extract(epoch from p.created_at) * 1000)::float8) as "begunMs"
    from part p join run r on r.id = p.run_id where p.id = any($1::uuid[])`,
};

/** Another part goes on where a scan was left. */
export const HAND_SEEN_ON: Statement = { name: 'journal_hand_seen_on', text: `update part_seen set part_id = $2 where part_id = $1` };

/** What is stored of the period and was not met by the scan: it may be gone, or not be finished yet. */
export const UNSEEN: Statement = {
  name: 'journal_unseen',
  text: `select r.external_id from source_record r join part p on p.id = $1
    where r.integration_id = $2 and r.kind = $3::text and r.gone_at is null and r.created_at < p.created_at
      and r.placed_at >= to_timestamp($4::float8 / 1000) and r.placed_at < to_timestamp($5::float8 / 1000)
      and not exists (select 1 from part_seen s where s.part_id = p.id and s.external_id = r.external_id)
    order by r.external_id`,
};

export const QUEUE_UNSEEN: Statement = {
  name: 'journal_queue_unseen',
  text: `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin)
    select x.id, $1::uuid, $2::uuid, $3::text, x.external_id, 'reconcile' from jsonb_to_recordset($4::jsonb) as x(id uuid, external_id text) on conflict do nothing`,
};

export const FORGET_SEEN: Statement = { name: 'journal_forget_seen', text: `delete from part_seen where part_id = $1` };

/** Sums up a scan: records it met that were stored since it began, whoever read on, and that no entry had told of. */
export const SUM_UP: Statement = {
  name: 'journal_sum_up',
  text: `update part p set outcome = jsonb_build_object('code', 'gap_closed', 'found', (
      select count(*) from part_seen s join source_record r on r.external_id = s.external_id
      where s.part_id = p.id and r.integration_id = $2 and r.kind = $3::text and r.created_at >= to_timestamp($4::float8 / 1000)
        and not exists (select 1 from journal_entry e where e.integration_id = r.integration_id and e.record_id = r.external_id)))
    where p.id = $1`,
};

export const NOTE_SUCCESS: Statement = { name: 'journal_note_success', text: `update integration set last_success_at = now() where id = $1` };

/** Other parts of the run that are still to be read, phone numbers to be looked up, and records that are left alone for a moment. */
export const BESIDE: Statement = {
  name: 'journal_beside',
  text: `select (select coalesce(jsonb_agg(jsonb_build_object('partId', id, 'stream', stream, 'lane', lane) order by ordinal), '[]') from part where run_id = $1 and id <> $2 and state = 'open') as parts,
    (select count(*)::int from phone_lookup where integration_id = $3 and state = 'due') as phones,
    (select jsonb_build_object('count', count(*), 'ms', extract(epoch from min(not_before) - now()) * 1000) from inbox
      where integration_id = $3 and origin = 'journal' and part_id is null and applied_at is null and attempts = 0 and not_before > now()) as born`,
};

/** Gaps a day has to tell of: its own, and those of runs that were stopped since a day was told of, because these end without words. */
export const GAPS_OF_RUN = `select p.range, p.outcome->>'found' as found from run day join run r on r.integration_id = day.integration_id and r.kind = day.kind and r.id <= day.id
  join part p on p.run_id = r.id and p.range ? 'gap'
  where day.id = $1 and (r.id = day.id or r.state = 'cancelled' and not exists (select 1 from run told where told.integration_id = day.integration_id and told.kind = day.kind
    and told.id > r.id and told.id < day.id and told.state in ('complete', 'complete_with_rejects', 'incomplete')))
  order by p.created_at, p.ordinal`;
