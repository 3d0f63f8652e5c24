import type { DataSource } from 'typeorm';

/** Content without surrogate ids and times: two databases with the same dump hold the same cards, whatever way they were filled. */
export async function canonicalDump(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ line: string }[]>(`
    with named as (
      select r.*, i.code || '/' || r.kind || '/' || r.external_id as name from source_record r join integration i on i.id = r.integration_id
    ), cards as (
      select customer_id, string_agg(name, ' ' order by name collate "C") as records from named where customer_id is not null group by customer_id
    )
    select line from (
      select 'record ' || name || ' ' || encode(content_hash, 'hex') || ' ' || array_to_string(keys, ',') || case when gone_at is null then '' else ' gone' end
        || ' on ' || coalesce((select records from cards c where c.customer_id = named.customer_id), 'none') as line from named
      union all
      select 'card ' || coalesce(k.records, 'nobody') || ' name=' || c.display_name || ' email=' || coalesce(c.email, '-') || ' company=' || coalesce(c.company, '-')
        || ' search=' || c.search_text || ' from=' || coalesce((select name from named n where n.id = c.profile_record_id), '-')
        from customer c left join cards k on k.customer_id = c.id where c.merged_into is null
      union all
      select 'key ' || i.type || ':' || i.value || ' on ' || coalesce(k.records, 'nobody') from identity i left join cards k on k.customer_id = i.customer_id
      union all
      select 'hint ' || h.type || ':' || h.value || ' on ' || coalesce(k.records, 'nobody') from hint h left join cards k on k.customer_id = h.customer_id
      union all
      select 'consent ' || n.name || ' ' || o.kind || '/' || o.channel || '/' || o.shop || '=' || o.state || ' since ' || coalesce(o.changed_at::text, '-') || ' by ' || o.origin
        from consent o join named n on n.id = o.record_id
      union all
      select 'field ' || f.key || '=' || coalesce(v.text_value, v.number_value::text, v.date_value::text) || ' on ' || coalesce(k.records, 'nobody')
        from customer_field_value v join custom_field f on f.id = v.field_id left join cards k on k.customer_id = v.customer_id
      union all
      select 'ticket ' || t.source || '/' || coalesce(t.external_id, t.sender, '-') || ' key=' || coalesce(t.lookup_key, '-') || ' on ' || case when t.customer_id is null then '-' else coalesce(k.records, 'nobody') end
        || ' by=' || coalesce(t.assigned_by, '-') || ' rule=' || coalesce(t.reason->>'rule', '-')
        || ' candidates=' || coalesce((select string_agg('(' || coalesce(o.records, 'nobody') || ')', ' ' order by o.records collate "C") from unnest(t.candidates) as x(id) left join cards o on o.customer_id = x.id), '-')
        from ticket t left join cards k on k.customer_id = t.customer_id
    ) as lines order by line collate "C"`);
  return rows.map((row) => row.line);
}

/** Integration ids inside key values are surrogates as well. */
export async function canonicalText(dataSource: DataSource): Promise<string> {
  const integrations = await dataSource.query<{ id: string; code: string }[]>('select id, code from integration');
  let text = (await canonicalDump(dataSource)).join('\n');
  for (const { id, code } of integrations) text = text.replaceAll(id, code);
  return text.split('\n').sort().join('\n');
}
