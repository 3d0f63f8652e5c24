import { createHash } from 'node:crypto';
import { ask, askOne } from '../measure/database.js';

/** Everything a synchronisation has made, as sorted lines without surrogate ids and times. */
export type Content = { readonly lines: readonly string[]; readonly digest: string };

const LINES = `
  with named as not materialized (select r.*, r.kind || '/' || r.external_id as name from source_record r),
  cards as materialized (select customer_id, string_agg(name, ' ' order by name collate "C") as records from named where customer_id is not null group by customer_id)
  select 'record ' || name || ' ' || encode(content_hash, 'hex') || ' ' || array_to_string(keys, ',') || ' rank ' || coalesce(profile_rank::text, '-')
      || case when gone_at is null then '' else ' gone' end || ' on ' || coalesce(k.records, 'nobody') as line
    from named left join cards k on k.customer_id = named.customer_id
  union all
  select 'card ' || coalesce(k.records, 'nobody') || ' | ' || c.display_name || ' | ' || coalesce(c.email, '-') || ' | ' || coalesce(c.company, '-') || ' | ' || c.search_text
      || ' | ' || coalesce(n.name, '-')
    from customer c left join named n on n.id = c.profile_record_id left join cards k on k.customer_id = c.id where c.merged_into is null
  union all
  select 'key ' || i.type || ':' || i.value || ' on ' || coalesce(k.records, 'nobody') from identity i left join cards k on k.customer_id = i.customer_id
  union all
  select 'hint ' || h.type || ':' || h.value || ' on ' || coalesce(k.records, 'nobody') from hint h left join cards k on k.customer_id = h.customer_id
  union all
  select 'field ' || f.key || '=' || coalesce(v.text_value, v.number_value::text, v.date_value::text, '-') || ' on ' || coalesce(k.records, 'nobody')
    from customer_field_value v join custom_field f on f.id = v.field_id left join cards k on k.customer_id = v.customer_id
  union all
  select 'contested ' || type || ':' || value from contested_key
  union all
  select 'reject ' || stream || '/' || external_id || ' ' || stage || ' ' || reason from reject where closed_at is null`;

/** Reads the content of the one integration in a database. */
export async function readContent(databaseUrl: string): Promise<Content> {
  const { id } = await askOne<{ id: string }>(databaseUrl, 'select id from integration');
  const rows = await ask<{ line: string }>(databaseUrl, LINES);
  // Key values of shop ids hold the id of the integration, which is made anew every time.
  const lines = rows.map(({ line }) => line.replaceAll(id, 'integration')).sort();
  const digest = createHash('sha256');
  for (const line of lines) digest.update(line).update('\n');
  return { lines, digest: digest.digest('hex') };
}

const SHOWN = 5;

/** A few lines only one side has. */
export function differences(expected: Content, found: Content): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  const [want, have] = [new Set(expected.lines), new Set(found.lines)];
  return { missing: expected.lines.filter((line) => !have.has(line)).slice(0, SHOWN), surplus: found.lines.filter((line) => !want.has(line)).slice(0, SHOWN) };
}
