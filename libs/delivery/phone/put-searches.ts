import type { Queryable } from '#libs/security/queryable.js';
import type { StoredRecord, Way } from '../people/routing.js';
import type { RouteRow } from '../rows.js';

/** An order whose e-mail is looked for: by which phones, and which of them the platform should be asked about. */
export type Search = { readonly phones: readonly string[]; readonly ask: readonly string[] };

const DROP = `delete from email_search where route_id = $1 and record_id = any($2::uuid[])
  and not exists (select 1 from jsonb_to_recordset($3::jsonb) as x(record_id uuid, phone text) where x.record_id = email_search.record_id and x.phone = email_search.phone)`;

const PUT = `insert into email_search as e (route_id, record_id, phone, workspace_id, integration_id, address, silent)
  select $1::uuid, x.record_id, x.phone, $2::uuid, $3::uuid, x.address, x.silent from jsonb_to_recordset($4::jsonb) as x(record_id uuid, phone text, address text, silent boolean)
  on conflict (route_id, record_id, phone) do update set address = excluded.address, silent = e.silent and excluded.silent
  where (e.address, e.silent) is distinct from (excluded.address, e.silent and excluded.silent)`;

const ASK = `insert into phone_lookup as p (integration_id, phone, workspace_id, state)
  select $1::uuid, x, $2::uuid, 'due' from unnest($3::text[]) as x order by x
  on conflict (integration_id, phone) do update set state = 'due', asked_at = now() where p.state = 'done'`;

/** Remembers which orders look for their e-mail and what was found, and puts the phones the platform is to be asked about on its list. */
export async function putSearches(db: Queryable, route: RouteRow, records: readonly StoredRecord[], ways: ReadonlyMap<string, Way>, asking: boolean): Promise<void> {
  const orders = records.filter((one) => one.kind === 'order');
  if (orders.length === 0) return;
  const asked = new Set<string>();
  const rows = orders.flatMap(({ recordId, silent = true }) => {
    const way = ways.get(recordId);
    if (way === undefined || way.to === 'owner' || way.search === undefined) return [];
    for (const phone of way.search.ask) asked.add(phone);
    return way.search.phones.map((phone) => ({ record_id: recordId, phone, address: way.to === 'address' ? way.address : null, silent }));
  });
  await db.query(DROP, [route.id, orders.map((one) => one.recordId), JSON.stringify(rows)]);
  if (rows.length > 0) await db.query(PUT, [route.id, route.workspace_id, route.integration_id, JSON.stringify(rows)]);
  if (asking && asked.size > 0) await db.query(ASK, [route.integration_id, route.workspace_id, [...asked].sort()]);
}
