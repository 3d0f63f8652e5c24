import type { DataSource } from 'typeorm';
import type { DictionaryEntry } from '#libs/connectors/sdk/connector.js';

/**
 * Accounts that orders come from and that nobody could name until now: contacts of routes with tags of sources lack theirs, so the
 * orders that are there already are considered again. Silently: nothing but our own words has changed.
 */
const TAG_AGAIN = `insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq)
  select r.id, s.id, r.workspace_id, 'order', true, nextval('route_change_seq')
  from route r join source_record s on s.integration_id = r.integration_id
  where r.integration_id = $1 and r.deleted_at is null and r.started_at is not null and r.options->>'sourceTag' = 'true' and s.kind = 'order' and s.gone_at is null
    and s.placed_at >= coalesce(r.events_from, r.started_at) and (s.body::jsonb #>> '{origin,type}') || '/' || (s.body::jsonb #>> '{origin,account}') = any($2::text[])
  order by r.id, s.id
  on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now(), wait_for = null, not_before = null`;

/** Adds and renames; a code that is gone from the platform stays, because old orders still carry it. */
export async function storeDictionary(dataSource: DataSource, integrationId: string, entries: readonly DictionaryEntry[]): Promise<void> {
  await dataSource.query(`update integration set dictionary_at = now() where id = $1`, [integrationId]);
  if (entries.length === 0) return;
  const rows = [...new Map(entries.map((entry) => [`${entry.kind}/${entry.code}`, { ...entry, flags: entry.flags ?? null }])).values()];
  await dataSource.transaction(async (manager) => {
    const written = await manager.query<{ kind: string; code: string; fresh: boolean }[]>(
      `insert into dictionary as d (integration_id, kind, code, name, iso, flags)
       select $1::uuid, x.kind, x.code, x.name, x.iso, x.flags from jsonb_to_recordset($2::jsonb) as x(kind text, code text, name text, iso text, flags jsonb)
       on conflict (integration_id, kind, code) do update set name = excluded.name, iso = excluded.iso, flags = excluded.flags, seen_at = now()
         where (d.name, d.iso, d.flags) is distinct from (excluded.name, excluded.iso, excluded.flags)
       returning kind, code, xmax = 0 as fresh`,
      [integrationId, JSON.stringify(rows)],
    );
    const sources = written.flatMap(({ kind, code, fresh }) => (kind === 'source' && fresh ? [code] : []));
    if (sources.length > 0) await manager.query(TAG_AGAIN, [integrationId, sources]);
  });
}
