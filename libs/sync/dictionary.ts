import type { DataSource } from 'typeorm';
import type { DictionaryEntry } from '#libs/connectors/sdk/connector.js';

/** Adds and renames; a code that is gone from the platform stays, because old orders still carry it. */
export async function storeDictionary(dataSource: DataSource, integrationId: string, entries: readonly DictionaryEntry[]): Promise<void> {
  await dataSource.query(`update integration set dictionary_at = now() where id = $1`, [integrationId]);
  if (entries.length === 0) return;
  const rows = [...new Map(entries.map((entry) => [`${entry.kind}/${entry.code}`, { ...entry, flags: entry.flags ?? null }])).values()];
  await dataSource.query(
    `insert into dictionary as d (integration_id, kind, code, name, iso, flags)
     select $1::uuid, x.kind, x.code, x.name, x.iso, x.flags from jsonb_to_recordset($2::jsonb) as x(kind text, code text, name text, iso text, flags jsonb)
     on conflict (integration_id, kind, code) do update set name = excluded.name, iso = excluded.iso, flags = excluded.flags, seen_at = now()
       where (d.name, d.iso, d.flags) is distinct from (excluded.name, excluded.iso, excluded.flags)`,
    [integrationId, JSON.stringify(rows)],
  );
}
