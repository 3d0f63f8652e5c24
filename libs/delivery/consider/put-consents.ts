import type { Queryable } from '#libs/security/queryable.js';
import type { ConsentNow } from '../people/judge-person.js';
import type { RouteRow } from '../rows.js';

const PUT = `insert into routed_consent as c (route_id, address, channel, workspace_id, state, observed_at, options_version)
  select $1::uuid, x.address, x.channel, $2::uuid, x.state, x.observed_at, $4::int from jsonb_to_recordset($3::jsonb) as x(address text, channel text, state text, observed_at timestamptz)
  on conflict (route_id, address, channel) do update set state = excluded.state, observed_at = excluded.observed_at, options_version = excluded.options_version
  where (c.state, c.observed_at) is distinct from (excluded.state, excluded.observed_at)`;

/** Remembers which consents a route has dealt with, so that only what changes after them is a change. */
export async function putConsents(db: Queryable, route: RouteRow, consents: readonly ConsentNow[]): Promise<void> {
  if (consents.length === 0) return;
  const rows = consents.map((one) => ({ address: one.address, channel: one.channel, state: one.state, observed_at: new Date(one.observedMs).toISOString() }));
  await db.query(PUT, [route.id, route.workspace_id, JSON.stringify(rows), route.options_version]);
}
